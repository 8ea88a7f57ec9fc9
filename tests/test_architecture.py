"""The house stays as it was planned: layers, sizes, places of tests, and nothing of anybody's machine in it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

PROJECT = Path(__file__).resolve().parents[1]
SOURCE, TESTS = PROJECT / "src" / "xiezhi", PROJECT / "tests"
TREES = ("src", "tests", "bench", "docs", "packs", ".ci")

# What has no test file of its own, and why.
TESTED_ELSEWHERE = {
    "config/failing.py": "a name for failures; every command's test meets it",
    "config/running.py": "the commands are run as commands, in test_cli",
    "config/keeping.py": "the commands are run as commands, in test_cli",
    "config/saving.py": "backup and restore are run as commands, in test_cli",
    "web/templatetags/xiezhi.py": "the tags are tested with the parts that use them",
}
WRITES = {"save", "update", "delete", "create", "bulk_create", "get_or_create", "update_or_create"}
OTHER_PLACES = re.compile(
    r"(?<![\w.])/(?:work|root|home)/|/tmp/\w"  # somebody's machine
    r"|(?:--|PIP_|UV_)(?:extra-)?index[-_]url|pypi\.(?:org|python)|files\.pythonhosted|registry\.npmjs"  # registries
    r"|Path\.(?:home)\(|\.(?:expanduser)\(",  # outside the project
    re.IGNORECASE,
)


def python(*trees: Path) -> list[Path]:
    return sorted(path for tree in trees for path in tree.rglob("*.py"))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def lines_of_code(path: Path) -> int:
    """Lines that say something to the machine: no blank lines, comments or docstrings."""
    text = path.read_text(encoding="utf-8")
    said = {n for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.lstrip().startswith("#")}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            said -= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return len(said)


def named(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def too_long(paths: list[Path], most: int) -> dict[str, int]:
    return {named(path): lines(path) for path in paths if lines(path) > most}


def texts() -> Iterator[tuple[str, str]]:
    """Every text file of the project."""
    files = [path for tree in TREES for path in (PROJECT / tree).rglob("*")] + list(PROJECT.glob("*"))
    for path in sorted(files):
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".coverage"):
            try:
                yield named(path), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_each_layer_uses_only_those_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(PROJECT / "pyproject.toml"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_files_stay_short() -> None:
    free = (SOURCE / "procedures", *SOURCE.glob("*/migrations"))
    assert too_long([p for p in python(SOURCE, TESTS) if not any(map(p.is_relative_to, free))], 400) == {}


def test_functions_stay_short() -> None:
    long = {}
    for path in python(SOURCE, TESTS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                length = node.end_lineno - node.lineno + 1
                if length > 40:
                    long[f"{named(path)}:{node.name}"] = length
    assert long == {}


def test_templates_stay_short() -> None:
    templates = sorted(SOURCE.rglob("*.html"))
    assert templates
    assert too_long(templates, 120) == {}


def test_the_kernel_stays_small() -> None:
    kernel = python(SOURCE / "kernel")
    assert too_long(kernel, 220) == {}
    assert sum(map(lines_of_code, kernel)) <= 1600


def test_every_module_has_its_tests_in_the_same_place() -> None:
    missing = []
    for path in python(SOURCE):
        inside = path.relative_to(SOURCE)
        free = inside.as_posix() in TESTED_ELSEWHERE or "migrations" in inside.parts
        if free or path.name in ("__init__.py", "apps.py"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        holds = any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) for node in tree.body)
        if holds and not list((TESTS / inside.parent).glob(f"test_{path.stem}*.py")):
            missing.append(inside.as_posix())
    assert missing == []


def test_what_is_said_to_be_tested_elsewhere_is_there() -> None:
    assert [name for name in TESTED_ELSEWHERE if not (SOURCE / name).is_file()] == []


def test_pages_and_api_write_nothing_themselves() -> None:
    writing = [
        f"{named(path)}:{node.lineno} .{node.func.attr}()"
        for path in python(SOURCE / "web", SOURCE / "api")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    ]
    assert writing == []


def test_nothing_of_a_machine_or_a_registry_is_in_the_project() -> None:
    found = []
    for name, text in texts():
        found += [f"{name}: {match.group()}" for match in OTHER_PLACES.finditer(text)]
    assert found == []
