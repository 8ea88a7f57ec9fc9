"""The acts: one operation each, made from the procedures, with the act's own form as its body."""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import HeaderEx, P, Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema, create_model

from xiezhi.kernel import NEW, SYSTEM, Act, Clause, NotApplicable, Pack, Procedure, Words
from xiezhi.office import drafts
from xiezhi.office.perform import perform
from xiezhi.office.queries import Desk
from xiezhi.office.requests import Request
from xiezhi.registry.shipped import cited

from . import shapes
from .auth import ACT, Visitor, visitor
from .reading import BIG, Number
from .telling import dossier_href
from .words import described_act

MOST = 200  # files of one material
REVISIONS = 2**31 - 1
UNCLEAN = re.compile(r"\\u0000|[\ud800-\udfff]")  # NUL, as JSON writes it, and halves of characters

Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
Material = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,49}$")]
Key = HeaderEx[
    Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{0,200}$")],
    P(default="", alias="Idempotency-Key", description="提交编号：同一编号的同一请求只办一次，答同一张回执"),
]


class Absent(BaseModel):
    """Why a material that is asked for does not exist."""

    model_config = ConfigDict(extra="forbid")

    not_applicable: Words = Field(title="不适用的理由")


CLOSED = {"additionalProperties": False}  # as the pattern of its keys has it; pydantic's schema does not say so
Given = Annotated[list[Digest], Field(max_length=MOST)] | Absent
Files = Annotated[dict[Material, Given], Field(json_schema_extra=CLOSED)]


class Sent(BaseModel):
    """What every act is sent with."""

    model_config = ConfigDict(extra="forbid")

    files: Files = Field(
        default_factory=dict, title="附件", description="各项材料的代号 → 已上传文件的摘要，或者不适用的理由"
    )


def acts(procedures: Mapping[str, Procedure], packs: tuple[Pack, ...]) -> Router:
    """An operation for each act of each procedure that is offered; the packs say where its clauses are read."""
    router = Router(auth=ACT)
    opened = {act.opens.procedure for procedure in procedures.values() for act in procedure.acts if act.opens}
    for procedure in procedures.values():
        for act in procedure.acts if procedure.offered else ():
            if all(role == SYSTEM for role in act.roles):
                continue
            if NEW in act.at:
                _open(router, procedure, act, cited(act.clause, packs))
            if procedure.key in opened or any(state != NEW for state in act.at):
                _do(router, procedure, act, cited(act.clause, packs))
    return router


def _open(router: Router, procedure: Procedure, act: Act, clauses: tuple[Clause, ...]) -> None:
    """Opens a dossier by its first act."""
    name = f"open_{procedure.key}_{act.name}"

    def view(request: HttpRequest, response: HttpResponse, body: Any, key: Key) -> shapes.Done:
        which = {"act": act.name, "procedure": procedure.key, "about": body.about, "key": key}
        done = _done(act, _request(visitor(request), body, **which))
        response["Location"] = done.href
        return done

    about = Field(None, title="同一事项的卷宗", description="就同一违法行为已有的卷宗；两件从此互相关联", ge=1, le=BIG)
    view.__annotations__["body"] = create_model(name, __base__=Sent, about=(int | None, about), **_filled(act))
    said = described_act(procedure, act, "立卷：", clauses, 404, 409, 413, 415)
    path = f"/procedures/{procedure.key}/{act.name}"
    router.post(path, response={201: shapes.Done}, operation_id=name, **said)(view)


def _do(router: Router, procedure: Procedure, act: Act, clauses: tuple[Clause, ...]) -> None:
    """Does an act in a dossier that is there."""
    name = f"{procedure.key}_{act.name}"

    def view(request: HttpRequest, number: Number, body: Any, key: Key) -> shapes.Done:
        which = {"act": act.name, "procedure": procedure.key, "on": number, "revision": body.revision, "key": key}
        return _done(act, _request(visitor(request), body, **which))

    revision = Field(title="版本", description="读卷宗时的 revision", ge=0, le=REVISIONS)
    view.__annotations__["body"] = create_model(name, __base__=Sent, revision=(int, revision), **_filled(act))
    said = described_act(procedure, act, "办理", clauses, 404, 409, 413, 415)
    path = f"/dossiers/{{number}}/{procedure.key}/{act.name}"
    router.post(path, response=shapes.Done, operation_id=name, **said)(view)


def _filled(act: Act) -> dict[str, Any]:
    """The form, as the document describes it; what is sent is judged by the rules, when the dossier is at hand."""
    schema = inlined(act.form.model_json_schema())
    plain = Annotated[dict[str, Any], WithJsonSchema(schema)]
    if schema.get("required"):
        return {"filled": (plain, Field(title="表单"))}
    return {"filled": (plain, Field(default_factory=dict, title="表单"))}


def inlined(schema: Any, models: Mapping[str, Any] | None = None) -> Any:
    """A JSON Schema that refers to nothing outside itself, without what its classes say to programmers."""
    if isinstance(schema, list):
        return [inlined(one, models) for one in schema]
    if not isinstance(schema, dict):
        return schema
    known = schema.get("$defs", models or {})
    referred = inlined(known[schema["$ref"].rpartition("/")[2]], known) if "$ref" in schema else {}
    own = {n: inlined(v, known) for n, v in schema.items() if n not in ("$defs", "$ref") and not _of_class(n, schema)}
    return {**referred, **own}


def _of_class(name: str, schema: Mapping[str, Any]) -> bool:
    return name == "description" and schema.get("type") in ("object", "string") and "title" in schema


def _request(here: Visitor, body: Any, **which: Any) -> Request:
    return Request(
        person=here.bearer.person, at=here.at, department=here.chosen, filled=body.filled,
        attached=attached(body.files), **which,
    )  # fmt: skip


def _done(act: Act, asked: Request) -> shapes.Done:
    if UNCLEAN.search(json.dumps(asked.filled, ensure_ascii=False)):  # no database would take it, nor does any form
        act.form.model_validate(asked.filled)
    done = perform(asked)
    drafts.drop(Desk(asked.person or 0, asked.department, ()), drafts.Begun(asked.procedure, asked.on, asked.act))
    return shapes.Done(dossier=done.dossier, entry=done.entry, href=dossier_href(done.dossier))


def attached(files: Files) -> dict[str, tuple[str, ...] | NotApplicable]:
    """The files of a body as the office takes them."""
    return {
        key: NotApplicable(given.not_applicable) if isinstance(given, Absent) else tuple(given)
        for key, given in files.items()
    }
