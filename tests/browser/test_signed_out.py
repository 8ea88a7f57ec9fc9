"""A session ends while somebody types, in a real browser, with its script and without: nothing typed is lost or done."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.clerk import Clerk
from xiezhi.demo.build import PASSWORD

Sit = Callable[..., Clerk]
FIND = "/open/case-transfer/find/"


def sign_in(page: Page) -> None:
    page.locator("#f-user").fill("zrzy.handler")
    page.locator("#f-pass").fill(PASSWORD)
    page.locator("main form button.main").click()


def send(one: Clerk) -> None:
    with one.page.expect_navigation():
        one.page.locator("form.act .submit button.main").click()


@pytest.mark.parametrize("script", ["with script", "without"])
@pytest.mark.parametrize("back", ["here", "in the other tab"])
def test_what_was_typed_is_in_its_form_again(clerk: Sit, script: str, back: str) -> None:
    one = clerk("zrzy.handler", script=script != "without")
    one.go(FIND)
    one.page.locator("#f-place").fill("壶山街道解放路十二号")
    other = one.page.context.new_page()
    other.goto(one.site)
    other.locator("details.me summary").click()
    other.locator("form[action='/signout/'] button").click()
    other.wait_for_url("**/signin/**")
    if back != "here":
        sign_in(other)
        other.locator(".me").wait_for()
    send(one)
    if back == "here":
        assert "您填的内容会还给您" in one.text
        sign_in(one.page)
    one.press("接着填")
    assert "还没有提交" in one.text
    assert one.page.locator("#f-place").input_value() == "壶山街道解放路十二号"
    assert one.page.url == one.site + FIND
