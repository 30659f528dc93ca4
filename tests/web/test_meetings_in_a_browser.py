"""The month of one branch on a telephone: its themed day with a roll of thirty and its results, in how many taps and entries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.served import CHROMIUM, WIDTHS, Served, served_site, sign_in

MOST_TAPS_AND_ENTRIES = 15
LARGEST_PAGE = 60_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).is_file(), reason="needs Debian's Chromium"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served_site(tmp_path_factory.mktemp("meetings"), "tests.web.meeting_site") as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


class Hand:
    """Taps and types, and counts both; choosing from a list is two taps."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def tap(self, selector: str) -> None:
        self.count += 1
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def choose(self, number: int, value: str) -> None:
        self.count += 2
        self.page.locator(".meet-roll select").nth(number).select_option(value)

    def enter(self, name: str, text: str) -> None:
        self.count += 1
        self.page.fill(f'[name="{name}"]', text)


def opened(browser: Browser, site: Served, **settings) -> Page:
    page = browser.new_context(
        viewport={"width": WIDTHS["phone"], "height": 760}, locale="zh-CN", **settings
    ).new_page()
    sign_in(page, site.address, "secretary")
    return page


def test_a_themed_day_of_thirty_takes_fifteen_taps_and_entries(browser: Browser, site: Served):
    page = opened(browser, site)
    hand = Hand(page)

    hand.tap("nav a:has-text('会议活动')")
    hand.tap("a.button:has-text('主题党日')")
    size = len(page.content().encode())
    for number, reason in ((3, "sick"), (7, "old"), (11, "absent")):
        hand.choose(number, reason)
    hand.enter("result.service_matter", "修路灯\n清沟渠")
    hand.enter("result.volunteer_service", "打扫村道")
    hand.enter("result.opinion", "活动室添桌椅")
    page.locator("#reckoned:has-text('实到 27')").wait_for()
    hand.tap("button:has-text('开完了，记下来')")

    assert page.locator(".meet-numbers").inner_text() == "应到 29，实到 27，请假 1，缺席 1，不计入应到 1"
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTHS["phone"]
    assert (hand.count <= MOST_TAPS_AND_ENTRIES, size < LARGEST_PAGE) == (True, True)


def test_without_scripts_a_button_counts_the_vote(browser: Browser, site: Served):
    page = opened(browser, site, java_script_enabled=False)
    page.goto(f"{site.address}/meetings/of/{site.county.organisation('oak')}/new/members_meeting/")

    page.fill('[name="vote.1.matter"]', "硬化村东道路")
    page.fill('[name="vote.1.for"]', "15")
    page.click("button:has-text('算一算')")

    said = page.locator("#reckoned .meet-verdict").inner_text()
    assert said.startswith("有效，通过：赞成 15 票，须 15 票（超过应到 29 人的半数）。")
    assert page.locator("fieldset.meet-vote").count() == 2
