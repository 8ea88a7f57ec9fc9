"""Every page at both widths: nothing that keeps anybody out, nothing that runs over the edge."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.clerk import Clerk

Sit = Callable[..., Clerk]
WIDTHS = (1440, 390)
SERIOUS = ("serious", "critical")


def barriers(one: Clerk) -> list[str]:
    """What axe finds that would keep somebody out."""
    found = Axe().run(one.page).response["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found if v["impact"] in SERIOUS for node in v["nodes"]]


def overflow(one: Clerk) -> int:
    """How many pixels a page runs over the right edge."""
    return int(one.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def pages(one: Clerk) -> Iterator[str]:
    """The pages that this person can reach in two steps from the workbench."""
    yield from ("/", "/dossiers/", "/dossiers/?view=closed", "/items/?q=违建", "/rules/", "/me/", "/drafts/", "/open/")
    one.go("/dossiers/")
    dossiers = one.page.locator("a.title").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    for dossier in dossiers:
        yield dossier
        one.go(dossier)
        ways = one.page.locator(".holder .acts a, a.doc.paper").evaluate_all(
            "all => all.map(a => a.getAttribute('href'))"
        )
        yield from ways


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("username", ["zrzy.handler", "zjj.head", "zfj.head", "zfj.liaison", "office.head"])
def test_nobody_is_kept_out_and_nothing_runs_over(clerk: Sit, username: str, width: int) -> None:
    one = clerk(username, width=width)
    for path in dict.fromkeys(pages(one)):
        assert one.go(path) == 200, path
        assert barriers(one) == [], path
        assert overflow(one) <= 0, path


@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_page_of_all_is_open_to_everybody(clerk: Sit, width: int) -> None:
    one = clerk("zfj.handler", width=width)
    one.page.context.clear_cookies()
    one.go("/signin/")
    assert barriers(one) == []
    one.page.locator("#f-user").fill("zfj.handler")
    one.page.locator("#f-pass").fill("wrong")
    one.page.locator("main form button.main").click()
    assert "账号或密码" in one.page.locator("[role=alert]").inner_text()
    assert one.page.locator("#f-user").input_value() == "zfj.handler"


def test_a_page_that_is_not_there_says_so_and_leads_back(clerk: Sit) -> None:
    one = clerk("slj.handler")
    assert one.go("/dossiers/999999/") == 404
    assert "找不到这件事，或者您无权查看" in one.text
    assert barriers(one) == []


def test_the_keyboard_alone_opens_a_case_and_goes_to_the_search(clerk: Sit) -> None:
    one = clerk("zfj.liaison")
    keys = one.page.keyboard
    keys.press("Tab")
    assert one.page.evaluate("document.activeElement.className") == "skip"
    keys.press("Enter")
    keys.press("Tab")
    assert one.page.evaluate("document.querySelector('main').contains(document.activeElement)")
    keys.press("/")
    assert one.page.evaluate("document.activeElement.id") == "q-top"
    keys.type("油烟")
    with one.page.expect_navigation():
        keys.press("Enter")
    assert "油烟" in one.page.locator("a.title").first.inner_text()
    one.page.locator("a.title").first.focus()
    with one.page.expect_navigation():
        keys.press("Enter")
    assert "现在由" in one.text


def test_in_english_no_page_speaks_chinese_but_for_names(clerk: Sit) -> None:
    one = clerk("zfj.head", english=True)
    assert "Workbench" in one.text
    assert one.page.locator("html").get_attribute("lang") == "en"
    one.page.locator(".me summary").click()
    with one.page.expect_navigation():
        one.page.locator(".me button[lang=zh-CN]").click()
    assert "工作台" in one.text
