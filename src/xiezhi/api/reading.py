"""What may be read: every question goes to the same functions that the pages ask."""

from typing import Annotated, Literal

from django.http import FileResponse, HttpRequest
from ninja import Field, P, PathEx, Query, Router
from pydantic import AfterValidator, BaseModel, StringConstraints

from xiezhi.kernel import NotDone, Refusal, day_of, present, say
from xiezhi.kernel.clock import sheet as days_of
from xiezhi.office import queries, record, sending
from xiezhi.office.composing import fill
from xiezhi.office.dossiers import Kept
from xiezhi.office.lists import Wanted, is_cursor, obligations
from xiezhi.office.lists import dossiers as page_of
from xiezhi.office.queries import Open
from xiezhi.office.record import Owing
from xiezhi.office.requests import Absent
from xiezhi.procedures import PROCEDURES
from xiezhi.registry import catalogue as items
from xiezhi.registry.subjects import masked_of, masks
from xiezhi.typeset.words import MaterialsList
from xiezhi.typeset.words import read as read_words

from . import shapes, telling
from .auth import READ, Visitor, visitor
from .telling import ROOT, Teller, dossier_href
from .words import described

router = Router(auth=READ, tags=["查阅"])

BIG = 2**53 - 1  # as far as every client counts exactly
Number = PathEx[int, P(ge=1, le=BIG)]
FOUND = 50  # items of the catalogue


def _ours(text: str) -> str:
    if text and not is_cursor(text):
        raise ValueError("不是上一页给出的 next")
    return text


Line = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{0,50}$")]
After = Annotated[str, StringConstraints(max_length=500, pattern=r"^[A-Za-z0-9:._-]*$"), AfterValidator(_ours)]


class NotPrinted(NotDone):
    """The paper is issued, and its PDF is not there yet."""

    code = "not-printed"


class WhichDossiers(BaseModel):
    """Which dossiers: the views and filters of the list page."""

    view: Literal["open", "held", "approve", "sign", "late", "closed"] = Field(
        "open", description="open 在办、held 在本单位手上、approve 待审批、sign 待签收、late 已超期、closed 已办结"
    )
    procedure: Key = Field("", description="协作的代号")
    state: Key = Field("", description="状态的代号")
    urgent: bool = Field(default=False, description="只要紧急的")
    q: Line = Field("", description="关键词，以空格分开：名称、当事人、地点、文号、案号，限本单位在卷宗里读得到的")
    after: After = Field("", description="上一页的 next")


class WhichObligations(BaseModel):
    """Which obligations."""

    owed: Literal["by", "to"] = Field("by", description="by 本单位所负、to 对本单位所负")
    after: After = Field("", description="上一页的 next")


class WhichItems(BaseModel):
    """What is looked for."""

    q: Annotated[Line, StringConstraints(min_length=1)] = Field(description="关键词，以空格分开")


@router.get("/dossiers", response=shapes.Dossiers, **described("dossiers"))
def dossiers(request: HttpRequest, filters: Query[WhichDossiers]) -> shapes.Dossiers:
    here = visitor(request)
    page = page_of(here.desk, _wanted(filters), here.at)
    teller = here.teller()
    return shapes.Dossiers(items=[teller.line(line) for line in page.lines], next=page.after or None)


def _wanted(filters: WhichDossiers) -> Wanted:
    view = filters.view
    places = {"approve": queries.approving, "sign": queries.signing}.get(view, list)()
    return Wanted(
        closed=view == "closed", held=view in ("held", "approve", "sign"), late=view == "late", places=tuple(places),
        procedure=filters.procedure, state=filters.state, urgent=filters.urgent, search=filters.q.strip(),
        after=filters.after,
    )  # fmt: skip


