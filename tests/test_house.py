"""The house rules of docs/design.md, held by reading the source: who imports whom, how long things are."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "samestory"
CASES = ROOT / "tests" / "cases"

# From the ground up: a room may import from the rooms below it, never from its own floor or above.
FLOORS = [
    {"types", "operations", "errors", "arrays", "cycles"},
    {"spans", "clock", "evidence"},
    {"text"},
    {"align", "data", "descent", "phrases", "pile", "rows"},
    {"handouts"},
    {
        *("read", "outline", "fingerprint", "copies", "stories", "collation", "lineage"),
        *("claims", "conflicts", "notes", "tracing"),
    },
    {"archive"},
    {"engine"},
    {"pipeline"},
    {"telling"},
    {"shapes"},
    {"report", "html"},
    {"cleaning"},
    {"adding"},
    {"loading", "mending", "traces"},
    {"api", "archives"},
    {"web"},
    {"serving"},
    {"__init__"},
    {"cli"},
    {"desk"},
    {"upkeep"},
    {"__main__"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
# The one place that turns an expected failure into a row.
MAY_CATCH_ALL = {"pipeline"}
# What most commands do not need, at 4 to 40 ms each for the import alone (2026-11).
HEAVY = {
    *("click", "rich", "selectolax", "resiliparse", "rapidfuzz", "jinja2", "asyncio", "sqlite3"),
    *("fastwarc", "lxml", "pyarrow", "brotli", "starlette", "uvicorn", "numpy"),
}
SQL = re.compile(r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|CREATE\s+TABLE|DELETE\s+FROM|UPDATE\s+\w+\s+SET)\b", re.DOTALL)
LONGEST_FILE, LONGEST_FUNCTION = 600, 80

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name; a package by the name of its folder."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = ["samestory", *path.relative_to(PACKAGE).with_suffix("").parts]
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def room(module: str) -> str:
    """The top-level module or package that a module belongs to."""
    return module.split(".")[1] if "." in module else "__init__"


def imported(module: str) -> Iterator[str]:
    """The modules of the package that a module imports, wherever in it."""
    for node in ast.walk(tree(modules()[module])):
        if isinstance(node, ast.ImportFrom):
            base = absolute(module, node)
            for name in node.names:
                whole = f"{base}.{name.name}"
                yield whole if whole in modules() else base
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def absolute(module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module if modules()[module].name == "__init__.py" else module.rpartition(".")[0]
    parts = package.split(".")
    return ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])


def own(module: str) -> set[str]:
    """What a module imports of the package, itself left out."""
    return {name for name in imported(module) if name in modules()} - {module}


def functions(module: str) -> Iterator[Function]:
    yield from (node for node in ast.walk(tree(modules()[module])) if isinstance(node, Function))


each_module = pytest.mark.parametrize("module", modules())


@each_module
def test_every_module_has_a_floor(module: str) -> None:
    assert room(module) in FLOOR, f"give the room '{room(module)}' a floor in FLOORS and in docs/design.md"


@each_module
def test_imports_point_down(module: str) -> None:
    wrong = [
        name for name in own(module) if room(name) != room(module) and FLOOR[room(name)] >= FLOOR.get(room(module), 0)
    ]
    assert not wrong, f"{module} imports from its own floor or above: {wrong}"


@each_module
def test_only_the_pipeline_and_the_commands_know_the_engine(module: str) -> None:
    if room(module) not in {"engine", "pipeline", "cli"}:
        assert not [name for name in own(module) if room(name) == "engine"]


def test_no_import_cycles() -> None:
    graph = {module: sorted(own(module)) for module in modules()}
    assert not cycle(graph)


def cycle(graph: dict[str, list[str]]) -> list[str]:
    """A way from a module back to itself, if there is one."""
    done: set[str] = set()

    def follow(module: str, way: list[str]) -> list[str]:
        if module in way:
            return [*way[way.index(module) :], module]
        if module in done:
            return []
        for name in graph[module]:
            if found := follow(name, [*way, module]):
                return found
        done.add(module)
        return []

    return next((found for module in graph if (found := follow(module, []))), [])


def test_a_cycle_would_be_found() -> None:
    assert cycle({"a": ["b"], "b": ["c"], "c": ["b"]}) == ["b", "c", "b"]
    assert cycle({"a": ["b", "c"], "b": ["c"], "c": []}) == []


@each_module
def test_no_broad_except(module: str) -> None:
    if room(module) in MAY_CATCH_ALL:
        return
    broad = [node.lineno for node in ast.walk(tree(modules()[module])) if isinstance(node, ast.ExceptHandler)
             and (node.type is None or names(node.type) & {"Exception", "BaseException"})]  # fmt: skip
    assert not broad, f"lines {broad}"


def names(node: ast.expr) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


@each_module
def test_no_sql(module: str) -> None:
    """The folder of the archive is the only one with SQL, and it knows values and rows only."""
    if room(module) == "archive":
        assert {room(name) for name in own(module)} <= {"archive", "types", "rows", "errors", "arrays", "evidence"}
        return
    texts = (node.value for node in ast.walk(tree(modules()[module])) if isinstance(node, ast.Constant))
    assert not [text for text in texts if isinstance(text, str) and SQL.search(text)]
    assert "sqlite3" not in set(imported(module))


@each_module
def test_nothing_is_empty(module: str) -> None:
    """A module holds code; a package holds modules; a function does something."""
    statements = [node for node in tree(modules()[module]).body if not is_text(node)]
    packages = modules()[module].name == "__init__.py" and any(name.startswith(f"{module}.") for name in modules())
    assert statements or packages
    protocols = {id(part) for node in ast.walk(tree(modules()[module])) if isinstance(node, ast.ClassDef)
                 and any("Protocol" in names(base) for base in node.bases) for part in ast.walk(node)}  # fmt: skip
    # A decorated function may be its docstring: a group of commands is one.
    plain = (part for part in functions(module) if id(part) not in protocols and not part.decorator_list)
    stubs = [part.name for part in plain if all(map(idle, part.body))]
    assert not stubs


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def idle(node: ast.stmt) -> bool:
    raises = isinstance(node, ast.Raise) and node.exc is not None and "NotImplementedError" in names(node.exc)
    return is_text(node) or isinstance(node, ast.Pass) or raises


@pytest.mark.parametrize("folder", sorted({path.parent for path in PACKAGE.rglob("*.py")}), ids=lambda path: path.name)
def test_every_folder_of_code_is_a_package(folder: Path) -> None:
    assert (folder / "__init__.py").is_file()


@each_module
def test_public_functions_have_docstrings(module: str) -> None:
    body = tree(modules()[module]).body
    methods = [
        part for node in body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") for part in node.body
    ]
    public = [node for node in [*body, *methods] if isinstance(node, Function) and not node.name.startswith("_")]
    missing = [node.name for node in public if not ast.get_docstring(node) and not is_accessor(node)]
    assert not missing


def is_accessor(node: Function) -> bool:
    """A property of one line, and its class's docstring, say all."""
    return any("property" in names(decorator) for decorator in node.decorator_list) and len(node.body) == 1


