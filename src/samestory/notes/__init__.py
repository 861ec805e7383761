"""What a careful editor would say of a story: what each version changed, and which facts stand on most origins."""

from samestory.notes.changes import notes
from samestory.notes.facts import key_facts

__all__ = ["key_facts", "notes"]
