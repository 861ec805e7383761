"""Self-contained HTML: one file that can be mailed, asks no other host, runs no script, and trusts no page's text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from samestory import telling
from samestory.html.beside import beside
from samestory.html.blocks import gathered, labelled_page, shares
from samestory.html.edition import edition, sigla
from samestory.html.figures import figures, quotes, reported
from samestory.html.tree import tree
from samestory.types import Comparison, StoryView, Version

__all__ = ["fragment", "labelled", "page", "words"]

# More pages than this make a file that no browser likes; the JSON has them all.
PAGES, STORIES = 60, 30


def page(comparison: Comparison) -> str:
    """A comparison as one page of HTML: every story, every page block by block, what failed.

    >>> "<h1" in page(Comparison((), (), ()))
    True
    """
    several = [view for view in comparison.stories if len(view.versions) > 1]
    titles = [telling.visible(view.headline) for view in several] or ["Comparison"]
    return _rendered("comparison.html", title=titles[0], several=several, **_beside_stories(comparison))


def labelled(versions: Sequence[Version], more: int = 0) -> str:
    """Pages block by block, tinted and labelled with role, reason and data. `more` pages are only counted.

    >>> "<h1" in labelled([])
    True
    """
    shown = [gathered(labelled_page(version)) for version in versions[:PAGES]]
    left = len(versions) - len(shown) + more
    title = shown[0].title if len(shown) + left == 1 else telling.plural(len(shown) + left, "page")
    return _rendered("labelled.html", title=title, pages=shown, pages_left=left)


def fragment(comparison: Comparison) -> str:
    """A comparison in small, for a notebook: no ids, no links, its style kept to itself.

    >>> fragment(Comparison((), (), ())).startswith("<div")
    True
    """
    several = [view for view in comparison.stories if len(view.versions) > 1]
    return _rendered("fragment.html", several=several[:STORIES], **_beside_stories(comparison))


def _beside_stories(comparison: Comparison) -> dict[str, Any]:
    """What a comparison has besides stories of several versions."""
    return {
        "alone": [view for view in comparison.stories if len(view.versions) == 1],
        "pages": [gathered(labelled_page(version)) for version in comparison.pages[:PAGES]],
        "pages_left": max(0, len(comparison.pages) - PAGES),
        "failures": comparison.failures,
    }


def _rendered(template: str, **values: Any) -> str:
    return _templates().get_template(template).render(**values)


@cache
def _templates() -> Environment:
    """The templates; everything they are given is escaped."""
    loader = PackageLoader("samestory.html")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(words(), STORIES=STORIES)
    return environment


def words() -> Mapping[str, Callable[..., Any]]:
    """What a template may ask of a story."""
    asked = (beside, edition, figures, quotes, reported, sigla, tree)
    told = (telling.by_absence, telling.context, telling.date, telling.line, telling.name, telling.names)
    more = (telling.percent, telling.plural, telling.provenance, telling.readings, telling.span_of_time, telling.taken)
    last = (shares, telling.facts, telling.sort, telling.visible, telling.wire)
    return {
        **{function.__name__: function for function in (*asked, *told, *more, *last)},
        "meaning": partial(_differences, effect="meaning"),
        "wording": partial(_differences, effect="wording"),
        "format": partial(_differences, effect="format"),
        "absences": lambda view: list(telling.gaps(view)),
    }


def _differences(view: StoryView, effect: Any) -> list[telling.Difference]:
    return telling.by_weight(telling.differences(view), effect)
