"""五（三）4, seen from the case: what is returned twice goes to a dispute, and what was decided holds."""

from datetime import date

import pytest

from tests.story import CALENDAR, MONDAY, PACK, Office, Story
from xiezhi.kernel import NotEntitled, load
from xiezhi.procedures import PROCEDURES

from .transfers import LETTER, drafted, found, received, returned

ARTICLE = "武政发〔2021〕15号 五（三）4"
TALK = {"met_at": MONDAY, "attendees": "双方", "talk": "未能一致"}


def disputed() -> Story:
    """Returned twice: the system has proposed a dispute."""
    return returned(returned())


def child(story: Story) -> Story:
    """The latest dispute of the case's matter."""
    return Story(
        story.office, max(n for n, d in story.office.dossiers.items() if d.procedure == "jurisdiction-dispute")
    )


def begun(story: Story) -> Story:
    dispute = child(story)
    known = {name: value for name, value in dispute.dossier.facts.items() if name != "competent"}
    dispute("zrzy.handler", "raise", **known, between="departments", respondent="zfj", claim="应由综合行政执法局管辖")
    dispute("zfj.handler", "negotiate", **TALK)
    return dispute


def ruled(story: Story, competent: str) -> Story:
    """The dispute, decided by the judicial bureau in favour of one."""
    dispute = begun(story)
    dispute("zrzy.head", "submit")
    dispute("sfj.handler", "accept")
    dispute("sfj.head", "decide", competent=competent, ruling="决定如下", comply_by=date(2021, 3, 31))
    return dispute


def test_the_second_return_proposes_a_dispute_that_knows_what_the_case_is_about() -> None:
    once = returned()
    assert (once.state, len(once.office.dossiers)) == ("returned", 1)
    story = returned(once)
    assert (story.state, story.holder, story.fates("resend")) == ("disputed", "zrzy", ["done", "lifted"])
    assert (story.dossier.entries[-1].act, story.dossier.entries[-1].department) == ("propose_dispute", "")
    dispute = child(story)
    assert (dispute.state, dispute.dossier.parties) == ("new", {})
    assert dispute.dossier.facts == {
        name: story.dossier.facts[name] for name in ("case_title", "offender", "place", "item")
    }


def test_how_many_returns_are_too_many_is_the_countys_to_say() -> None:
    thrice = load(PACK.replace("ping_pong = 2", "ping_pong = 3"), CALENDAR, PROCEDURES.values())
    story = returned(returned(found(Office(rules=thrice))))
    assert story.state == "returned"
    assert returned(story).state == "disputed"


def test_returns_of_all_cases_about_one_matter_count_together_and_lead_to_one_dispute() -> None:
    first = returned()
    second = returned(found(first.office))
    assert {first.state, second.state} == {"returned", "disputed"}
    assert [d.procedure for d in first.office.dossiers.values()].count("jurisdiction-dispute") == 1
    waiting = first if first.state == "returned" else second
    said = waiting.refuses("zrzy.head", "dispute")
    assert said == f"同一事项尚有未办结的“案件管辖争议”（{ARTICLE}）"


def test_the_leaders_may_ask_for_a_decision_after_the_first_return() -> None:
    story = returned()
    with pytest.raises(NotEntitled):
        story("zrzy.handler", "dispute")
    story("zrzy.head", "dispute")
    assert (story.state, child(story).state, story.owed) == ("disputed", "new", set())


def test_the_case_waits_for_the_decision_and_then_has_a_term_of_its_own() -> None:
    story = disputed()
    dispute = begun(story)
    dispute("zrzy.head", "submit")
    dispute("sfj.handler", "accept")
    assert (story.state, story.office.follow()) == ("disputed", [])
    story.later(days=1)
    dispute("sfj.head", "decide", competent="zfj", ruling="决定如下", comply_by=date(2021, 3, 31))
    assert story.dossier.entries[-1].act == "dispute_over"
    assert (story.state, story.holder, story.owed, story.due("resend")) == (
        "returned",
        "zrzy",
        {"resend"},
        "2021-03-05",
    )


