"""The description of the HTTP interface, made from the routes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import metadata
from typing import Any

LISTS = ("/stories", "/failures", "/outlet/{outlet}", "/speaker/{speaker}")
_QUERY = {
    "q": "words, phrases and filters, as samestory search takes them",
    "next": "the token that the part before ended with",
    "_size": "rows of a part, up to 200",
    "_shape": "array: only the rows",
}


def described(screens: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The interface as OpenAPI 3.1."""
    version = metadata.version("samestory")
    paths = {f"{_path(path)}.json": _operation(_path(path), summary) for path, summary in screens if path != "/"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Samestory", "version": version, "license": {"name": "Apache-2.0"}},
        "paths": {**paths, "/new.json": {**paths["/new.json"], "post": _comparison()}},
        "components": {"schemas": {"Error": _error()}},
    }


def _path(route: str) -> str:
    return re.sub(r":path\}", "}", route)


def _operation(path: str, summary: str) -> dict[str, Any]:
    placed = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
              for name in re.findall(r"\{(\w+)\}", path)]  # fmt: skip
    asked = [{"name": name, "in": "query", "description": said, "schema": {"type": "string"}}
             for name, said in _QUERY.items()] if path in LISTS else []  # fmt: skip
    return {"get": {"summary": summary, "parameters": placed + asked, "responses": _responses()}}


def _comparison() -> dict[str, Any]:
    fields = {
        "text": {"type": "array", "items": {"type": "string"}},
        "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
        "page": {"type": "array", "items": {"type": "string"}},
        "as_one": {"type": "string"},
    }
    body = {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": fields}}}}
    return {
        "summary": "Compare texts, files and pages; nothing is kept",
        "requestBody": body,
        "responses": _responses(),
    }


def _responses() -> dict[str, Any]:
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    found = {"description": "found", "content": {"application/json": {}}}
    return {"200": found, "default": {"description": "not found, or refused", "content": error}}


def _error() -> dict[str, Any]:
    told = {
        "ok": {"const": False},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
    }
    return {"type": "object", "required": list(told), "properties": told}
