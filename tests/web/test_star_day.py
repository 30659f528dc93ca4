"""The star day, walked by the roles concerned: a branch fills in, offices review, another decides, the county publishes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.served import CHROMIUM, WIDTHS, Served, served_site, sign_in

SCHEME = "/ratings/five_affairs_four_grounds"
CLAUSES = (
    "party_affairs", "village_affairs", "services", "trade", "medical_care", "square", "drying_ground", "meeting_ground",
    "sports_ground",
)  # fmt: skip
#: Where the screenshots go, for people; nowhere unless asked for.
SHOTS = os.environ.get("ZUGONG_SCREENSHOTS", "")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).is_file(), reason="needs Debian's Chromium"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served_site(tmp_path_factory.mktemp("star_day"), "tests.web.star_day_site") as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


def signed_in(browser: Browser, site: Served, role: str, device: str) -> Page:
    page = browser.new_page(viewport={"width": WIDTHS[device], "height": 800}, locale="zh-CN")
    sign_in(page, site.address, role)
    return page


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"star_day_{name}.png", full_page=True)


def review_by_keys(page: Page, site: Served) -> None:
    """Five clauses by keys alone: 1 says that a clause is met and goes on to the next."""
    page.goto(f"{site.address}{SCHEME}/review/?part=affairs")
    page.focus("fieldset[data-line] >> nth=0")
    for _ in range(5):
        page.keyboard.press("1")
    shoot(page, "2_review")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".note.success")
    assert page.inner_text(".note.success") == "已登记 5 条评审。"


def publish(page: Page, site: Served) -> None:
    """The result of the village goes on the notice board; on the same day nobody can decide it."""
    page.goto(f"{site.address}{SCHEME}/publication/")
    page.fill("[name=paper]", "县组发〔2020〕31号")
    page.click("button:has-text('公示 1 个结果')")
    assert page.inner_text(".rate-notice h3") == "达标 1"
    assert page.inner_text("[aria-current=step]").split("\n")[0] == "公示"
    shoot(page, "5_published")
    assert page.locator("button:has-text('审定')").count() == 0


def test_a_star_day_goes_from_the_branch_to_the_notice_board(site: Served, browser: Browser):
    village = f"{site.address}{SCHEME}/{site.county.records['village']}/"

    secretary = signed_in(browser, site, "secretary", "phone")
    secretary.goto(f"{village}self-check/")
    for clause in CLAUSES:
        secretary.check(f"[name='outcome.{clause}'][value=met]")
    shoot(secretary, "1_self_check")
    secretary.click("text=提交自评")
    assert secretary.inner_text(".note.success") == "自评已提交，评审单位现在就能看到。"
    assert secretary.locator(".rate-table .badge.amber").count() == len(CLAUSES)

    township = signed_in(browser, site, "township", "desk")
    review_by_keys(township, site)

    section = signed_in(browser, site, "section", "desk")
    section.goto(f"{site.address}{SCHEME}/review/?part=grounds")
    lines = section.locator("fieldset[data-line]")
    for place in range(1, 4):
        lines.nth(place).locator("[value=met]").check()
    lines.nth(0).locator("[value=unmet]").check()
    section.click("text=登记评审")
    assert section.inner_text(".rate-line .problem") == "请写明原因，支部会看到，并可申诉。"
    section.fill("fieldset[data-line] .rate-reason input >> nth=0", "现场没有找到")
    section.click("text=登记评审")
    assert section.inner_text(".note.success") == "已登记 4 条评审。"

    secretary.goto(village)
    assert secretary.inner_text(".rate-short") == "距“达标”差 1 条：有小广场"
    shoot(secretary, "3_short_of")
    secretary.goto(f"{village}appeal/square/")
    secretary.fill("[name=text]", "小广场在村委会东侧，去年建成，附照片。")
    secretary.click("text=提交申诉")
    assert secretary.inner_text(".note.success") == "申诉已提交。"

    section.goto(f"{village}decide/square/")
    assert section.inner_text(".note.warning") == "这一条由您本人评审，申诉须由另一人决定。"
    assert township.goto(f"{village}decide/square/").status == 403
    second = signed_in(browser, site, "second", "desk")
    second.goto(f"{site.address}{SCHEME}/appeals/")
    second.click("text=办理这件申诉")
    second.check("[name=decision][value=met]")
    second.fill("[name=text]", "复查属实，小广场已建成。")
    shoot(second, "4_appeal")
    second.click("text=登记决定")
    assert second.inner_text(".rate-month .badge") == "已决定：达到"

    publish(second, site)

    secretary.goto(village)
    assert secretary.inner_text(".rate-level b") == "达标"
    shoot(secretary, "6_reached")
