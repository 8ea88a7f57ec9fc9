"""What the API reads: the same as the pages, in few statements, and page by page."""

import hashlib
import json
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.office.told import LETTER, MONDAY, PDF, Told, found
from xiezhi.api.reading import BIG
from xiezhi.kernel.clock import sheet
from xiezhi.office import lists
from xiezhi.office.dossiers import obligation
from xiezhi.office.models import Desk, File, Obligation, Paper, Print
from xiezhi.office.uploads import store
from xiezhi.registry.models import JournalEntry
from xiezhi.registry.rules import current

from .asking import Answer, Program, of, system_of

pytestmark = pytest.mark.usefixtures("county")

MOST = 12  # statements


def returned() -> Told:
    """Sent, signed for, returned, and sent again to another department."""
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    _send(told, "slj")
    told("slj.liaison", "receive", received_by="周海涛")
    told("slj.head", "return_case", reasons="不属于本单位职权", suggested="zfj")
    _send(told, "zfj")
    return told


def _send(told: Told, to: str) -> None:
    told("zrzy.handler", "draft", **{**LETTER, "receiver": to, "receiver_reason": "与目录不一致"})
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")


def test_a_dossier_tells_where_it_stands_and_what_may_be_done() -> None:
    told = Told().sent()
    said = of("zfj.liaison").get(f"dossiers/{told.number}").said
    assert (said["state"]["title"], said["revision"], said["reading"]) == ("待签收", 4, "party")
    assert said["holder"] == {"key": "zfj", "name": "武义县综合行政执法局"}
    assert {side: [body["key"] for body in taken] for side, taken in said["parties"].items()} == {
        "sender": ["zrzy"], "receiver": ["zfj"],
    }  # fmt: skip
    assert [(one["key"], one["href"]) for one in said["acts"]] == [
        ("receive", f"/api/v1/dossiers/{told.number}/case-transfer/receive")
    ]
    assert [(one["duty"], one["owed_by"]["key"], one["due_date"]) for one in said["obligations"]] == [
        ("receipt", "zfj", "2021-03-03")
    ]
    assert said["facts"]["case_title"] == "未取得建设工程规划许可证进行建设"
    assert said["facts"]["offender"]["phone"] == "057******0001"


def test_moments_are_of_the_county() -> None:
    told = Told().sent()
    said = of("zfj.liaison").get(f"dossiers/{told.number}").said
    assert said["obligations"][0]["start"] == "2021-03-01T09:00:00+08:00"
    assert said["obligations"][0]["due"] == "2021-03-04T00:00:00+08:00"


def test_an_internal_entry_is_read_by_its_own_side_alone() -> None:
    told = Told().sent()
    numbers = {
        who: [e["number"] for e in of(who).get(f"dossiers/{told.number}/entries").said["items"]] for who in SIDES
    }
    assert numbers == {"zrzy.handler": [1, 2, 3, 4], "zfj.liaison": [4]}


SIDES = ("zrzy.handler", "zfj.liaison")


def test_who_has_left_reads_what_they_saw_and_nothing_later() -> None:
    told = returned()
    said = of("slj.liaison").get(f"dossiers/{told.number}").said
    assert (said["reading"], said["state"]["key"], said["acts"]) == ("former", "returned", [])
    assert [body["key"] for body in said["parties"]["receiver"]] == ["slj"]
    assert said["holder"]["key"] == "zrzy"
    assert said["revision"] < told.row.revision
    assert "zfj" not in json.dumps(said["obligations"])
    new = of("zfj.liaison").get(f"dossiers/{told.number}").said
    assert (new["reading"], new["state"]["key"]) == ("party", "sent")


def test_a_suspended_term_says_what_is_left_of_it() -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="李文静")
    told("zfj.head", "ask_supplement", gaps="补充照片")
    answer = next(o for o in of("zfj.head").get(f"dossiers/{told.number}").said["obligations"] if o["duty"] == "answer")
    assert (answer["due"], answer["due_date"]) == (None, None)
    assert (answer["paused"]["remaining"], answer["paused"]["unit"]) == (3, "working_days")
    assert answer["paused"]["paused_since"] == "2021-03-01T09:00:00+08:00"


def test_the_sheet_is_the_kernels_own() -> None:
    told = Told().sent()
    row = Obligation.objects.get(dossier=told.number, duty="receipt")
    said = of("zfj.liaison").get(f"dossiers/{told.number}/obligations/{row.pk}").said
    rules = current(MONDAY.date()).rules
    o = obligation({**_row(row.pk)})
    assert o.term
    expected = [(str(d.date), d.counted, d.n, d.reason) for d in sheet(rules.calendar, o.term, o.start)]
    assert [(d["date"], d["counted"], d["n"], d["reason"]) for d in said["days"]] == expected
    assert [d["counted"] for d in said["days"]] == [False, True, True]
    assert said["pack"].startswith("wuyi-2021#1")