@router.get("/dossiers/{number}", response=shapes.Dossier, **described("dossier", 404))
def dossier(request: HttpRequest, number: Number) -> shapes.Dossier:
    here = visitor(request)
    opened = opened_at(here, number)
    read, kept, teller = record.read(opened), opened.kept, here.teller(opened.force)
    return shapes.Dossier(
        id=number, procedure=telling.procedure(kept.procedure), version=kept.procedure.version,
        title=kept.title or telling.procedure(kept.procedure).title, state=telling.state(kept.procedure, kept.dossier.state),
        revision=kept.revision, urgent=kept.urgent,
        holder=teller.maybe(_holder(kept)), reading=_reading(opened),
        parties={side: teller.bodies(taken) for side, taken in kept.dossier.parties.items()},
        facts=telling.facts(read.known, masked_of(kept.subject_id)),
        obligations=[teller.obligation(o.id, number, o.obligation) for o in read.obligations],
        acts=_possible(opened), links=[_link(link) for link in read.links],
    )  # fmt: skip


def opened_at(here: Visitor, number: int) -> Open:
    """The dossier, if whoever asks may see it. Raises Absent."""
    opened = queries.dossier(here.desk, number, here.at)
    if opened is None:
        raise Absent
    return opened


def _reading(opened: Open) -> str:
    return "overseer" if opened.oversees else "party" if opened.until is None else "former"


def _holder(kept: Kept) -> str | None:
    """With whom the case now lies; nobody, if it is over or not yet begun."""
    state = kept.procedure.states.get(kept.dossier.state)
    return next(iter(present(state.held_by, kept.dossier.parties)), None) if state and state.held_by else None


def _possible(opened: Open) -> list[shapes.Possible]:
    kept = opened.kept
    base = f"{dossier_href(kept.id)}/{kept.procedure.key}"
    return [
        shapes.Possible(
            key=act.name, title=telling.act(kept.procedure, act.name).title,
            clauses=telling.clauses(opened.force.rules.cite(act.clause)), href=f"{base}/{act.name}",
        )
        for act in opened.acts if kept.procedure.offered
    ]  # fmt: skip


def _link(link: record.Linked) -> shapes.Link:
    declared = PROCEDURES[link.procedure]
    return shapes.Link(
        id=link.id, procedure=telling.procedure(declared), state=telling.state(declared, link.state), title=link.title,
        parent=link.parent_id, href=dossier_href(link.id),
    )  # fmt: skip


@router.get("/dossiers/{number}/entries", response=shapes.Entries, **described("entries", 404))
def entries(request: HttpRequest, number: Number) -> shapes.Entries:
    here = visitor(request)
    opened = opened_at(here, number)
    teller = here.teller(opened.force)
    return shapes.Entries(items=[_entry(told, opened, teller) for told in record.read(opened).entries])


def _entry(told: record.Told, opened: Open, teller: Teller) -> shapes.Entry:
    return shapes.Entry(
        number=told.number, act=telling.act(opened.kept.procedure, told.act), department=teller.maybe(told.department),
        person=told.person, post=told.post, role=told.role, at=told.at, internal=told.internal_to is not None,
        filled=dict(told.filled), marked=list(told.marked), seal=told.seal,
    )  # fmt: skip


@router.get("/dossiers/{number}/papers", response=shapes.Papers, **described("papers", 404))
def papers(request: HttpRequest, number: Number) -> shapes.Papers:
    here = visitor(request)
    opened = opened_at(here, number)
    hidden, teller = masks(masked_of(opened.kept.subject_id)), here.teller(opened.force)
    return shapes.Papers(items=[_paper(paper, hidden, teller) for paper in record.read(opened).papers])


def _paper(paper: record.Issued, hidden: dict[str, str], teller: Teller) -> shapes.Paper:
    words = read_words(paper.text)
    rows = words.rows if isinstance(words, MaterialsList) else ()
    body = () if isinstance(words, MaterialsList) else words.body
    return shapes.Paper(
        id=paper.id, entry=paper.entry, name=paper.name, title=paper.title, number=paper.number, version=paper.version,
        department=teller.body(paper.department), to=teller.bodies(paper.to), issued_at=paper.issued_at,
        heading=words.title, paragraphs=[fill(line, hidden) for line in body],
        rows=[shapes.Listed(material=r.material, name=r.name, digest=r.digest or None, note=r.note) for r in rows],
        digest=paper.digest, void=paper.voided_by is not None,
        pdf=f"{ROOT}/papers/{paper.id}/pdf" if paper.printed else None, pdf_digest=paper.printed,
    )  # fmt: skip


