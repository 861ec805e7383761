"""What goes wrong with a request, in the one form of the contract."""

from __future__ import annotations

from samestory.errors import SamestoryError


class HttpError(Exception):
    """An answer that is no screen: a status, what it is called, and what to do.

    >>> HttpError(404, "Not found", "no story has this id").shape()["status"]
    404
    """

    def __init__(self, status: int, title: str, detail: str = "") -> None:
        self.status, self.title, self.detail = status, title, detail
        super().__init__(status, title, detail)

    def shape(self) -> dict[str, object]:
        """As JSON."""
        return {"ok": False, "status": self.status, "title": self.title, "detail": self.detail}


def not_found(error: SamestoryError) -> HttpError:
    """What the archive does not have."""
    hint = f" ({error.hint})" if error.hint else ""
    return HttpError(404, "Not found", f"{error.at}: {error.message}{hint}")
