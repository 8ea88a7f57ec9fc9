"""Acts over HTTP: one operation each, with the same rules and the same answers as on a page."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.office.told import FIRM, LETTER, Told, found, person
from xiezhi.api.acting import Absent, acts, attached, inlined
from xiezhi.kernel import NotApplicable
from xiezhi.office.models import Dossier, Draft, Entry, File, Paper
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.models import Mandate, User

from .asking import PROBLEM, Answer, Program, of

pytestmark = pytest.mark.usefixtures("county")

OPENING = "procedures/case-transfer/find"
RECEIVE = {"revision": 4, "filled": {"received_by": "李文静"}}


def opening(**more: Any) -> dict[str, Any]:
    at = timezone.now() - timedelta(minutes=1)
    return {"filled": {**found(at), "found_at": at, "concluded_at": at, **more}}


def act(who: Program, number: int, name: str, **body: Any) -> Answer:
    """Do it at the dossier's present revision."""
    here = who.get(f"dossiers/{number}").said
    return who.post(f"dossiers/{number}/case-transfer/{name}", {"revision": here["revision"], **body})


def test_opening_answers_with_the_new_dossier() -> None:
    answer = of("zrzy.handler").post(OPENING, opening())
    assert answer.status == 201
    assert answer.said == {"dossier": answer.said["dossier"], "entry": 1, "href": answer.headers["Location"]}
    assert of("zrzy.head").get(answer.said["href"]).said["state"] == {"key": "found", "title": "待拟稿"}


def test_a_case_goes_from_one_department_to_the_other() -> None:
    handler, head, liaison, chief = map(of, ("zrzy.handler", "zrzy.head", "zfj.liaison", "zfj.chief"))
    number = handler.post(OPENING, opening()).said["dossier"]
    record = handler.upload().said["digest"]
    given = {key: [record] for key in ("source", "offender", "investigation")}
    files = {**given, "licences": {"not_applicable": "未办理审批"}}
    assert act(handler, number, "draft", filled=LETTER, files=files).status == 200
    assert act(head, number, "approve").status == 200
    assert act(handler, number, "send").said == {"dossier": number, "entry": 4, "href": f"/api/v1/dossiers/{number}"}
    assert act(liaison, number, "receive", filled={"received_by": "李文静"}).status == 200
    assert act(chief, number, "accept").status == 200
    assert Dossier.objects.get(pk=number).state == "accepted"
    assert File.objects.filter(dossier=number, digest=record).count() == 3


def test_the_same_key_gets_the_same_receipt_and_opens_once() -> None:
    handler, body = of("zrzy.handler"), opening()
    first, again = (handler.post(OPENING, body, key="k-1") for _ in range(2))
    assert (first.status, first.said) == (again.status, again.said)
    assert Dossier.objects.count() == 1
    other = handler.post(OPENING, opening(place="另一处"), key="k-1")
    assert (other.status, other.code) == (422, "key-reused")


def test_a_stale_revision_is_told_the_present_one_and_changes_nothing() -> None:
    told = Told().sent()
    answer = of("zfj.liaison").post(f"dossiers/{told.number}/case-transfer/receive", {**RECEIVE, "revision": 3})
    assert (answer.status, answer.code, answer.said["revision"]) == (409, "out-of-date", 4)
    assert (told.state, Entry.objects.filter(dossier=told.number).count()) == ("sent", 4)


def test_the_wrong_state_is_told_in_words() -> None:
    told = Told().sent()
    answer = of("zfj.head").post(f"dossiers/{told.number}/case-transfer/accept", {"revision": 4})
    assert (answer.status, answer.code) == (422, "wrong-state")
    assert "待签收" in answer.said["detail"]


