"""Filling in: faults stand beside their fields, deadlines are told while typing, and nothing typed is ever lost."""

from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.clerk import Clerk
from tests.browser.test_transfer import FIRM, found

Sit = Callable[..., Clerk]


def test_faults_are_listed_and_stand_beside_their_fields_and_what_was_typed_stays(clerk: Sit) -> None:
    one = clerk("sthj.handler")
    one.go("/open/case-transfer/find/")
    one.fill({"案由": "露天焚烧秸秆", "违法行为发生地": "桐琴镇"})
    one.page.locator("#f-found_at").fill("2030-01-01T08:00")
    one.press("认定应由对方查处")
    summary = one.page.locator(".errsum")
    expect(summary).to_be_focused()
    assert "请填写“当事人的名称或姓名”" in summary.inner_text()
    assert one.page.get_by_label("案由").input_value() == "露天焚烧秸秆"
    summary.get_by_role("link").first.click()
    assert one.page.locator("#f-offender-name").get_attribute("aria-invalid") == "true"


def test_the_deadline_is_told_while_the_form_is_filled_in(clerk: Sit) -> None:
    one = clerk("sthj.handler")
    one.go("/open/case-transfer/find/")
    preview = one.page.locator(".preview")
    assert "填了起算时间" in preview.inner_text()
    one.page.locator("#f-concluded_at").fill("2026-02-13T10:00")
    one.page.locator("#f-concluded_at").blur()
    expect(preview).to_contain_text("2月25日 周三")
    one.page.locator("#f-found_at").fill("2026-02-12T10:00")
    one.page.locator("#f-found_at").blur()
    expect(preview).to_contain_text("若自发现时间起算")  # both dates are shown


def test_a_doubtful_code_is_a_warning_and_no_obstacle(clerk: Sit) -> None:
    one = clerk("zrzy.handler")
    found(one, "find")
    code = one.page.get_by_label("统一社会信用代码或身份证件号码")
    code.fill("91330723MA0YD3K8T1")
    code.blur()
    expect(one.page.locator("#f-offender-code-note")).to_contain_text("校验位对不上")
    one.press("认定应由对方查处")
    assert "待拟稿" in one.text


def test_who_comes_second_is_told_by_whom_and_keeps_what_was_written(clerk: Sit, evidence: Mapping[str, Path]) -> None:
    first, second = clerk("zrzy.handler"), clerk("zrzy.handler2")
    found(first, "find")
    first.press("认定应由对方查处")
    second.go(f"/dossiers/{first.number}/mark_urgent/")
    second.choose("违法建设正在进行")
    second.fill({"紧急理由": "正在连夜浇筑，天亮就完工。"})
    second.now("发现紧急情形的时间")
    first.go(f"/dossiers/{first.number}/mark_urgent/")
    first.choose("证据可能灭失")
    first.fill({"紧急理由": "现场正在清理。"})
    first.now("发现紧急情形的时间")
    first.press("转为紧急")
    second.press("转为紧急")
    told = second.page.get_by_role("alertdialog")
    assert "别人刚刚办过这件事" in told.inner_text()
    assert "这里的“转为紧急”没有生效" in told.inner_text()
    assert "正在连夜浇筑，天亮就完工。" in told.inner_text()
    second.press("看最新情况")
    assert "紧急移送案件" in second.text


def test_a_page_learns_by_itself_that_somebody_else_has_acted(clerk: Sit) -> None:
    one, other = clerk("zrzy.handler"), clerk("zrzy.handler")
    found(one, "find")
    one.press("认定应由对方查处")
    other.go(f"/dossiers/{one.number}/draft/")
    other.fill({"基本违法事实": "写到一半"})
    one.go(f"/dossiers/{one.number}/mark_urgent/")
    one.choose("违法建设正在进行")
    one.fill({"紧急理由": "正在浇筑。"})
    one.now("发现紧急情形的时间")
    one.press("转为紧急")
    expect(other.page.locator("#watch")).to_contain_text("别人刚刚办过这件事", timeout=20_000)
    assert other.page.get_by_label("基本违法事实").input_value() == "写到一半"


