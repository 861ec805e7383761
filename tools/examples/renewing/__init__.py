"""Other examples with their truth: from every authored story one with other names, dates, numbers, words, furniture.

A step takes the authored tables and gives others, in which every claim still stands in its text: what is done to the
words of a page is done to its truth. A seed always gives the same.
"""

from __future__ import annotations

from random import Random

from tools.examples.authored import Story, story, tables
from tools.examples.renewing import dates, furniture, names, numbers, wording

STEPS = {
    "names": names.renewed,
    "dates": dates.renewed,
    "numbers": numbers.renewed,
    "wording": wording.renewed,
    "furniture": furniture.renewed,
}


def renewed(seed: int) -> list[Story]:
    """All stories made anew."""
    told = tables()
    for name, step in STEPS.items():
        told = step(told, Random(f"{seed} {name}"))
    return list(map(story, told))
