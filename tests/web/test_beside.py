"""A further dossier about the same violation: begun with whom and what it is about, and linked."""

import pytest

from tests.office.disputed import COORDINATOR
from tests.office.told import FIRM, Told
from xiezhi.office.models import Dossier, Draft
from xiezhi.web.beside import number

from .site import Visitor, words
from .test_acting import FIND, TYPED

pytestmark = pytest.mark.usefixtures("county")


def ask(told: Told) -> str:
    return f"{FIND}?about={told.number}"


def test_a_handler_of_a_party_finds_the_way_on_the_dossier() -> None:
    told = Told().sent()
    way = f"/open/?about={told.number}"
    assert way in Visitor("zfj.handler").get(f"/dossiers/{told.number}/").content.decode()
    for who in ("zfj.head", f"{COORDINATOR}.handler"):
        assert way not in Visitor(who).get(f"/dossiers/{told.number}/").content.decode()
    opening = Visitor("zfj.handler").get(way)
    assert told.row.title in words(opening)
    assert ask(told) in opening.content.decode()


def test_it_begins_with_whom_and_what_it_is_about_and_not_with_when_it_was_found() -> None:
    html = Visitor("zfj.handler").get(ask(Told().sent())).content.decode()
    assert f'value="{FIRM["name"]}"' in html
    assert 'value="壶山街道"' in html
    assert FIRM["code"] not in html
    assert "2021-03-01T08:00" not in html


def test_it_is_opened_in_the_same_matter_by_what_the_form_carries() -> None:
    told = Told().sent()
    visitor = Visitor("zfj.handler")
    answer = visitor.post(FIND, **TYPED, _about=str(told.number))
    assert answer.status_code == 302
    latest = Dossier.objects.latest("pk")
    assert latest.matter_id == told.row.matter_id
    assert told.row.title in visitor.reads(answer["Location"])


def test_a_draft_and_a_refused_form_still_know_beside_what_they_are() -> None:
    told, visitor = Told().sent(), Visitor("zfj.handler")
    carried = f'name="_about" value="{told.number}"'
    refused = visitor.post(FIND, **{**TYPED, "place": ""}, _about=str(told.number))
    assert carried in refused.content.decode()
    visitor.post(FIND, **TYPED, _about=str(told.number), draft="1")
    assert carried in visitor.get(FIND, draft=Draft.objects.get().pk).content.decode()


def test_a_draft_of_another_case_does_not_take_its_place() -> None:
    told, visitor = Told().sent(), Visitor("zfj.handler")
    visitor.post(FIND, draft="1", case_title="另一件事", _key="a")
    page = visitor.get(ask(told))
    assert f'name="_about" value="{told.number}"' in page.content.decode()
    assert f'value="{FIRM["name"]}"' in page.content.decode()
    assert "另一件事" not in page.content.decode()
    assert "您还有 1 份没有办完的草稿" in words(page)


@pytest.mark.parametrize("who", ["slj.handler", f"{COORDINATOR}.handler"])
def test_for_who_has_no_part_in_it_there_is_none(who: str) -> None:
    told = Told().sent()
    visitor = Visitor(who)
    assert visitor.get(ask(told)).status_code == 404
    assert visitor.post(FIND, **TYPED, _about=str(told.number)).status_code == 404
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"), [("12", 12), ("", None), ("x", None), ("-1", None), ("9" * 30, None), ("１", None)]
)
def test_a_number_is_plain_digits(text: str, said: int | None) -> None:
    assert number(text) == said
