"""A new worker is ready before its first visitor, and starts without a database too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.source_tree import ROOT
from tests.web.county import County
from zugong.web.warming import warm_up

pytestmark = pytest.mark.once


def test_a_worker_warms_up_on_the_records_of_its_site(county: County):
    assert warm_up() is True


def test_a_worker_starts_without_a_database_and_says_so(tmp_path: Path):
    environment = os.environ | {"ZUGONG_HOME": str(tmp_path)}
    environment.pop("ZUGONG_DATABASE_URL", None)

    started = subprocess.run(
        [sys.executable, "-c", "import zugong.config.wsgi"],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (started.returncode, "warming up failed with OperationalError" in started.stderr) == (0, True)