def test_a_draft_is_kept_and_taken_up_again(clerk: Sit) -> None:
    one = clerk("scjg.handler")
    one.go("/open/case-transfer/find/")
    one.fill({"案由": "无照经营", "名称或姓名": FIRM})
    one.press("存草稿")
    one.go("/drafts/")
    one.page.locator("main a", has_text="无照经营").click()
    assert one.page.get_by_label("名称或姓名").input_value() == FIRM


def test_rows_are_added_and_removed_and_a_known_name_brings_its_certificate(clerk: Sit) -> None:
    one = clerk("zrzy.handler")
    found(one, "find")
    one.press("认定应由对方查处")
    one.press("送负责人审批")
    rows = one.page.locator("[data-rows=officers] > .inrow")
    expect(rows).to_have_count(2)
    one.page.get_by_role("button", name="加一人").click()
    expect(rows).to_have_count(3)
    known = one.page.locator("datalist option").first.get_attribute("value") or ""
    one.page.locator('[name="officers.2.name"]').fill(known)
    one.page.locator('[name="officers.2.name"]').blur()
    expect(one.page.locator('[name="officers.2.certificate"]')).not_to_have_value("")
    rows.nth(2).get_by_role("button").click()
    expect(rows).to_have_count(2)


def test_a_disguised_file_is_refused_in_a_sentence_and_the_rest_stays(clerk: Sit, tmp_path: Path) -> None:
    one = clerk("zrzy.handler")
    found(one, "find")
    one.press("认定应由对方查处")
    one.press("送负责人审批")
    false = tmp_path / "现场照片.jpg"
    false.write_bytes(b"<html><script>alert(1)</script>")
    row = one.page.locator('tr[data-material="source"]')
    row.locator("input[type=file]").set_input_files(false)
    expect(row.locator("[data-is=failed]")).to_be_visible()
    assert "现场照片.jpg" in row.inner_text()
    assert row.locator("[data-size]").last.inner_text() != ""  # why, in words


def test_what_is_put_right_is_no_longer_called_wrong_and_the_summary_leads_to_the_field(
    clerk: Sit, evidence: Mapping[str, Path]
) -> None:
    one = clerk("zrzy.handler")
    found(one, "find")
    one.press("认定应由对方查处")
    one.go(f"/dossiers/{one.number}/draft/")
    one.press("送负责人审批")
    row = one.page.locator('tr[data-material="source"]')
    expect(row.locator(".err")).to_be_visible()
    one.attach("source", evidence["现场照片.jpg"])
    expect(row.locator(".err")).to_have_count(0)
    expect(one.page.locator(".errsum .done")).to_have_count(1)
    one.excuse("licences", "未办理审批")
    expect(one.page.locator('tr[data-material="licences"] .err')).to_have_count(0)
    one.page.locator(".errsum a", has_text="移送理由").click()
    expect(one.page.locator("#f-why")).to_be_focused()


def test_the_letter_is_read_while_it_is_written(clerk: Sit) -> None:
    one = clerk("zrzy.handler")
    found(one, "find")
    one.press("认定应由对方查处")
    one.go(f"/dossiers/{one.number}/draft/")
    one.fill({"基本违法事实": "浇筑厂房一处。"})
    one.page.get_by_role("button", name="预览文书").click()
    papers = one.page.locator("#papers")
    expect(papers).to_contain_text("浇筑厂房一处。")
    expect(papers).to_contain_text("“用印并移送”时编号")
    one.fill({"移送理由": "应由你局查处。"})
    one.page.get_by_label("移送理由").blur()
    expect(papers).to_contain_text("应由你局查处。")
    assert one.page.get_by_label("基本违法事实").input_value() == "浇筑厂房一处。"
