"""Case transfers as far as the tests begin from: found, drafted, sent, received, filed."""

from datetime import timedelta
from typing import Any

from tests.story import FIRM, MONDAY, TWO, Office, Story

LETTER: dict[str, Any] = {
    "receiver": "zfj", "facts": "浇筑厂房一处。\n占地240平方米。", "why": "该事项由你单位查处。",
    "basis": "《城乡规划法》第六十四条", "officers": TWO, "contact": "0579-87601203",
}  # fmt: skip
URGENT = {"urgency": "building", "urgency_reason": "正在浇筑，不立即制止就会建成"}
DECISION = {"decision_no": "武综执罚〔2021〕1号", "penalty": "处罚", "outcome": "限期拆除"}


def finding(office: Office, **more: Any) -> dict[str, Any]:
    """What a handler says who found it an hour ago and has concluded just now."""
    return {
        "case_title": "未取得建设工程规划许可证进行建设", "offender": FIRM, "place": "壶山街道", "item": "planning-permit",
        "source": "inspection", "found_at": office.now - timedelta(hours=1), "concluded_at": office.now, **more,
    }  # fmt: skip


def begun(office: Office | None = None) -> Story:
    """A dossier that nobody has begun."""
    return (office or Office(MONDAY)).open("case-transfer")


def found(office: Office | None = None, **more: Any) -> Story:
    story = begun(office)
    story("zrzy.handler", "find", **finding(story.office, **more))
    return story


def urgent(office: Office | None = None, **more: Any) -> Story:
    story = begun(office)
    story("zrzy.handler", "find_urgent", **finding(story.office, **URGENT | more))
    return story


def drafted(story: Story | None = None, **more: Any) -> Story:
    story = story or found()
    story("zrzy.handler", "draft", **LETTER | more)
    return story


def sent(story: Story | None = None, **more: Any) -> Story:
    story = drafted(story, **more)
    story("zrzy.chief", "approve")
    story("zrzy.handler", "send")
    return story


def received(story: Story | None = None, **more: Any) -> Story:
    story = sent(story, **more)
    story(f"{story.holder}.liaison", "receive", received_by="李文静")
    return story


def returned(story: Story | None = None, **more: Any) -> Story:
    story = received(story, **more)
    story(f"{story.holder}.head", "return_case", reasons="不属于本单位职权", suggested="gaj")
    return story


def filed(story: Story | None = None, **more: Any) -> Story:
    story = received(story, **more)
    story("zfj.head", "accept")
    story("zfj.head", "file", case_no="武综执立〔2021〕1号", filed_on=story.office.now.date())
    return story
