"""A person at a real browser: sign in, the tree, a list, a figure and its rows, on a phone and on a wide desk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.web.served import CHROMIUM, WIDTHS, served_site, sign_in

#: Where the screenshots go, for people; a temporary folder unless asked for.
SHOTS = os.environ.get("ZUGONG_SCREENSHOTS", "")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).is_file(), reason="needs Debian's Chromium"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with the small county."""
    with served_site(tmp_path_factory.mktemp("browser")) as site:
        yield site.address


@pytest.mark.parametrize("device", WIDTHS)
def test_an_officer_finds_the_rows_behind_a_number(address: str, device: str, tmp_path: Path):
    folder = Path(SHOTS) if SHOTS else tmp_path
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTHS[device], "height": 900}, locale="zh-CN")
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

        shots = Shots(page, folder, device)
        sign_in(page, address)
        shots.take("home")
        page.click("nav >> text=组织体系")
        page.click("a.toggle[aria-label*='中共东镇委员会']")
        page.wait_for_selector("text=橡树村党支部")
        shots.take("tree")
        page.goto(f"{address}/records/membership/")
        assert page.inner_text("p:has-text('共')").startswith("共 6 条")
        shots.take("list")
        page.goto(f"{address}/figures/members/")
        assert page.inner_text(".value") == "6"
        shots.take("figure")
        page.click("text=查看明细 >> nth=0")
        assert page.locator("tbody tr").count() == 6
        shots.take("rows")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        browser.close()

    assert complaints == []
    assert shots.too_wide == []


class Shots:
    """Takes screenshots, and notes every page that is wider than its window."""

    def __init__(self, page: Page, folder: Path, device: str) -> None:
        self._page, self._folder, self._device = page, folder, device
        self.too_wide: list[str] = []

    def take(self, name: str) -> None:
        self._page.wait_for_load_state("networkidle")
        self._page.screenshot(path=self._folder / f"{self._device}_{name}.png")
        if self._page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.too_wide.append(name)
