from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from pydantic import ValidationError

from xiezhi.kernel import Refused
from xiezhi.registry.models import Department, JournalEntry, Mandate, Unit, User
from xiezhi.registry.people import NewPerson, Role, add_person, end_mandate, first_admin
from xiezhi.registry.seed import load_county

from .conftest import LATER, NOW, PASSWORD, Staff


def told() -> list[str]:
    return list(JournalEntry.objects.values_list("what", flat=True))


def test_the_first_administrator_is_made_once(county: dict[str, Department]) -> None:
    mandate = first_admin("admin", "管理员", PASSWORD, at=NOW)
    assert (mandate.role, mandate.department.key, mandate.given_by) == ("administrator", "office", None)
    assert authenticate(username="admin", password=PASSWORD) == mandate.user
    assert told()[-2:] == ["person-added", "mandate-given"]
    with pytest.raises(Refused, match="已有系统管理员"):
        first_admin("second", "另一人", PASSWORD, at=NOW)


def test_passwords_are_kept_as_argon2(admin: User) -> None:
    assert admin.password.startswith("argon2")


def test_a_poor_password_is_refused_and_nothing_is_left(county: dict[str, Department]) -> None:
    with pytest.raises(Refused):
        first_admin("admin", "管理员", "123", at=NOW)
    assert not User.objects.exists()


@pytest.mark.parametrize("username", ["Zhang", "张三", "", "a b", "-x", "x" * 51])
def test_a_username_is_plain(username: str) -> None:
    with pytest.raises(ValidationError):
        NewPerson(username=username, name="张三")


def test_a_username_is_given_once(staff: Staff) -> None:
    staff.person("zhang")
    with pytest.raises(Refused, match="用户名已被使用：zhang"):
        staff.person("zhang")


def test_somebody_without_an_office_adds_nobody(staff: Staff) -> None:
    zhang = staff.person("zhang")
    with pytest.raises(Refused, match="只有系统管理员或登记员"):
        add_person(NewPerson(username="li", name="李"), PASSWORD, by=zhang, at=NOW)


def test_a_mandate_is_given_and_told(staff: Staff) -> None:
    mandate = staff.give(staff.person("zhang"), "zfj", Role.HANDLER, until=LATER)
    assert mandate.given_by == staff.admin
    assert list(Mandate.objects.in_force(NOW).filter(role="handler")) == [mandate]
    assert list(Mandate.objects.in_force(LATER).filter(role="handler")) == []
    assert told()[-1] == "mandate-given"


def test_what_stands_against_a_mandate_is_said_in_words(staff: Staff) -> None:
    zhang = staff.person("zhang")
    staff.give(zhang, "zfj", Role.HANDLER)
    before = told()
    for wanted, why in (
        (("zfj", Role.HANDLER), "zhang在综合行政执法局已担任承办人"),
        (("nobody", Role.HANDLER), "没有这个单位：nobody"),
        (("zfj", Role.AUDITOR), "系统管理员、审计员不得兼任其他职责"),
    ):
        with pytest.raises(Refused, match=why):
            staff.give(zhang, *wanted)
    with pytest.raises(Refused, match="终止时间应当晚于起始时间"):
        staff.give(zhang, "zfj", Role.HEAD, until=NOW)
    with pytest.raises(Refused, match="没有这个内设或派驻机构：执法一中队"):
        staff.give(zhang, "zfj", Role.HEAD, unit="执法一中队")
    assert told() == before


def test_a_unit_of_the_department_may_be_named(staff: Staff, county: dict[str, Department]) -> None:
    unit = Unit.objects.create(department=county["zfj"], name="执法一中队", kind=Unit.Kind.DISPATCHED)
    assert staff.give(staff.person("zhang"), "zfj", Role.HANDLER, unit="执法一中队").unit == unit


def test_no_mandate_in_a_department_that_is_no_more(staff: Staff, county: dict[str, Department]) -> None:
    Department.objects.filter(key="zjj").update(until=NOW.date(), successor=county["zrzy"])
    with pytest.raises(Refused, match="住建局届时已经撤销"):
        staff.give(staff.person("zhang"), "zjj", Role.HANDLER)


def test_a_registrar_gives_case_mandates_in_the_own_department_and_no_others(staff: Staff) -> None:
    registrar, zhang = staff.person("registrar"), staff.person("zhang")
    staff.give(registrar, "zfj", Role.REGISTRAR)
    staff.give(zhang, "zfj", Role.HEAD, by=registrar)
    for department, role in (("zjj", Role.HANDLER), ("zfj", Role.REGISTRAR), ("zfj", Role.ADMINISTRATOR)):
        with pytest.raises(Refused, match="只有系统管理员或本单位登记员"):
            staff.give(zhang, department, role, by=registrar)
    with pytest.raises(Refused, match="不得办理本人的任职"):
        staff.give(registrar, "zfj", Role.HANDLER, by=registrar)
    with pytest.raises(Refused, match="只有系统管理员或本单位登记员"):
        staff.give(registrar, "zfj", Role.HANDLER, by=zhang)


