"""What is said through the versions: the same quotation, statement and figure; what contradicts, what only touches."""

from samestory.conflicts.contradictions import conflicts
from samestory.conflicts.joining import joined
from samestory.types import Joined

__all__ = ["Joined", "conflicts", "joined"]
