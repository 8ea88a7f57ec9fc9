"""What a department's system puts before one of its handlers: files and unfinished forms, in the handler's name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from xiezhi.kernel import NotDone, Refusal, Refused, say
from xiezhi.registry.authority import held_fast

from . import drafts
from .queries import Desk

HANDLER = "handler"


class DraftExists(NotDone):
    """The handler has begun the same form already."""

    code = "draft-exists"


@transaction.atomic
def handlers_desk(username: str, department: str, at: datetime) -> Desk:
    """The desk of a handler of this department. Raises Refused where the person is none now."""
    person = held_fast(username, department, HANDLER, at)
    if person is None:
        raise Refused(Refusal("handler", say("{username} 现在不是本单位的承办人", username=username)))
    return Desk(person.pk, department, (HANDLER,))


def offer(desk: Desk, begun: drafts.Begun, filled: Mapping[str, Any], at: datetime) -> int:
    """Lay an unfinished form among a handler's drafts; its number there. Raises DraftExists: what somebody has typed is never lost."""
    number = drafts.offer(desk, begun, filled, at)
    if number is None:
        said = say("该承办人已有同一项办理的草稿，没有覆盖；请在其办完或者清空后再交")
        raise DraftExists(Refusal("draft-exists", said))
    return number
