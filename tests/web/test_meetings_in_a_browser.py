"""The month of one branch on a telephone: themed day, minutes, two duties, a form from above, in how many taps and entries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.served import CHROMIUM, WIDTHS, Served, served_site, sign_in

MOST_OF_THE_DAY, MOST_OF_THE_MONTH = 15, 25
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

    def touch(self, selector: str) -> None:
        """A tap that leads to no other page."""
        self.count += 1
        self.page.locator(selector).first.click()

    def choose(self, selector: str, value: str | None = None, label: str | None = None) -> None:
        self.count += 2
        self.page.locator(selector).first.select_option(value, label=label)

    def enter(self, name: str, text: str) -> None:
        self.count += 1
        self.page.fill(f'[name="{name}"]', text)


def opened(browser: Browser, site: Served, **settings) -> Page:
    page = browser.new_context(
        viewport={"width": WIDTHS["phone"], "height": 760}, locale="zh-CN", **settings
    ).new_page()
    sign_in(page, site.address, "secretary")
    return page


def test_the_month_of_a_branch_takes_twenty_five_taps_and_entries(browser: Browser, site: Served):
    page = opened(browser, site)
    hand = Hand(page)

    answers_the_form(hand)
    before = hand.count
    size = holds_the_themed_day(hand)
    of_the_day = hand.count - before
    hand.tap("a.button:has-text('会议记录')")
    minutes = page.inner_text("article")
    hand.tap("nav a:has-text('首页')")
    title = page.title()
    hand.touch("li:has-text('信息通报') >> a:has-text('在此登记')")
    hand.choose("[name='periodic_check.outcome']", label="核对无误")
    title_with_form = page.title()
    hand.tap(".month-place button:has-text('登记')")
    hand.tap("li:has-text('台账（第四季度）') >> a:has-text('打开核对表')")
    hand.tap(".mob-send button")

    assert title_with_form == title
    assert "人数：应到29人，实到26人，不计入应到1人。" in minutes
    page.goto(site.address)
    assert page.locator(".due li:has-text('信息通报'), .due li:has-text('主题党日（12月）')").count() == 0
    assert page.locator(".due li:has-text('活动场所取暖情况'), .due li:has-text('台账（第四季度）')").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTHS["phone"]
    assert (of_the_day <= MOST_OF_THE_DAY, hand.count <= MOST_OF_THE_MONTH, size < LARGEST_PAGE) == (True, True, True)


def answers_the_form(hand: Hand) -> None:
    """The form from the township: two boxes came filled, two are asked."""
    hand.touch(".month > details > summary")
    hand.tap(".due a:has-text('活动场所取暖情况')")
    hand.touch("label:has-text('煤改电')")
    hand.enter("box.4", "3200")
    hand.tap("button:has-text('报送')")


def holds_the_themed_day(hand: Hand) -> int:
    """With a roll of thirty, on which the mobile member begins as away, and three results; how large its page is."""
    hand.tap("nav a:has-text('会议活动')")
    hand.tap("a.button:has-text('主题党日')")
    size = len(hand.page.content().encode())
    for number, reason in ((3, "sick"), (7, "old"), (11, "absent")):
        hand.choose(f".meet-roll li:nth-child({number + 1}) select", reason)
    hand.enter("result.service_matter", "修路灯\n清沟渠")
    hand.enter("result.volunteer_service", "打扫村道")
    hand.enter("result.opinion", "活动室添桌椅")
    hand.page.locator("#reckoned:has-text('实到 26')").wait_for()
    hand.tap("button:has-text('开完了，记下来')")
    said = hand.page.locator(".meet-numbers").inner_text()
    assert said == "应到 29，实到 26，请假 2，缺席 1，不计入应到 1"
    return size


def test_without_scripts_a_button_counts_the_vote(browser: Browser, site: Served):
    page = opened(browser, site, java_script_enabled=False)
    page.goto(f"{site.address}/meetings/of/{site.county.organisation('oak')}/new/members_meeting/")

    page.fill('[name="vote.1.matter"]', "硬化村东道路")
    page.fill('[name="vote.1.for"]', "15")
    page.click("button:has-text('算一算')")

    said = page.locator("#reckoned .meet-verdict").inner_text()
    assert said.startswith("有效，通过：赞成 15 票，须 15 票（超过应到 29 人的半数）。")
    assert page.locator("fieldset.meet-vote").count() == 2
