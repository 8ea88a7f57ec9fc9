"""The subjects of cases (当事人): their numbers are encrypted at rest, found again by digest, read with a reason."""

import hashlib
import hmac
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from xiezhi.kernel import Refusal, Refused, say, wording
from xiezhi.lexicon.forms import MARK
from xiezhi.lexicon.forms import Subject as SubjectForm

from . import journal
from .codes import tidy
from .models import Subject, User

_NONCE = 12  # bytes: what AES-GCM asks for
NUMBERS = ("code", "phone")  # what is encrypted of a subject
HIDDEN = "encrypted:"


@dataclass(frozen=True)
class Shown:
    """A subject as people see it; `masked` hides most of its numbers, `reveal` does not."""

    id: int
    kind: str
    name: str
    code: str
    phone: str
    representative: str
    address: str


def record(subject: SubjectForm, department: str, at: datetime) -> Subject:
    """Keep a subject as this department has stated it. The same firm stated again is a row of its own."""
    return Subject.objects.create(
        kind=subject.kind.value,
        name=subject.name,
        code_encrypted=_encrypted("code", subject.code),
        code_digest=_code_digest(subject.code) if subject.code else "",
        phone_encrypted=_encrypted("phone", subject.phone),
        representative=subject.representative or "",
        address=subject.address or "",
        department_id=department,
        created_at=at,
    )


def find(number: int) -> Subject:
    """The subject of this number."""
    return Subject.objects.get(pk=number)


def completed(stated: SubjectForm, row: Subject) -> SubjectForm:
    """What is stated, with the number that is kept wherever a mark stands in its place.

    Raises Refused where the mark stands in the place of somebody else's number.
    """
    marked = MARK in (stated.code, stated.phone)
    if marked and (stated.kind, stated.name) != (row.kind, row.name):
        raise Refused(Refusal("numbers", say("当事人的类型或者名称改了，证件号码和联系电话请重新填写")))
    kept = dict(zip(("code", "phone"), _numbers(row), strict=True))
    return stated.model_copy(update={name: kept[name] or None for name in kept if getattr(stated, name) == MARK})


def agrees(row: Subject, digest: str) -> bool:
    """Whether a subject still is what was sealed; it is not where this installation's key does not open its numbers."""
    try:
        return hmac.compare_digest(reference_digest(row), digest)
    except InvalidTag:
        return False


def masked(row: Subject) -> Shown:
    """What lists and pages show: a firm's code is public, a person's number and all telephones are not."""
    return _shown(row, *_mostly_hidden(row.kind, *_numbers(row)))


def masks_typed(stated: SubjectForm) -> dict[str, str]:
    """The same of one that is only typed yet, as `masks`."""
    return dict(zip(NUMBERS, _mostly_hidden(stated.kind, stated.code or "", stated.phone or ""), strict=True))


@transaction.atomic
def reveal(row: Subject, *, by: User | None, at: datetime, reason: str) -> Shown:
    """The subject with its numbers, and an entry in the journal that they were read, by whom and why.

    `by` is None for the system, which fills them into a letter. That `by` may see the dossier is the caller's to know.
    """
    if not reason.strip():
        raise Refused(Refusal("reason", say("查看当事人号码，请写明理由")))
    journal.write("subject-revealed", by=by, at=at, subject=row.pk, reason=reason)
    return _shown(row, *_numbers(row))


def reference_digest(row: Subject) -> str:
    """What a log seals in place of the subject: shows a later change, and tells nobody without the key anything."""
    code, phone = _numbers(row)
    text = wording({**_shown(row, code, phone).__dict__, "department": row.department_id})
    return f"hmac-sha256:{_keyed('reference', text)}"


def _shown(row: Subject, code: str, phone: str) -> Shown:
    return Shown(row.pk, row.kind, row.name, code, phone, row.representative, row.address)


def _numbers(row: Subject) -> tuple[str, str]:
    return _decrypted("code", row.code_encrypted), _decrypted("phone", row.phone_encrypted)


def _mostly_hidden(kind: str, code: str, phone: str) -> tuple[str, str]:
    return code if kind == Subject.Kind.FIRM else _mask(code, 4, 2), _mask(phone, 3, 4)


def _mask(number: str, first: int, last: int) -> str:
    if len(number) <= first + last:
        return "*" * len(number)
    return number[:first] + "*" * (len(number) - first - last) + number[-last:]


def _code_digest(code: str) -> str:
    return _keyed("code digest", tidy(code))


def _keyed(purpose: str, text: str) -> str:
    return hmac.new(
        _key(settings.SUBJECT_KEY or settings.SECRET_KEY, purpose), text.encode(), hashlib.sha256
    ).hexdigest()


def _encrypted(column: str, text: str | None) -> bytes | None:
    if not text:
        return None
    nonce = os.urandom(_NONCE)
    return nonce + _cipher().encrypt(nonce, text.encode(), column.encode())


def _decrypted(column: str, kept: bytes | memoryview | None) -> str:
    if not kept:
        return ""
    data = bytes(kept)
    return _cipher().decrypt(data[:_NONCE], data[_NONCE:], column.encode()).decode()


def hidden(column: str, number: str) -> str:
    """A number encrypted as it is in the tables, as text: for what is not a subject yet, such as a draft."""
    return HIDDEN + b64encode(_encrypted(column, number) or b"").decode()


def shown(column: str, text: str) -> str:
    """What `hidden` has hidden; any other text as it is."""
    return _decrypted(column, b64decode(text.removeprefix(HIDDEN))) if text.startswith(HIDDEN) else text


def _cipher() -> AESGCM:
    return AESGCM(_key(settings.SUBJECT_KEY or settings.SECRET_KEY, "encryption"))


@lru_cache(maxsize=8)
def _key(secret: str, purpose: str) -> bytes:
    """One key for each purpose, all from one secret."""
    return HKDF(SHA256(), length=32, salt=None, info=f"xiezhi subjects {purpose}".encode()).derive(secret.encode())


def masked_of(pk: int | None) -> Shown | None:
    """What pages show of the subject of a dossier; None where there is none."""
    row = Subject.objects.filter(pk=pk).first() if pk else None
    return masked(row) if row else None


def masks(shown: Shown | None) -> dict[str, str]:
    """What stands in the places that a paper's words keep for numbers."""
    return {"code": shown.code, "phone": shown.phone} if shown else {}
