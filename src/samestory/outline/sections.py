"""Furniture before and after the article: a heading opens a section, and what follows belongs to it for a while."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from samestory.outline.cues import folded
from samestory.outline.details.dates import near
from samestory.outline.details.offer import prices
from samestory.outline.lines import Line
from samestory.outline.runs import Part
from samestory.outline.scene import Scene
from samestory.outline.signs import Sign, sells

# How many unmarked lines a section may claim after its heading.
_REACH = {
    "list.related": 30,
    "list.most_read": 30,
    "list.teasers": 30,
    "list.podcasts": 30,
    "list.live": 12,
    "ad.partner_content": 24,
    "interactive.comments": 400,
    "interactive.poll": 6,
    "interactive.quiz": 4,
    "interactive.form": 2,
    "nav.topics": 12,
    "nav.menu": 400,
    "nav.footer": 400,
    "notice.rights": 400,
    "notice.editorial_feedback": 2,
    "notice.correction": 1,
    "offer.newsletter": 2,
    "offer.paywall": 3,
    "offer.app": 2,
    "meta.author_bio": 2,
    "consent.cookie": 3,
    "service.lottery": 4,
    "service.weather": 6,
    "service.horoscope": 4,
    "service.games": 4,
}
_ITEM = {"list.podcasts": "list.podcast_item", "ad.partner_content": "ad.partner_item"}
_LISTS = {"list.related", "list.most_read", "list.teasers", "list.podcasts", "list.live", "ad.partner_content"}
_LOOSE = ("list.related", "nav.menu")  # of lines that say nothing of themselves
_GLUED = 20  # letters no tag has without a space: several tags glued together
_HEADING_LEAST, _HEADING_WORDS = 3, 15  # words of a line that introduces an offer; of fewer, none but its button
_PLANS = 4  # lines between two of an offer that say nothing of it
_PLAN = 100  # letters of a line that says what a subscription costs
TITLE = 32  # letters from which an unmarked line reads as a title, not as a menu entry


# What stands in a section and says to be something else.
_OWN = {
    "list.podcasts": ("ui.audio_player", "media.player"),
    "list.live": ("ui.audio_player", "meta.date"),
    "interactive.comments": ("meta.date", "ui.button"),
    "offer.newsletter": ("offer.paywall",),  # "Subscribe" below what one subscribes to
}
_SAID = ("notice.correction", "interactive.poll")  # open a section by the whole line only


class Section:
    """The section that is open while the lines are walked through."""

    def __init__(self, role: str, why: str, head: str = "") -> None:
        self.role, self.why, self.head, self.left = role, why, head, _REACH.get(role, 0)


def furnish(
    scene: Scene, places: range, otherwise: str, known: Mapping[int, Part] = MappingProxyType({})
) -> list[Part]:
    """A part for every line (or run of lines) of these places.

    `otherwise` is what unmarked short lines are; `known` are the parts of single lines that have a name already.
    """
    section, found, at = Section(otherwise, ""), [], places.start
    while at < places.stop:
        section = _opened(scene, at, section, otherwise)
        part = known.get(at) or _part(scene, at, places.stop, section, otherwise)
        found.append(part)
        at = part.last + 1
    return list(_filled(scene, found))


def _opened(scene: Scene, at: int, section: Section, otherwise: str) -> Section:
    """The section this line stands in: a new one if it is a heading, else the one that is open."""
    sign, run = scene.signs[at], scene.runs.get(at)
    if run is None and sign and sign.firm and _opens(scene, at, sign) and not _stays(scene, at, sign, section):
        return Section(sign.role, sign.why, scene.lines[at].text)
    if run is None and at + 1 in scene.runs and _heads_teasers(scene, at, section):
        return Section("list.teasers", "a short line above teasers", scene.lines[at].text)
    if run and run.role.startswith(("ticker.", "interactive.")):
        return Section(otherwise, "")
    return section


def _opens(scene: Scene, at: int, sign: Sign) -> bool:
    """Does a line head a section? Not among entries of a menu, nor if it says it all: "Correction: two, not three"."""
    heads = sign.role in _REACH and not _says_all(scene, at, sign) and not _is_pressed(scene, at, sign)
    return heads and not _in_menu(scene, at, sign.role)


def _says_all(scene: Scene, at: int, sign: Sign) -> bool:
    """Is there nothing left for lines below to say?"""
    # "© Riproduzione riservata" ends a text, "© 2022 North Press" begins a page's foot.
    if sign.role == "notice.rights":
        return not any(map(str.isdigit, scene.lines[at].text))
    return (sign.role in _SAID and sign.by != "line") or (sign.role == "nav.topics" and sign.by == "start")


def _is_pressed(scene: Scene, at: int, sign: Sign) -> bool:
    """Is it the button of a row: "Subscribe" behind the entries of a menu, "Accept" below a notice of consent?"""
    above = scene.role(at - 1) if at else None
    in_row = sign.role.startswith("offer.") and above == "nav.menu"
    return sign.by == "line" and (in_row or sign.role == above == "consent.cookie")


def _in_menu(scene: Scene, at: int, role: str) -> bool:
    """The name of a service between the names of sections: it leads to a page of its own."""
    menus = [scene.role(beside) == "nav.menu" for beside in (at - 1, at + 1) if 0 <= beside < len(scene.lines)]
    if role == "meta.section":
        return all(menus) and len(menus) > 1
    return role.startswith(("service.", "list.podcasts", "list.live", "list.teasers")) and any(menus)


def _heads_teasers(scene: Scene, at: int, section: Section) -> bool:
    """A short unmarked line right above teasers."""
    after = scene.runs.get(at + 1)
    return bool(
        scene.plain(at)
        and after
        and after.role == "list.teaser"
        and scene.lines[at].weight <= 60
        and not _echoes(scene, at, section)
    )


def _stays(scene: Scene, at: int, sign: Sign, section: Section) -> bool:
    """Does a line that could open a section belong to the one that is open?"""
    return _closes(scene, at, section) or (sign.by == "line" and _is_own(sign.role, section))


def _closes(scene: Scene, at: int, section: Section) -> bool:
    """The line under a list that leads to more of it: "More Good News stories" under "Good News"."""
    return section.role in _LISTS and _echoes(scene, at, section)


def _echoes(scene: Scene, at: int, section: Section) -> bool:
    head, line = folded(section.head), folded(scene.lines[at].text)
    return len(head) > 3 and head != line and f" {head} " in f" {line} "


def _part(scene: Scene, at: int, stop: int, section: Section, otherwise: str) -> Part:
    """The part that starts at this line."""
    if run := scene.runs.get(at):
        item = _ITEM.get(section.role, run.role) if run.role == "list.teaser" else run.role
        return Part(at, min(run.last, stop - 1), item, run.why)
    sign = scene.signs[at]
    if _heads_ticker(scene, at, section):
        return Part(at, at, "ticker.note", "a short line above market quotes")
    if sign and _in_menu(scene, at, sign.role):
        return Part(at, at, "nav.menu", "among entries of a menu")
    if sign and not (_closes(scene, at, section) or _is_own(sign.role, section)):
        section.left *= not (sign.role == "ui.button" and section.role in _LISTS)
        return Part(at, at, sign.role, sign.why)
    if sign and _is_own(sign.role, section):
        return Part(at, at, section.role, f"stands under “{section.head}”")
    if sign or (_closes(scene, at, section) and scene.lines[at].weight <= 60):
        section.left = 0
        return Part(at, at, section.role, f"leads to more of “{section.head}”")
    return _unmarked(scene, at, stop, section, otherwise)


def _is_own(role: str, section: Section) -> bool:
    """Is such a line a part of the section: the button of a podcast, the time of an entry or of a comment?"""
    return section.left > 0 and role in _OWN.get(section.role, ())


def _heads_ticker(scene: Scene, at: int, section: Section) -> bool:
    """A short line above market quotes that belongs to nothing else."""
    below, sign = scene.runs.get(at + 1), scene.signs[at]
    if not (below and below.role == "ticker.quote" and scene.lines[at].weight <= 40):
        return False
    return sign.role == "nav.menu" if sign else section.left == 0 or section.role == "nav.menu"


def _unmarked(scene: Scene, at: int, stop: int, section: Section, otherwise: str) -> Part:
    """A line that says nothing of itself: what it is follows from where it stands."""
    line = scene.lines[at]
    if sells(line.text):
        return Part(at, at, "offer.paywall", "speaks to the reader, in words of offers")
    if costs(line):
        return Part(at, at, "offer.paywall", "a price and the time it pays for")
    if section.role == "interactive.comments" and section.left > 0:
        section.left -= 1
        return Part(at, at, section.role, f"stands under “{section.head}”")
    if offer := _introduced(scene, at, section):
        return Part(at, at, offer, "introduces the offer below it")
    if scene.writers and at >= scene.body.stop and line.text.startswith(tuple(scene.writers)):
        return Part(at, at, "meta.author_bio", "starts with the name of a writer, below the story")
    below = scene.body.stop and at >= scene.body.stop  # above the article, a title and its date are its own
    if (below or section.role in (*_LISTS, otherwise)) and (title := titled(scene, at, stop)):
        section.left -= 1
        return title._replace(role=_ITEM.get(section.role, title.role)) if title.role == "list.teaser" else title
    if section.left > 0 and section.why and _belongs(scene, at, section.role):
        section.left -= 1 if not _one_line_of_tags(section.role, line.text) else section.left
        return Part(at, at, section.role, f"stands under “{section.head}”")
    if line.weight >= TITLE or line.prose > 0.3:
        return Part(at, at, "list.related", "a title or a few words outside the article")
    return Part(at, at, otherwise, "a short line outside the article")


def costs(line: Line) -> bool:
    """Does a short line say a price and the time it pays for?"""
    return line.weight <= _PLAN and any(price.per for price in prices(line.text))


def _introduced(scene: Scene, at: int, section: Section) -> str | None:
    """The role of the paragraph below that sells something, if this line is its heading and no entry of a list."""
    below = at + 1
    if below >= len(scene.lines) or below in scene.runs or scene.lines[below].prose <= 0.3:
        return None
    if scene.lines[at].words < 4 or scene.lines[at].weight > 120 or (section.role in _LISTS and section.left > 0):
        return None
    role = scene.role(below) or ("offer.paywall" if sells(scene.lines[below].text) else "")
    return role if role.startswith("offer.") else None


def _belongs(scene: Scene, at: int, role: str) -> bool:
    """May such a line stand in such a section? Tags are short, and stand together."""
    line = scene.lines[at]
    if role == "nav.topics":
        return line.weight <= 60 and line.prose < 0.5 and not line.gap > scene.lines[at - 1].gap
    return line.weight <= TITLE if role in ("nav.menu", "nav.footer", "notice.rights") else True


def _one_line_of_tags(role: str, text: str) -> bool:
    """All tags on one line: nothing more is to come."""
    if role != "nav.topics":
        return False
    words = text.split()
    return len(words) > 3 or max(map(len, words)) > _GLUED or any(mark in text for mark in ",|·•")


def titled(scene: Scene, at: int, stop: int) -> Part | None:
    """A title with a line of its own below for its date, or for who paid for it."""
    line = scene.lines[at]
    if at + 1 >= stop or at + 1 in scene.runs or line.weight < 20 or (line.words < 3 and line.lower is not None):
        return None
    after = scene.signs[at + 1]
    if after and after.role == "ad.partner_content" and after.by == "start":
        return Part(at, at + 1, "ad.partner_item", "a title and who paid for it")
    if (after and after.role == "meta.date") or near(scene.lines[at + 1].text):
        return Part(at, at + 1, "list.teaser", "a title and its date")
    return None


def _filled(scene: Scene, parts: list[Part]) -> Iterator[Part]:
    """Unmarked lines take the role of what they stand between, or of the offer they introduce."""
    roles = ["", *[part.role for part in parts], ""]
    sold = _among_offers(roles[1:])
    for at, (part, before, after) in enumerate(zip(parts, roles, roles[2:], strict=False)):
        if before == after != part.role and _between(scene, before, part):
            yield part._replace(role=before, why="stands between two parts of it")
        elif at in sold and (offer := _offered(scene, parts, at)):
            yield part._replace(role=offer, why="stands among the lines of an offer")
        elif after.startswith("offer.") and _introduces(scene, part, parts[at + 1]):
            yield part._replace(role=after, why="introduces the offer below it")
        else:
            yield part


def _introduces(scene: Scene, part: Part, below: Part) -> bool:
    """May a line be the heading of an offer right below it? A word or two above "Subscribe" is an entry of a menu."""
    if part.role not in _LOOSE or not scene.plain(part.first):
        return False
    words = scene.lines[part.first].words
    return words <= _HEADING_WORDS and (words >= _HEADING_LEAST or not _is_button(scene, below))


def _is_button(scene: Scene, part: Part) -> bool:
    """Does a part say one phrase and no more: "Subscribe"?"""
    said = scene.signs[part.first]
    return part.first == part.last and said is not None and said.by == "line"


def _among_offers(roles: Sequence[str]) -> set[int]:
    """The places with an offer near above and near below: on few pages is any."""
    offers = [at for at, role in enumerate(roles) if role.startswith("offer.")]
    near = range(1, _PLANS + 1)
    return {at + lines for at in offers for lines in near} & {at - lines for at in offers for lines in near}


def _offered(scene: Scene, parts: Sequence[Part], at: int) -> str | None:
    """The role of the offer above a short line, if lines of an offer stand near above and near below: its plans."""
    if not _may_be_offered(scene, parts[at]):
        return None
    near = (parts[max(0, at - _PLANS) : at][::-1], parts[at + 1 : at + 1 + _PLANS])
    told = [next((part.role for part in side if not _may_be_offered(scene, part)), "") for side in near]
    return told[0] if all(role.startswith("offer.") for role in told) else None


def _may_be_offered(scene: Scene, part: Part) -> bool:
    """A short line that says nothing of itself, or no more than a word of menus."""
    return part.role in _LOOSE and scene.lines[part.first].weight <= TITLE


def _between(scene: Scene, role: str, part: Part) -> bool:
    """Does a line belong to what stands on both sides of it?"""
    if not role.startswith(("service.", "offer.", "consent.", "interactive.", "notice.")):
        return False
    if scene.plain(part.first):
        return not part.role.startswith(("list.teaser", "list.podcast", "ad."))
    return role.startswith("service.") and part.role.startswith("offer.")
