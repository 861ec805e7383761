"""Text flattened from a page, furniture left in: what every line is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from samestory.outline import lead, lines, runs, signs
from samestory.outline.glued import parted
from samestory.outline.inside import inside
from samestory.outline.lines import Line
from samestory.outline.memory import known as known_lines
from samestory.outline.memory import told
from samestory.outline.poll import framed
from samestory.outline.resumed import breaks, ending
from samestory.outline.runs import Part
from samestory.outline.scene import Scene, scene
from samestory.outline.scene import writers as named
from samestory.outline.sections import furnish
from samestory.outline.signs import Sign
from samestory.outline.stretch import stretch
from samestory.spans import hull
from samestory.types import BODY_ROLES, Block, Memory, Page


def blocks(page: Page, memory: Memory | None = None) -> list[Block]:
    """Label every visible character of a flattened page.

    First what single lines and runs of lines show by themselves, then where the article must stand, and from there what
    is before, inside and after it.
    """
    seen = understood(page, memory)
    return [
        Block(hull((seen.lines[p.first].span, seen.lines[p.last].span)), p.role, _why(seen, p)) for p in parts(seen)
    ]


def _why(seen: Scene, part: Part) -> str:
    """The reason of a part, with what the site's other pages say of it."""
    others = max((seen.known.get(at, 0) for at in range(part.first, part.last + 1)), default=0)
    return f"{part.why}; {told(others)}" if others and part.role not in BODY_ROLES else part.why


def understood(page: Page, memory: Memory | None = None) -> Scene:
    """The page's lines, what they say of themselves, and where its article is."""
    whole = lines.read(page.text)
    pieces = [parted(line) for line in whole]
    read = [piece for parts in pieces for piece in parts]
    claimed = [signs.sign(line) for line in read]
    found = framed(read, claimed, runs.runs(read))
    known = _of_pieces(known_lines(memory, page, [line.text for line in whole]), pieces)
    body = stretch(read, claimed, found, known)
    if (closed := _with_bios(read, claimed, body)) != claimed:
        body = stretch(read, closed, found, known)
        claimed = [*claimed[: body.stop], *closed[body.stop :]]
    first = scene(read, claimed, found, body, page.title)
    seen = replace(scene(read, claimed, found, lead.begin(first), page.title), known=known)
    return _resumed(seen, found) if seen.body else seen


def _of_pieces(known: Mapping[int, int], pieces: Sequence[Sequence[Line]]) -> Mapping[int, int]:
    """What is known of lines, as known of the pieces of each."""
    if not known:
        return known
    lines = [at for at, parts in enumerate(pieces) for _ in parts]
    return {place: known[at] for place, at in enumerate(lines) if at in known}


def _resumed(seen: Scene, found: Sequence[Part]) -> Scene:
    """The scene with what stands of the story behind boxes in its middle."""
    broken = breaks(seen)
    if not broken:
        return seen
    whole = range(seen.body.start, ending(seen, broken[-1].stop))
    return replace(scene(seen.lines, seen.signs, found, whole, seen.title), known=seen.known, breaks=broken)


def _with_bios(lines: Sequence[Line], claimed: Sequence[Sign | None], body: range) -> list[Sign | None]:
    """What the lines claim, and the paragraphs in the latter half of the text that begin with its writer's name."""
    writers = tuple(name for at in range(body.stop) for name in named(lines[at].text, claimed[at]))
    half = sum(lines[at].weight for at in body) / 2
    before = dict(zip(body, accumulate((lines[at].weight for at in body), initial=0.0), strict=False))
    return [
        _BIO if at in body and before[at] > half and sign is None and _is_about(lines[at], writers) else sign
        for at, sign in enumerate(claimed)
    ]


def _is_about(line: Line, writers: tuple[str, ...]) -> bool:
    """A paragraph about its writer, or the name alone: what is longer and no sentence may be a caption."""
    return line.text.startswith(writers) and (line.prose > 0.3 or line.words <= _NAMED)


_NAMED = 6  # words of a name and an office
_BIO = Sign("meta.author_bio", "starts with the name of a writer, at the end", firm=True)


def parts(seen: Scene) -> list[Part]:
    """Every line in one part, in order."""
    if not seen.body:
        return furnish(seen, range(len(seen.lines)), "nav.menu")
    after = range(seen.body.stop, len(seen.lines))
    return [*lead.lead(seen), *inside(seen), *furnish(seen, after, "nav.menu", _last_caption(seen))]


def _last_caption(seen: Scene) -> dict[int, Part]:
    """The line right below the article, if it is nothing but a name the article uses."""
    at = seen.body.stop
    if at < len(seen.lines) and seen.plain(at) and lead.is_name(seen, at, known=0.5):
        return {at: Part(at, at, "media.caption", "a name right below the text")}
    return {}
