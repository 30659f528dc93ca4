"""The demonstration county as it is served: whatever a page leads its user to is there, for every account, at county size."""

from __future__ import annotations

import html
import os
import re
import socket
import subprocess
import urllib.request
from collections import Counter, deque
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin

import pytest
from django.urls import resolve

from tests.cli.site import PROGRAM, CommandLineSite
from tests.web.served import wait_for
from zugong.demo.targets import read_targets
from zugong.packs.folder import packs_folder

pytestmark = pytest.mark.demo
TRIAL = read_targets(packs_folder() / "jiangxian" / "demo.yaml").trial
DOORS = re.compile(r'(?:href|hx-get)="([^"#]+)')
#: They end the session, or change what is shown afterwards.
_NOT_ENTERED = ("sign_out",)


@pytest.fixture(scope="module")
def site(demo_county: CommandLineSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the county, served from a copy: looks are logged."""
    copy = demo_county.copied_to(tmp_path_factory.mktemp("doors") / "home")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"ZUGONG_HOME": str(copy.home), "ZUGONG_LANGUAGE": "zh_CN.UTF-8"}
    command = [PROGRAM, "serve", "--port", str(port)]
    with (
        Path(copy.home, "served.log").open("w") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server,
    ):
        try:
            wait_for(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def signed_in(site: str, username: str) -> urllib.request.OpenerDirector:
    cookies = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    browser.open(f"{site}/sign-in/").read()
    token = next(one.value for one in cookies if one.name == "csrftoken")
    said = {"username": username, "password": TRIAL.password, "csrfmiddlewaretoken": token}
    browser.open(f"{site}/sign-in/", urlencode(said).encode()).read()
    return browser


def doors_of(page: str, address: str) -> Iterator[str]:
    """The addresses of the site that a page offers, whole."""
    for found in DOORS.findall(page):
        door = urljoin(address, html.unescape(found))
        if door.startswith("/") and not door.startswith(("//", "/static/")):
            yield door


def kind_of(address: str) -> tuple[str | None, bool]:
    """The page behind an address, and whether it is asked for something besides."""
    path, _, query = address.partition("?")
    return resolve(path).url_name, bool(query)


@pytest.mark.parametrize("username", [one.username for one in TRIAL.accounts])
def test_every_door_that_an_account_is_shown_stands_open(site: str, username: str):
    browser = signed_in(site, username)
    waiting, seen, entered, shut = deque([("/", "")]), {"/"}, Counter(), []
    while waiting:
        address, shown_on = waiting.popleft()
        kind = kind_of(address)
        if entered[kind] or kind[0] in _NOT_ENTERED:
            continue
        entered[kind] += 1
        try:
            with browser.open(site + address) as answer:
                is_page = answer.headers.get_content_type() == "text/html"
                page = answer.read().decode() if is_page else ""
        except HTTPError as error:
            shut.append((error.code, address, shown_on))
            continue
        for door in doors_of(page, address):
            if door not in seen:
                seen.add(door)
                waiting.append((door, address))

    assert not shut
    assert len(entered) > 10
