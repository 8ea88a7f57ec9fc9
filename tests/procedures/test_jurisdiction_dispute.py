"""五（三）4: first negotiate fully, then ask for a decision, and then for that of the next instance."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from tests.story import FIRM, MONDAY, Office, Story
from xiezhi.kernel import NotEntitled, WrongState

CLAIM: dict[str, Any] = {
    "case_title": "未取得建设工程规划许可证进行建设", "offender": FIRM, "place": "壶山街道", "item": "planning-permit",
    "between": "departments", "respondent": "zfj", "claim": "该事项已经划转",
}  # fmt: skip
TALK = {"met_at": MONDAY, "attendees": "双方分管负责人", "talk": "未能一致"}
RULING = {"competent": "zfj", "ruling": "依据统一目录，由综合行政执法局管辖", "comply_by": date(2021, 3, 31)}
ARTICLE = "武政发〔2021〕15号 五（三）4"


def raised(**more: Any) -> Story:
    story = Office().open("jurisdiction-dispute")
    story(f"{more.pop('by', 'zrzy')}.handler", "raise", **CLAIM | more)
    return story


def negotiated(**more: Any) -> Story:
    story = raised(**more)
    story(f"{story.holder}.handler", "negotiate", **TALK)
    return story


def submitted(**more: Any) -> Story:
    story = negotiated(**more)
    story(f"{story.holder}.head", "submit")
    return story


def examined(**more: Any) -> Story:
    story = submitted(**more)
    story(f"{story.holder}.handler", "accept")
    return story


def decided(**more: Any) -> Story:
    story = examined(**more)
    story(f"{story.holder}.head", "decide", **RULING)
    return story


def test_a_dispute_is_negotiated_submitted_decided_and_the_decision_carried_out() -> None:
    story = raised()
    assert (story.state, story.holder) == ("negotiating", "zrzy")
    assert [o.owed_by for o in story.every("negotiate")] == ["zrzy", "zfj"]
    story("zfj.handler", "negotiate", **TALK)
    story("zfj.head", "submit")
    assert (story.state, story.holder, story.fates("negotiate")) == ("submitted", "sfj", ["done", "done"])
    story("sfj.handler", "accept")
    assert (story.owed, story.due("decide")) == ({"decide"}, "2021-03-22")
    story("zrzy.handler", "state_view", view="应由综合行政执法局管辖")
    story("sfj.head", "decide", **RULING)
    assert (story.state, story.owed, story.due("comply"), story.due("object")) == (
        "decided", {"comply", "object"}, "2021-03-31", "2021-03-08",
    )  # fmt: skip
    story("zfj.handler", "comply")
    assert story.state == "decided"
    assert story.later(days=8) == ["waive", "close"]
    assert (story.state, story.holder, story.owed) == ("closed", None, set())
    assert [issued.paper.name for issued in story.papers] == ["request", "ruling"]


def test_nobody_disputes_with_themselves() -> None:
    said = Office().open("jurisdiction-dispute").refuses("zrzy.handler", "raise", **CLAIM | {"respondent": "zrzy"})
    assert said == "zrzy已是提出单位，不能又作为对方单位"


def test_nothing_is_offered_or_submitted_before_it_was_talked_over() -> None:
    assert raised().refuses("zrzy.head", "submit") == f"须先办理“登记协商”（{ARTICLE}）"
    assert raised().refuses("zrzy.head", "offer", competent="zfj") == f"须先办理“登记协商”（{ARTICLE}）"


def test_the_record_of_the_talks_goes_along() -> None:
    assert negotiated().refuses("zrzy.head", "submit", {}) == f"“自行协商记录”还没有上传（{ARTICLE}）"


@pytest.mark.parametrize("lacking", ["met_at", "attendees", "talk"])
def test_talks_have_a_time_people_and_a_record(lacking: str) -> None:
    with pytest.raises(ValidationError, match=lacking):
        raised()("zrzy.handler", "negotiate", **TALK | {lacking: ""})


def test_only_leaders_offer_agree_and_submit() -> None:
    for act in ("offer", "submit"):
        with pytest.raises(NotEntitled):
            negotiated()("zrzy.handler", act, **({"competent": "zfj"} if act == "offer" else {}))


def test_what_one_side_offers_the_other_accepts() -> None:
    story = negotiated()
    story("zfj.head", "offer", competent="zfj")
    for act, filled in (("settle", {}), ("reject", {"reasons": "改变主意"})):
        assert story.refuses("zfj.head", act, **filled) == "应由对方办理"
    story("zrzy.head", "settle")
    assert (story.state, story.holder, story.fates("negotiate")) == ("agreed", None, ["done", "done"])
    assert story.dossier.facts["competent"] == "zfj"


def test_an_offer_that_is_not_accepted_leads_back_to_the_table() -> None:
    story = negotiated()
    story("zrzy.head", "offer", competent="zfj")
    story("zfj.head", "reject", reasons="不同意")
    assert (story.state, story.owed) == ("negotiating", {"negotiate"})
    story("zfj.head", "offer", competent="zrzy")
    story("zrzy.head", "settle")
    assert (story.state, story.dossier.facts["competent"]) == ("agreed", "zrzy")


def test_whoever_raised_it_may_withdraw_it_while_it_is_talked_over() -> None:
    story = negotiated()
    with pytest.raises(NotEntitled):
        story("zfj.head", "withdraw", reasons="已协商")
    story("zrzy.head", "withdraw", reasons="已协商")
    assert (story.state, story.fates("negotiate")) == ("withdrawn", ["lifted", "lifted"])
    with pytest.raises(WrongState):
        submitted()("zrzy.head", "withdraw", reasons="已协商")


def test_who_is_asked_too_early_sends_them_back_to_the_table() -> None:
    story = submitted()
    story("sfj.handler", "send_back", reasons="协商不充分")
    assert (story.state, story.holder, story.owed) == ("negotiating", "zrzy", {"negotiate"})
    story("zrzy.head", "submit")
    assert (story.state, story.holder) == ("submitted", "sfj")


def test_whoever_objects_in_time_goes_to_the_county_government_and_no_further() -> None:
    story = decided()
    story("zfj.head", "object", reasons="不服")
    assert (story.state, story.holder, story.fates("comply")) == ("submitted", "xzf", ["lifted", "lifted"])
    with pytest.raises(NotEntitled):
        story("sfj.handler", "accept")
    story("xzf.handler", "accept")
    assert (story.due("decide"), str(story.last("decide").term)) == ("None", "open")
    story("xzf.head", "decide", **RULING | {"competent": "zrzy"})
    assert story.refuses("zrzy.head", "object", reasons="仍不服") == "决定机关已是最后一级"
    assert story.dossier.facts["competent"] == "zrzy"


def test_an_objection_that_comes_too_late_is_refused_and_the_system_gives_it_up() -> None:
    story = decided()
    story.office.now = story.last("object").reckoned.due or MONDAY
    said = story.refuses("zfj.head", "object", reasons="不服")
    assert said == "期限已于2021-03-08届满（行政处罚法 第二十五条）"
    assert story.office.follow() == ["waive"]
    assert story.fates("object") == ["lapsed", "lapsed"]


def test_a_dispute_with_a_town_goes_to_the_bureau_unless_it_is_a_party_itself() -> None:
    assert submitted(by="slj", between="town", respondent="hushan").holder == "zfj"
    assert submitted(by="zfj", between="town", respondent="hushan").holder == "xzf"
    assert submitted(by="hushan", between="town", respondent="zfj").holder == "xzf"


def test_nobody_decides_who_is_a_party() -> None:
    assert submitted(by="sfj", respondent="zfj").holder == "xzf"
    assert submitted(respondent="sfj").holder == "xzf"
    said = negotiated(by="sfj", respondent="xzf").refuses("sfj.head", "submit")
    assert said == "没有单位可以作为决定机关"