def _row(pk: int) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(o) FROM office_obligation o WHERE id = %s", [pk])
        found: dict[str, Any] = json.loads(cursor.fetchone()[0])
    return found


def test_a_sheet_of_another_dossier_is_not_there() -> None:
    first, second = Told().sent(), Told().sent()
    row = Obligation.objects.get(dossier=second.number, duty="receipt")
    assert of("zfj.liaison").get(f"dossiers/{first.number}/obligations/{row.pk}").status == 404


def test_papers_tell_their_words_and_their_pdf_once_it_is_there() -> None:
    told = Told().sent()
    liaison = of("zfj.liaison")
    letter, materials = liaison.get(f"dossiers/{told.number}/papers").said["items"]
    assert (letter["number"], letter["to"][0]["key"], letter["pdf"]) == ("武自然资规移〔2021〕1号", "zfj", None)
    assert any("浇筑厂房" in line for line in letter["paragraphs"])
    assert {row["note"] for row in materials["rows"]} >= {"未办理审批"}
    answer = liaison.get(f"papers/{letter['id']}/pdf")
    assert (answer.status, answer.code) == (404, "not-printed")
    taken = store().take([PDF], "函.pdf")
    Print.objects.create(paper_id=letter["id"], digest=taken.digest, size=taken.size, printed_at=timezone.now())
    letter = liaison.get(f"dossiers/{told.number}/papers").said["items"][0]
    answer = liaison.get(letter["pdf"])
    assert (answer.status, answer.said) == (200, PDF)
    _as_from_a_page(answer, PDF)
    assert _told("read-paper", told) == [("zfj.liaison", {"department": "zfj", "paper": letter["id"]})]
    assert of("slj.handler").get(letter["pdf"]).status == 404


def test_a_file_comes_as_it_was_taken_in() -> None:
    told = Told().sent()
    files = of("zfj.liaison").get(f"dossiers/{told.number}/files").said["items"]
    assert {one["material"]: one["not_applicable"] for one in files}["licences"] == "未办理审批"
    one = next(one for one in files if one["material"] == "source")
    answer = of("zfj.liaison").get(one["href"])
    assert (answer.said, answer.headers["Content-Type"]) == (PDF, "application/pdf")
    _as_from_a_page(answer, PDF)
    assert system_of("zfj").get(one["href"]).status == 200
    facts = {"department": "zfj", "file": one["id"]}
    assert _told("read-file", told) == [("zfj.liaison", facts), (None, facts)]
    assert of("slj.handler").get(one["href"]).status == 404
    assert of("zfj.liaison").get(f"files/{BIG}").status == 404


def _as_from_a_page(answer: Answer, content: bytes) -> None:
    """It is saved, run by nothing, and can be checked."""
    digest = b64encode(hashlib.sha256(content).digest()).decode()
    expected = {
        "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
        "Repr-Digest": f"sha-256=:{digest}:", "Content-Length": str(len(content)), "Cache-Control": "no-store",
    }  # fmt: skip
    assert {name: answer.headers.get(name) for name in expected} == expected
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


def _told(what: str, told: Told) -> list[tuple[str | None, dict[str, Any]]]:
    """Who the journal says has read this, as what; by which token is left out."""
    rows = JournalEntry.objects.filter(what=what, about=f"dossier/{told.number}").select_related("by")
    facts = [json.loads(row.body)["facts"] for row in rows]
    assert all(one.pop("token") for one in facts)
    return [(row.by.username if row.by else None, one) for row, one in zip(rows, facts, strict=True)]


def test_links_show_the_other_dossiers_of_the_matter() -> None:
    told = returned()
    told("zfj.liaison", "receive", received_by="李文静")
    told("zfj.head", "return_case", reasons="不属于本单位职权", suggested="slj")
    child = told.row.matter.dossiers.exclude(pk=told.row.pk).get()
    links = of("zrzy.handler").get(f"dossiers/{told.number}").said["links"]
    assert [(one["id"], one["procedure"]["key"], one["parent"]) for one in links] == [
        (child.pk, "jurisdiction-dispute", told.number)
    ]
    proposed = of("zrzy.handler").get(links[0]["href"]).said
    assert (proposed["state"]["key"], proposed["acts"]) == ("new", [])


def numbers(program: Program, **asked: Any) -> list[int]:
    return [one["id"] for one in program.get("dossiers", **asked).said["items"]]


