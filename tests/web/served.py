"""The site with the small county, served in a process of its own, for tests that drive a browser."""

from __future__ import annotations

import fcntl
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
from shutil import copytree
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page

from tests.contract.source_tree import ROOT
from tests.web.browser_site import COUNTY_FILE
from tests.web.county import PASSWORD, County

WIDTHS = {"phone": 360, "desk": 1440}
CHROMIUM = "/usr/bin/chromium"
#: Django is set up first: what is imported after it has models.
_PROGRAM = "import django; django.setup(); from {module} import {name}; {name}({arguments})"


@dataclass(frozen=True)
class Served:
    """Where the site answers, and the identities that its county has got; its `users` are left out."""

    address: str
    county: County


@contextmanager
def served_site(home: Path, module: str = "tests.web.browser_site") -> Iterator[Served]:
    """The site that a module serves from a home folder, as long as the block lasts; an empty folder gets the small county."""
    if not any(home.iterdir()):
        copytree(_small_county(home), home, dirs_exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(_program(module, "serve", port), cwd=ROOT, env=_environment(home)) as server:
        try:
            wait_for(port, server)
            yield Served(f"http://127.0.0.1:{port}", _county(home))
        finally:
            server.terminate()


def _small_county(home: Path) -> Path:
    """A home folder with the small county, built once for all workers of a test run; they wait for each other."""
    run = home.parent.parent if "PYTEST_XDIST_WORKER" in os.environ else home.parent
    there = run / "small_county_site"
    with (run / "small_county_site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not there.is_dir():
            unfinished = run / "small_county_site_unfinished"
            unfinished.mkdir()
            build = _program("tests.web.browser_site", "build")
            subprocess.run(build, cwd=ROOT, env=_environment(unfinished), check=True)
            unfinished.rename(there)
    return there


def _program(module: str, name: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", _PROGRAM.format(module=module, name=name, arguments=", ".join(map(repr, arguments)))]


def _environment(home: Path) -> dict[str, str]:
    environment = os.environ | {
        "ZUGONG_HOME": str(home), "ZUGONG_PACK": "jiangxian", "DJANGO_SETTINGS_MODULE": "zugong.config.settings",
    }  # fmt: skip
    environment.pop("ZUGONG_DATABASE_URL", None)
    return environment


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
