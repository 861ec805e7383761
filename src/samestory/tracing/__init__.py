"""Which pages have the words of a reference, which of them had them first, and whether they say whose they are.

Everything here looks at the reference and at one page, or at the times of pages. Which pages may have the words is
asked of an index before.
"""

from __future__ import annotations

from samestory.tracing.credit import credited, owner
from samestory.tracing.holders import Seen, holders
from samestory.tracing.times import first_among, since
from samestory.tracing.wording import Wording, in_body, wording

__all__ = ["Seen", "Wording", "credited", "first_among", "holders", "in_body", "owner", "since", "wording"]
