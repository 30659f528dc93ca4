"""The memory of the process that serves the site, after some users have walked through it at once. On loopback only."""

from __future__ import annotations

import http.cookiejar
import re
import secrets
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.db import connections

from zugong.bench.figures import Promised
from zugong.bench.machine import memory_of_process
from zugong.bench.measuring import Measurement, in_milliseconds
from zugong.bench.officers import county_officer
from zugong.bench.pages import page_groups
from zugong.bench.sites import environment, zugong_command
from zugong.figures.replica import open_replica
from zugong.kernel.errors import RuleBroken

Browser = urllib.request.OpenerDirector
_USERS = 4
_PAGES = 400
_START_SECONDS = 60


class ServerDidNotStart(RuleBroken):
    code: ClassVar[str] = "bench.server_did_not_start"
    message: ClassVar[str] = "`zugong serve` did not answer within {seconds} seconds: {said}"
    message_zh: ClassVar[str] = "zugong serve 在 {seconds} 秒内没有应答：{said}"


def measure(runs: int) -> Iterator[Measurement]:
    """Serve the copy, sign in as several users, open some hundred pages at once, read the worker's memory."""
    promised = Promised.of_this_site()
    password = secrets.token_urlsafe(24)
    officer = county_officer(promised.grouping.root, password)
    addresses = _walk(promised)
    open_replica().close()
    connections.close_all()
    with served() as (process, site):
        with ThreadPoolExecutor(_USERS) as users:
            browsers = list(users.map(partial(_signed_in, site, officer.get_username(), password), range(_USERS)))
            signing_in = _forgotten_peak(process)
            time_per_page = _walked(users, browsers, site, addresses)
        walking, afterwards = (_most_of(process, name) for name in ("VmHWM", "VmRSS"))
    walked = f"{len(addresses)} pages, {_USERS} users at once"
    yield Measurement(
        "serving_sign_in", f"服务进程内存峰值：{_USERS} 人同时登录",
        f"Memory of the serving process, at most: {_USERS} sign-ins at once", "MB", (signing_in,), target=400,
    )  # fmt: skip
    yield Measurement(
        "serving_most", f"服务进程内存峰值：{_USERS} 人同时打开 {len(addresses)} 个页面",
        f"Memory of the serving process, at most: {walked}", "MB", (walking,), target=400,
    )  # fmt: skip
    yield Measurement(
        "serving_after", "服务进程内存，之后", "Memory of the serving process, afterwards", "MB", (afterwards,)
    )
    yield Measurement(
        "serving_page", f"经 HTTP 打开页面（{_USERS} 人同时）", f"A page over HTTP ({_USERS} users at once)", "ms",
        in_milliseconds(time_per_page),
    )  # fmt: skip


def _forgotten_peak(process: int) -> float:
    """The most memory that the largest of the server's processes ever had; from here on the peak is counted anew."""
    most = _most_of(process, "VmHWM")
    for one in _descendants(process):
        Path(f"/proc/{one}/clear_refs").write_text("5")
    return most


def _most_of(process: int, name: str) -> float:
    return max(memory_of_process(one, name) for one in _descendants(process))


def _walk(promised: Promised) -> list[str]:
    """Pages of every kind, spread over the whole list."""
    every = [address for group in page_groups(promised) for address in group.addresses]
    return every[:: max(1, len(every) // _PAGES)][:_PAGES]


@contextmanager
def served(*options: str) -> Iterator[tuple[int, str]]:
    """The server of the copy as its own process: its id and its address; ended by its own id, whatever happens."""
    port = _free_port()
    log = Path(settings.ZUGONG_HOME) / "serve.log"
    with open(log, "w") as output:
        process = subprocess.Popen(
            zugong_command("serve", "--port", str(port), *options), stdout=output, stderr=output,
            env=environment(Path(settings.ZUGONG_HOME), settings.ZUGONG_PACK),
        )  # fmt: skip
    try:
        _wait_for(port, process, log)
        yield process.pid, f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise ServerDidNotStart(seconds=_START_SECONDS, said=log.read_text()[-500:])


def _walked(users: ThreadPoolExecutor, browsers: Sequence[Browser], site: str, addresses: Sequence[str]) -> list[float]:
    """Seconds per page; each user walks a part of the addresses, all at the same time."""
    parts = [addresses[start::_USERS] for start in range(_USERS)]
    walks = users.map(lambda browser, part: _one_user(browser, site, part), browsers, parts)
    return [seconds for times in walks for seconds in times]


def _one_user(browser: Browser, site: str, addresses: Sequence[str]) -> list[float]:
    times = []
    for address in addresses:
        started = time.perf_counter()
        with browser.open(site + address, timeout=60) as answer:
            answer.read()
        times.append(time.perf_counter() - started)
    return times


def _signed_in(site: str, name: str, password: str, user: int) -> Browser:
    """A browser with its cookies, after the form for signing in. Proxies are left aside: it never leaves the machine."""
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)
    form = browser.open(f"{site}/sign-in/", timeout=60).read().decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[0]
    filled = {"csrfmiddlewaretoken": token, "username": name, "password": password}
    browser.open(urllib.request.Request(f"{site}/sign-in/", urlencode(filled).encode()), timeout=60).read()
    return browser


def _descendants(process: int) -> list[int]:
    """The process and all that it started."""
    found = [process]
    for known in found:
        for task in Path(f"/proc/{known}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found
