"""What lies before whoever approves."""

from tests.office.told import LETTER, Told, found
from xiezhi.office.models import Entry

from .site import Visitor, words


def drafted() -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **LETTER)
    return told


def test_the_letter_is_read_before_it_is_approved_and_numbers_are_hidden(head: Visitor) -> None:
    page = head.reads(f"/dossiers/{drafted().number}/approve/")
    assert "关于移送武义锐拓五金制品有限公司涉嫌" in page
    assert "武义县综合行政执法局：" in page
    assert "0579-87660001" not in page
    assert "057******0001" in page


def test_the_ways_on_stand_side_by_side_and_what_goes_further_comes_first(head: Visitor) -> None:
    page = head.reads(f"/dossiers/{drafted().number}/approve/")
    assert (
        page.index("同意移送 之后：待移送") < page.index("退回修改 之后：待拟稿") < page.index("不再移送 之后：已撤回")
    )


def test_every_decision_shows_the_same_papers_and_files(head: Visitor) -> None:
    number = drafted().number
    for act in ("approve", "redraft", "withdraw"):
        page = head.reads(f"/dossiers/{number}/{act}/")
        assert "关于移送武义锐拓" in page
        assert "现场检查记录.pdf" in page


def test_files_stand_under_their_material_in_the_packs_order_with_why_one_is_lacking(head: Visitor) -> None:
    page = head.reads(f"/dossiers/{drafted().number}/approve/")
    said = (
        "案源材料（现场检查记录、举报投诉材料等） 现场检查记录.pdf",
        "审批许可情况 不适用：未办理审批",
        "调查情况 现场检查记录.pdf",
    )
    assert [page.index(one) for one in said] == sorted(page.index(one) for one in said)


def test_whoever_sends_reads_the_letter_first_and_sees_by_which_act_it_is_numbered(
    handler: Visitor, head: Visitor
) -> None:
    told = drafted()
    assert "（“用印并移送”时编号）" in head.reads(f"/dossiers/{told.number}/approve/")
    told("zrzy.head", "approve")
    page = handler.reads(f"/dossiers/{told.number}/send/")
    assert "关于移送武义锐拓五金制品有限公司涉嫌" in page
    assert "（“用印并移送”时编号）" in page
    assert "现场检查记录" in page
    assert "您的决定" not in page


class TestAsTyped:
    """Papers that the form is still to word."""

    def began(self) -> Told:
        told = Told()
        told("zrzy.handler", "find", **found(told.at))
        return told

    def test_nothing_is_shown_before_it_is_asked_for(self, handler: Visitor) -> None:
        page = handler.reads(f"/dossiers/{self.began().number}/draft/")
        assert "预览文书" in page
        assert "关于移送" not in page
        assert "您的决定" not in page

    def test_the_button_shows_the_page_again_with_what_is_typed_in_the_letter(self, handler: Visitor) -> None:
        told = self.began()
        answer = handler.post(
            f"/dossiers/{told.number}/draft/", _papers="1", facts="浇筑厂房一处", receiver="zfj",
            **{"materials.licences.reason": "未办理审批"},
        )  # fmt: skip
        said = words(answer)
        assert answer.status_code == 200
        assert "关于移送武义锐拓五金制品有限公司涉嫌" in said
        assert "浇筑厂房一处 三、" in said  # in the letter, not only in the form
        assert "根据＿＿＿＿和" in said
        assert "无此项材料：未办理审批" in said
        assert "057******0001" in said
        assert "0579-87660001" not in said
        assert "要改" not in said
        assert told.state == "found"

    def test_with_script_only_the_papers_come(self, handler: Visitor) -> None:
        told = self.began()
        html = handler.post(f"/dossiers/{told.number}/draft/?papers=1", facts="浇筑厂房一处").content.decode()
        assert "浇筑厂房一处" in html
        assert "<main" not in html
        assert Entry.objects.filter(dossier=told.number).count() == 1

    def test_nobody_else_is_shown_what_would_be_issued(self, liaison: Visitor) -> None:
        told = Told().sent()
        for query in ("?papers=1", ""):
            answer = liaison.post(f"/dossiers/{told.number}/draft/{query}", _papers="1", facts="浇筑厂房一处")
            assert "sheet-paper" not in answer.content.decode()

    def test_an_act_shows_the_paper_that_it_issues_itself(self, liaison: Visitor) -> None:
        told = Told().sent()
        said = words(liaison.post(f"/dossiers/{told.number}/receive/", _papers="1", received_by="李文静"))
        assert "案件移送回执" in said
        assert "（“签收”时编号）" in said
        assert "签收人 李文静" in said