def test_what_was_decided_is_sent_to_whom_it_was_decided_for_and_nobody_else() -> None:
    story = disputed()
    ruled(story, "slj")
    said = story.refuses("zrzy.handler", "draft", **LETTER)
    assert said == f"管辖已定由slj负责，不能移送其他单位（{ARTICLE}）"
    assert drafted(story, receiver="slj").state == "drafted"  # no reason is asked for: the decision is one


def test_whoever_was_found_competent_cannot_return_it_again() -> None:
    story = disputed()
    ruled(story, "zfj")
    received(story)
    said = story.refuses("zfj.head", "return_case", reasons="仍不属于", suggested="slj")
    assert said == f"管辖已定由本单位负责，不能再退回（{ARTICLE}）"
    story("zfj.head", "accept")
    assert story.state == "accepted"


def test_what_was_decided_for_another_is_neither_kept_nor_given_up() -> None:
    story = disputed()
    ruled(story, "zfj")
    said = f"管辖已定由zfj负责，应移送该单位（{ARTICLE}）"
    assert story.refuses("zrzy.head", "keep", reasons="自行处理") == said
    assert drafted(story).refuses("zrzy.head", "withdraw", reasons="不移送了") == said


def test_what_was_decided_for_the_sender_is_kept() -> None:
    story = disputed()
    ruled(story, "zrzy")
    story("zrzy.head", "keep", reasons="依管辖决定自行查处")
    assert story.state == "withdrawn"


def test_an_agreement_holds_as_a_decision_does_and_a_withdrawn_dispute_decides_nothing() -> None:
    agreed = disputed()
    dispute = begun(agreed)
    dispute("zfj.head", "offer", competent="zfj")
    dispute("zrzy.head", "settle")
    assert agreed.state == "returned"
    assert "管辖已定由zfj负责" in agreed.refuses("zrzy.head", "keep", reasons="自行处理")
    withdrawn = disputed()
    begun(withdrawn)("zrzy.head", "withdraw", reasons="已协商")
    withdrawn("zrzy.head", "keep", reasons="自行处理")
    assert withdrawn.state == "withdrawn"


def test_while_an_objection_is_pending_nothing_is_sent_kept_or_disputed_anew() -> None:
    story = disputed()
    ruled(story, "zfj")("zfj.head", "object", reasons="不服")
    said = f"同一事项尚有未办结的“案件管辖争议”（{ARTICLE}）"
    assert story.refuses("zrzy.handler", "draft", **LETTER) == said
    assert story.refuses("zrzy.head", "keep", reasons="自行处理") == said
    assert story.refuses("zrzy.head", "dispute") == said


def test_a_proposal_that_nobody_takes_up_is_dropped_and_the_count_begins_anew() -> None:
    story = disputed()
    story("zrzy.head", "drop_dispute", reasons="双方已沟通")
    assert (story.state, story.owed, list(story.office.dossiers)) == ("returned", {"resend"}, [story.number])
    assert returned(story).state == "returned"
    assert returned(story).state == "disputed"


def test_a_dispute_that_has_begun_is_not_dropped() -> None:
    story = disputed()
    begun(story)
    said = story.refuses("zrzy.head", "drop_dispute", reasons="双方已沟通")
    assert said == f"同一事项尚有未办结的“案件管辖争议”（{ARTICLE}）"


def test_only_the_latest_dispute_decides() -> None:
    story = disputed()
    first = ruled(story, "zrzy")
    first("zrzy.handler", "comply")
    story.later(days=30)
    assert first.state == "closed"
    story("zrzy.head", "dispute")
    ruled(story, "zfj")
    assert "管辖已定由zfj负责" in story.refuses("zrzy.head", "keep", reasons="自行处理")
    received(story)
    story("zfj.head", "accept")
    assert story.state == "accepted"
