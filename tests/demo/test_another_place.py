"""Another place is another file: a city without mergers, and the demonstrations of all packs against their packs."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.demo.told import Told
from zugong.demo.targets import read_targets, usual_demonstration
from zugong.kernel.errors import PackError
from zugong.packs.folder import DEFAULT_FOLDER
from zugong.packs.pack import load_pack

CITY = Path(__file__).parent / "tiny_city.yaml"
DEMONSTRATIONS = sorted(DEFAULT_FOLDER.glob("*/demo.yaml"))


@pytest.fixture(scope="module")
def city() -> Told:
    return Told(read_targets(CITY))


def test_townships_stand_under_their_counties_and_these_under_the_city(city: Told):
    parents = {row["organisation.name"]: row["belongs.parent"] for row in city.rows("organisations")}

    assert (parents["中共丁乡委员会"], parents["中共戊镇委员会"]) == ("中共山南县委员会", "中共山北县委员会")
    assert (parents["中共山南县委员会"], parents["中共西山市委员会"]) == ("中共西山市委员会", "")
    assert {parents[f"{name}党支部"] for name in ("南街社区", "北街社区")} == {"中共丙镇委员会", "中共丁乡委员会"}


def test_a_place_without_mergers_tells_of_none(city: Told):
    assert [row["kind"] for row in city.rows("organisation_changes")] == []
    assert min(len(ledger.rows) for ledger in city.ledgers) > 0


def test_incomes_lie_in_their_bands(city: Told):
    incomes = [row["income"] for row in city.rows("village_income") if row["year"] == 2024]

    assert Counter(income >= 100_000 for income in incomes) == {True: 10, False: 4}


def test_classes_titles_and_looks_back_are_as_many_as_wanted(city: Told):
    held = [row for row in city.rows("training_class") if row["status"] == "held" and row["on"].year == 2024]
    again = [row for row in city.rows("rectification") if row["kind"] == "again"]

    assert (len(held), len(again)) == (40, 4)
    assert {row["kind"] for row in city.rows("designation")} == {
        "benchmark_village",
        "civilised_village",
        "advanced_organisation",
    }


def test_ratings_are_reviewed_by_the_office_of_each_clause(city: Told):
    reviews = city.rows("scheme_review")
    offices = {(row["criterion"], row["office"]) for row in reviews if row["scheme"] == "points_villages"}
    contests = [row for row in reviews if row["scheme"] == "five_contests"]

    assert offices == {("agreed", "乡镇党委"), ("voluntary", "县委政法委")}
    assert [(row["round"], row["unit"]) for row in contests] == [("2024-Q4", "")] * 3


def test_levels_are_given_with_their_reasons(city: Told):
    rows = city.rows("scheme_result")

    assert [(row["organisation"], row["level"], row["reason"], row["status"]) for row in rows] == [
        ("中共山南县委员会", "good", "责任落实", "decided"), ("中共山北县委员会", "good", "责任落实", "decided"),
    ]  # fmt: skip


def test_so_many_secretaries_have_been_to_college(city: Told):
    holders = {
        one.person.identity_number: one.person for one in city.world.posts.secretaries_on(city.targets.closed_on)
    }

    assert sum(person.education in ("11", "14", "21", "31") for person in holders.values()) == 9


def test_adjustments_go_up_and_down_in_every_month(city: Told):
    rows = city.rows("scheme_adjustment")

    assert Counter(row["month"] for row in rows) == {f"2024-{month:02d}": 2 for month in range(1, 13)}
    assert [(row["level"], row["reason"], row["on"]) for row in rows[:2]] == [
        ("five", "明显进步", date(2024, 1, 25)), ("three", "没有完成", date(2024, 1, 25)),
    ]  # fmt: skip


def test_the_usual_demonstration_is_the_one_whose_document_can_be_verified():
    assert (usual_demonstration().parent / "promises.yaml").is_file()


def test_villages_that_were_merged_need_the_day(tmp_path: Path):
    file = tmp_path / "demo.yaml"
    file.write_text(CITY.read_text(encoding="utf-8").replace("{villages: 14}", "{villages: 14, villages_before: 20}"))

    with pytest.raises(PackError, match="villages were merged: say on which day, as merged_on"):
        read_targets(file)


@pytest.mark.parametrize("file", DEMONSTRATIONS, ids=[file.parent.name for file in DEMONSTRATIONS])
def test_a_demonstration_names_only_what_its_pack_has(file: Path):
    targets, pack = read_targets(file), load_pack(file.parent.name)
    rounds = targets.schemes.reviewed if targets.schemes else []

    unknown = [one.line for one in targets.statements if pack.line(one.line) is None]
    unknown += [code for code in targets.expects if code not in pack.figures]
    for one in rounds:
        known = {clause.criterion for version in pack.schemes[one.scheme].versions for clause in version.criteria}
        unknown += sorted(set(one.clauses) - known)

    assert (targets.pack, unknown) == (file.parent.name, [])
    assert sum(band.villages for band in targets.work.income) in (0, targets.places.villages)
