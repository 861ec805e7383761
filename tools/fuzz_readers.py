"""Fuzz the readers for as long as one likes: no crash, no hang, no memory above its bound, whatever the bytes.

usage: python -m tools.fuzz_readers [-max_total_time=SECONDS] [-rss_limit_mb=MB] [CORPUS]

It needs atheris; the options are libFuzzer's. Bytes are read as any command reads them, the format found by their
content, and through each reader alone, chosen by the first byte; what comes out must be records whose pages can be made
and labelled, or failures with a place. Start it with the folder of a corpus: it keeps there what reaches new code.
"""

from __future__ import annotations

import io
import sys
from contextlib import suppress

import atheris

with atheris.instrument_imports(include=["samestory"]):
    from samestory import read
    from samestory.errors import SamestoryError
    from samestory.outline import outline
    from samestory.types import Failure, Record

FORMATS = sorted(read.formats())


def one(data: bytes) -> None:
    """One input: the first byte says which way it goes."""
    way, content = (data[0] if data else 0) % (len(FORMATS) + 1), data[1:]
    with suppress(SamestoryError):
        found = (
            read.records("-", io.BytesIO(content))
            if way == len(FORMATS)
            else read.formats()[FORMATS[way]].records(io.BufferedReader(io.BytesIO(content)), "-")
        )
        for record in found:
            if not isinstance(record, Record | Failure) or not record.at:
                raise TypeError(f"neither a record nor a failure with a place: {record!r}")
            if isinstance(record, Record):
                outline(read.page(record))


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
