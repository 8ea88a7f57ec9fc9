"""Another dossier about the same violation: which one a form was opened beside, and what it is begun with."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from xiezhi.kernel import Act
from xiezhi.lexicon.forms import Case
from xiezhi.office import queries, record
from xiezhi.office.queries import Open

from .choosing import plain
from .desk import AtDesk
from .forms import Raw, laid_out

ABOUT = "_about"  # the field of a form that names it
LONGEST = 15  # digits of a number


def number(text: str) -> int | None:
    """The number of a dossier as an address or a form gives it; None: it gives none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None


def dossier(request: AtDesk, text: str) -> Open | None:
    """The one that is meant, for a department that has a part in it. Raises Http404 for all others."""
    if not text:
        return None
    opened = queries.dossier(request.desk, number(text) or 0, request.now)
    if opened is None or opened.oversees or opened.until is not None:
        raise Http404
    return opened


def begun(act: Act, request: AtDesk) -> Raw:
    """A first act is begun with whom and what the other dossier is about; when it was found is a matter of its own."""
    other = dossier(request, request.GET.get("about", ""))
    if other is None:
        return laid_out({})
    known = record.read(other).known
    names = set(Case.model_fields) & set(act.form.model_fields) & set(known)
    told: Mapping[str, Any] = {name: plain(known[name]) for name in names}
    return laid_out({**told, ABOUT: other.kept.id})
