"""The terminal report: what a person reads where `--json` is not asked for."""

from __future__ import annotations

from samestory.report.affairs import affair
from samestory.report.comparison import compare
from samestory.report.pages import claims, clean, group
from samestory.report.tracing import trace

__all__ = ["affair", "claims", "clean", "compare", "group", "trace"]
