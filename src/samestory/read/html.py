"""HTML: a page as fetched. One file is one page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from samestory.read.decode import binary
from samestory.read.source import whole
from samestory.types import Record

suffixes = (".html", ".htm", ".xhtml", ".shtml")
sited = False  # a file does not say where it was fetched

_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(rb"<(?:html|head|body)[\s>]", re.IGNORECASE)
_TAG = re.compile(
    rb"</?(?:a|article|b|br|div|em|h[1-6]|i|img|li|link|meta|p|script|section|span|strong|table|td|title|tr|ul)[\s/>]",
    re.IGNORECASE,
)


def recognises(head: bytes) -> float:
    """How surely these are the first bytes of HTML.

    >>> recognises(b"<!doctype html><title>Rain</title>"), recognises(b"Prices < 5 fell")
    (1.0, 0.0)
    """
    sample = head[:8192]
    if binary(sample):
        return 0.0
    if _START.match(sample):
        return 1.0
    if sample.lstrip()[:1] == b"<" and _ROOT.search(head):
        return 0.9
    # Flattened text keeps a few tags, and its name says it is text; a piece of a page begins with one.
    tags = len(_TAG.findall(sample))
    if tags < 2 or tags * 200 < len(sample):
        return 0.0
    return 0.6 if sample.lstrip()[:1] == b"<" else 0.35


def records(stream: BinaryIO, path: str) -> Iterator[Record]:
    """The one page of a file of HTML."""
    yield Record(path, path, "html", whole(stream, path))
