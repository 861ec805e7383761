"""Samestory turns crawled news pages into stories: every version, who copied whom, what changed, who said what.

>>> import samestory
>>> samestory.clean("It rained all night in the valley, and by dawn the river stood at the bridge.").outline.language
'en'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samestory.api import Article, clean, compare
    from samestory.archives import Archive
    from samestory.errors import SamestoryError
    from samestory.types import Comparison

__version__ = "0.1.0"
__all__ = ["Archive", "Article", "Comparison", "SamestoryError", "clean", "compare"]

_HOME = {
    "Archive": "archives",
    "Article": "api",
    "Comparison": "types",
    "SamestoryError": "errors",
    "clean": "api",
    "compare": "api",
}


def __getattr__(name: str) -> Any:
    """The public names, loaded when first asked for: importing the package loads nothing heavy."""
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
