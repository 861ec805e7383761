"""What stands before every screen: whose requests are answered, how large they may be, what a page may do.

The text of news pages is hostile. Templates escape it; these headers hold should a template ever fail: a page of ours
loads its own style and script, asks nobody else, and cannot be framed. A name that a stranger points at this machine
(DNS rebinding) is refused by `Host`, a form that a stranger's page sends by `Origin`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers, MutableHeaders

from samestory.web.problem import HttpError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = "; ".join(
    (
        *("default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self'", "connect-src 'self'"),
        *("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "manifest-src 'self'"),
    )
)
ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "x-frame-options": "DENY",
}
LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))
ADDRESS, HEADERS, BODY = 4096, 16384, 8 << 20  # bytes that a request may have
COOKIE = "samestory"


@dataclass(frozen=True, slots=True)
class Door:
    """Who is let in."""

    hosts: frozenset[str] = LOOPBACK
    token: str = ""  # "": everybody who reaches the address

    def check(self, scope: Scope, headers: Headers) -> None:
        """Raises HttpError for a request that is not answered."""
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > ADDRESS:
            raise HttpError(414, "Address too long", f"an address may have {ADDRESS} bytes")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADERS:
            raise HttpError(431, "Headers too long", f"the headers may have {HEADERS} bytes")
        if host_of(headers.get("host", "")) not in self.hosts:
            raise HttpError(421, "Unknown host", "this address is not served here")
        if scope["method"] == "POST" and not _own(headers):
            raise HttpError(403, "Foreign form", "a form is taken from this application's own pages only")
        if int(headers.get("content-length", "0").strip() or 0) > BODY:
            raise HttpError(413, "Too much", f"a form may have {BODY >> 20} MB")
        if self.token and not self._known(scope, headers):
            raise HttpError(401, "Token needed", "open the address that samestory serve printed, with its token")

    def _known(self, scope: Scope, headers: Headers) -> bool:
        given = [headers.get("authorization", "").removeprefix("Bearer "), cookie(headers, COOKIE), token_in(scope)]
        return any(compare_digest(one.encode(), self.token.encode()) for one in given)


def host_of(written: str) -> str:
    """The name in a `Host` header, without its port.

    >>> host_of("LocalHost:8000"), host_of("[::1]:80"), host_of("a@b"), host_of("")
    ('localhost', '::1', '', '')
    """
    if any(sign in written for sign in "@/\\? #"):
        return ""
    try:
        return urlsplit(f"//{written}").hostname or ""
    except ValueError:
        return ""


def _own(headers: Headers) -> bool:
    """Does a form come from a page of ours, or from no page at all (a script that is not in a browser)?"""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in ("same-origin", "none")
    return urlsplit(origin).netloc == headers.get("host")


def cookie(headers: Headers, name: str) -> str:
    """A cookie of a request, "" if there is none."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return str(found.value) if found else ""


def token_in(scope: Scope) -> str:
    """The token that the address itself carries."""
    words: dict[str, str] = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    return words.get("token", "")


class Guard:
    """Wraps the application: refuses what is not for it, counts what is sent, adds the headers to every answer."""

    def __init__(self, app: App, door: Door, refuse: Callable[[HttpError], App]) -> None:
        self.app, self.door, self.refuse = app, door, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse to."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        app, headers = self.app, Headers(scope=scope)
        try:
            self.door.check(scope, headers)
        except HttpError as problem:
            app = self.refuse(problem)
        except ValueError:
            app = self.refuse(HttpError(400, "Bad request", "content-length is no number"))
        enters = bool(self.door.token) and token_in(scope) == self.door.token
        await app(scope, _counted(receive), _with_headers(send, self.door.token if enters else ""))


def _counted(receive: Receive) -> Receive:
    """A body sent in pieces has no length to look at: it is counted as it comes."""
    taken = 0

    async def next_piece() -> MutableMapping[str, Any]:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > BODY:
            raise HttpError(413, "Too much", f"a form may have {BODY >> 20} MB")
        return message

    return next_piece


def _with_headers(send: Send, token: str) -> Send:
    async def sent(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in ALWAYS.items():
                headers[name] = value
            if token:
                headers.append("set-cookie", f"{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/")
        await send(message)

    return sent
