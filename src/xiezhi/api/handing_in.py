"""What is handed in without being an act: files on their way, and unfinished forms."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import File, P, QueryEx, Router
from ninja.errors import ValidationError
from ninja.files import UploadedFile
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from xiezhi.kernel import NEW, SYSTEM, Act, Dossier, NotApplicable, Procedure, Refusal, Refused, say
from xiezhi.office import drafts as kept
from xiezhi.office.offering import handlers_desk, offer
from xiezhi.office.queries import Desk
from xiezhi.office.requests import Absent
from xiezhi.office.uploads import stage
from xiezhi.procedures import PROCEDURES

from . import shapes, telling
from .acting import CLOSED, Files, attached
from .auth import DRAFT, READ, Visitor, visitor
from .reading import BIG, opened_at
from .words import described

router = Router(tags=["起草"])

Username = Annotated[str, StringConstraints(pattern=r"^([a-z0-9][a-z0-9._-]{0,49})?$")]
Handler = QueryEx[Username, P(default="", description="单位的系统为本单位哪一位承办人上传：其用户名")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,49}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
Text = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
Whole = Annotated[int, Field(ge=-BIG, le=BIG)]
One = Text | bool | Whole | None
Part = Annotated[dict[Name, One | list[One]], Field(json_schema_extra=CLOSED)]
Typed = One | list[One] | Part | list[Part]


class DraftIn(BaseModel):
    """A form as far as it is filled in. That its fields exist is all that is judged yet."""

    model_config = ConfigDict(extra="forbid")

    procedure: Key = Field(title="协作的代号")
    act: Key = Field(title="办理的代号")
    dossier: int | None = Field(None, title="卷宗号", description="没有的，为立卷的草稿", ge=1, le=BIG)
    handler: Username = Field("", title="承办人", description="单位的系统为本单位哪一位承办人起草：其用户名")
    filled: dict[Name, Typed] = Field(
        default_factory=dict, title="已填的内容", max_length=100, json_schema_extra={**CLOSED}
    )
    files: Files = Field(default_factory=dict, title="附件")


@router.post("/files", response={201: shapes.Uploaded}, auth=DRAFT, **described("upload", 413, 415))
def upload(request: HttpRequest, file: File[UploadedFile], handler: Handler) -> shapes.Uploaded:
    here = visitor(request)
    owner = _owner(here, handler)
    taken = stage(file.chunks(), file.name or "", person=owner.person, at=here.at)
    return shapes.Uploaded(digest=taken.digest, name=taken.name, media_type=taken.media_type, size=taken.size)


@router.get("/drafts", response=shapes.Drafts, auth=READ, **described("drafts"))
def drafts(request: HttpRequest) -> shapes.Drafts:
    lying = kept.read_by(visitor(request).desk)
    return shapes.Drafts(items=[_draft(one) for one in lying if one.procedure in PROCEDURES])


@router.post("/drafts", response={201: shapes.Kept}, auth=DRAFT, **described("draft", 404, 409, 413, 415))
def draft(request: HttpRequest, body: DraftIn) -> shapes.Kept:
    here = visitor(request)
    act, owner = _asked(here, body), _owner(here, body.handler)
    _must_exist(act, body)
    keep = offer if here.system else kept.keep
    number = keep(owner, kept.Begun(body.procedure, body.dossier, act.name), _filled(body), here.at)
    return shapes.Kept(href=_page(body.procedure, act.name, body.dossier, number))


def _owner(here: Visitor, handler: str) -> Desk:
    """In whose name it is kept: one's own, or that of the handler for whom a system works."""
    if here.system:
        return handlers_desk(handler, here.desk.department, here.at)
    if handler:
        raise Refused(Refusal("handler", say("个人的令牌只为本人上传和起草，不写承办人")))
    return here.desk


def _asked(here: Visitor, body: DraftIn) -> Act:
    """The act that the form is for. Raises Absent for a dossier that the desk does not see, or that has no such act."""
    procedure: Procedure | None = PROCEDURES.get(body.procedure)
    state = opened_at(here, body.dossier).kept.dossier if body.dossier else Dossier(body.procedure)
    offered = procedure and procedure.offered and state.procedure == body.procedure
    for act in procedure.acts if procedure and offered else ():
        if act.name == body.act and act.roles != (SYSTEM,) and (body.dossier or NEW in act.at):
            return act
    raise Absent


def _must_exist(act: Act, body: DraftIn) -> None:
    unknown = [name for name in body.filled if name not in act.form.model_fields]
    if unknown:
        raise ValidationError([{"type": "extra_forbidden", "loc": ("body", "body", "filled", n)} for n in unknown])


def _filled(body: DraftIn) -> dict[str, Any]:
    """As the page lays a draft out: materials by their key, with digests or a reason."""
    laid_out = {
        key: {"reason": given.reason} if isinstance(given, NotApplicable) else list(given)
        for key, given in attached(body.files).items()
    }
    return {**body.filled, "materials": laid_out} if laid_out else dict(body.filled)


def _draft(one: kept.Draft) -> shapes.Draft:
    declared = PROCEDURES[one.procedure]
    return shapes.Draft(
        procedure=telling.procedure(declared), act=telling.act(declared, one.act), dossier=one.dossier,
        person=one.person, case=one.case, updated_at=one.updated_at, filled=dict(one.filled),
        href=_page(one.procedure, one.act, one.dossier, one.id),
    )  # fmt: skip


def _page(procedure: str, act: str, dossier: int | None, number: int) -> str:
    """Where the form is filled in further by its person; of those that open a dossier there may be many."""
    return (
        reverse("act", args=[dossier, act]) if dossier else f"{reverse('begin', args=[procedure, act])}?draft={number}"
    )