def test_a_refusal_gives_every_reason_with_its_clauses() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    answer = of("zrzy.handler").post(f"dossiers/{told.number}/case-transfer/draft", {"revision": 1, "filled": LETTER})
    assert (answer.status, answer.code) == (422, "refused")
    reasons = {one["name"]: one for one in answer.said["refusals"]}
    assert set(reasons) == {f"material:{key}" for key in ("source", "offender", "licences", "investigation")}
    cited = reasons["material:source"]["clauses"]
    assert [(one["law"], one["article"]) for one in cited] == [("武政发〔2021〕15号", "五（三）2")]


def test_departments_in_a_refusal_go_by_their_name() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    body = {"revision": 1, "filled": {**LETTER, "receiver": "slj"}}
    answer = of("zrzy.handler").post(f"dossiers/{told.number}/case-transfer/draft", body)
    said = {one["name"]: one["sentence"] for one in answer.said["refusals"]}
    assert "综合" in said["receiver_has_the_power"]
    assert "zfj" not in said["receiver_has_the_power"]


def test_a_wrong_form_is_told_field_by_field() -> None:
    wrong = opening(offender={"kind": "ship"}, found_at="2021-09-29T08:40", extra=1)
    wrong["filled"].pop("place")
    answer = of("zrzy.handler").post(OPENING, wrong)
    assert (answer.status, answer.code, answer.headers["Content-Type"]) == (422, "invalid", PROBLEM)
    fields = {one["field"]: (one["kind"], one["sentence"]) for one in answer.said["fields"]}
    assert fields == {
        "filled.offender.kind": ("enum", "不在可选范围内"),
        "filled.offender.name": ("missing", "缺少这一项"),
        "filled.found_at": ("timezone_aware", "时间要带时区，如 2021-09-29T08:40:00+08:00"),
        "filled.place": ("missing", "缺少这一项"),
        "filled.extra": ("extra_forbidden", "没有这一项，请去掉"),
    }


def test_who_may_not_see_the_dossier_does_not_learn_what_its_form_asks() -> None:
    told = Told().sent()
    answer = of("slj.handler").post(
        f"dossiers/{told.number}/case-transfer/receive", {"revision": 4, "filled": {"x": 1}}
    )
    assert answer.status == 404


@pytest.mark.parametrize("text", ["\0", "甲\0乙", "\x1b[0m", "\ud800", "\ue000code\ue001"])
@pytest.mark.parametrize("field", ["item", "case_title", "place"])
def test_characters_that_cannot_be_kept_are_refused(field: str, text: str) -> None:
    answer = of("zrzy.handler").post(OPENING, opening(**{field: text}))
    assert (answer.status, answer.code) == (422, "invalid")
    assert [one["field"] for one in answer.said["fields"]] == [f"filled.{field}"]


def test_a_literal_backslash_is_a_character_as_any_other() -> None:
    answer = of("zrzy.handler").post(OPENING, opening(place=r"车间\u0000旁"))
    assert answer.status == 201


@pytest.mark.parametrize(
    "files",
    [
        {"receipt": ["sha256:" + "0" * 64]},
        {"source": ["sha256:xyz"]},
        {"source": {"not_applicable": ""}},
        {"source": {"not_applicable": "不适用\0"}},
        {"SOURCE": []},
        {"s" * 51: []},
        [],
    ],
)
def test_files_that_are_not_asked_for_or_not_named_rightly_are_refused(files: Any) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    body = {"revision": 1, "filled": {"reasons": "不再移送"}, "files": files}
    answer = of("zrzy.head").post(f"dossiers/{told.number}/case-transfer/withdraw", body)
    assert answer.status == 422
    assert told.state == "found"


def test_a_file_of_somebody_else_is_unknown() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    strange = of("zrzy.handler2").upload(name="别人的.pdf").said["digest"]
    files = {key: [strange] for key in ("source", "offender", "licences", "investigation")}
    body = {"revision": 1, "filled": LETTER, "files": files}
    answer = of("zrzy.handler").post(f"dossiers/{told.number}/case-transfer/draft", body)
    assert (answer.status, answer.code) == (422, "unknown-file")


