"""The terminal report: what a person reads where `--json` is not asked for."""

from __future__ import annotations

from samestory.report.comparison import compare
from samestory.report.pages import claims, clean, group
from samestory.report.tracing import trace

__all__ = ["claims", "clean", "compare", "group", "trace"]
