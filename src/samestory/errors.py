"""Errors that are about the input, never about our code."""

from __future__ import annotations


class SamestoryError(Exception):
    """Bad input: where, what was found, what was expected, and what to do.

    Raised by readers and stages, caught only by the pipeline, which keeps it as a `Failure` and goes on.

    >>> str(SamestoryError("crawl.jsonl:7", "record has no text", "expected one of html, text, body"))
    'crawl.jsonl:7: record has no text (expected one of html, text, body)'
    """

    def __init__(self, at: str, found: str, expected: str = "", hint: str = "") -> None:
        self.at, self.found, self.expected, self.hint = at, found, expected, hint
        super().__init__(at, found, expected, hint)

    @property
    def message(self) -> str:
        """What was found and what was expected, without the place."""
        return f"{self.found} (expected {self.expected.removeprefix('expected ')})" if self.expected else self.found

    def __str__(self) -> str:
        return f"{self.at}: {self.message}" if self.at else self.message


class UsageError(SamestoryError):
    """The call itself is wrong: no such path, options that exclude each other."""
