"""Inside the article: paragraphs, headings and lists, and what was put between them."""

from __future__ import annotations

from collections.abc import Sequence

from samestory.outline.closing import closing
from samestory.outline.details.byline import names
from samestory.outline.details.credit import names_two, tail
from samestory.outline.lead import is_captioned, is_name
from samestory.outline.people import name_alone
from samestory.outline.runs import Part
from samestory.outline.scene import Scene, between_paragraphs, words_of
from samestory.outline.sections import TITLE, furnish, titled
from samestory.outline.signs import owner, sells
from samestory.outline.titles import plain

# Of the short lines with a name between paragraphs of 350 news pages, 17 of 18 with 4 to 7 words are headings where
# there are few of them, 6 of 16 with 8 to 11 words, and 5 of 37 with 12 or more words anywhere.
_KEPT = 0.5  # of the article's text stays, however much of its end is about its writer
_OPENS = 80  # letters of a paragraph in which it names whom it is about
# Lines above the article in which its writer's name may stand alone (none: naeb .9207 -> .9205), and words of a name.
_NEAR, _FULL_NAME = 20, 4
_ABOVE, _OWN = 3, 2  # lines from a name down to what tells of its bearer; lines that may begin with it: both
_TELLING, _FEW = 12, 2
_LEADING = ("list.related", "list.teasers", "list.teaser", "list.most_read", "ad.partner_content", "ad.partner_item")
_OPENING = tuple("\"“„«‘'「『")


def inside(scene: Scene) -> list[Part]:
    """A part for every line from the first to the last of the article."""
    found: list[Part] = []
    at = scene.body.start
    boxes = {box.start: box for box in scene.breaks}
    while at < scene.body.stop:
        if box := boxes.get(at):
            found += furnish(scene, box, "nav.menu")
            at = box.stop
            continue
        run = scene.runs.get(at)
        part = (
            Part(at, min(run.last, scene.body.stop - 1), run.role, run.why)
            if run
            else _entry(scene, at, found) or Part(at, at, *_role(scene, at, found))
        )
        found.append(part)
        at = part.last + 1
    return [*found[: len(found) - len(ends)], *ends] if (ends := _ends(scene, found)) else found


def _entry(scene: Scene, at: int, found: list[Part]) -> Part | None:
    """An entry of a list of other pages between paragraphs: a title and its date."""
    return titled(scene, at, scene.body.stop) if _under_related(found) and scene.plain(at) else None


def _ends(scene: Scene, found: Sequence[Part]) -> list[Part]:
    """The last parts of the article, from the first of the paragraphs at its end that are no part of the story."""
    writers = [plain(name) for name in scene.writers]
    above = scene.lines[max(0, scene.body.start - _NEAR) : scene.body.start]
    alone = tuple(plain(line.text) for line in above if line.words <= _FULL_NAME and name_alone(line.text))
    told = [part for part in found if part.role == "article.paragraph"]
    least, kept = _KEPT * sum(_weight(scene, part) for part in told), sum(_weight(scene, part) for part in told)
    closed: dict[Part, Part] = {}
    for part in reversed(told):
        text = scene.lines[part.first].text
        role = closing(text, [*writers, *(name for name in alone if plain(text[:_OPENS]).startswith(name))])
        role = role or _tells_of_name_above(scene, part.first)
        kept -= _weight(scene, part)
        if role is None or kept < least:
            break
        closed[part] = part._replace(role=role[0], why=role[1])
    first = min((at for at, part in enumerate(found) if part in closed), default=len(found))
    return [closed.get(part, part) for part in found[first:]]


def _tells_of_name_above(scene: Scene, at: int) -> tuple[str, str] | None:
    """Role and reason of a paragraph that begins with the first name of whoever is named right above it.

    No other line begins so: "The" of "The Harbour Board" does.
    """
    first, space, _ = scene.lines[at].text.partition(" ")
    named = any(_names(scene, up, first) for up in range(max(scene.body.start, at - _ABOVE), at))
    if not (space and named) or sum(scene.lines[line].text.startswith(first + space) for line in scene.body) > _OWN:
        return None
    return "meta.author_bio", "begins with the first name of whoever is named above it"


def _names(scene: Scene, at: int, first: str) -> bool:
    """Is a line nothing but a name that begins so, or a byline with one?"""
    text = scene.lines[at].text
    told = names(text) if scene.role(at) == "meta.byline" else [text] if name_alone(text) else []
    return any(name.startswith(f"{first} ") for name in told)


