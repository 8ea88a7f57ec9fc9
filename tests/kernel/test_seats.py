from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from xiezhi.kernel.dossier import Actor, Dossier
from xiezhi.kernel.errors import NotEntitled, Refused
from xiezhi.kernel.form import Form
from xiezhi.kernel.procedure import Act, Procedure
from xiezhi.kernel.seats import THE_SYSTEM, accepted, entitled
from xiezhi.kernel.words import NEW, SYSTEM, Side

from .small import (
    ASKED,
    ASKER,
    ASKING,
    COURT,
    DONE,
    HELPER,
    HELPERS,
    JUDGE,
    OFFICE,
    OPEN,
    RULES,
    Question,
    Questions,
    act,
    decided,
    dossier,
    person,
    procedure,
    rules,
)

Parties = Mapping[str, tuple[str, ...]]


def may(who: str | Actor, of: Act, where: Dossier | None = None) -> list[tuple[str, str]]:
    """The roles in which somebody may do an act, and for whom."""
    by = person(who) if isinstance(who, str) else who
    return [(role.name, party) for role, party in entitled(of, where or dossier(), by, RULES)]


def test_a_role_is_held_in_the_department_that_has_the_side() -> None:
    note = act("note", by=[ASKER.handler, ASKER.head, HELPER.handler])
    assert may("zjj.handler", note) == [("handler", "zjj")]
    assert may("zjj.handler+head", note) == [("handler", "zjj"), ("head", "zjj")]
    assert may("slj.handler", note) == [("handler", "slj")]
    assert may("slj.head", note) == may("zfj.handler", note) == may("zjj.liaison", note) == []


def test_of_a_side_for_one_only_the_last_to_take_it_acts() -> None:
    passed_on = dossier(parties={"asker": ("zjj",), "helper": ("slj", "sthj")})
    answer = act("answer", by=HELPER.handler)
    assert may("sthj.handler", answer, passed_on) == [("handler", "sthj")]
    assert may("slj.handler", answer, passed_on) == []


def test_each_of_many_acts_for_itself() -> None:
    asked = dossier(parties={"asker": ("zjj",), "helpers": ("slj", "sthj")})
    assert may("sthj.handler", act("answer", by=HELPERS.handler), asked) == [("handler", "sthj")]


def test_anyone_opens_for_their_own_department_and_an_appointed_side_only_those_appointed() -> None:
    fresh = Dossier("small")
    assert may("scjg.handler", act("open", at=[NEW]), fresh) == [("handler", "scjg")]
    assert may("scjg.head", act("open", at=[NEW]), fresh) == []
    judging = act("open", at=[NEW], by=JUDGE.handler)
    assert may("higher.handler", judging, fresh) == [("handler", "higher")]
    assert may("zjj.handler", judging, fresh) == []


def test_the_packs_approvers_sign_and_a_major_matter_may_need_the_chief() -> None:
    sign = act("sign", by=ASKER.approver("sign"))
    assert may("zjj.head", sign) == may("zjj.chief", sign) == [("approver", "zjj")]
    assert may("zjj.handler", sign) == may("slj.head", sign) == []
    major = {"when": {"grade": "major"}, "roles": ["chief"]}
    under = rules(approvers={"sign": {"roles": ["head", "chief"], "clause": "ask", "cases": [major]}})
    role = ASKER.approver("sign")
    assert accepted(role, under, {"grade": "major"}) == ("chief",)
    assert accepted(role, under, {"grade": "ordinary"}) == accepted(role, under) == ("head", "chief")
    there = dossier(facts={"grade": "major"})
    assert [d for _, d in entitled(sign, there, person("zjj.head"), under)] == []
    assert [d for _, d in entitled(sign, there, person("zjj.chief"), under)] == ["zjj"]


def test_only_the_system_does_the_systems_acts() -> None:
    lapse = act("lapse", by=SYSTEM)
    assert may(THE_SYSTEM, lapse) == [("system", "")]
    assert may("zjj.system", lapse) == []
    assert may(THE_SYSTEM, act("note")) == []


