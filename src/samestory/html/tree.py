"""The lineage drawn: a line a version, below the source it took its text from."""

from __future__ import annotations

from typing import NamedTuple

from samestory import telling
from samestory.html.edition import sigla
from samestory.types import UNSEEN, Copy, StoryView

LINES = 40  # versions drawn; the sentences beside the drawing name the rest
STEP, INDENT, MARGIN, WIDTH = 34, 30, 18, 360


class Dot(NamedTuple):
    """A version, an agency or an unseen source."""

    x: int
    y: int
    kind: str  # "page" | "wire" | "unseen"
    label: str


class Edge(NamedTuple):
    """Text taken: the thicker, the larger the share."""

    path: str
    width: float
    dashed: bool
    label: str


class Tree(NamedTuple):
    """A drawing ready to be written out as SVG."""

    width: int
    height: int
    dots: list[Dot]
    edges: list[Edge]
    left: int


def tree(view: StoryView) -> Tree | None:
    """The drawing; nothing to draw if no text was taken."""
    copies = view.lineage.copies
    order = _order(view) if copies else []
    if not order:
        return None
    depth = dict(order)
    at = {node: (MARGIN + INDENT * depth[node], MARGIN + STEP * line) for line, (node, _) in enumerate(order[:LINES])}
    dots = [_dot(node, at[node], view) for node in at]
    edges = [_edge(copy, at, view) for copy in copies if copy.child in at and copy.parent in at]
    width = WIDTH + INDENT * max(depth[node] for node in at)
    return Tree(width, 2 * MARGIN + STEP * (len(at) - 1), dots, edges, max(0, len(order) - LINES))


def _order(view: StoryView) -> list[tuple[str, int]]:
    """Every source and version with its depth: children below their main parent, in the order of the collation."""
    main: dict[str, Copy] = {}
    for copy in view.lineage.copies:
        main[copy.child] = max(main.get(copy.child, copy), copy, key=lambda one: (one.share, one.parent))
    children: dict[str, list[str]] = {}
    for child in [page_id for page_id in view.collation.versions if page_id in main]:
        children.setdefault(main[child].parent, []).append(child)
    sources = dict.fromkeys(copy.parent for copy in view.lineage.copies)
    roots = [node for node in [*sources, *view.collation.versions] if node not in main]
    found: dict[str, int] = {}
    waiting = [(node, 0) for node in reversed(dict.fromkeys(roots))]
    while waiting:
        node, depth = waiting.pop()
        if node not in found:
            found[node] = depth
            waiting += [(child, depth + 1) for child in reversed(children.get(node, []))]
    return list(found.items())


def _dot(node: str, at: tuple[int, int], view: StoryView) -> Dot:
    if node == UNSEEN:
        return Dot(*at, "unseen", "a source not among the pages")
    if node not in view.names:
        return Dot(*at, "wire", _short(telling.visible(node)))
    return Dot(*at, "page", _short(f"{sigla(view)[node]}  {telling.name(node, view)}"))


def _short(label: str, most: int = 38) -> str:
    return label if len(label) <= most else label[: most - 1] + "…"


def _edge(copy: Copy, at: dict[str, tuple[int, int]], view: StoryView) -> Edge:
    (x, y), (to_x, to_y) = at[copy.parent], at[copy.child]
    path = f"M{x},{y} C{x},{to_y} {x},{to_y} {to_x},{to_y}"
    share = telling.taken(copy)
    return Edge(path, round(1 + 5 * copy.share, 1), copy.parent == UNSEEN, f"{telling.name(copy.child, view)}: {share}")
