"""A county's register from a file: what it says is there afterwards, and what was there before has not changed."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from xiezhi.config.places import PROJECT
from xiezhi.kernel import Faulty, Refused
from xiezhi.registry.models import Department, JournalEntry, Mandate, User
from xiezhi.registry.register import Brought, bring_in, doubts, read

EXAMPLE = (PROJECT / "docs" / "register-example.toml").read_text(encoding="utf-8")
NOW = datetime(2021, 9, 1, tzinfo=UTC)


def told() -> list[str]:
    return list(JournalEntry.objects.order_by("number").values_list("what", flat=True))


@pytest.mark.django_db
def test_bodies_people_and_mandates_are_there_afterwards() -> None:
    brought = bring_in(read(EXAMPLE), NOW)
    ((username, password),) = brought.passwords.items()
    assert (brought.bodies, brought.given, brought.ended) == (["office", "zfj", "zrzy"], [], [])
    assert set(Department.objects.values_list("key", "kind", "since")) == {
        ("office", "office", date(2021, 2, 22)), ("zfj", "department", date(2021, 2, 22)), ("zrzy", "department", date(2021, 2, 22)),
    }  # fmt: skip
    user = User.objects.get(username=username)
    assert (user.name, user.certificate, user.check_password(password)) == ("陈敏", "浙G0000001", True)
    held = Mandate.objects.filter(user=user).order_by("role").values_list("department", "role", "reason")
    assert list(held) == [("zrzy", "handler", "县委办、县府办文件"), ("zrzy", "liaison", "县委办、县府办文件")]
    assert told() == ["departments-loaded", "person-added", "mandate-given", "mandate-given"]


@pytest.mark.django_db
def test_brought_in_again_it_adds_only_what_is_new() -> None:
    bring_in(read(EXAMPLE), NOW)
    Department.objects.filter(key="zfj").update(agency_word="某执")
    before = told()
    assert bring_in(read(EXAMPLE), NOW) == Brought()
    assert (Department.objects.get(key="zfj").agency_word, told()) == ("某执", before)
    more = EXAMPLE + '\n[[people]]\nusername = "wu.jun"\nname = "吴军"\ndepartment = "zfj"\nroles = ["head"]\n'
    assert list(bring_in(read(more), NOW).passwords) == ["wu.jun"]


@pytest.mark.django_db
def test_who_is_there_holds_from_now_on_what_the_file_says() -> None:
    bring_in(read(EXAMPLE), NOW)
    later = NOW + timedelta(days=30)
    brought = bring_in(read(EXAMPLE.replace('["handler", "liaison"]', '["handler", "head"]')), later)
    assert (brought.given, brought.ended) == (["chen.min zrzy head"], ["chen.min zrzy liaison"])
    assert set(Mandate.objects.in_force(later).values_list("role", flat=True)) == {"handler", "head"}
    assert set(Mandate.objects.in_force(NOW).values_list("role", flat=True)) == {"handler", "liaison"}
    gone = bring_in(read(EXAMPLE.replace('["handler", "liaison"]', "[]")), later)
    assert len(gone.ended) == 2
    assert not Mandate.objects.in_force(later).exists()
    assert told()[-1] == "mandate-ended"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("department", "roles", "said"),
    [("nowhere", '["head"]', "没有这个单位：nowhere"), ("zfj", '["auditor", "head"]', "不得兼任"), ("zfj", '["head", "head"]', "已担任")],
)  # fmt: skip
def test_what_cannot_be_leaves_nothing_behind(department: str, roles: str, said: str) -> None:
    wrong = f'\n[[people]]\nusername = "wu.jun"\nname = "吴军"\ndepartment = "{department}"\nroles = {roles}\n'
    with pytest.raises(Refused, match=said):
        bring_in(read(EXAMPLE + wrong), NOW)
    assert (Department.objects.count(), User.objects.count(), told()) == (0, 0, [])


@pytest.mark.parametrize(
    "wrong", ["since = 2021-02-22", 'since = "x"\nreason = "y"', 'since = 2021-02-22\nreason = "y"\nmore = 1']
)
def test_what_is_filled_in_wrongly_is_named(wrong: str) -> None:
    with pytest.raises(ValidationError, match=r"reason|since|more"):
        read(wrong)


def test_what_is_no_file_of_this_kind_is_said_so() -> None:
    with pytest.raises(Faulty, match="不是 TOML 文件"):
        read("单位：执法局")


def test_a_code_that_does_not_pass_its_check_is_doubted_and_taken() -> None:
    coded = re.sub('agency_word = "某综执"', 'agency_word = "某综执"\nuscc = "11330723MB9990012X"', EXAMPLE)
    assert list(doubts(read(EXAMPLE))) == []
    (doubt,) = doubts(read(coded))
    assert doubt.startswith("某县综合行政执法局：校验位对不上")