def test_who_has_several_departments_says_for_which_they_act() -> None:
    give = Mandate.objects.filter(user__username="zrzy.handler")[0]
    Mandate.objects.create(
        user=give.user, department_id="slj", role="handler", since=give.since, reason="兼任", given_by=give.given_by
    )
    unsaid = of("zrzy.handler").post(OPENING, opening())
    assert (unsaid.status, [one["name"] for one in unsaid.said["refusals"]]) == (422, ["department"])
    said = of("zrzy.handler", department="slj").post(OPENING, opening())
    assert Dossier.objects.get(pk=said.said["dossier"]).opened_by_id == "slj"
    strange = of("zrzy.handler", department="zfj").post(OPENING, opening())
    assert (strange.status, strange.code) == (403, "not-entitled")


def test_an_act_that_is_done_takes_its_draft_away() -> None:
    handler = of("zrzy.handler")
    handler.post("drafts", {"procedure": "case-transfer", "act": "find", "filled": {"place": "壶山街道"}})
    assert Draft.objects.count() == 1
    handler.post(OPENING, opening())
    assert Draft.objects.count() == 0


def test_a_closed_account_acts_no_more() -> None:
    handler = of("zrzy.handler")
    User.objects.filter(pk=person("zrzy.handler")).update(is_active=False)
    assert handler.post(OPENING, opening()).status == 401


def test_whoever_has_no_mandate_is_told_so() -> None:
    Mandate.objects.filter(user__username="zrzy.handler").update(until=timezone.now())
    answer = of("zrzy.handler").get("dossiers")
    assert (answer.status, answer.code) == (403, "not-entitled")


def test_what_is_issued_over_the_api_is_numbered_as_any_other() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **LETTER)
    told("zrzy.head", "approve")
    of("zrzy.handler").post(f"dossiers/{told.number}/case-transfer/send", {"revision": 3})
    year = timezone.localdate().year
    assert Paper.objects.get(dossier=told.number, name="letter").number == f"武自然资规移〔{year}〕1号"


def test_there_is_an_operation_for_each_act_of_a_person_and_for_nothing_else() -> None:
    procedure = PROCEDURES["case-transfer"]
    router = acts({procedure.key: procedure}, ())
    assert set(router.path_operations) == {
        *(f"/procedures/case-transfer/{name}" for name in ("find", "find_urgent")),
        *(
            f"/dossiers/{{number}}/case-transfer/{act.name}"
            for act in procedure.acts
            if act.name not in ("find", "find_urgent") and any(role.name != "system" for role in act.roles)
        ),
    }


def test_what_is_not_offered_has_no_operations() -> None:
    assert acts({"jurisdiction-dispute": PROCEDURES["jurisdiction-dispute"]}, ()).path_operations == {}


def test_a_schema_is_inlined_and_says_nothing_of_its_classes() -> None:
    schema = inlined(PROCEDURES["case-transfer"].act("find").form.model_json_schema())
    assert schema["properties"]["offender"]["title"] == "当事人"
    assert schema["properties"]["offender"]["properties"]["kind"]["enum"] == ["firm", "person"]
    assert "$ref" not in str(schema)
    assert "encrypted" not in str(schema)


def test_files_of_a_body_are_taken_as_the_office_takes_them() -> None:
    given = attached({"a": ["sha256:1"], "b": Absent(not_applicable="没有")})
    assert given == {"a": ("sha256:1",), "b": NotApplicable("没有")}


def test_numbers_of_persons_are_never_given_away() -> None:
    told = Told().sent()
    liaison = of("zfj.liaison")
    at = f"dossiers/{told.number}"
    read = str([liaison.get(f"{at}{more}").said for more in ("", "/entries", "/papers", "/files")])
    assert FIRM["phone"] not in read
    assert FIRM["name"] in read
