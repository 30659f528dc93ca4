"""Uploaded workbooks go some time after their import; what they recorded stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from tests.api.conftest import built_county, caller_of, county, imports_at_once  # noqa: F401
from tests.api.workbooks import member, roster
from zugong.exchange.background import ProgressFile, work_in_background
from zugong.exchange.models import ImportJob
from zugong.exchange.tidying import Tidied, tidy_uploads
from zugong.kernel.facts.recording import last_number
from zugong.kernel.time import now


@pytest.fixture(autouse=True)
def own_uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ZUGONG_UPLOADS", tmp_path)


def files(folder: Path) -> int:
    return sum(one.is_file() for one in folder.iterdir())


def test_files_of_imports_that_are_over_go_with_their_previews_and_what_was_recorded_stays(caller_of, tmp_path):  # noqa: F811
    who = caller_of("section")
    done = who.upload("/imports", file=roster(member(2, "钱一")), on="2020-06-30").json()
    who.post(f"/imports/{done['id']}/commit", {})
    waiting = who.upload("/imports", file=roster(member(4, "孙二")), on="2020-07-31").json()
    entry = last_number()

    assert tidy_uploads(now() - timedelta(days=1)) == Tidied(0, 0)
    assert files(tmp_path) == 2
    assert tidy_uploads(now() + timedelta(seconds=1)) == Tidied(1, 2)

    assert (files(tmp_path), last_number()) == (0, entry)
    states = dict(ImportJob.objects.values_list("pk", "state"))
    assert states == {done["id"]: "committed", waiting["id"]: "discarded"}


def test_an_import_that_is_being_recorded_is_left_alone_and_one_whose_process_died_is_given_up(caller_of, tmp_path):  # noqa: F811
    who = caller_of("section")
    job = who.upload("/imports", file=roster(member(2, "钱一")), on="2020-06-30").json()["id"]
    ImportJob.objects.filter(pk=job).update(state=ImportJob.RECORDING)
    later = now() + timedelta(seconds=1)

    meanwhile: list[tuple[Tidied, str, int]] = []

    def work(_: ProgressFile) -> None:
        meanwhile.append((tidy_uploads(later), ImportJob.objects.get().state, files(tmp_path)))

    work_in_background(job, work)

    assert meanwhile == [(Tidied(0, 0), ImportJob.RECORDING, 1)]
    assert tidy_uploads(later) == Tidied(1, 1)
