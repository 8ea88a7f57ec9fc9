"""Whoever may not, what may not be done now, what comes too late or twice: refused in words, and nothing has changed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.faults.clerks import FIRM, at_desk_of, letter, post, reads_well, refusals_of, typed, whole, words_of
from tests.office.told import LETTER, Told, found
from xiezhi.office.models import Dossier, Entry, Obligation, Paper, Receipt
from xiezhi.registry.models import Mandate

pytestmark = pytest.mark.usefixtures("county")

NOT_THERE = "找不到这件事，或者您无权查看"


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def told(county: None, now: datetime) -> Told:
    told = Told(now - timedelta(minutes=30))
    told("zrzy.handler", "find", **found(told.at))
    return told


def picture() -> tuple[Any, ...]:
    """All that an act could have changed."""
    tables = (Dossier, Entry, Obligation, Paper, Receipt)
    return tuple(list(table.objects.order_by("pk").values_list()) for table in tables)


class TestWhoeverMayNot:
    @pytest.mark.parametrize(
        ("who", "act", "said"),
        [
            ("zrzy.handler", "withdraw", "“不再移送”应由移送单位负责人办理"),
            ("zrzy.liaison", "draft", "“送负责人审批”应由移送单位承办人办理"),
        ],
    )
    def test_the_wrong_role_is_told_whose_it_is(self, told: Told, who: str, act: str, said: str) -> None:
        before = picture()
        given = {"withdraw": {"reasons": "不移送了"}, "draft": letter()}[act]
        answer = post(who, f"/dossiers/{told.number}/{act}/", given)
        assert answer.status_code in (403, 422)
        sentences = refusals_of(answer)
        assert sentences[0].startswith(said)
        assert all(map(reads_well, sentences))
        assert picture() == before

    def test_when_the_law_says_who_the_clause_is_cited(self, told: Told) -> None:
        """No approval by whoever has drafted: a head who is a handler too may do one of the two."""
        Mandate.objects.filter(user__username="zrzy.handler").update(until=None)
        both = Mandate.objects.get(user__username="zrzy.handler")
        Mandate.objects.create(user=both.user, department=both.department, role="head", since=both.since, reason="兼任")
        told("zrzy.handler", "draft", **LETTER)
        sentences = refusals_of(post("zrzy.handler", f"/dossiers/{told.number}/approve/"))
        assert sentences == ["拟稿人不得批准自己拟的文书，请由其他负责人批准（武政发〔2021〕15号 五（三）2）"]
        assert told.state == "drafted"

    def test_to_a_stranger_a_dossier_looks_as_if_it_did_not_exist(self, told: Told) -> None:
        """The same answer to the letter: page, act, file, letter, news of it, by reading and by doing."""
        here, nowhere = told.number or 0, 2**31 - 1
        for who in ("zfj.handler", "slj.head", "auditor", "admin"):
            client = at_desk_of(who)
            for path in ("/dossiers/{}/", "/dossiers/{}/draft/", "/dossiers/{}/nosuch/", "/dossiers/{}/newer/"):
                for ask in (client.get, client.post):
                    there, not_there = (ask(path.format(n), headers={"accept": "text/html"}) for n in (here, nowhere))
                    assert there.status_code == not_there.status_code
                    assert there.status_code in (404, 405)
                    assert words_of(there) == words_of(not_there)
                    assert len(there.content) == len(not_there.content)
        assert words_of(post("zfj.handler", f"/dossiers/{here}/draft/")).startswith(NOT_THERE)

    def test_the_receiver_is_a_stranger_until_it_is_sent(self, told: Told) -> None:
        told("zrzy.handler", "draft", **LETTER)
        assert post("zfj.liaison", f"/dossiers/{told.number}/receive/", {"received_by": "甲"}).status_code == 404
        told("zrzy.head", "approve")
        told("zrzy.handler", "send")
        assert post("zfj.liaison", f"/dossiers/{told.number}/receive/", {"received_by": "甲"}).status_code == 302

    def test_papers_and_files_of_others_look_as_if_they_did_not_exist(self, told: Told) -> None:
        told("zrzy.handler", "draft", **LETTER)
        told("zrzy.head", "approve")
        told("zrzy.handler", "send")
        for paper in told.papers:
            for path in (f"/papers/{paper.pk}/", f"/papers/{paper.pk}/pdf/"):
                assert at_desk_of("slj.handler").get(path).status_code == 404
            assert at_desk_of("zfj.handler").get(f"/papers/{paper.pk}/").status_code == 200

    def test_a_mandate_that_has_ended_opens_nothing(self, told: Told, now: datetime) -> None:
        Mandate.objects.filter(user__username="zrzy.handler").update(until=now - timedelta(minutes=1))
        assert post("zrzy.handler", f"/dossiers/{told.number}/draft/", letter()).status_code == 404
        assert at_desk_of("zrzy.handler").get("/open/case-transfer/find/").status_code == 403


class TestWhatMayNotBeDoneNow:
    @pytest.mark.parametrize("act", ["approve", "send", "receive", "return_case", "feed_back", "recall"])
    def test_the_wrong_state_is_told_by_its_title(self, told: Told, act: str) -> None:
        before = picture()
        answer = post(
            "zrzy.head", f"/dossiers/{told.number}/{act}/", {"reasons": "x", "received_by": "x", "_revision": "1"}
        )
        assert answer.status_code == 422
        sentences = refusals_of(answer)
        assert sentences[0].startswith("现在是“待拟稿”，不能办理“")
        assert all(map(reads_well, sentences))
        assert picture() == before

    @pytest.mark.parametrize("act", ["deem_received", "propose_dispute", "dispute_over"])
    def test_what_the_system_does_nobody_does_in_its_place(self, told: Told, act: str) -> None:
        before = picture()
        answer = post("zrzy.head", f"/dossiers/{told.number}/{act}/")
        assert answer.status_code in (403, 404, 422)
        assert picture() == before

    @pytest.mark.parametrize(
        "path", ["/open/case-transfer/draft/", "/open/nosuch/find/", "/open/case-transfer/nosuch/"]
    )
    @pytest.mark.usefixtures("told")
    def test_what_does_not_open_a_dossier_opens_none(self, path: str) -> None:
        before = picture()
        assert post("zrzy.handler", path, letter()).status_code == 404
        assert picture() == before


class TestTooLateOrTwice:
    def test_whoever_acts_on_an_old_view_is_told_who_was_first_and_keeps_what_was_typed(self, told: Told) -> None:
        told("zrzy.handler", "draft", **LETTER)
        told("zrzy.head", "redraft", reasons="请改")
        before = picture()
        answer = post(
            "zrzy.handler2", f"/dossiers/{told.number}/draft/", letter(_revision="1", facts="我写了很久的事实。")
        )
        assert answer.status_code == 409
        said = words_of(answer)
        assert "别人刚刚办过这件事" in said
        assert "没有生效" in said
        assert "我写了很久的事实。" in said
        assert reads_well(said)
        assert picture() == before

    @pytest.mark.parametrize("revision", ["²", "-1", "1.0", "x", "\0", "", "9" * 5000])
    def test_a_revision_that_is_none_does_no_harm(self, told: Told, revision: str) -> None:
        answer = post("zrzy.handler", f"/dossiers/{told.number}/draft/", letter(_revision=revision))
        assert answer.status_code in (409, 422)

    def test_a_second_click_gets_the_first_receipt(self, told: Told) -> None:
        told("zrzy.handler", "draft", **LETTER)
        told("zrzy.head", "approve")
        given = {"_revision": "3", "_key": "second-click"}
        first, second = (post("zrzy.handler", f"/dossiers/{told.number}/send/", given) for _ in range(2))
        assert (
            (first.status_code, first["Location"])
            == (second.status_code, second["Location"])
            == (302, f"/dossiers/{told.number}/")
        )
        assert Paper.objects.filter(name="letter").count() == 1
        assert whole()

    def test_a_second_click_opens_no_second_dossier(self, told: Told) -> None:
        given = typed(found(told.at)) | {"_key": "open-once"}
        places = {post("zrzy.handler", "/open/case-transfer/find/", given)["Location"] for _ in range(3)}
        assert len(places) == 1
        assert Dossier.objects.count() == 2

    def test_a_key_that_was_used_for_something_else_is_told(self, told: Told) -> None:
        given = typed(found(told.at)) | {"_key": "k"}
        post("zrzy.handler", "/open/case-transfer/find/", given)
        answer = post("zrzy.handler", "/open/case-transfer/find/", given | {"place": "别处"})
        assert answer.status_code == 422
        assert refusals_of(answer) == ["这个提交编号已经用过，内容却不相同；请刷新页面后再办"]

    def test_the_same_key_of_two_people_is_two_keys(self, told: Told) -> None:
        given = typed(found(told.at)) | {"_key": "k"}
        places = {post(who, "/open/case-transfer/find/", given)["Location"] for who in ("zrzy.handler", "slj.handler")}
        assert len(places) == 2

    @pytest.mark.parametrize("key", ["\0", "a\0b", "\x1b", "钥匙", "x" * 5000, ""])
    def test_a_key_of_any_kind_does_no_harm(self, told: Told, key: str) -> None:
        answer = post("zrzy.handler", "/open/case-transfer/find/", typed(found(told.at)) | {"_key": key})
        assert answer.status_code == 302


class TestWhatIsFilledIn:
    @pytest.mark.parametrize(
        "lacking", ["case_title", "place", "item", "source", "found_at", "concluded_at", "offender.name"]
    )
    def test_what_is_lacking_is_asked_for_by_its_title(self, told: Told, lacking: str) -> None:
        before = picture()
        given = typed(found(told.at))
        answer = post("zrzy.handler", "/open/case-transfer/find/", given | {lacking: ""})
        assert answer.status_code == 422
        (sentence,) = refusals_of(answer)
        assert sentence.startswith(("请填写“", "请选择“"))
        assert reads_well(sentence)
        assert picture() == before
        for name, value in given.items():  # nothing typed is lost
            assert name == lacking or name in ("found_at", "concluded_at") or str(value) in answer.content.decode()

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("found_at", "昨天", "“发现时间”要有日期和时间"), ("found_at", "2021-13-45T99:99", "“发现时间”要有日期和时间"),
            ("found_at", "0001-01-01T00:00", ""), ("found_at", "9999-12-31T23:59", ""), ("source", "nosuch", "“案件来源”只能从列出的里面选"),
            ("item", "nosuch-item", ""), ("case_title", "字" * 201, "“案由”最多 200 字，现有 201 字"),
            ("case_title", "一\n二", "“案由”：不得换行"), ("offender.kind", "ghost", ""), ("offender.code", "9" * 300, ""),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_told_with_what_to_do(self, told: Told, field: str, value: str, said: str) -> None:
        answer = post("zrzy.handler", "/open/case-transfer/find/", typed(found(told.at)) | {field: value})
        assert answer.status_code in (302, 422)
        for sentence in refusals_of(answer):
            assert said in sentence
            assert reads_well(sentence)
        assert (answer.status_code == 422) or not said

    def test_what_lies_ahead_has_not_happened(self, now: datetime) -> None:
        ahead = typed(found(now + timedelta(days=2)))
        sentences = refusals_of(post("zrzy.handler", "/open/case-transfer/find/", ahead))
        assert "晚于现在，请填实际发生的时间" in sentences[0]
        assert all(map(reads_well, sentences))

    def test_the_order_of_times_is_the_documents(self, told: Told) -> None:
        given = typed(found(told.at)) | {"concluded_at": (told.at - timedelta(days=1)).isoformat()}
        (sentence,) = refusals_of(post("zrzy.handler", "/open/case-transfer/find/", given))
        assert sentence == "认定应由对方查处的时间：认定时间不得早于发现时间（武政发〔2021〕15号 五（三）3）"

    @pytest.mark.parametrize("receiver", ["nosuch", "zrzy", "fy", "'; DROP TABLE", "字" * 60])
    def test_a_receiver_that_is_none_is_refused_before_anything_is_sent(self, told: Told, receiver: str) -> None:
        """Even with a reason why it is not the catalogue's: it must be a department, and another one."""
        given = letter(receiver=receiver, receiver_reason="另有安排")
        given |= {f"materials.{key}.reason": "没有" for key in ("source", "offender", "licences", "investigation")}
        answer = post("zrzy.handler", f"/dossiers/{told.number}/draft/", given)
        assert (answer.status_code, told.state) == (422, "found")
        assert all(map(reads_well, refusals_of(answer)))

    def test_a_credit_code_that_fails_its_check_warns_and_passes(self, told: Told) -> None:
        wrong = FIRM["code"][:-1] + "0"
        asked = {"field": "offender.code", "offender.code": wrong, "offender.kind": "firm"}
        said = at_desk_of("zrzy.handler").get("/code/", asked).content.decode()
        assert "校验位对不上：按前 17 位算应为" in said
        assert "确实如此的可以继续" in said
        given = typed(found(told.at)) | {"offender.code": wrong}
        assert post("zrzy.handler", "/open/case-transfer/find/", given).status_code == 302

    def test_a_form_of_another_site_is_told_to_be_sent_again(self, told: Told) -> None:
        client = at_desk_of("zrzy.handler", enforce_csrf_checks=True)
        answer = client.post(f"/dossiers/{told.number}/draft/", letter())
        assert (answer.status_code, told.state) == (403, "found")
        assert "请退回上一页，刷新后再提交" in words_of(answer)
        assert reads_well(words_of(answer))
