"""The routes. Each is its arguments, one query, one template; the path's ending says in which form it is answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from samestory.web import openapi
from samestory.web.answer import Answer, response
from samestory.web.asked import FORMS, Asked, asked, look
from samestory.web.pages import STATIC, content, rendered, static
from samestory.web.problem import HttpError
from samestory.web.safety import App, Door, Guard, Receive, Scope, Send
from samestory.web.screens import lists, new, page, read, story, today
from samestory.web.shelf import Shelf

Screen = Callable[[Asked, Shelf], Answer]
SCREENS: tuple[tuple[str, Screen, str], ...] = (
    ("/", today.screen, "Stories, the newest first; with q those that a search finds"),
    ("/stories", today.screen, "The same"),
    ("/new", new.form, "Compare texts and files that are kept nowhere"),
    ("/story/{story}", story.screen, "A story: sentence by outlet, key facts, versions"),
    ("/story/{story}/cell", story.cell, "A cell of its matrix: the words of a version in a row"),
    ("/story/{story}/compare", story.compare, "Its text as one version has it, and what others read there"),
    ("/story/{story}/lineage", story.lineage, "Who had the text from whom"),
    ("/story/{story}/claims", story.claims, "Quotes, statements, figures, conflicts"),
    ("/read/{story}", read.screen, "The story to read"),
    ("/page/{page}", page.screen, "A page as it came, block by block"),
    ("/outlet/{outlet:path}", lists.outlet, "What an outlet ran"),
    ("/speaker/{speaker:path}", lists.speaker, "What a speaker is quoted with"),
    ("/failures", lists.failures, "What could not be read"),
)
YEAR = 31_536_000
LOOK = "look"


def application(shelf: Shelf, door: Door | None = None) -> App:
    """The whole web application over an archive."""
    routes = [Route(path, _shown(screen, shelf), methods=["GET"]) for path, screen, _ in SCREENS]
    routes += [
        Route("/new", _posted(shelf), methods=["POST"]),
        Route("/look", _liked, methods=["POST"]),
        Route("/openapi.json", _described, methods=["GET"]),
        Route("/static/{version}/{name}", _file, methods=["GET"]),
    ]
    errors = {HttpError: _refused, HTTPException: _unknown, Exception: _broken}
    inner = Starlette(
        routes=routes,
        middleware=[Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)],
        exception_handlers=cast("Any", errors),
        lifespan=_closing(shelf),
    )
    inner.router.redirect_slashes = False
    return Forms(Guard(cast("App", inner), door or Door(), _refusal))


def _closing(shelf: Shelf) -> Any:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> Any:
        yield
        shelf.close()

    return lifespan


class Forms:
    """Takes the ending that names a form off the path: `/story/3f2a.json` is the screen `/story/3f2a` as JSON."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request whose path names a screen."""
        path = scope.get("path", "")
        if scope["type"] == "http" and path != "/openapi.json" and not path.startswith("/static/"):
            form = next((form for form in FORMS if path.endswith(f".{form}")), None)
            if form:
                ending = len(form) + 1
                raw = scope.get("raw_path", path.encode())
                scope = {**scope, "path": path[:-ending], "raw_path": raw[:-ending], "form": form}
        await self.app(scope, receive, send)


def _shown(screen: Screen, shelf: Shelf) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        arguments = asked(request)
        return response(screen(arguments, shelf), arguments, request.headers.get("if-none-match", ""))

    return endpoint


def _posted(shelf: Shelf) -> Any:
    async def endpoint(request: Request) -> Response:
        async with request.form(max_files=new.PAGES, max_fields=200, max_part_size=4 * new.LETTERS) as form:
            given = await _given(form)
        arguments = asked(request)
        answer = await run_in_threadpool(new.answer, given, shelf)
        return await run_in_threadpool(response, answer, arguments, "")

    return endpoint


async def _given(form: FormData) -> new.Given:
    uploads = [one for one in form.getlist("file") if isinstance(one, UploadFile) and one.filename]
    return new.Given(
        texts=_words(form.getlist("text")),
        files=[(re.split(r"[/\\]", one.filename or "")[-1], await one.read()) for one in uploads],
        pages=_words(form.getlist("page")),
        as_one="as_one" in form,
        keep="keep" in form,
    )


def _words(values: Iterable[object]) -> list[str]:
    return [value for value in values if isinstance(value, str) and value.strip()]


async def _liked(request: Request) -> Response:
    """Keep in the reader's browser how the reader likes it, and go back."""
    form = await request.form(max_files=0, max_fields=8)
    chosen = look(f"{form.get('scheme', '')}-{form.get('size', '')}")
    back = str(form.get("back", "/"))
    # Only a path of ours: "//host" and "/\host" lead elsewhere.
    own = re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", back)
    answer = RedirectResponse(back if own else "/", status_code=303)
    answer.set_cookie(LOOK, f"{chosen.scheme}-{chosen.size}", max_age=YEAR, samesite="strict", path="/")
    return answer


def _described(_: Request) -> Response:
    return JSONResponse(openapi.described([(path, summary) for path, __, summary in SCREENS]))


def _file(request: Request) -> Response:
    """A file of ours, kept by browsers for ever: its address changes with its content."""
    name = request.path_params["name"]
    if name not in STATIC or request.url.path != static(name):
        raise HttpError(404, "Not found", "no such file")
    headers = {"cache-control": f"public, max-age={YEAR}, immutable"}
    return Response(content(name), media_type=STATIC[name], headers=headers)


def _refused(request: Request, problem: HttpError) -> Response:
    """The one error form: as JSON where JSON was asked for, else as a page."""
    if request.scope.get("form", "html") != "html" or "application/json" in request.headers.get("accept", ""):
        return JSONResponse(problem.shape(), status_code=problem.status)
    page_ = rendered("problem.html", asked=asked(request), forms=(), following="", problem=problem)
    return Response(page_, status_code=problem.status, media_type="text/html")


def _unknown(request: Request, error: HTTPException) -> Response:
    titles = {404: "Not found", 405: "Not allowed"}
    details = {404: "there is no such screen", 405: "this is only read"}
    title = titles.get(error.status_code, "Bad request")
    return _refused(request, HttpError(error.status_code, title, details.get(error.status_code, str(error.detail))))


def _broken(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette calls it with both
    """Our own mistake: told without its inside, which the log has."""
    return _refused(request, HttpError(500, "Our mistake", "the log of samestory serve says more"))


def _refusal(problem: HttpError) -> App:
    async def refusing(scope_: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope_)
        await _refused(request, problem)(scope_, receive, send)

    return refusing