def test_the_openers_handler_records_what_a_side_without_a_desk_does() -> None:
    rule = act("rule", by=COURT.head)
    there = dossier(parties={"asker": ("zjj",), "court": ("court",)})
    assert may("zjj.handler", rule, there) == [("head", "court")]
    assert may("zjj.liaison", rule, there) == may("slj.handler", rule, there) == []
    assert may("court.head", rule, there) == [("head", "court")]


def refusal(of: Procedure, where: Dossier, who: str, what: str, **filled: Any) -> str:
    with pytest.raises((NotEntitled, Refused)) as refused:
        decided(of, where, who, what, **filled)
    (only,) = refused.value.refusals
    return str(only)


def test_who_is_not_entitled_is_told_whose_act_it_is() -> None:
    signing = procedure(
        act("open", at=[NEW], to=OPEN), act("sign", by=[ASKER.approver("sign"), ASKER.liaison], to=DONE)
    )
    assert refusal(signing, dossier(), "zjj.handler", "sign") == (
        "“办理sign”应由请求单位负责人、请求单位联络员办理（小政发〔2021〕1号 ask）"
    )
    with pytest.raises(NotEntitled, match="应由系统办理"):
        decided(
            procedure(act("open", at=[NEW], to=OPEN), act("lapse", by=SYSTEM, to=DONE)), dossier(), "zjj.chief", "lapse"
        )


def test_where_only_one_mandate_may_sign_it_is_named() -> None:
    under = rules(approvers={"sign": {"roles": ["chief"], "clause": "ask"}})
    signing = procedure(act("open", at=[NEW], to=OPEN), act("sign", by=ASKER.approver("sign"), to=DONE))
    with pytest.raises(NotEntitled, match="应由请求单位主要负责人办理"):
        decided(signing, dossier(), "zjj.head", "sign", under=under)


def admitted(*sides: Side, form: type[Form] | None = None, parties: Parties | None = None, **filled: Any) -> Parties:
    """Who is newly let in by an act that admits these sides."""
    extra = {"form": form} if form else {}
    of = procedure(act("open", at=[NEW], to=OPEN), act("admit", admits=sides, **extra), act("end", to=DONE))
    return decided(of, dossier(parties={"asker": ("zjj",), **(parties or {})}), "zjj.handler", "admit", **filled).admits


def test_whoever_opens_a_dossier_takes_the_side_and_whom_they_name_theirs() -> None:
    decision = decided(ASKING, Dossier("small"), "zjj.handler", "ask", helper="slj", question="是否在河道内")
    assert decision.admits == {"asker": ("zjj",), "helper": ("slj",)}


def test_an_appointed_place_goes_to_the_first_of_the_list_and_stays_with_whom_has_it() -> None:
    assert admitted(JUDGE) == {"judge": ("judge",)}
    assert admitted(JUDGE, parties={"judge": ("higher",)}) == {}


def test_a_place_for_one_is_taken_over_and_one_of_many_joined() -> None:
    assert admitted(HELPER, form=Question, parties={"helper": ("slj",)}, helper="sthj", question="x") == {
        "helper": ("slj", "sthj")
    }
    assert admitted(HELPER, form=Question, parties={"helper": ("slj",)}, helper="slj", question="x") == {}
    assert admitted(HELPERS, form=Questions, parties={"helpers": ("slj",)}, helpers=["sthj", "slj"]) == {
        "helpers": ("slj", "sthj")
    }


def test_who_had_a_place_before_the_last_may_take_it_again() -> None:
    back = admitted(HELPER, form=Question, parties={"helper": ("slj", "sthj")}, helper="slj", question="x")
    assert back == {"helper": ("slj", "sthj", "slj")}


def test_nobody_deals_with_themselves() -> None:
    fresh = Dossier("small")
    said = refusal(ASKING, fresh, "zjj.handler", "ask", helper="zjj", question="x")
    assert said == "zjj已是请求单位，不能又作为协助单位"