@router.get("/dossiers/{number}/files", response=shapes.Files, **described("files", 404))
def files(request: HttpRequest, number: Number) -> shapes.Files:
    return shapes.Files(items=[_file(file) for file in record.read(opened_at(visitor(request), number)).files])


def _file(file: record.Attached) -> shapes.Attached:
    return shapes.Attached(
        id=file.id or None, entry=file.entry, material=file.material, name=file.name, media_type=file.media_type,
        size=file.size, digest=file.digest or None, not_applicable=file.reason or None,
        href=f"{ROOT}/files/{file.id}" if file.id else None,
    )  # fmt: skip


@router.get("/dossiers/{number}/obligations/{owed}", response=shapes.Sheet, **described("sheet", 404))
def sheet(request: HttpRequest, number: Number, owed: Number) -> shapes.Sheet:
    here = visitor(request)
    opened = opened_at(here, number)
    owing = next((o for o in record.read(opened).obligations if o.id == owed), None)
    if owing is None:
        raise Absent
    o = owing.obligation
    return shapes.Sheet(
        obligation=here.teller(opened.force).obligation(owing.id, number, o), days=_days(owing, opened),
        pauses=[shapes.Pause(ground=p.ground, since=p.since, until=p.until) for p in o.pauses],
        calendar=owing.calendar, pack=opened.force.pack,
    )  # fmt: skip


def _days(owing: Owing, opened: Open) -> list[shapes.Day]:
    """The lines of the kernel's sheet; none where only a day that a form has set bounds it."""
    o = owing.obligation
    if o.term is None or o.term.open:
        return []
    lines = days_of(opened.force.rules.calendar, o.term, o.start, o.pauses, extended=o.extended)
    return [shapes.Day(date=day.date, counted=day.counted, n=day.n, reason=day.reason) for day in lines]


@router.get("/obligations", response=shapes.Obligations, **described("obligations"))
def owed_obligations(request: HttpRequest, which: Query[WhichObligations]) -> shapes.Obligations:
    here = visitor(request)
    page = obligations(here.desk, which.owed, which.after)
    teller = here.teller()
    return shapes.Obligations(items=[teller.owed(one) for one in page.lines], next=page.after or None)


@router.get("/papers/{number}/pdf", response={200: None}, **described("paper_pdf", 404, media_type="application/pdf"))
def paper_pdf(request: HttpRequest, number: Number) -> FileResponse:
    here = visitor(request)
    found = sending.paper(here.desk, number, here.at)
    if found is None:
        raise Absent
    if not found[1].printed:
        raise NotPrinted(Refusal("not-printed", say("文书正在印制，请稍后再取")))
    return sending.send_paper(*found, token=here.bearer.token)


@router.get("/files/{number}", response={200: None}, **described("file", 404, media_type="*/*"))
def file(request: HttpRequest, number: Number) -> FileResponse:
    here = visitor(request)
    found = sending.file(here.desk, number, here.at)
    if found is None:
        raise Absent
    return sending.send_file(*found, token=here.bearer.token)


@router.get("/catalogue", response=shapes.Items, **described("catalogue"))
def catalogue(request: HttpRequest, which: Query[WhichItems]) -> shapes.Items:
    here = visitor(request)
    found = items.search_items(which.q, on=day_of(here.at), limit=FOUND)
    return shapes.Items(items=[_item(one) for one in found])


def _item(one: items.Listed) -> shapes.Item:
    return shapes.Item(
        key=one.key, code=one.code, name=one.name, field=one.field, legal_basis=list(one.legal_basis),
        competent=shapes.Body(key=one.competent, name=one.competent_name),
        enforcing=shapes.Body(key=one.enforcing, name=one.enforcing_name), transferred_on=one.transferred_on,
        catalogue=one.catalogue,
    )  # fmt: skip
