"""How often Python looks for objects that hold each other: what the stages make has none, and there are millions."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects after which Python looks. After every 700, its own measure, the looking took 14 % of an `add` to an
# archive of 10,000 pages, more the longer it ran, and 6 % of cleaning pages singly (9.6 -> 9.0 ms), and found nothing.
SELDOM = 100_000


@contextmanager
def seldom_sought() -> Iterator[None]:
    """Meanwhile Python seldom looks; where it never does, that stays so."""
    usual = gc.get_threshold()
    gc.set_threshold(max(SELDOM, usual[0]) if usual[0] else 0, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
