"""Everything that people read, collected for translation: from code, pages, procedures, packs and calendars.

The rule is simple, so that nobody can forget a mark: in the parts named in SPEAKING every Chinese string is a
message, save in the modules named in SILENT. What only exists once a declaration is loaded (whose role it is, the
titles of a pack, the names of festivals) is read from the declaration.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

from xiezhi.kernel import Form, Pack, Procedure
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.calendar_seed import seed_years
from xiezhi.web.fields import Spec, describe

from .places import PROJECT

SOURCE = PROJECT / "src" / "xiezhi"
SPEAKING = ("kernel", "lexicon", "procedures", "registry", "office", "web", "api")
SILENT = {
    "api/shapes.py": "the API is described in Chinese, as the forms that it is about",
    "api/shapes_of_rules.py": "the same",
    "api/words.py": "the same",
    "lexicon/laws.py": "laws keep their names",
    "registry/seed.py": "departments and items keep their names",
    "registry/register.py": "commands answer in Chinese",
    "office/composing.py": "official papers are in Chinese",
    "office/documents.py": "official papers are in Chinese",
    "office/printing.py": "logs are in Chinese",
    "office/replay.py": "commands answer in Chinese",
    "office/tasks.py": "logs are in Chinese",
    "office/verify.py": "commands answer in Chinese",
    "web/dates.py": "says days in both languages by itself",
}
WORDED = {"text", "heading", "caption", "description"}  # of papers and lists, and of the API: these stay Chinese
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MARKS = {"gettext", "ngettext", "_"}
CALL = re.compile(r"""\b(?:n?gettext|_)\((?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\)""")


@dataclass(frozen=True, order=True)
class Message:
    """A text as it stands in the source. One that is `counted` has a plural in English."""

    text: str
    counted: bool = False


def messages() -> dict[Message, tuple[str, ...]]:
    """Every message, with the files that say it."""
    found: dict[Message, set[str]] = defaultdict(set)
    for where, message in (*_of_code(), *_of_templates(), *_of_procedures(), *_of_packs(), *_of_calendars()):
        found[message].add(where)
    counted = {message.text for message in found if message.counted}
    alone = {message: places for message, places in found.items() if message.counted or message.text not in counted}
    return {message: tuple(sorted(places)) for message, places in alone.items()}


Found = Iterator[tuple[str, Message]]


def _of_code() -> Found:
    for part in SPEAKING:
        for path in sorted((SOURCE / part).rglob("*.py")):
            inside = path.relative_to(SOURCE)
            if inside.as_posix() not in SILENT and "migrations" not in inside.parts:
                yield from ((_named(path), message) for message in said(path.read_text(encoding="utf-8")))


def said(code: str) -> Iterator[Message]:
    """The Chinese strings of a module: not its docstrings, not the words of papers, not what it looks up by."""
    nodes = list(ast.walk(ast.parse(code)))
    unsaid = {id(part) for node in nodes for part in _unsaid(node)}
    marked = {id(text): _called(node) for node in nodes if _called(node) in MARKS for text in _arguments(node)}
    texts = (n for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in unsaid)
    for text in texts:
        if id(text) in marked or CHINESE.search(str(text.value)):
            yield Message(str(text.value), marked.get(id(text)) == "ngettext")


def _unsaid(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
        yield from ast.walk(node.body[0])
    if isinstance(node, ast.keyword) and node.arg in WORDED:
        yield from ast.walk(node.value)
    if isinstance(node, ast.Subscript) and _called(node.value) != "Literal":
        yield from (node.slice.elts if isinstance(node.slice, ast.Tuple) else (node.slice,))
    if isinstance(node, ast.JoinedStr):
        yield from node.values


def _called(node: ast.AST) -> str:
    name = node.func if isinstance(node, ast.Call) else node
    return name.id if isinstance(name, ast.Name) else ""


def _arguments(node: ast.AST) -> list[ast.expr]:
    return node.args if isinstance(node, ast.Call) else []


def _of_templates() -> Found:
    for path in sorted(SOURCE.rglob("*.html")):
        for call in CALL.findall(templatize(path.read_text(encoding="utf-8"), origin=path.name)):
            yield from ((_named(path), message) for message in said(call))


def _of_procedures() -> Found:
    for procedure in PROCEDURES.values():
        place = f"src/xiezhi/procedures/{procedure.key.replace('-', '_')}.py"
        yield from ((place, Message(text)) for text in titles(procedure) if CHINESE.search(text))


def titles(procedure: Procedure) -> Iterator[str]:
    """What a procedure calls things, but for the words of its papers."""
    yield procedure.title
    for named in (procedure.states, procedure.duties, procedure.papers, procedure.sides):
        yield from (thing.title for thing in named.values())
    for act in procedure.acts:
        yield act.title
        yield from (role.title for role in act.roles)
        yield from (ground.title for ground in act.suspends.values())
        yield from of_form(act.form)


def of_form(form: type[Form]) -> Iterator[str]:
    """What is asked, under which headings, with which hints, and what may be answered."""
    waiting = list(describe(form))
    while waiting:
        spec: Spec = waiting.pop()
        waiting += spec.parts
        yield from (spec.title, spec.hint, spec.section, *spec.among)


def _of_packs() -> Found:
    for name, pack in packs():
        yield from ((f"packs/{name}", Message(text)) for text in of_pack(pack))


def packs() -> Iterator[tuple[str, Pack]]:
    """The packs that are shipped, by the name of their file."""
    for path in sorted(Path(settings.PACKS_DIR).glob("*.toml")):
        yield path.name, Pack.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def of_pack(pack: Pack) -> Iterator[str]:
    """What people choose from and what they must attach. Titles of documents are names and stay."""
    for listed in pack.choices.values():
        yield from listed.values()
    for materials in pack.materials.values():
        yield from (material.title for material in materials.values())


def _of_calendars() -> Found:
    """The names of festivals."""
    named = {name for year in seed_years() for days in (year.off, year.worked, year.longest) for name in days.values()}
    yield from (("src/xiezhi/registry/calendar_seed.py", Message(name)) for name in sorted(named))


def _named(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()
