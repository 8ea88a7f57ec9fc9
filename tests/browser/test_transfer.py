"""The main job in the browser: a building without a permit is handed over by one bureau and decided by another."""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.clerk import Clerk

Sit = Callable[..., Clerk]
TWO = (("金晨", "浙G2021901"), ("徐晓峰", "浙G2021902"))
FIRM = "武义锐拓五金制品有限公司"


def found(one: Clerk, act: str) -> None:
    """Open a transfer: whom and what it is about."""
    one.go(f"/open/case-transfer/{act}/")
    one.fill({"案由": "未取得建设工程规划许可证进行建设", "名称或姓名": FIRM, "违法行为发生地": "壶山街道城东工业区"})
    one.page.get_by_label("统一社会信用代码或身份证件号码").fill("91330723MA0YD3K8T7")
    one.find_item("规划许可证")
    one.choose("现场检查")
    one.now("发现时间")
    one.now("认定应由对方查处的时间")


def drafted(one: Clerk, evidence: Mapping[str, Path]) -> None:
    """Write the letter and attach what must go along."""
    one.press("送负责人审批")
    expect(one.page.get_by_label("受移送单位")).to_have_value("zfj")  # as the catalogue proposes
    one.fill({"基本违法事实": "在厂区东侧浇筑框架结构厂房一处，占地约240平方米。", "移送理由": "该事项由你单位查处。"})
    one.page.get_by_label("法律依据", exact=True).fill("《中华人民共和国城乡规划法》第六十四条")
    one.page.get_by_label("联系电话", exact=True).fill("0579-87601203")
    one.officers(*TWO)
    one.attach("source", evidence["现场检查记录.pdf"])
    one.attach("offender", evidence["现场检查记录.pdf"])
    one.excuse("licences", "经查询，未办理审批")
    one.attach("investigation", evidence["现场照片.jpg"], evidence["询问笔录.pdf"])
    one.press("送负责人审批")


def handed_over(clerk: Sit, evidence: Mapping[str, Path]) -> Clerk:
    """From what the handler found to the letter that is sent; the handler at the dossier."""
    handler, head = clerk("zrzy.handler"), clerk("zrzy.head")
    found(handler, "find")
    handler.press("认定应由对方查处")
    drafted(handler, evidence)
    assert "待批准" in handler.text
    head.go(f"/dossiers/{handler.number}/")
    head.press("同意移送")
    expect(head.page.locator(".sheet-paper").first).to_contain_text(f"关于移送{FIRM}")
    head.press("同意移送")
    handler.go(f"/dossiers/{handler.number}/")
    handler.press("用印并移送")
    handler.press("用印并移送")
    return handler


def decided(clerk: Sit, number: int) -> None:
    """From the signature for the letter to the decision that is fed back."""
    liaison, head, handler = clerk("zfj.liaison"), clerk("zfj.head"), clerk("zfj.handler")
    assert FIRM in liaison.text  # it lies on the workbench
    done(liaison, number, "签收", {"签收人": "李文静"})
    done(head, number, "同意接收", {})
    done(head, number, "立案并告知", {"案号": "武综执立〔2026〕9号", "立案日期": today(head)})
    handler.go(f"/dossiers/{number}/decide/")
    handler.page.get_by_label("处罚", exact=True).check()
    handler.fill({"决定书文号": "武综执罚〔2026〕9号", "作出日期": today(handler), "处理结果": "责令限期拆除。"})
    handler.press("登记处理决定")
    done(head, number, "反馈处理结果", {})


def done(one: Clerk, number: int, act: str, answers: Mapping[str, str]) -> None:
    one.go(f"/dossiers/{number}/")
    one.press(act)
    one.fill(answers)
    one.press(act)


def test_a_case_is_handed_over_and_its_result_comes_back(
    clerk: Sit, evidence: Mapping[str, Path], tmp_path: Path
) -> None:
    handler = handed_over(clerk, evidence)
    decided(clerk, handler.number)
    handler.go(f"/dossiers/{handler.number}/")
    assert "已办结" in handler.text
    assert "责令限期拆除" in handler.text
    assert title_of_letter(handler, tmp_path).startswith("武义县自然资源和规划局")


def today(one: Clerk) -> str:
    return str(one.page.evaluate("new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)"))


def title_of_letter(one: Clerk, folder: Path) -> str:
    """Download the letter's PDF, as soon as the worker has printed it, and read it."""
    one.page.locator("a.doc.paper", has_text="涉嫌违法案件移送函").click()
    link = one.page.get_by_role("link", name="下载 PDF")
    expect(link).to_be_visible(timeout=20_000)
    with one.page.expect_download() as waiting:
        link.click()
    file = folder / "letter.pdf"
    waiting.value.save_as(file)
    text = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    for said in ("关于移送", FIRM, "城乡规划法", "91330723MA0YD3K8T7", "第五部分第（三）项"):
        assert said in text.replace("\n", "").replace(" ", "")
    return text.strip()


def test_an_urgent_case_runs_by_the_hour_and_is_stopped_and_told_first(
    clerk: Sit, evidence: Mapping[str, Path]
) -> None:
    handler = clerk("zrzy.handler")
    found(handler, "find_urgent")
    handler.choose("违法建设正在进行")
    handler.fill({"紧急理由": "正在浇筑，不停止将难以恢复。"})
    expect(handler.page.locator(".preview")).to_contain_text("24小时")
    handler.press("紧急情况认定")
    handler.press("责令停止或者劝阻")
    handler.now("责令停止或者劝阻的时间")
    handler.page.get_by_label("责令停止", exact=True).check()
    handler.press("责令停止或者劝阻")
    assert "责令停止须写明法律依据" in handler.text  # without a basis one may only dissuade
    handler.page.get_by_label("责令停止的法律依据").fill("《中华人民共和国城乡规划法》第六十四条")
    handler.press("责令停止或者劝阻")
    handler.go(f"/dossiers/{handler.number}/inform/")
    handler.page.get_by_label("告知的单位").select_option("zfj")
    handler.now("告知时间")
    handler.fill({"对方接听人": "周海涛"})
    handler.press("登记已告知对方")
    drafted(handler, evidence)
    head = clerk("zrzy.chief")
    head.go(f"/dossiers/{handler.number}/approve/")
    head.press("同意移送")
    handler.go(f"/dossiers/{handler.number}/send/")
    handler.press("用印并移送")
    assert "提前" in handler.page.locator(".oblig", has_text="紧急移送案件").inner_text()  # 24 hours, not used up


@pytest.mark.parametrize("width", [1440, 390])
def test_it_works_without_a_script(clerk: Sit, evidence: Mapping[str, Path], width: int) -> None:
    one = clerk("slj.handler", script=False, width=width)
    one.go("/open/case-transfer/find/")
    one.fill({"案由": "在河道管理范围内建设妨碍行洪的建筑物", "名称或姓名": FIRM, "违法行为发生地": "泉溪镇"})
    one.page.locator("#f-item").fill("行洪")
    one.press("查目录")
    assert one.page.get_by_label("案由").input_value().startswith("在河道")
    one.page.locator(".found label.opt-row").first.click()
    one.choose("投诉举报")
    for field in ("found_at", "concluded_at"):
        one.page.locator(f"#f-{field}").fill("2026-11-20T09:30")
    one.press("认定应由对方查处")
    one.press("送负责人审批")
    one.page.locator('tr[data-material="source"] input[type=file]').set_input_files(evidence["现场检查记录.pdf"])
    one.press("存草稿")
    assert "草稿" in one.text
