"""What the demo county says of its schemes agrees with its other ledgers and with the pack's schemes."""

from collections import defaultdict

from tests.demo.told import told
from zugong.packs.pack import installed_pack
from zugong.schemes.lots import drawn_by_lot

CENTRES, TITLES = "five_affairs_four_grounds", "double_strong_six_good"


def rows(sheet: str, scheme: str) -> list[dict]:
    return [row for row in told("whole").rows(sheet) if row["scheme"] == scheme]


def outcomes(sheet: str, scheme: str, by: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows(sheet, scheme):
        found[row[by]][row["criterion"]] = row["outcome"]
    return found


def all_met(found: dict[str, dict[str, str]]) -> set[str]:
    return {name for name, clauses in found.items() if set(clauses.values()) == {"met"}}


def test_the_villages_whose_nine_clauses_count_as_met_are_those_that_passed_the_check_of_their_centre():
    checked, visited = outcomes("scheme_self_check", CENTRES, "unit"), outcomes("scheme_visit", CENTRES, "unit")
    passed = {
        row["unit"] for row in told("whole").rows("standard_check")
        if row["standard"] == CENTRES and row["result"] == "passed" and row["unit"] in checked
    }  # fmt: skip

    assert len(passed) == told("whole").targets.premises.five_affairs_villages
    assert all_met(checked | visited) == passed
    assert {row["unit"] for row in rows("scheme_result", CENTRES)} == passed


def test_the_lot_draws_the_villages_that_were_visited():
    [lot] = rows("scheme_lot", CENTRES)
    codes = {
        unit.name_on(told("whole").targets.closed_on): unit.code for unit in told("whole").world.county.places.villages
    }

    drawn = drawn_by_lot(lot["seed"], codes.values(), percent=lot["percent"], least=1)

    assert {codes[name] for name in outcomes("scheme_visit", CENTRES, "unit")} == drawn


def test_organisations_with_the_title_are_those_of_the_ledger_of_honours():
    year_end = told("whole").targets.closed_on
    named = {
        row["organisation"]
        for row in told("whole").holding("designation", year_end)
        if row["kind"] == "two_strong_six_good"
    }

    assert {row["organisation"] for row in rows("scheme_result", TITLES)} == named
    assert all_met(outcomes("scheme_review", TITLES, "organisation")) == named


def test_whatever_is_filed_names_a_scheme_a_version_and_a_clause_of_the_pack():
    schemes = installed_pack("jiangxian").schemes
    filed = [
        row
        for ledger in told("whole").ledgers
        if ledger.sheet.startswith("scheme_")
        for row in told("whole").rows(ledger.sheet)
    ]

    unknown = {
        (row["scheme"], row["criterion"]) for row in filed
        if "criterion" in row and schemes[row["scheme"]].version("2020").place(row["criterion"]) is None
    }  # fmt: skip

    assert unknown == set()
    assert {row["version"] for row in filed if "version" in row} == {"2020"}


def test_an_appeal_is_decided_by_another_than_who_visited_and_one_is_still_open():
    appeals, [decision] = rows("scheme_appeal", CENTRES), rows("scheme_appeal_decision", CENTRES)
    visitors = {row["reviewer"] for row in rows("scheme_visit", CENTRES)}

    assert len(appeals) == 2
    assert (decision["unit"], decision["criterion"]) == (appeals[0]["unit"], appeals[0]["criterion"])
    assert decision["decided_by"] not in visitors
