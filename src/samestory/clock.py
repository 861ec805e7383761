"""The story clock: when a page was published, as far as it can be known."""

from __future__ import annotations

from datetime import UTC, datetime

DAY = 86400.0
UNCERTAIN = 14 * 3600.0  # a time without a zone may be off by so much


def clock(published: str | None, fetched: str | None) -> float | None:
    """Seconds since 1970, UTC: `published` unless it lies more than a day after `fetched`; None if neither is known.

    >>> clock("2022-11-25T12:00:00+02:00", None) == clock("2022-11-25T10:00:00Z", None)
    True
    """
    said, seen = _seconds(published), _seconds(fetched)
    return seen if said is None or (seen is not None and said > seen + DAY) else said


def interval(published: str | None, fetched: str | None) -> tuple[float, float] | None:
    """The earliest and the latest moment the page may have been published.

    >>> late, early = interval("2022-11-25", None), interval("2022-11-22", None)
    >>> early[1] < late[0]
    True
    """
    moment = clock(published, fetched)
    if moment is None:
        return None
    said = published if moment == _seconds(published) else fetched
    if said and _day_only(said):
        return moment - UNCERTAIN, moment + DAY + UNCERTAIN
    slack = 0.0 if said and datetime.fromisoformat(said).tzinfo else UNCERTAIN
    return moment - slack, moment + slack


def latest(published: str | None, fetched: str | None) -> float | None:
    """The story clock, or the end of its day where only the day is given; zones that are missing are left at that.

    >>> latest("2022-11-25", None) - clock("2022-11-25", None)
    86400.0
    """
    moment = clock(published, fetched)
    said = published if moment == _seconds(published) else fetched
    return moment + DAY if moment is not None and said and _day_only(said) else moment


def _day_only(iso: str) -> bool:
    return len(iso) <= len("2022-11-25")


def _seconds(iso: str | None) -> float | None:
    if not iso:
        return None
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
