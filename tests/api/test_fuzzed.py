"""Whatever is sent to whatever operation, as its description allows and as it does not: no 5xx, and no answer undescribed."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import ignored_auth, positive_data_acceptance

from tests.office.told import LETTER, Told, found
from xiezhi.config.wsgi import application
from xiezhi.office.models import File, Obligation, Paper
from xiezhi.registry.models import Mandate

from .asking import ROOT, of

pytestmark = pytest.mark.usefixtures("county")

EXAMPLES = 5  # of each kind for each operation: about half a minute in all
# Who is let in is tested in test_access.py; and the law refuses much that its form allows.
ELSEWHERE = [ignored_auth, positive_data_acceptance]
ANYHOW = settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The transaction of the test outlives the requests in it, as it does with Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def headers() -> dict[str, str]:
    """Somebody who may do nearly everything in one department."""
    held = Mandate.objects.get(user__username="zrzy.handler")
    for role in ("liaison", "head"):
        Mandate.objects.create(
            user=held.user, department_id="zrzy", role=role, since=held.since, reason="兼任", given_by=held.given_by
        )
    return {"Authorization": f"Bearer {of('zrzy.handler').secret}"}


def closing(environ: Any, start_response: Any) -> list[bytes]:
    """The site as a server calls it, which closes what it has sent."""
    body: Any = application(environ, start_response)
    try:
        return [b"".join(body)]
    finally:
        body.close()


def reachable() -> list[dict[str, int]]:
    """Numbers of things that are there, in dossiers of several states."""
    sent, begun, drafted = Told().sent(), Told(), Told()
    begun("zrzy.handler", "find", **found(begun.at))
    drafted("zrzy.handler", "find", **found(drafted.at))
    drafted("zrzy.handler", "draft", **LETTER)
    at = [{"number": int(told.number or 0)} for told in (sent, begun, drafted)]
    owed = [{"number": o.dossier_id, "owed": o.pk} for o in Obligation.objects.all()]
    things = [{"number": pk} for model in (Paper, File) for pk in model.objects.values_list("pk", flat=True)[:2]]
    return [*at, *owed, *things]


def cases(operation: Any, there: list[dict[str, int]]) -> Iterator[st.SearchStrategy[Any]]:
    """As described; not as described; and, where there is a place in the path, as described and of what is there."""
    yield operation.as_strategy(GenerationMode.POSITIVE)
    yield operation.as_strategy(GenerationMode.NEGATIVE)
    names = {one.name for one in operation.path_parameters}
    known = [one for one in there if set(one) == names]
    if known:
        yield st.sampled_from(known).flatmap(lambda one: operation.as_strategy(path_parameters=one))


def test_no_request_is_answered_otherwise_than_described(headers: dict[str, str]) -> None:
    schema = schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", closing)
    there, asked = reachable(), 0
    operations: list[Any] = list(schema.get_all_operations())
    for operation in operations:
        for strategy in cases(operation.ok(), there):

            @ANYHOW
            @given(case=strategy)
            def ask(case: Any) -> None:
                nonlocal asked
                asked += 1
                case.validate_response(case.call(headers=headers), excluded_checks=ELSEWHERE)

            ask()
    assert asked > 400
