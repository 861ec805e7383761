"""The web application: every screen is its arguments, one query, one template; every screen is also data."""

from __future__ import annotations

from samestory.web.app import application
from samestory.web.safety import LOOPBACK, Door
from samestory.web.shelf import Shelf

__all__ = ["LOOPBACK", "Door", "Shelf", "application"]
