"""The files of a form: taken in with it where there is no script, and shown again with what was typed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from xiezhi.kernel import Act, Pack
from xiezhi.office.queries import Desk, Open
from xiezhi.office.record import Record
from xiezhi.office.sniff import RefusedFile
from xiezhi.office.uploads import known, stage

from .desk import AtDesk, at_desk
from .forms import Raw


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


def take_in(raw: QueryDict, files: MultiValueDict[str, UploadedFile], desk: Desk, at: datetime) -> None:
    """Stage what came with the form itself, as if it had been uploaded before it."""
    for name in files:
        if name.startswith("materials.") and name.endswith(".file"):
            key = name.removesuffix(".file")
            for file in files.getlist(name):
                try:
                    raw.appendlist(key, stage(file.chunks(), file.name or "", person=desk.person, at=at).digest)
                except RefusedFile as refused:
                    raw[f"{key}.refused"] = refused.sentence


def shown(pack: Pack, act: Act, opened: Open | None, raw: Raw, wrong: dict[str, str] | Any) -> list[Material]:
    """What must be attached, with what is there already."""
    made = []
    for key, material in pack.materials.get(act.materials, {}).items():
        digests = [digest for digest in raw.getlist(f"materials.{key}") if digest]
        files = [
            {"id": f.digest, "name": f.name, "size": f.size, "href": ""}
            for f in known(digests, opened.kept.id if opened else None)
        ]
        error = raw.get(f"materials.{key}.refused") or wrong.get(f"material:{key}", "")
        reason = raw.get(f"materials.{key}.reason", "")
        made.append(
            Material(key, gettext(material.title), material.required, material.absent_with_reason, files, reason, error)
        )
    return made


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
    """Take one file into staging: its id (digest), name and size; or one sentence why not."""
    file = next(iter(request.FILES.values()), None)
    if not isinstance(file, UploadedFile):
        return JsonResponse({"error": gettext("没有收到文件，请重新选择")}, status=422)
    try:
        taken = stage(file.chunks(), file.name or "", person=request.desk.person, at=request.now)
    except RefusedFile as refused:
        return JsonResponse({"error": refused.sentence}, status=422)
    return JsonResponse({"id": taken.digest, "name": taken.name, "size": taken.size})