def _weight(scene: Scene, part: Part) -> float:
    return sum(line.weight for line in scene.lines[part.first : part.last + 1])


def _role(scene: Scene, at: int, found: list[Part]) -> tuple[str, str]:
    line, sign = scene.lines[at], scene.signs[at]
    if sign and not _is_heading_word(scene, at, sign.role):
        return sign.role, sign.why
    if owned := owner(scene.signs, at):
        return owned.role, "stands right at the line that says so"
    if at in scene.known:
        return ("list.related" if line.prose > 0.3 or line.weight >= TITLE else "nav.menu"), "no part of the story"
    if line.prose > 0.3 and sells(line.text):
        return "offer.paywall", "speaks to the reader, in words of offers"
    if tail(line.text) or is_captioned(scene, at):
        return "media.caption", "stands at a photo credit, or twice in a row"
    if line.text in scene.again:
        return "ui.button", "stands on the page more than once"
    if _is_about_writer(scene, at):
        return "meta.author_bio", "starts with the name of a writer, at the end"
    if _under_related(found) and line.weight < 180 and not line.text.endswith((".", "。", ":", "”", '"')):
        return "list.related", "a title under a line that leads to other pages"
    if line.bullet:
        return "article.list", "a point of a list in the article"
    if line.ends and line.prose <= 0.3 and is_name(scene, at) and between_paragraphs(scene.lines, scene.body, at):
        return "media.caption", "a name between paragraphs"
    if line.prose > 0.3 or line.ends or _runs_on(scene, at):
        return "article.paragraph", "running text"
    if names_two(line.text):
        return "media.credit", "a person and a house between paragraphs"
    if _is_caption(scene, at):
        return "media.caption", "a short phrase between paragraphs that names who or what is to be seen"
    return _short(scene, at)


def _is_about_writer(scene: Scene, at: int) -> bool:
    """One of the last lines, about somebody the byline names."""
    return (
        scene.body.stop - at <= 3
        and at - scene.body.start > 3
        and scene.lines[at].text.startswith(tuple(scene.writers))
    )


def _is_heading_word(scene: Scene, at: int, role: str) -> bool:
    """A word of a menu, but between paragraphs of the article: a heading."""
    around = (at - 1, at + 1)
    return role.startswith("nav.menu") and all(
        near in scene.body and scene.plain(near) and scene.lines[near].prose > 0.3 for near in around
    )


def _runs_on(scene: Scene, at: int) -> bool:
    """Does the line start in the middle of a sentence?"""
    return scene.lines[at].text[:1].islower() and at > scene.body.start and not scene.lines[at - 1].ends


def _under_related(found: list[Part]) -> bool:
    """Right under "Read more" and its like, or under a title that stands there."""
    return bool(found) and found[-1].role in _LEADING


def _short(scene: Scene, at: int) -> tuple[str, str]:
    """A short line without an end: heading of what follows, or one entry of a list."""
    after = scene.lines[at + 1] if at + 1 in scene.body else None
    if after and scene.plain(at + 1) and after.prose > 0.3:
        return "article.heading", "a short line above a paragraph"
    return "article.list", "a short line among short lines"


def _is_caption(scene: Scene, at: int) -> bool:
    """A name the article uses, alone on a line between two paragraphs, where headings are not the custom."""
    line = scene.lines[at]
    if line.lower is None or line.weight > 120 or not between_paragraphs(scene.lines, scene.body, at):
        return False
    if _in_a_quotation(scene, at) or _tells(scene, at):
        return True
    return scene.headings <= _FEW and (is_name(scene, at) or _presents(scene, at))


def _in_a_quotation(scene: Scene, at: int) -> bool:
    """Quotations on both sides: a heading does not part what somebody is saying."""
    before, after = scene.lines[at - 1].text, scene.lines[at + 1].text
    return before.startswith(_OPENING) and after.startswith(_OPENING)


def _presents(scene: Scene, at: int) -> bool:
    """A name and who that is: "Hanne Falk, mayor of the town"."""
    name, comma, rest = scene.lines[at].text.partition(", ")
    words = words_of(name)
    capitals = bool(words) and all(word[0].isupper() for word in words)
    return bool(comma and rest) and 2 <= len(words) <= 5 and capitals and words[-1] in scene.names


def _tells(scene: Scene, at: int) -> bool:
    """Too long for a heading, and with a name: says what is to be seen, or what another page tells."""
    words = words_of(scene.lines[at].text)
    named = any(word in scene.names for word in words[1:])
    return named and (len(words) >= _TELLING or (len(words) >= _TELLING - 4 and scene.headings <= _FEW))
