"""The workbench: what is owed either way, what waits, what is new."""

from datetime import timedelta
from types import SimpleNamespace

from tests.office.told import LETTER, Told, found

from .site import Visitor


def test_what_is_owed_stands_by_due_moment_with_the_button_that_performs_it(
    liaison: Visitor, clock: SimpleNamespace
) -> None:
    first, second = Told().sent(), Told(at=clock.at + timedelta(days=1))
    clock.at = second.at
    second.sent()
    html = liaison.get("/").content.decode()
    assert html.index(f"/dossiers/{first.number}/receive/") < html.index(f"/dossiers/{second.number}/receive/")
    assert "致 自然资源和规划局" in liaison.reads("/")


def test_the_other_side_sees_what_it_is_owed(handler: Visitor) -> None:
    Told().sent()
    page = handler.reads("/")
    assert page.index("对方应办") < page.index("签收移送案件")
    assert "致 综合行政执法局" in page


def test_what_one_may_not_do_leads_to_the_dossier_alone(handler: Visitor, liaison: Visitor) -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    html = liaison.get("/").content.decode()
    assert "/accept/" not in html
    assert f'href="/dossiers/{told.number}/"' in html


def test_what_waits_for_approval_and_receipt_is_counted(head: Visitor, liaison: Visitor) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **LETTER)
    assert "1 待审批" in head.reads("/")
    Told().sent()
    assert "1 待签收" in liaison.reads("/")


def test_news_is_what_others_did_and_is_read_by_opening_it(liaison: Visitor) -> None:
    told = Told().sent()
    assert "自然资源和规划局办理“用印并移送”" in liaison.reads("/")
    assert 'class="new"' in liaison.get("/").content.decode()
    liaison.get(f"/dossiers/{told.number}/")
    assert 'class="new"' not in liaison.get("/").content.decode()


def test_the_lead_says_what_is_late_and_what_is_due_today(liaison: Visitor, clock: SimpleNamespace) -> None:
    Told().sent()
    assert "没有超期，今天也没有到期的" in liaison.reads("/")
    clock.at += timedelta(days=2)
    assert "1 件今天到期，没有超期" in liaison.reads("/")
    clock.at += timedelta(days=1)
    assert "1 件已超期" in liaison.reads("/")