def test_lists_are_narrowed_as_on_the_page() -> None:
    sent, urgent, draft = Told().sent(), Told(), Told()
    urgent("zrzy.handler", "find", **found(urgent.at, case_title="在河道内建设"))
    Desk.objects.filter(dossier=urgent.number).update(urgent=True)
    draft("zrzy.handler", "find", **found(draft.at))
    draft("zrzy.handler", "draft", **LETTER)
    head = of("zrzy.head")
    every = {sent.number, urgent.number, draft.number}
    assert (
        set(numbers(head)) == set(numbers(head, procedure="case-transfer")) == set(numbers(head, view="late")) == every
    )
    assert numbers(head, procedure="nothing") == numbers(head, view="closed") == []
    assert set(numbers(head, view="held")) == {urgent.number, draft.number}
    assert numbers(head, view="approve") == numbers(head, state="drafted") == [draft.number]
    assert numbers(head, urgent="true") == numbers(head, q="河道") == [urgent.number]
    assert numbers(of("zfj.liaison"), view="sign") == [sent.number]
    assert numbers(of("slj.handler")) == []


def test_lists_go_on_from_their_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    told = [Told(at=MONDAY + timedelta(hours=n)).sent() for n in range(3)]
    liaison = of("zfj.liaison")
    found = {}
    for path in ("dossiers", "obligations"):
        first = liaison.get(path).said
        second = liaison.get(path, after=first["next"]).said
        assert (len(first["items"]), second["next"]) == (2, None)
        found[path] = first["items"] + second["items"]
    assert [one["id"] for one in found["dossiers"]] == [one.number for one in told]
    assert [one["obligation"]["dossier"] for one in found["obligations"]] == [one.number for one in told]


@pytest.mark.parametrize("path", ["dossiers", "obligations"])
@pytest.mark.parametrize("after", ["x", "WyIyMDIx:1:sig", "\0", "." * 600])
def test_a_cursor_that_is_not_ours_is_refused(path: str, after: str) -> None:
    answer = of("zrzy.handler").get(path, after=after)
    assert (answer.status, [one["field"] for one in answer.said["fields"]]) == (422, ["after"])


def test_obligations_are_owed_by_or_to() -> None:
    told = Told().sent()
    by = of("zfj.liaison").get("obligations").said["items"]
    to = of("zrzy.handler").get("obligations", owed="to").said["items"]
    assert [(one["obligation"]["duty"], one["obligation"]["dossier"]) for one in by + to] == [
        ("receipt", told.number)
    ] * 2
    assert of("zrzy.handler").get("obligations").said["items"] == []
    assert of("zrzy.handler").get("obligations", owed="never").status == 422


def test_the_catalogue_is_searched() -> None:
    items = of("zrzy.handler").get("catalogue", q="规划许可").said["items"]
    assert "planning-permit" in [one["key"] for one in items]
    assert of("zrzy.handler").get("catalogue", q="").status == 422


@pytest.mark.parametrize("q", ["\\", "'", "' & !a:*", "%", "_", "😀", "a" * 100, "“”", " ", "()"])
def test_whatever_is_looked_for_the_search_answers(q: str) -> None:
    handler = of("zrzy.handler")
    assert handler.get("dossiers", q=q).status == 200
    assert handler.get("catalogue", q=q).status == 200


@pytest.mark.parametrize("q", ["\0", "\x1b", "a" * 101])
def test_what_nobody_types_is_not_looked_for(q: str) -> None:
    assert of("zrzy.handler").get("dossiers", q=q).status == 422


@pytest.mark.parametrize("number", ["0", "-1", str(BIG + 1), "9" * 5000, "x", "1.5", "%00"])
def test_what_is_no_number_is_refused(number: str) -> None:
    assert of("zrzy.handler").get(f"dossiers/{number}").status in (404, 422)


def test_a_system_reads_what_its_department_reads() -> None:
    told = Told().sent()
    system = system_of("zfj")
    assert numbers(system) == [told.number]
    said = system.get(f"dossiers/{told.number}").said
    assert (said["acts"], said["reading"]) == ([], "party")


def test_no_question_takes_many_statements() -> None:
    told, *_ = [Told(at=MONDAY + timedelta(hours=n)).sent() for n in range(3)]
    at = f"dossiers/{told.number}"
    taken = store().take([PDF], "函.pdf")
    letter = Paper.objects.get(dossier=told.number, name="letter")
    Print.objects.create(paper=letter, digest=taken.digest, size=taken.size, printed_at=MONDAY)
    owed = Obligation.objects.get(dossier=told.number, duty="receipt").pk
    file = File.objects.filter(dossier=told.number)[0].pk
    places = [
        "procedures", "procedures/case-transfer", "dossiers", "dossiers?view=approve&q=规划", at, f"{at}/entries",
        f"{at}/papers", f"{at}/files", f"{at}/obligations/{owed}", "obligations", "obligations?owed=to",
        f"papers/{letter.pk}/pdf", f"files/{file}", "catalogue?q=规划", "drafts",
    ]  # fmt: skip
    program = of("zfj.liaison")
    program.get("procedures")  # the first use of the day is told in the journal
    counted = {}
    for place in places:
        with CaptureQueriesContext(connection) as statements:
            assert program.get(place).status == 200
        counted[place] = len(statements)
    assert {place: n for place, n in counted.items() if n > MOST} == {}
