"""The site with the small county, served in a process of its own, for tests that drive a browser."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page

from tests.contract.source_tree import ROOT
from tests.web.browser_site import COUNTY_FILE
from tests.web.county import PASSWORD, County

WIDTHS = {"phone": 360, "desk": 1440}
CHROMIUM = "/usr/bin/chromium"
#: Django is set up first: what is imported after it has models.
_SERVE = "import django; django.setup(); from {module} import serve; serve({port})"


@dataclass(frozen=True)
class Served:
    """Where the site answers, and the identities that its county has got; its `users` are left out."""

    address: str
    county: County


@contextmanager
def served_site(home: Path, module: str = "tests.web.browser_site") -> Iterator[Served]:
    """The site that a module serves, as long as the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "ZUGONG_HOME": str(home), "ZUGONG_PACK": "jiangxian", "DJANGO_SETTINGS_MODULE": "zugong.config.settings",
    }  # fmt: skip
    environment.pop("ZUGONG_DATABASE_URL", None)
    command = [sys.executable, "-c", _SERVE.format(module=module, port=port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:
        try:
            wait_for(port, server)
            yield Served(f"http://127.0.0.1:{port}", _county(home))
        finally:
            server.terminate()


def wait_for(port: int, server: subprocess.Popen) -> None:
    end = time.monotonic() + 90
    while server.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail("the site did not come up")


def _county(home: Path) -> County:
    told = json.loads((home / COUNTY_FILE).read_text(encoding="utf-8"))
    organisations = {name: SimpleNamespace(pk=pk) for name, pk in told["organisations"].items()}
    return County(organisations, told["persons"], told["records"])


def sign_in(page: Page, address: str, role: str = "section") -> None:
    page.goto(f"{address}/sign-in/")
    page.fill("[name=username]", role)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_selector("nav")
