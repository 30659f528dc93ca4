"""Texts with numbers at a real browser: the page before the microphone is one sheet of paper, last year's text on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.served import CHROMIUM, WIDTHS, served_site, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).is_file(), reason="needs Debian's Chromium"),
]
A_PAGE = re.compile(rb"/Type\s*/Page(?!s)")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served_site(tmp_path_factory.mktemp("texts")) as served:
        yield served.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser: Browser, address: str, width: int, locale: str = "zh-CN") -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900}, locale=locale)
    sign_in(page, address)
    return page


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_the_page_before_the_microphone_is_one_a4(address: str, browser: Browser, locale: str):
    page = opened(browser, address, 1440, locale)
    page.goto(f"{address}/briefings/hotline/")

    printed = [page.pdf(format="A4"), page.pdf(prefer_css_page_size=True)]

    assert [len(A_PAGE.findall(pdf)) for pdf in printed] == [1, 1]
    assert b"/MediaBox [0 0 594.95996 841.91998]" in printed[1]


@pytest.mark.parametrize("device", WIDTHS)
def test_last_years_text_is_brought_decided_and_read_with_this_years_numbers(
    address: str, browser: Browser, device: str
):
    page = opened(browser, address, WIDTHS[device])
    page.goto(f"{address}/last-year/")
    assert page.input_value("[name=last_on]") == "2019-12-31"

    page.fill("[name=text]", "全县共有党员6名，基层党组织7个。")
    page.fill("[name=last_on]", "2020-12-31")
    page.fill("[name=this_on]", "2019-12-31")
    page.click("main form button")
    page.wait_for_selector(".stated-text")
    page.locator("[name=number-1][value=primary_organisations]").check()
    page.get_by_role("button", name="今年的数字").click()
    page.wait_for_selector(".stated-text del")

    shown = page.inner_text(".stated-text")
    assert shown.split() == ["全县共有党员60名，基层党组织70个。"]
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTHS[device]
