"""What every test and every example of the documentation may use."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from samestory.archives import Archive


@pytest.fixture(scope="session")
def example_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, Path]]:
    """An archive of the packaged pages about a dam, and the folder of all packaged pages."""
    file = tmp_path_factory.mktemp("examples") / "news.db"
    with as_file(files("samestory") / "examples" / "pages") as pages, Archive(file) as archive:
        archive.add(pages / "kesper-dam")
        yield archive, pages


@pytest.fixture(autouse=True)
def named_in_examples(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any]) -> None:
    """The examples of `Archive` ask an `archive`, and add PAGES."""
    if request.node.name.startswith("samestory.archives.Archive"):
        doctest_namespace["archive"], doctest_namespace["PAGES"] = request.getfixturevalue("example_archive")