def test_a_side_that_is_named_before_it_is_let_in_is_refused_at_once() -> None:
    naming = procedure(
        act("open", at=[NEW], to=OPEN), act("draft", form=Question, to=ASKED, at=[OPEN]),
        act("send", at=[ASKED], to=DONE, admits=[HELPER]),
    )  # fmt: skip
    there = dossier(parties={"asker": ("zjj",)})
    assert "不能又作为协助单位" in refusal(naming, there, "zjj.handler", "draft", helper="zjj", question="x")
    assert decided(naming, there, "zjj.handler", "draft", helper="slj", question="x").admits == {}


def test_a_judge_in_their_own_case_is_passed_over() -> None:
    of = procedure(*ASKING.acts, act("submit", at=[ASKED], admits=[JUDGE]))
    there = dossier(ASKED, parties={"asker": ("zjj",), "helper": ("judge",)})
    assert decided(of, there, "zjj.handler", "submit").admits == {"judge": ("higher",)}
    both = dossier(ASKED, parties={"asker": ("higher",), "helper": ("judge",)})
    assert refusal(of, both, "higher.handler", "submit") == "没有单位可以作为决定机关"


def test_a_shared_place_may_be_had_beside_another() -> None:
    of = procedure(act("open", at=[NEW], to=OPEN), act("call", admits=[OFFICE]), act("end", to=DONE))
    there = dossier(parties={"asker": ("office",)}, opened_by="office")
    assert decided(of, there, "office.handler", "call").admits == {"office": ("office",)}


def test_who_has_two_places_acts_in_the_first_that_the_act_names() -> None:
    notes = {
        "note": act("note", by=[OFFICE.handler, ASKER.handler], form=Question),
        "remark": act("remark", by=[ASKER.handler, OFFICE.handler], form=Question),
    }
    of = procedure(act("open", at=[NEW], to=OPEN, admits=[OFFICE]), *notes.values(), act("end", to=DONE))
    there = dossier(parties={"asker": ("office",), "office": ("office",)})
    sides = [decided(of, there, "office.handler", n, helper="slj", question="x").role.side for n in notes]
    assert sides == [OFFICE, ASKER]


def climbing() -> Procedure:
    submit = act("submit", to=ASKED, admits=[JUDGE])
    climb = act("climb", at=[ASKED], escalates=[JUDGE])
    return procedure(act("open", at=[NEW], to=OPEN), submit, climb, act("end", at=[ASKED], to=DONE))


def test_a_ladder_is_climbed_rung_by_rung_to_its_end() -> None:
    first = dossier(ASKED, parties={"asker": ("zjj",), "judge": ("judge",)})
    climbed = decided(climbing(), first, "zjj.handler", "climb").admits
    assert climbed == {"judge": ("judge", "higher")}
    last = dossier(ASKED, parties={"asker": ("zjj",), **climbed})
    assert refusal(climbing(), last, "zjj.handler", "climb") == "决定机关已是最后一级"


def test_a_rung_that_is_a_party_is_passed_over() -> None:
    three = rules(appointments={"judges": ["judge", "zjj", "higher"]})
    first = dossier(ASKED, parties={"asker": ("zjj",), "judge": ("judge",)})
    assert decided(climbing(), first, "zjj.handler", "climb", under=three).admits == {"judge": ("judge", "higher")}


def test_all_of_a_list_take_a_place_for_many_but_for_those_who_have_another() -> None:
    members = Side("members", "成员单位", many=True, appointed="judges")
    assert admitted(members) == {"members": ("judge", "higher")}
    assert admitted(members, parties={"asker": ("zjj",), "members": ("judge",)}) == {"members": ("judge", "higher")}
    of = procedure(act("open", at=[NEW], to=OPEN), act("admit", admits=[members]), act("end", to=DONE))
    there = dossier(parties={"asker": ("judge",)})
    assert decided(of, there, "judge.handler", "admit").admits == {"members": ("higher",)}


def test_a_place_is_not_given_twice() -> None:
    again = replace(dossier(), parties={"asker": ("zjj",), "judge": ("judge",)})
    of = procedure(act("open", at=[NEW], to=OPEN), act("admit", admits=[JUDGE]), act("end", to=DONE))
    assert decided(of, again, "zjj.handler", "admit").admits == {}