@each_module
def test_files_and_functions_are_short(module: str) -> None:
    lines = len(modules()[module].read_text("utf-8").splitlines())
    assert lines <= LONGEST_FILE, f"{lines} lines: is it still one idea?"
    long = {node.name: length for node in functions(module)
            if (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION}  # fmt: skip
    assert not long


@each_module
def test_no_private_name_is_unused(module: str) -> None:
    nodes = list(ast.walk(tree(modules()[module])))
    said = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    said |= {node.name for node in nodes if isinstance(node, Function | ast.ClassDef)}
    read = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    read |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    assert not {name for name in said - read if name.startswith("_") and not name.endswith("_")}


def formats() -> list[str]:
    """The readers: modules of the folder that say what they recognise."""
    return [module.rpartition(".")[2] for module in modules() if module.startswith("samestory.read.")
            and any(node.name == "recognises" for node in functions(module))]  # fmt: skip


def words_of(folder: str) -> list[str]:
    return sorted(path.stem for path in (PACKAGE / folder).glob("*.toml"))


def test_the_plugin_folders_are_seen() -> None:
    assert {"html", "jsonl", "plain"} <= set(formats())
    assert "en" in words_of("languages")


@pytest.mark.parametrize("name", formats())
def test_every_reader_has_a_case(name: str) -> None:
    assert cases("read", name)


@pytest.mark.parametrize("code", words_of("languages"))
def test_every_language_has_a_case(code: str) -> None:
    """A case of claims names its language; without one it is English."""
    expected = (json.loads((case / "expected.json").read_text("utf-8")) for case in cases("claims", ""))
    assert code in {case.get("language", "en") for case in expected}


@pytest.mark.parametrize("name", words_of("wires"))
def test_every_wire_has_lines_for_and_against(name: str) -> None:
    assert (CASES / "credits" / f"{name}.toml").is_file()


def cases(kind: str, name: str) -> list[Path]:
    """The case folders of a kind whose name begins so; an empty folder is no case."""
    return [path for path in (CASES / kind).glob(f"{name}*") if path.is_dir() and any(path.iterdir())]


def loaded(code: str) -> set[str]:
    """The top-level modules in memory after running some code in a new interpreter."""
    show = "import sys; print('\\n' + '\\n'.join(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{show}"], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n"))


def test_importing_samestory_loads_nothing_heavy() -> None:
    assert not loaded("import samestory") & HEAVY


def test_help_loads_only_what_it_needs() -> None:
    code = "from samestory.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass"
    assert loaded(code) & HEAVY <= {"click"}


def test_the_public_names_are_sorted_and_there() -> None:
    import samestory

    names = [name for name in samestory.__all__ if not name.startswith("_")]
    assert names == sorted(names)
    assert all(hasattr(samestory, name) for name in samestory.__all__)
