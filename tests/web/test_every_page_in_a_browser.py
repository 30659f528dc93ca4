"""Every page of the site as the roles open it: accessible, no wider than the window of a phone and of a desk, small.

The pages are those of the table of permissions, so a new address is looked at without anybody naming it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, ViewportSize, sync_playwright

from tests.web.served import CHROMIUM, WIDTHS, Served, served_site, sign_in
from tests.web.test_permissions import EXPECTED, ROLES
from tests.web.test_permissions import address as path_of

OPENED_BY = ("section", "secretary", "member", "administrator", "anonymous")
#: What looks another way for each who opens it, or for each subject; every other page is opened once, by the first who may.
BY_EACH = {"home", "this_month", "record_list", "organisation"}
BY_SUBJECT = {"restructuring_form", "record_list", "organisation", "case_begin"}
WHOLE_PAGE = b"<!doctype html>"
SERIOUS = {"serious", "critical"}
#: Colours come from one style sheet, and looking at them takes as long as all other rules: every so many pages.
CONTRAST_EVERY = 4
MOST_BYTES = 200_000
WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value; })
  .observe({type: 'layout-shift', buffered: true});
"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).is_file(), reason="needs Debian's Chromium"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served_site(tmp_path_factory.mktemp("every_page")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


def pages_of(role: str, site: Served) -> list[str]:
    """The addresses that a role opens: of those that answer it with a page, the ones that no role opened before."""
    before = [ROLES.index(one) for one in OPENED_BY[: OPENED_BY.index(role)]]
    wanted: dict[tuple[str, str], str] = {}
    for key, found in EXPECTED.items():
        is_new = key[0] in BY_EACH or all(found[place] != 200 for place in before)
        if found[ROLES.index(role)] == 200 and is_new:
            page = key if key[0] in BY_SUBJECT else (key[0], "")
            wanted.setdefault(page, path_of(*key, site.county))
    return list(wanted.values())


def shown(page: Page, address: str) -> bool:
    """Open an address; whether a whole page stands there, and not a part of one, or a file that would be saved."""
    try:
        answer = page.goto(address)
    except Error as error:
        if "Download is starting" not in str(error):
            raise
        return False
    return answer is not None and answer.body().startswith(WHOLE_PAGE)


def opened(browser: Browser, device: str, site: Served, role: str) -> Page:
    page = browser.new_page(viewport=window_of(device), locale="zh-CN")
    if role != "anonymous":
        sign_in(page, site.address, role)
    return page


def window_of(device: str) -> ViewportSize:
    return {"width": WIDTHS[device], "height": 800}


@pytest.mark.parametrize("role", OPENED_BY)
def test_no_page_has_a_serious_barrier_or_is_wider_than_the_window(browser: Browser, site: Served, role: str):
    page, axe, found = opened(browser, "phone", site, role), Axe(), []

    for place, path in enumerate(pages_of(role, site)):
        if not shown(page, f"{site.address}{path}"):
            continue
        seen = barriers(axe, page, with_contrast=place % CONTRAST_EVERY == 0)
        found += [f"{path}: {barrier}" for barrier in seen]
        for device in WIDTHS:
            page.set_viewport_size(window_of(device))
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{path}: wider than the window of a {device}")
        page.set_viewport_size(window_of("phone"))
    page.close()

    assert found == [], "\n".join(found)


def barriers(axe: Axe, page: Page, *, with_contrast: bool = True) -> list[str]:
    rules = {"color-contrast": {"enabled": with_contrast}}
    options = {"resultTypes": ["violations"], "preload": False, "rules": rules}
    violations = axe.run(page, options=options).response["violations"]
    return [
        f"{one['id']} {one['nodes'][0]['target']} ({len(one['nodes'])})"
        for one in violations
        if one["impact"] in SERIOUS
    ]


def test_a_barrier_is_found(browser: Browser):
    page = browser.new_page()
    page.set_content('<html lang="en"><title>t</title><main><h1>h</h1><input><img src="x.png"></main></html>')

    found = [barrier.split()[0] for barrier in barriers(Axe(), page)]
    page.close()

    assert found == ["image-alt", "label"]


@pytest.mark.parametrize("device", WIDTHS)
def test_the_first_page_is_small_and_does_not_shift(browser: Browser, site: Served, device: str):
    page, received = opened(browser, device, site, "anonymous"), []
    page.add_init_script(WATCH_SHIFTS)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))

    sign_in(page, site.address)
    page.wait_for_load_state("networkidle")
    shifted = page.evaluate("window.shifted")
    page.close()

    assert shifted == 0
    assert 0 < sum(received) < MOST_BYTES
