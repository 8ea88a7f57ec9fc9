"""What a form chooses from: departments, items, the pack's lists, officers; and what it begins with."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from pydantic import BaseModel

from xiezhi.kernel import ZONE, Act, Facts, Procedure, day_of
from xiezhi.office.naming import fits
from xiezhi.office.queries import Open
from xiezhi.office.record import Record
from xiezhi.registry.catalogue import Listed, holding, search_items
from xiezhi.registry.directory import Body, officers, taking_part

from .desk import AtDesk, at_desk
from .fields import Spec, code_note, describe
from .forms import Option, Raw, Sources

FOUND = 8


def sources(procedure: Procedure, act: Act, opened: Open | None, raw: Raw, request: AtDesk) -> Sources:
    """Everything that the fields of this form choose from."""
    specs = describe(act.form)
    kinds = {spec.kind for spec in specs}
    today, own = day_of(request.now), request.desk.department
    pack = (opened.force if opened else request.force).rules.pack
    return Sources(
        departments=_departments(procedure, specs, opened, request),
        choices={name: [Option(k, gettext(v)) for k, v in pack.choices[name].items()] for name in act.choices.values()},
        items={spec.name: _items(spec.name, raw, today) for spec in specs if spec.kind == "item"},
        officers=officers(own, request.now) if "officers" in kinds else (),
        item_search=reverse("found"), code_check=reverse("code"),
    )  # fmt: skip


def _departments(
    procedure: Procedure, specs: Sequence[Spec], opened: Open | None, request: AtDesk
) -> dict[str, list[Option]]:
    """By field, who may be meant: first the one that the catalogue names, then departments, towns, the government, courts."""
    asking = [spec for spec in _every(specs) if spec.kind in ("department", "departments")]
    there = taking_part(day_of(request.now)) if asking else []
    others = [body for body in there if body.key != request.desk.department]
    return {
        spec.name: _in_order([b for b in others if fits(procedure, spec.name, b)], _named(spec, opened, request))
        for spec in asking
    }


def _every(specs: Sequence[Spec]) -> Iterator[Spec]:
    for spec in specs:
        yield spec
        yield from _every(spec.parts)


def _in_order(bodies: Sequence[Body], named: str) -> list[Option]:
    ordered = sorted(
        bodies, key=lambda body: (body.key != named, body.outside, body.governs)
    )  # else as the register has them
    return [Option(b.key, b.name, gettext("按事项目录推荐") if b.key == named else "") for b in ordered]


def _items(name: str, raw: Raw, today: Any) -> list[Option]:
    """The item that is chosen, and those that were looked up."""
    chosen = holding(raw.get(name, ""), today) if raw.get(name) else None
    asked = raw.get(f"{name}.q", "").strip()
    found = search_items(asked, on=today, limit=FOUND) if asked else []
    listed = {one.key: one for one in ([chosen] if chosen else []) + found}
    return [_option(one) for one in listed.values()]


def _option(one: Listed) -> Option:
    basis = gettext("、").join(one.legal_basis)
    return Option(one.key, one.name, gettext("{basis} · 由{body}查处").format(basis=basis, body=one.enforcing_name))


@at_desk
def found(request: AtDesk) -> HttpResponse:
    """The items that what is typed finds, as radio rows."""
    name = request.GET.get("field", "item")
    asked = request.GET.get(f"{name}.q", request.GET.get("q", "")).strip()
    options = [_option(one) for one in search_items(asked, on=day_of(request.now), limit=FOUND)] if asked else []
    return render(request, "parts/fields/found.html", {"name": name, "options": options, "asked": asked})


@at_desk
def code(request: AtDesk) -> HttpResponse:
    """Whether the check digit of a code fits: a note that warns and never blocks."""
    asked = {key.rpartition(".")[2]: str(value) for key, value in request.GET.items()}
    note = code_note(asked.get("kind", ""), asked.get("code", ""))
    return render(request, "parts/fields/code_note.html", {"note": note})


def beginning(act: Act, opened: Open, known: Facts, request: AtDesk, own: frozenset[str]) -> Mapping[str, Any]:
    """What the form begins with: its own answers when it was filled in before, and what the catalogue proposes.

    `own` are the facts that this very act, or nobody, has filled in last: another's reasons are not mine.
    """
    names = own & set(act.form.model_fields)
    told = {name: plain(value) for name, value in known.items() if name in names and value is not None}
    return told | proposed(act, opened, known, request)


def proposed(act: Act, opened: Open, known: Facts, request: AtDesk) -> dict[str, str]:
    """The departments that the catalogue names for what the dossier is about, where nobody has chosen one yet."""
    asking = [spec for spec in describe(act.form) if spec.proposed_by and spec.name not in known]
    return {spec.name: named for spec in asking if (named := _named(spec, opened, request))}


def _named(spec: Spec, opened: Open | None, request: AtDesk) -> str:
    """Whom the catalogue names: who enforces; for the body that does so itself, whose business it otherwise is."""
    known = opened.kept.dossier.facts if opened else {}
    item = opened.kept.catalogue.get(str(known.get(spec.proposed_by))) if opened else None
    if item is None:
        return ""
    return item.enforcing if item.enforcing != request.desk.department else item.competent


def named_last(act: Act, read: Record, procedure: Procedure) -> dict[str, str]:
    """The department that the other side has just named: whoever returns a case says where it belongs."""
    last = procedure.act(read.entries[-1].act).form.model_fields if read.entries else {}
    asking = [spec for spec in describe(act.form) if spec.named_by in last]
    return {spec.name: str(read.known[spec.named_by]) for spec in asking if read.known.get(spec.named_by)}


def plain(value: Any) -> Any:
    """A fact as a form is begun with it."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return (
        value.astimezone(ZONE).isoformat() if isinstance(value, datetime) else str(value) if value is not None else None
    )
