"""How the terminal report is set: wrapped to the terminal, plain where there is none, nothing said by colour alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO, TypeVar

from rich.console import Console
from rich.text import Text

WIDEST, NARROWEST = 100, 40
HEADING, NAME, ASIDE, OLD, NEW, WARNING = "bold cyan", "bold", "dim", "bold red", "bold green", "bold yellow"

Item = TypeVar("Item")


def styled(words: str, style: str = "") -> Text:
    """Words in a style that ends with them, so that pieces can be added up."""
    return Text().append(words, style)


class Ink:
    """A console that sets paragraphs with hanging indents."""

    def __init__(self, file: TextIO, whole: str = "--html or --json") -> None:
        self.whole = whole  # the options that leave nothing out
        self.console = Console(file=file, highlight=False, markup=False, emoji=False)
        self.begun = False
        self.width = max(NARROWEST, min(WIDEST, self.console.width))

    def say(self, text: str | Text, indent: int = 0, hang: int | None = None, style: str = "") -> None:
        """A paragraph: its first line indented, the others hanging (by default as far)."""
        hang = indent if hang is None else hang
        whole = Text(text, style) if isinstance(text, str) else text
        self.begun = True
        for number, line in enumerate(whole.wrap(self.console, self.width - max(indent, hang))):
            line.rstrip()
            self.console.print(Text(" " * (hang if number else indent)) + line, soft_wrap=True)

    def heading(self, text: str, count: str = "") -> None:
        """What the next lines are about."""
        self.gap()
        self.say(styled(text, HEADING) + styled(f"  {count}" if count else "", ASIDE))

    def gap(self) -> None:
        """An empty line, but not above everything."""
        if self.begun:
            self.console.print()

    def some(self, items: Sequence[Item], most: int, indent: int = 2) -> Iterator[Item]:
        """The first items, then a word on how many there are still."""
        yield from items[:most]
        if len(items) > most:
            self.say(f"… and {len(items) - most:,} more; {self.whole} for all", indent, style=ASIDE)
