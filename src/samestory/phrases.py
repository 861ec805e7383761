"""Small turns of phrase for what is told in sentences: names of versions, numbers, lists, snippets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from samestory.types import Version

SNIPPET = 60  # characters of a quoted snippet: with the words around it, it fills a line of 80
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def names(versions: Sequence[Version]) -> dict[str, str]:
    """A short name for each version: its outlet, else the last part of its source; numbered where two are the same.

    >>> from samestory.types import Outline, Page
    >>> pages = [Page(f"p{n}", "", f"crawl{n}/1.txt", "text", "text/1") for n in (1, 2)]
    >>> names([Version(page, Outline(page.id, ())) for page in pages])
    {'p1': '1.txt', 'p2': '1.txt · 2'}
    """
    taken: Counter[str] = Counter()
    told = {}
    for page, outline in versions:
        name = outline.outlet or page.source.rstrip("/").rsplit("/", 1)[-1] or page.source
        taken[name] += 1
        told[page.id] = name if taken[name] == 1 else f"{name} · {taken[name]}"
    return told


def number(count: int) -> str:
    """A number as running text has it: in words up to ten.

    >>> number(5), number(1234)
    ('five', '1,234')
    """
    return _WORDS[count] if 0 <= count < len(_WORDS) else f"{count:,}"


def counted(count: int, noun: str) -> str:
    """So many of something.

    >>> counted(1, "paragraph"), counted(3, "paragraph")
    ('a paragraph', 'three paragraphs')
    """
    return f"a {noun}" if count == 1 else f"{number(count)} {noun}s"


def listed(items: Sequence[str], most: int = 3) -> str:
    """Items as a sentence lists them.

    >>> listed(["A", "B"]), listed(["A", "B", "C", "D", "E"])
    ('A and B', 'A, B, C and two more')
    """
    shown = [*items[:most], f"{number(len(items) - most)} more"] if len(items) > most + 1 else list(items)
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def snippet(text: str, most: int = SNIPPET) -> str:
    """The beginning of a text on one line, never cut inside a word.

    >>> snippet("The mayor and the council say so, and say it often", 24)
    'The mayor and the …'
    """
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 2]  # a blank and the dots follow
    whole = cut if line[most - 2] == " " else cut.rsplit(" ", 1)[0]
    return whole.rstrip(" ,;:–—-") + " …"


def quoted(text: str, most: int = SNIPPET) -> str:
    """A snippet between quotation marks; single ones around it give way.

    >>> quoted("‘We share your grief.’")
    "'We share your grief.'"
    """
    return f"'{snippet(text.strip().strip(_MARKS), most)}'"


_MARKS = "'‘’ "
