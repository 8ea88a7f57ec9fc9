"""The files of a form: taken in with it where there is no script, and shown again with what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from xiezhi.kernel import Act
from xiezhi.office.foreseeing import BLANK
from xiezhi.office.queries import Open
from xiezhi.office.record import Record
from xiezhi.office.sniff import RefusedFile
from xiezhi.office.store import Taken
from xiezhi.office.uploads import Known, known, stage

from .desk import AtDesk, at_desk
from .forms import Raw

TOO_LARGE = "too-large"


@dataclass(frozen=True)
class Material:
    """A row of the materials, as parts/material.html draws it."""

    key: str
    title: str
    required: bool
    may_be_absent: bool
    files: list[dict[str, Any]] = field(default_factory=list)
    reason: str = ""
    error: str = ""


def take_in(raw: QueryDict, request: AtDesk) -> dict[str, str]:
    """Stage what came with the form itself, as if it had been uploaded before it; which were refused, and why."""
    refused: dict[str, list[str]] = {}
    for name in request.FILES:
        key = name.removesuffix(".file")
        if not (name.startswith("materials.") and name != key):
            continue
        for file in request.FILES.getlist(name):
            try:
                raw.appendlist(key, _stage(file, request).digest)
            except RefusedFile as why:
                refused.setdefault(key.replace("materials.", "material:", 1), []).append(_said(why, request))
    return {place: " ".join(sentences) for place, sentences in refused.items()}


def _stage(file: "UploadedFile[bytes]", request: AtDesk) -> Taken:
    return stage(file.chunks(), file.name or "", person=request.desk.person, at=request.now)


def _said(refused: RefusedFile, request: AtDesk) -> str:
    return request.eyes.refusal(refused.refusals[0])


def shown(request: AtDesk, act: Act, opened: Open | None, raw: Raw, wrong: Mapping[str, str]) -> list[Material]:
    """What must be attached, with what is there already."""
    pack = (opened.force if opened else request.force).rules.pack
    return [
        Material(
            key, gettext(material.title), material.required, material.absent_with_reason,
            [_drawn(one) for one in known(raw.getlist(f"materials.{key}"), request.desk, opened)],
            raw.get(f"materials.{key}.reason", ""), wrong.get(f"material:{key}", ""),
        )
        for key, material in pack.materials.get(act.materials, {}).items()
    ]  # fmt: skip


def _drawn(one: Known) -> dict[str, Any]:
    href = reverse("file", args=[one.number]) if one.number else ""
    return {"id": one.digest, "name": one.name, "size": one.size, "href": href, "media_type": one.media_type}


def going_along(materials: Sequence[Material]) -> list[dict[str, str]]:
    """What the form attaches so far, as a list of materials is made of; what is required and lacks is a blank."""
    rows: list[dict[str, str]] = []
    for one in materials:
        rows += [_row(one, f["name"], f["id"], f["media_type"]) for f in one.files]
        if not one.files and one.reason:
            rows.append(_row(one, one.reason))
        elif not one.files and one.required:
            rows.append(_row(one, BLANK, BLANK))
    return rows


def _row(one: Material, name: str, digest: str = "", media_type: str = "") -> dict[str, str]:
    return {"material": one.key, "name": name, "digest": digest, "media_type": media_type}


def lay_out(raw: Raw, read: Record) -> None:
    """The last set of materials, to begin with: what was attached before need not be uploaded again."""
    last = max((f.entry for f in read.files), default=0)
    for file in read.files:
        if file.entry == last and file.digest:
            raw.appendlist(f"materials.{file.material}", file.digest)
        elif file.entry == last:
            raw[f"materials.{file.material}.reason"] = file.reason


@require_POST
@at_desk
def upload(request: AtDesk) -> HttpResponse:
    """Take one file into staging: its id (digest), name and size; or, in `detail`, one sentence why not."""
    if not request.desk.department:
        return _refusal(gettext("您现在没有任职，不能上传文件；请联系本单位登记员"), 403)
    files = [file for name in request.FILES for file in request.FILES.getlist(name)]
    if len(files) != 1:
        return _refusal(gettext("没有收到文件，请重新选择") if not files else gettext("一次只能上传一个文件"), 422)
    try:
        taken = _stage(files[0], request)
    except RefusedFile as why:
        return _refusal(_said(why, request), 413 if why.refusals[0].name == TOO_LARGE else 422)
    return JsonResponse({"id": taken.digest, "name": taken.name, "size": taken.size})


def _refusal(detail: str, status: int) -> HttpResponse:
    return JsonResponse({"detail": detail}, status=status)
