"""A person of the demo county at a browser of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from xiezhi.demo.build import PASSWORD

TALL = 900


@dataclass
class Clerk:
    """Does what people do: goes somewhere, fills in by label, presses a button by its words."""

    page: Page
    site: str
    faults: list[str] = field(default_factory=list)

    @classmethod
    def signed_in(
        cls,
        browser: Browser,
        site: str,
        username: str,
        *,
        width: int = 1440,
        script: bool = True,
        english: bool = False,
    ) -> "Clerk":
        context = browser.new_context(
            viewport={"width": width, "height": TALL}, java_script_enabled=script, locale="zh-CN",
            timezone_id="Asia/Shanghai", accept_downloads=True,
        )  # fmt: skip
        if english:
            context.add_cookies([{"name": "django_language", "value": "en", "url": site}])
        one = cls(context.new_page(), site)
        one.page.on("pageerror", lambda error: one.faults.append(str(error)))
        one.page.on("console", one._heard)
        one.go("/signin/")
        one.page.locator("#f-user").fill(username)
        one.page.locator("#f-pass").fill(PASSWORD)
        one.page.locator("main form button.main").click()
        expect(one.page.locator(".me")).to_be_visible()
        return one

    def _heard(self, message: ConsoleMessage) -> None:
        answered = "the server responded with a status of 4" in message.text  # a refusal that a test has asked for
        if message.type == "error" and not answered:
            self.faults.append(message.text)

    def go(self, path: str) -> int:
        """Open a page; its status."""
        answer = self.page.goto(self.site + path)
        return answer.status if answer else 0

    def press(self, words: str) -> None:
        """Press the button or follow the link of these words, and wait for the page."""
        named = (
            self.page.locator("main")
            .locator(f'button.btn:visible:text-is("{words}"), a:visible:text-is("{words}")')
            .first
        )
        with self.page.expect_navigation():
            named.click()

    def fill(self, answers: Mapping[str, Any]) -> None:
        """Fill fields by their labels."""
        for label, answer in answers.items():
            self.page.get_by_label(label, exact=True).first.fill(str(answer))

    def choose(self, words: str) -> None:
        """Choose a radio row by its words."""
        self.page.locator("label.opt-row", has_text=words).first.click()

    def now(self, label: str) -> None:
        """The moment of this field is now."""
        self.page.locator(".field", has=self.page.get_by_text(label, exact=True)).get_by_role("button").click()

    def find_item(self, words: str) -> None:
        """Look an item up in the catalogue while typing, and take the first found."""
        self.page.locator("#f-item").press_sequentially(words)
        self.page.locator(".found label.opt-row").first.click()

    def attach(self, material: str, *files: Path) -> None:
        """Upload files for a material, and wait until they are there."""
        row = self.page.locator(f'tr[data-material="{material}"]')
        row.locator("input[type=file]").set_input_files(list(files))
        expect(row.locator(f'input[name="materials.{material}"]')).to_have_count(len(files))

    def excuse(self, material: str, reason: str) -> None:
        """Say why there is no such material."""
        row = self.page.locator(f'tr[data-material="{material}"]')
        row.locator("summary").click()
        row.locator("input.input").fill(reason)

    def officers(self, *named: tuple[str, str]) -> None:
        """Write the officers in."""
        for n, (name, certificate) in enumerate(named):
            self.page.locator(f'[name="officers.{n}.name"]').fill(name)
            self.page.locator(f'[name="officers.{n}.certificate"]').fill(certificate)

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def number(self) -> int:
        """The dossier whose page or act is shown."""
        return int(self.page.url.split("/dossiers/")[1].split("/")[0])