def test_a_mandate_is_passed_on_within_its_own_term(staff: Staff) -> None:
    head, deputy, third = (staff.person(name) for name in ("head", "deputy", "third"))
    own = staff.give(head, "zfj", Role.HEAD, until=LATER)
    passed = staff.give(deputy, "zfj", Role.HEAD, until=LATER, by=head, delegated_from=own.pk)
    assert passed.delegated_from == own
    for wanted, why in (
        ({"role": Role.HEAD}, "委托不得超出本人的任期"),
        ({"role": Role.CHIEF, "until": LATER}, "只能把同一单位的同一职责委托给他人"),
        ({"role": Role.HEAD, "until": LATER, "by": deputy}, "只能委托本人现任的职责"),
        ({"role": Role.HEAD, "until": LATER, "by": deputy, "delegated_from": passed.pk}, "不得再委托"),
    ):
        with pytest.raises(Refused, match=why):
            staff.give(third, "zfj", **{"by": head, "delegated_from": own.pk, **wanted})  # type: ignore[arg-type]


def test_a_mandate_ends_with_what_was_delegated_from_it(staff: Staff) -> None:
    head, deputy = staff.person("head"), staff.person("deputy")
    own = staff.give(head, "zfj", Role.HEAD)
    passed = staff.give(deputy, "zfj", Role.HEAD, by=head, delegated_from=own.pk)
    at = NOW + timedelta(days=3)
    assert end_mandate(own, at=at, by=staff.admin, reason="调离") == (own, passed)
    assert not Mandate.objects.in_force(at).filter(role="head").exists()
    assert told()[-2:] == ["mandate-ended", "mandate-ended"]
    assert '"reason":"调离"' in JournalEntry.objects.all().reverse()[0].body


def test_a_delegation_that_has_not_begun_never_does_once_its_source_has_ended(staff: Staff) -> None:
    head, deputy = staff.person("head"), staff.person("deputy")
    own = staff.give(head, "zfj", Role.HEAD)
    staff.give(deputy, "zfj", Role.HEAD, by=head, delegated_from=own.pk, since=LATER)
    assert Mandate.objects.in_force(LATER).filter(user=deputy).exists()
    end_mandate(own, at=NOW + timedelta(days=3), by=staff.admin, reason="调离")
    assert not Mandate.objects.in_force(LATER).filter(user=deputy).exists()


def test_a_mandate_that_has_not_begun_is_called_off(staff: Staff) -> None:
    mandate = staff.give(staff.person("zhang"), "zfj", Role.HANDLER, since=LATER)
    (ended,) = end_mandate(mandate, at=NOW, by=staff.admin, reason="另有安排")
    assert ended.until == LATER
    assert not Mandate.objects.in_force(LATER).filter(role="handler").exists()


def test_whoever_passed_a_mandate_on_may_take_it_back(staff: Staff) -> None:
    head, deputy = staff.person("head"), staff.person("deputy")
    own = staff.give(head, "zfj", Role.HEAD)
    passed = staff.give(deputy, "zfj", Role.HEAD, by=head, delegated_from=own.pk)
    assert end_mandate(passed, at=LATER, by=head, reason="回岗") == (passed,)
    assert list(Mandate.objects.in_force(LATER).filter(role="head")) == [own]


def test_a_mandate_is_not_ended_twice_nor_by_anybody_nor_without_reason(staff: Staff) -> None:
    zhang, li = staff.person("zhang"), staff.person("li")
    mandate = staff.give(zhang, "zfj", Role.HANDLER)
    for by, reason, why in ((li, "调离", "只有系统管理员或本单位登记员"), (staff.admin, " ", "请写明终止任职的理由")):
        with pytest.raises(Refused, match=why):
            end_mandate(mandate, at=LATER, by=by, reason=reason)
    end_mandate(mandate, at=LATER, by=staff.admin, reason="调离")
    with pytest.raises(Refused, match="已经终止"):
        end_mandate(mandate, at=LATER, by=staff.admin, reason="调离")


@pytest.mark.django_db(transaction=True)
def test_of_two_first_administrators_at_one_moment_one_is_made() -> None:
    load_county(NOW)

    def make(username: str) -> str:
        try:
            return first_admin(username, "管理员", PASSWORD, at=NOW).user.username
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = set(pool.map(make, ("one", "two")))
    assert made - {"one", "two"} == {"已有系统管理员，请由其办理"}
    assert User.objects.count() == 1
