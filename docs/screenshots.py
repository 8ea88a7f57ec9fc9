"""The pictures of the READMEs, taken from the running demo: `make demo`, and beside it `python docs/screenshots.py`.

Asks for chromium and a Chinese font. An address other than http://localhost:8000 is the first argument.
"""

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
PASSWORD = "xiezhi-demo-2021"  # noqa: S105 - of the demo alone
LANGUAGES = {"zh": "zh-hans", "en": "en"}
WIDE, NARROW = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
COLOURS = 192  # are enough for flat pages, and make the file small


def main(address: str) -> None:
    """Workbench on a desk, dossier on a phone, in both languages."""
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for short, language in LANGUAGES.items():
            page = signed_in(chromium, address, "zfj.liaison", language)
            page.set_viewport_size(WIDE)
            page.goto(address)
            keep(page, f"workbench-{short}.png")
            page.goto(f"{address}/dossiers/?urgent=1")
            page.click("a.title")
            page.set_viewport_size(NARROW)
            keep(page, f"dossier-{short}.png")
        chromium.close()


def signed_in(chromium: Browser, address: str, who: str, language: str) -> Page:
    """A page of somebody who reads this language."""
    page = chromium.new_context(locale="zh-CN", color_scheme="light").new_page()
    page.goto(f"{address}/signin/")
    page.click(f"button[value='{language}']")
    page.fill("#f-user", who)
    page.fill("#f-pass", PASSWORD)
    page.press("#f-pass", "Enter")
    page.wait_for_url(f"{address}/")
    return page


def keep(page: Page, name: str) -> None:
    """What is seen first, as a small PNG."""
    seen = Image.open(io.BytesIO(page.screenshot()))
    seen.convert("RGB").quantize(COLOURS).save(PICTURES / name, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
