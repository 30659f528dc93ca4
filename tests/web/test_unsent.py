"""A phone on a bad line: what was typed stays, waits, is sent once, also when the server is killed in the middle."""

from __future__ import annotations

import http.client
import os
import re
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.web.county import PASSWORD
from tests.web.killed_site import PID_FILE
from tests.web.served import CHROMIUM, WIDTHS, Served, served_site, sign_in

FORMS = 15
PHONES = 3
WHERE = "/records/themed_day/new/"
#: What of ours lies on the phone.
MINE = "[localStorage, sessionStorage].flatMap(Object.keys).filter(name => name.startsWith('zugong')).length"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).is_file(), reason="needs Debian's Chromium"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("unsent")


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[Served]:
    """The small county, served with a key that outlives the server."""
    with pytest.MonkeyPatch.context() as variables, ExitStack() as until:
        variables.setenv("ZUGONG_SECRET_KEY", "the same after the restart")
        yield until.enter_context(served_site(home, "tests.web.killed_site"))


@pytest.fixture
def phone() -> Iterator[Page]:
    """A phone with a browser of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_context(viewport={"width": WIDTHS["phone"], "height": 740}, locale="zh-CN").new_page()
        browser.close()


def told(page: Page) -> str:
    """What the notes about kept forms say, without the moment."""
    page.wait_for_selector("#unsent")
    return page.inner_text("#unsent p")


def test_a_form_survives_two_cuts_of_the_line_and_is_recorded_once(site: Served, home: Path, phone: Page):
    sign_in(phone, site.address, "secretary")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.goto(site.address + WHERE + "?themed_day.series=themed_day&themed_day.status=held")
    phone.select_option("[name='themed_day.organisation']", label="橡树村党支部")
    phone.fill("[name='themed_day.period']", "2020-12")
    phone.fill("[name='themed_day.theme']", "两次断网")
    phone.fill("[name='themed_day.on']", "2020-12-18")

    phone.context.set_offline(True)
    phone.click("#entry .actions button[value=preview]")
    first = told(phone)
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_for_selector("#unsent .note.error")
    back = told(phone)
    phone.click("#unsent button:has-text('打开')")
    phone.wait_for_selector("#preview")
    phone.context.set_offline(True)
    phone.click("#preview button")
    second = told(phone)
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_for_selector("#unsent .note.success")
    done = told(phone)

    assert first == second == "已保存在本手机上，网络恢复后自动提交："
    assert back == "网络恢复后已提交，但尚未登记，请打开核对："
    assert done == "网络已恢复，以下已提交并登记："
    assert WHERE not in phone.url  # led to the record, not left before a form that cannot be sent any more
    assert recorded(home, "两次断网") == {"两次断网": 1}
    phone.goto(site.address)
    phone.click(".month details.fold:has(.month-done) > summary")
    assert phone.inner_text(".month-done li").splitlines()[1].startswith("开展主题党日（12月）")
    assert phone.locator("#unsent").count() == 0


def test_what_was_typed_is_there_after_a_reload_without_a_line_and_nobody_else_reads_it(site: Served, phone: Page):
    sign_in(phone, site.address, "secretary")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.goto(site.address + WHERE)
    phone.fill("[name='themed_day.theme']", "走访老党员")
    phone.wait_for_selector(".unsent-promise")
    phone.context.set_offline(True)
    phone.reload()
    phone.wait_for_selector("[name='themed_day.theme']")

    shown = phone.input_value("[name='themed_day.theme']")
    stored = phone.evaluate("JSON.stringify(Object.values(localStorage))")
    phone.context.set_offline(False)
    phone.goto(site.address)
    phone.click(".menu-open a")
    phone.click(".account >> text=退出")
    phone.wait_for_selector("[name=password]")

    assert (shown, "走访" in stored, "themed_day" in stored) == ("走访老党员", False, False)
    assert phone.evaluate(MINE) == 0


def test_a_form_sent_after_the_session_ended_is_sent_once_somebody_signed_in_again(
    site: Served, home: Path, phone: Page
):
    sign_in(phone, site.address, "secretary")
    phone.goto(site.address + WHERE + "?themed_day.series=committee_meeting&themed_day.status=held")
    phone.select_option("[name='themed_day.organisation']", label="橡树村党支部")
    for field, value in {"period": "2020-12", "theme": "会话已过", "on": "2020-12-19"}.items():
        phone.fill(f"[name='themed_day.{field}']", value)
    phone.click("#entry .actions button[value=preview]")
    phone.wait_for_selector("#preview")
    phone.context.clear_cookies(name="sessionid")
    phone.click("#preview button")
    ended = told(phone)

    phone.click("#unsent a.button")
    waiting = told(phone)
    phone.fill("[name=username]", "secretary")
    phone.fill("[name=password]", PASSWORD)
    phone.click("main form button")
    phone.wait_for_selector("#unsent .note.success")

    assert ended == "已保存在本手机上。登录已过期，请重新登录，登录后自动提交。"
    assert waiting == "这部手机上有尚未提交的表，由填写人登录后自动提交。"
    assert recorded(home, "会话已过") == {"会话已过": 1}


@dataclass
class Sender:
    """What a signed-in telephone sends; it keeps its session over the death of the server."""

    host: str
    cookies: dict[str, str]

    def send(self, path: str, said: dict[str, str] | None = None) -> tuple[int, dict, str]:
        """The status, headers and text of the answer; status 0 where the line broke."""
        line = http.client.HTTPConnection(self.host, timeout=20)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "X-Unsent": "1", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            body = urlencode(said | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}) if said else None
            line.request("POST" if said else "GET", path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, {}, ""
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, dict(answer.headers), text


def sender(address: str) -> Sender:
    phone = Sender(urlsplit(address).netloc, {})
    phone.send("/sign-in/")
    phone.send("/sign-in/", {"username": "secretary", "password": PASSWORD})
    return phone


def filled(phone: Sender, number: int, oak: int) -> dict[str, str]:
    """A form that was looked at and is about to be recorded."""
    said = {
        "themed_day.organisation": str(oak), "themed_day.series": "themed_day", "themed_day.period": f"{number:02d}期",
        "themed_day.theme": f"表{number}", "themed_day.status": "held", "themed_day.on": f"2019-05-{number + 1:02d}",
    }  # fmt: skip
    _, _, text = phone.send(WHERE, said | {"step": "preview", "form_mark": f"look-{number}"})
    digest = re.search(r'name="digest" value="([^"]+)"', text).group(1)
    return said | {"step": "record", "digest": digest, "form_mark": f"mark-{number}"}


def sent_again(phone: Sender, form: dict[str, str]) -> int:
    """The status in the end; a telephone goes on while nobody answers."""
    statuses = (phone.send(WHERE, form)[0] for _ in range(5))
    return next((status for status in statuses if status), 0)


def test_forms_that_were_sent_while_the_server_was_killed_are_recorded_once_each(site: Served, home: Path):
    phone = sender(site.address)
    forms = [filled(phone, number, site.county.organisation("oak")) for number in range(FORMS)]
    enough = threading.Semaphore(0)

    def sent(form: dict[str, str]) -> int:
        status = phone.send(WHERE, form)[0]
        enough.release()
        return status

    with ThreadPoolExecutor(PHONES) as phones:
        coming = [phones.submit(sent, form) for form in forms]
        for _ in range(FORMS // 3):
            enough.acquire()
        os.kill(int((home / PID_FILE).read_text()), signal.SIGKILL)
        before = [one.result() for one in coming]

    with served_site(home, "tests.web.killed_site") as again:
        phone.host = urlsplit(again.address).netloc
        time.sleep(1.1)
        after = [sent_again(phone, form) for form in forms]

    assert before.count(0) > 0
    assert set(before) <= {0, 204}  # nobody is sent back because others record at the same moment
    assert after == [204] * FORMS
    assert recorded(home, "表") == {f"表{number}": 1 for number in range(FORMS)}


def recorded(home: Path, said: str) -> dict[str, int]:
    """How many believed rows of each theme with these words the database holds."""
    with sqlite3.connect(home / "zugong.sqlite3") as store:
        rows = store.execute(
            "SELECT json_extract(body, '$.theme'), count(*) FROM dictionary_ledger_row WHERE ledger = 'themed_day'"
            " AND retracted_in_id IS NULL AND body LIKE ? GROUP BY 1",
            (f"%{said}%",),
        )
        return dict(rows.fetchall())
