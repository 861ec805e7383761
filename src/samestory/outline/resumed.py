"""Where a flattened story goes on behind a box in its middle: plans of a subscription, an appeal, a ticker.

Lines of such a box weigh against the article as those below it do: a short story with much in it ends too early.
Looked at from its end, what goes on is a paragraph right below a line of the box; a teaser stands below its title.
"""

from __future__ import annotations

from samestory.outline.scene import Scene, words_of
from samestory.outline.signs import sells

# Lines of a box, at most. Of 486 pages of news 53 have a paragraph so near below their story and no part of it: 47 of
# them right below a line that says nothing of itself (a title, a name), or that belongs to the head of another story.
_REACH = 14
# Nothing goes on behind these …
_ENDS = ("interactive.comments", "notice.rights", "nav.footer", "nav.topics", "meta.author_bio")
# … and a box is made of these.
_BOXED = ("offer.", "list.", "ticker.", "ad.", "consent.", "service.", "notice.correction", "media.", "ui.")
_SHARED = ("ui.share", "list.related")  # end a story as often
_TITLES = 2  # of a list, at least
_LISTS = ("list.", "ad.partner", "nav.topics")
_PARAGRAPH, _HEADING = 70.0, 60.0  # letters of a paragraph at least, of a heading at most
_ALIKE = 0.3  # of what a paragraph says the story says too: it may go on below a title


def breaks(scene: Scene) -> list[range]:
    """The boxes behind which the story goes on, in order; the lines right behind the last one are still to be told."""
    found: list[range] = []
    stop = scene.body.stop
    while scene.body and (start := _resumes(scene, stop)) is not None:
        found.append(range(stop, start))
        stop = ending(scene, start)
    return found


def ending(scene: Scene, start: int) -> int:
    """Where the running text ends that starts here, with the headings in it."""
    at = start
    while at < len(scene.lines) and (_is_paragraph(scene, at) or _is_heading(scene, at, start)):
        at += 1
    return at


def _resumes(scene: Scene, stop: int) -> int | None:
    """The first paragraph behind the box that starts here; None if no box does, or it ends the story."""
    for at in range(stop, min(len(scene.lines), stop + _REACH)):
        if (scene.role(at) or "").startswith(_ENDS):
            return None
        if _is_paragraph(scene, at):
            headed = _is_heading_below_box(scene, at - 1)
            below = _is_below_box(scene, at) or headed or _is_below_titles(scene, stop, at) or _goes_on(scene, at)
            return at - headed if at > stop and below else None
    return None


def _is_paragraph(scene: Scene, at: int) -> bool:
    line = scene.lines[at]
    if not scene.plain(at) or line.weight < _PARAGRAPH or not line.ends or line.text.endswith(("?", "!")):
        return False
    return line.prose > 0.3 and at not in scene.known and line.text not in scene.again and not sells(line.text)


def _is_heading(scene: Scene, at: int, start: int) -> bool:
    """A short line between two paragraphs, or at the start of the text above its first."""
    above = at == start or _is_paragraph(scene, at - 1)
    return above and scene.plain(at) and at + 1 < len(scene.lines) and _is_paragraph(scene, at + 1)


def _is_below_box(scene: Scene, at: int) -> bool:
    role = scene.role(at - 1) or ""
    return role.startswith(_BOXED) and not role.startswith(_SHARED)


def _is_heading_below_box(scene: Scene, at: int) -> bool:
    """A short line below a box that is no list: under a list it is a title."""
    if not scene.plain(at) or scene.lines[at].ends or scene.lines[at].weight > _HEADING:
        return False
    return _is_below_box(scene, at) and not (scene.role(at - 1) or "").startswith(_LISTS)


def _is_below_titles(scene: Scene, stop: int, at: int) -> bool:
    """Below a list of titles, with their dates or without? None of them has a summary, so this is none either."""
    above = range(at - 1, stop - 1, -1)
    head = next((up for up in above if not (scene.plain(up) or scene.role(up) == "meta.date")), None)
    if head is None or not (scene.role(head) or "").startswith(_LISTS):
        return False
    titles = [up for up in range(head + 1, at) if scene.plain(up)]
    return len(titles) >= _TITLES and not any(scene.lines[up].ends for up in titles) and _is_told_of(scene, at)


def _goes_on(scene: Scene, at: int) -> bool:
    """Do two paragraphs or more stand below a line that says nothing, and tell of what the story tells?"""
    if not scene.plain(at - 1) or at + 1 >= len(scene.lines) or not _is_paragraph(scene, at + 1):
        return False
    return all(_is_told_of(scene, near) for near in (at, at + 1))


def _is_told_of(scene: Scene, at: int) -> bool:
    named = not scene.names.isdisjoint(words_of(scene.lines[at].text)[1:])
    return named or scene.likeness(at) >= _ALIKE
