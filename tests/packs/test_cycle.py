"""The year of a pack: its stages, their months, and every name in them that leads nowhere."""

from datetime import date
from pathlib import Path

import pytest

from tests.packs.pack_folder import SCHEMA, write_pack
from zugong.packs.check import check_pack
from zugong.packs.folder import DEFAULT_FOLDER
from zugong.packs.pack import load_pack
from zugong.web.cycle.band import Bar, bars_of

YEAR = """\
zh: 全年安排
en: The year
source: {title: 工作要点}
stages:
  - stage: plan
    zh: 定任务
    en: Plan
    says: {zh: 分解任务。, en: Tasks are given.}
    months: [1, 2]
    figures: [members]
  - stage: people
    zh: 管队伍
    en: People
    says: {zh: 发展党员。, en: Members are admitted.}
    months: [1, 3, 4, 12]
    lists: [meeting]
"""


def errors(folder: Path, text: str) -> list[str]:
    write_pack(folder, changed={"cycle.yaml": text})
    return [f"{error.line}: {error.problem}" for error in check_pack("small", schema=SCHEMA, folder=folder)]


def test_a_right_year_has_no_error_and_is_read(tmp_path: Path):
    assert errors(tmp_path, YEAR) == []
    assert [stage.runs for stage in load_pack("small", folder=tmp_path).cycle.stages] == [
        ((1, 2),),
        ((1, 1), (3, 4), (12, 12)),
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("[members]", "[member]", "10: there is no figure 'member'; nearest: members, full_members"),
        ("[meeting]", "[meetings]", "16: there is no list 'meetings'; nearest: meeting"),
        ("[1, 2]", "[2, 1]", "5: months stand once each, in the order of the year"),
        ("[1, 2]", "[1, 13]", "9: should be less than or equal to 12"),
        ("stage: people", "stage: plan", "1: the stage plan stands twice"),
        ("    lists: [meeting]\n", "", "11: a stage needs a programme, a line, a scheme, a figure, a matter or a list"),
    ],
)
def test_a_wrong_year_is_an_error_with_its_place(tmp_path: Path, old: str, new: str, found: str):
    assert errors(tmp_path, YEAR.replace(old, new, 1))[:1] == [found]


@pytest.mark.parametrize("place", ["jiangxian", "lushi", "huaihua", "weichang", "qinghai"])
def test_each_place_declares_its_own_year_from_plan_to_review(place: str):
    own = DEFAULT_FOLDER / place / "cycle.yaml"

    stages = [stage.stage for stage in load_pack(place).cycle.stages]

    assert own.is_file()
    assert (len(stages), stages[0], stages[-1]) == (7, "plan", "review")


@pytest.mark.parametrize(
    ("day", "past"),
    [("2020-02-29", ["8.33%", "0.00%"]), ("2020-03-31", ["8.33%", "8.33%"]), ("2020-12-31", ["8.33%", "16.67%"])],
)
def test_what_is_past_of_a_bar_ends_at_the_day(tmp_path: Path, day: str, past: list[str]):
    write_pack(tmp_path, changed={"cycle.yaml": YEAR.replace("[1, 3, 4, 12]", "[1, 3, 4]")})
    people = load_pack("small", folder=tmp_path).cycle.stages[1]

    assert bars_of(people, date.fromisoformat(day)) == (
        Bar("0.00%", "8.33%", past[0]),
        Bar("16.67%", "16.67%", past[1]),
    )
