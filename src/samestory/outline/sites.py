"""Addresses: the site a page comes from."""

from __future__ import annotations

from urllib.parse import urlsplit

# Second-level labels under which registries sell names: "post.co.uk" is one site, not a part of "co.uk".
_SOLD_UNDER_LABELS = "ac co com edu gen go gob gouv gov gv id in info mil ne net nom or org press web"
_SOLD_UNDER = frozenset(_SOLD_UNDER_LABELS.split())


def site(url: str | None) -> str | None:
    """The registered domain of an address; None for none, or for a bare number.

    >>> site("https://www.valley-post.co.uk/news/1"), site("http://news.valley.example:8080/"), site("http://10.0.0.1/a")
    ('valley-post.co.uk', 'valley.example', None)
    """
    try:
        host = (urlsplit(url or "").hostname or "").rstrip(".").casefold()
    except ValueError:
        return None
    labels = host.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or ":" in host:
        return None
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SOLD_UNDER
    return ".".join(labels[-3 if deep else -2 :])
