"""`serve`: the web application over an archive, on this machine unless told otherwise."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import ExitStack, suppress
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn

from samestory.archives import Archive
from samestory.errors import SamestoryError, UsageError
from samestory.web import LOOPBACK, Door, Shelf, application

LEAST_TOKEN = 16  # characters: fewer can be guessed
HEADERS = 32768  # bytes of a request's head that are read at all; the application refuses half of it in its own words


def served(path: Path | None, say: Callable[[str], None], *, host: str, port: int, token: str, keep: bool) -> None:
    """Serve an archive until interrupted; without a path one of the packaged examples. `say` gets the address.

    Raises UsageError for an address beyond this machine without a token, SamestoryError if it cannot be listened at.
    """
    if host not in LOOPBACK and len(token) < LEAST_TOKEN:
        hint = f"give --token of at least {LEAST_TOKEN} characters, or leave --host away"
        raise UsageError(host, "everybody who reaches this address could read the archive", "a token", hint)
    with ExitStack() as stack:
        file = path or _examples(stack)
        with Archive(file, "read"):
            pass  # what is wrong with the file is told before anything listens
        listening = stack.enter_context(_listening(host, port))
        say(f"{_address(host, listening.getsockname()[1])}{f'/?token={token}' if token else '/'}")
        door = Door(hosts=LOOPBACK | {host.lower()} | _own_names(host), token=token)
        shelf = Shelf(file, keep or path is None)
        config = uvicorn.Config(
            application(shelf, door),
            log_level="warning",
            server_header=False,
            date_header=False,
            h11_max_incomplete_event_size=HEADERS,
            timeout_keep_alive=15,
            limit_concurrency=256,
        )
        with suppress(KeyboardInterrupt):  # how it is meant to be ended: nothing has failed
            uvicorn.Server(config).run(sockets=[listening])


def _examples(stack: ExitStack) -> Path:
    """An archive of the packaged examples; it goes when the stack is left."""
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="samestory-demo-")))
    with as_file(files("samestory") / "examples" / "pages") as pages, Archive(folder / "demo.db") as archive:
        archive.add(pages)
    return folder / "demo.db"


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen()  # who asks before the application is ready waits, and is not refused
    except OSError as error:
        found.close()
        hint = "is another program there? give another --port"
        raise SamestoryError(f"{host}:{port}", f"cannot listen: {error.strerror}", hint=hint) from error
    return found


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(host, host)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _own_names(host: str) -> frozenset[str]:
    """By which names this machine is asked for when it listens everywhere."""
    if host not in ("0.0.0.0", "::"):
        return frozenset()
    name = socket.gethostname()
    try:
        addresses = {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
    except socket.gaierror:
        addresses = set()
    return frozenset({name.lower(), socket.getfqdn().lower(), *addresses})
