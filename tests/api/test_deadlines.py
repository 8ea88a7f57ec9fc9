"""GET /deadline: the same answer as the command's, and what is asked wrongly is told by its field."""

import pytest

from xiezhi.registry.deadlines import deadline

from .asking import NOBODY, of, system_of

pytestmark = pytest.mark.usefixtures("county")


@pytest.mark.parametrize(
    ("term", "start"),
    [
        ("transfer", "2021-09-29T10:00"), ("transfer", "2021-09-29"), ("24 hours", "2021-09-30T17:30:00+08:00"),
        ("5 days before", "2021-10-08"), ("open", "2021-09-29"), ("6 months", "2027-05-01"), ("filing", "2021-09-29T00:00"),
    ],
)  # fmt: skip
def test_it_answers_what_the_command_answers(term: str, start: str) -> None:
    answer = of("zrzy.handler").get("deadline", term=term, start=start)
    assert (answer.status, answer.said) == (200, deadline(term, start).told())


def test_a_pack_may_be_named() -> None:
    told = of("zrzy.handler").get("deadline", term="transfer", start="2021-01-04", pack="wuyi-2021").said
    assert (told["due_date"], told["clause"]) == ("2021-01-07", "五(三)3")


def test_any_token_will_do_and_none_will_not() -> None:
    asked = {"term": "transfer", "start": "2021-09-29"}
    assert system_of("zrzy").get("deadline", **asked).status == 200
    assert NOBODY.get("deadline", **asked).code == "unauthenticated"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"term": "nothing", "start": "2021-09-29"}, "term"),
        ({"term": "transfer", "start": "昨天"}, "start"),
        ({"term": "24 hours", "start": "2021-09-29"}, "start"),
        ({"term": "transfer", "start": "2021-02-01"}, "pack"),
        ({"term": "transfer", "start": "2021-09-29", "pack": "nowhere"}, "pack"),
        ({"term": "transfer", "start": "2021-09-29", "pack": "不"}, "pack"),
        ({"term": "transfer"}, "start"),
        ({"term": "", "start": "2021-09-29"}, "term"),
        ({"term": "x" * 101, "start": "2021-09-29"}, "term"),
        ({"term": "{day}", "start": "2021-09-29"}, "term"),
    ],
)
def test_what_is_asked_wrongly_is_told_by_its_field(asked: dict[str, str], field: str) -> None:
    answer = of("zrzy.handler").get("deadline", **asked)
    assert (answer.status, answer.code) == (422, "invalid")
    assert [one["field"] for one in answer.said["fields"]] == [field]
    assert answer.said["detail"].endswith(answer.said["fields"][0]["sentence"])
