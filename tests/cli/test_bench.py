"""Measuring: the table and its forms, the SQL written by hand, and a small round on a small county."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from zugong.bench.figures import HandAndPlanDiffer, check_equal
from zugong.bench.machine import Machine
from zugong.bench.measuring import Measurement
from zugong.bench.parts import PARTS
from zugong.bench.printing import NoMarkers, as_data, as_markdown, write_between_markers
from zugong.bench.sites import NoCopyOfThisSite, copy_site, environment, migrated_copy
from zugong.cli.commands.bench import command
from zugong.figures.answers import WHOLE, Answers, Cell, GroupedCells, Request
from zugong.kernel.crypto import create_key_file
from zugong.kernel.time import Clocks

MACHINE = Machine(
    processor="abacus", cores=2, memory_gb=7.8, system="Linux 6", python="3.11.2", django="5.2", duckdb="2.0",
    sqlite="3.40", zugong="0.1", measured_on="2026-11-22", load=0.1,
)  # fmt: skip
IMPORT = Measurement("roster_import", "名册", "Roster", "s", (4.0, 6.0, 4.5), target=5, note="")
PAGE = Measurement("page_home", "首页", "Home", "ms", (120.0,), target=100)
FREE = Measurement("export", "导出", "Export", "s", (31.26,))


def test_a_measurement_is_its_median_its_worst_and_whether_the_target_is_met():
    assert as_data(MACHINE, [IMPORT, FREE])["measured"] == [
        {
            "code": "roster_import", "zh": "名册", "en": "Roster", "unit": "s", "median": 4.5, "worst": 6.0, "runs": 3,
            "target": 5, "met": True, "note": "", "values": [4.0, 6.0, 4.5],
        },
        {
            "code": "export", "zh": "导出", "en": "Export", "unit": "s", "median": 31.26, "worst": 31.26, "runs": 1,
            "target": None, "met": None, "note": "", "values": [31.26],
        },
    ]  # fmt: skip
    assert PAGE.is_met is False


def test_a_measurement_comes_back_whole_from_another_process():
    assert Measurement.from_data(json.loads(json.dumps(IMPORT.as_data()))) == IMPORT


def test_the_table_of_the_readme_says_on_which_machine_it_was_measured():
    assert as_markdown(MACHINE, [IMPORT, PAGE, FREE], "en") == (
        "| Measured | median | worst | runs | target |\n"
        "| --- | ---: | ---: | ---: | ---: |\n"
        "| Roster | 4.50 s | 6 s | 3 | ≤ 5 s |\n"
        "| Home | 120 ms | 120 ms | 1 | ≤ 100 ms |\n"
        "| Export | 31 s | 31 s | 1 |  |\n"
        "\n"
        "Measured on 2026-11-22: abacus, 2 cores, 7.8 GB of memory, Linux 6; Python 3.11.2, Django 5.2, DuckDB 2.0,"
        " SQLite 3.40; Zugong 0.1. Load of the machine at the start: 0.1. `zugong bench` measures it again.\n"
    )


def test_only_what_stands_between_the_markers_is_replaced(tmp_path):
    file = tmp_path / "README.md"
    file.write_text("above\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nbelow\n")

    write_between_markers(file, "new\n")
    write_between_markers(file, "newer\n")

    assert file.read_text() == "above\n<!-- bench:begin -->\nnewer\n<!-- bench:end -->\nbelow\n"


def test_a_readme_without_markers_is_refused_and_left_alone(tmp_path):
    file = tmp_path / "README.md"
    file.write_text("no table here\n")

    with pytest.raises(NoMarkers, match="has no lines <!-- bench:begin --> and <!-- bench:end -->"):
        write_between_markers(file, "new\n")

    assert file.read_text() == "no table here\n"


def test_a_folder_without_a_site_is_not_copied(tmp_path):
    with pytest.raises(NoCopyOfThisSite, match="There is no SQLite site in"):
        copy_site(tmp_path, tmp_path / "copy")

    assert list(tmp_path.iterdir()) == []


def test_numbers_that_differ_are_said_one_by_one_and_never_compared_in_speed():
    clocks = Clocks.at(date(2020, 12, 31))
    request = Request("share", clocks)
    parts = tuple(Cell(code, WHOLE, 2, 2, 0, clocks, "p", 1) for code in ("part", "whole"))
    cell = Cell("share", WHOLE, Fraction(1), 4, 0, clocks, "p", 1, parts)
    answers = Answers({request: GroupedCells(cell, {})})

    check_equal(answers, {"part": 2, "whole": 2})
    with pytest.raises(HandAndPlanDiffer, match=r"nothing to compare: whole: 2 / 3\.$"):
        check_equal(answers, {"part": 2, "whole": 3})


def test_parts_are_named_by_the_help():
    shown = CliRunner().invoke(command, ["--help"]).output

    assert [part for part in PARTS if part not in shown] == []


@pytest.mark.demo
def test_a_small_round_finds_plan_and_hand_equal_and_leaves_the_site_as_it_was(demo_county):
    before = (demo_county.home / "zugong.sqlite3").read_bytes()

    content = demo_county.json("bench", "--quick", "--only", "figures", "--only", "freshness")

    assert sorted(content) == ["machine", "measured"]
    assert [one["code"] for one in content["measured"]] == [
        "figures_plan", "figures_by_hand", "figures_ratio", "figures_one_by_one", "freshness",
    ]  # fmt: skip
    assert {one["runs"] for one in content["measured"]} == {1}
    assert (demo_county.home / "zugong.sqlite3").read_bytes() == before


def django(home: Path, *arguments: str) -> None:
    variables = environment(home, "national") | {"DJANGO_SETTINGS_MODULE": "zugong.config.settings"}
    command = [sys.executable, "-m", "django", *arguments]
    subprocess.run(command, env=variables, check=True)


def test_a_site_of_an_earlier_release_is_measured_on_a_copy_with_the_tables_of_this_one(tmp_path):
    earlier, copy = tmp_path / "earlier", tmp_path / "copy"
    earlier.mkdir()
    create_key_file(earlier / "secret.key")
    django(earlier, "migrate", "corrections", "0002")
    before = (earlier / "zugong.sqlite3").read_bytes()

    migrated_copy(earlier, copy, "national")

    with sqlite3.connect(copy / "zugong.sqlite3") as tables:
        [applied] = tables.execute("SELECT count(*) FROM django_migrations WHERE app = 'corrections'").fetchone()
    assert applied == 3
    assert (earlier / "zugong.sqlite3").read_bytes() == before
