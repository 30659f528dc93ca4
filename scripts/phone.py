#!/usr/bin/env python3
"""Measures the first load of pages on a slow telephone: what travels, when the largest content stands, what still moves.

    phone.py [HOME]      HOME: a loaded county's home folder (default: ZUGONG_HOME, else var); it is only read

The profile is the usual one for a telephone of the middle class on a bad line: 150 ms there and back, 1.6 Mbit/s down,
a processor four times as slow as this machine. Each page is opened in a window of its own, with nothing kept; the server has
shown it to somebody before. Of several openings the one in the middle is told.
"""

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from screenshots import PHONE, ROOT, SECRETARY, SECTION, County

LINE = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
SLOWER = 4
QUIET_MS = 1500
OPENINGS = 5
PAGES = (
    (SECRETARY, (
        "/", "/organisations/", "/records/", "/figures/", "/figures/members/", "/plans/", "/ratings/", "/find/?q=wang",
    )),
    (SECTION, ("/", "/organisations/", "/records/", "/records/membership/", "/figures/", "/reviews/", "/imports/")),
)  # fmt: skip
#: Asked afterwards: a script that runs before the page's own would cost the slow processor a tenth of a second.
SEEN = """() => new Promise(done => {
  const seen = {largest: 0, moved: 0};
  new PerformanceObserver(list => list.getEntries().forEach(one => seen.largest = one.startTime))
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(list => list.getEntries().forEach(one => { if (!one.hadRecentInput) seen.moved += one.value; }))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(seen), 100);
})"""


@dataclass(frozen=True)
class FirstLoad:
    """One page opened for the first time: bytes on the wire, milliseconds to its largest content, layout shift."""

    account: str
    address: str
    status: int
    kilobytes: float
    largest_ms: float
    moved: float


def first_load(browser: Browser, site: str, account: str, address: str, session: list) -> FirstLoad:
    """Open the page as a telephone that has never seen it, with the cookies of a session."""
    window = browser.new_context(viewport=PHONE, locale="zh-CN", is_mobile=True, device_scale_factor=2)
    window.add_cookies(session)
    page = window.new_page()
    wire = window.new_cdp_session(page)
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", LINE)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    answer = page.goto(site + address, wait_until="load")
    page.wait_for_timeout(QUIET_MS)
    seen = page.evaluate(SEEN)
    window.close()
    status = answer.status if answer else 0
    return FirstLoad(account, address, status, sum(sizes) / 1000, seen["largest"], seen["moved"])


def shown_before(browser: Browser, site: str, address: str, session: list) -> None:
    """What the server keeps of a page is there afterwards, and what the page fetches late too."""
    window = browser.new_context(viewport=PHONE, locale="zh-CN")
    window.add_cookies(session)
    window.new_page().goto(site + address, wait_until="networkidle")
    window.close()


def session_of(browser: Browser, site: str, account: str, password: str) -> list:
    """The cookies of a signed-in account."""
    window = browser.new_context(locale="zh-CN")
    page = window.new_page()
    page.goto(site + "/sign-in/")
    page.locator("input[name=username]").fill(account)
    page.locator("input[name=password]").fill(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    cookies = window.cookies()
    window.close()
    return cookies


def main() -> None:
    """Open every page and print a line for each."""
    home = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ZUGONG_HOME", ROOT / "var"))
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        county = County(home, Path(scratch))
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        with county.served() as site:
            for account, addresses in PAGES:
                session = session_of(browser, site, account, county.trial.password)
                for address in addresses:
                    shown_before(browser, site, address, session)
                    opened = [first_load(browser, site, account, address, session) for _ in range(OPENINGS)]
                    one = sorted(opened, key=lambda one: one.largest_ms)[OPENINGS // 2]
                    print(
                        f"{one.account:8} {one.address:28} {one.status} {one.kilobytes:6.1f} kB"
                        f" {one.largest_ms:6.0f} ms  shift {one.moved:.3f}",
                        flush=True,
                    )
        browser.close()


if __name__ == "__main__":
    main()
