"""What stands between headline and story and says what the page says of itself: what sums it up, or how it begins."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from samestory.outline.signs import sign
from samestory.outline.titles import plain
from samestory.outline.tree import Claim, Leaf, Tree
from samestory.types import Page

_TOLD = 60  # folded characters by which a description is known again: many are cut short
_HEAD = ("meta.date", "meta.byline")
_MISTAKEN = ("list.", "nav.menu")  # a "teaser" is a list of other pages in one house, what sums the story up in another


def openings(page: Page, tree: Tree, claimed: Sequence[Claim | None], story: range) -> dict[int, Claim]:
    """The running text between headline and story that the page's description says too, and what it is.

    Above the byline it sums the story up; where neither byline nor date parts it from the story, it is how the story
    begins.
    """
    if tree.headline is None or not story:
        return {}
    told = _descriptions(page)
    found: dict[int, Claim] = {}
    parted = False
    for leaf in reversed(tree.leaves[tree.headline + 1 : story.start]):
        claim = claimed[leaf.at]
        parted = parted or _role(leaf, claim).startswith(_HEAD)
        if leaf.prose and (claim is None or claim.role.startswith(_MISTAKEN)) and _says(leaf.looks.text, told):
            found[leaf.at] = _SUMS_UP if parted else _BEGINS
    return found


_SUMS_UP = Claim("article.dek", "between headline and byline, and as the page's description")
_BEGINS = Claim("article.paragraph", "right above the story, and as the page's description begins")


def _role(leaf: Leaf, claim: Claim | None) -> str:
    if claim:
        return claim.role
    said = sign(leaf.looks)
    return said.role if said else ""


def _descriptions(page: Page) -> list[str]:
    return list(dict.fromkeys(plain(value) for key, value in page.meta if key.endswith("description") and value))


def _says(text: str, descriptions: Collection[str]) -> bool:
    """Is the text part of a description, or does it hold the beginning of one?"""
    said = plain(text)
    return any(said[:_TOLD] in told or told[:_TOLD] in said for told in descriptions if told)
