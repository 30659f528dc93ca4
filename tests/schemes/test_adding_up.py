"""From findings to stars, points, a level and what lacks; and what a version may not say."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.schemes.little import folder, pack, question
from zugong.dictionary.catalogue import load_catalogue
from zugong.figures.schema import schema_of
from zugong.kernel.time import Clocks, Period
from zugong.packs.check import check_pack
from zugong.packs.pack import load_pack
from zugong.schemes.cases import case_errors
from zugong.schemes.evaluating import NotInForce, PersonsAreNotRated, question_on
from zugong.schemes.lots import drawn_by_lot
from zugong.schemes.rounds import NoSuchRound, Round, months_of, round_called, round_on
from zugong.schemes.rules import UNNAMED, Finding, Gap, SectorRules, full, stated


def branches() -> SectorRules:
    return question(date(2020, 6, 1)).rules["branches"]


def findings(**said: str) -> list[Finding]:
    """Every clause met but those that are said otherwise."""
    return [stated(one, said.get(one.criterion, "met")) for one in branches().places]


def test_the_best_level_whose_needs_are_all_there_is_reached():
    rules = branches()

    found = [
        rules.sum(findings()).level,
        rules.sum(findings(is_old="unmet")).level,
        rules.sum(findings(is_old="unmet", minutes="unmet", place="unmet")).level,
        rules.sum(findings(minutes="unmet", place="unmet", helpful="unmet")).level,
    ]

    assert found == ["three", "two", "one", "two"]


def test_two_clauses_short_of_three_stars_names_both():
    rules, said = branches(), findings(is_old="unmet", minutes="unmet", place="unmet")

    assert rules.gap(rules.levels[0], said, rules.sum(said)) == Gap("three", ("is_old", "minutes"), 0)


def test_points_that_lack_are_found_in_the_clauses_worth_most():
    rules = branches()
    said = findings(is_old="unmet", many_present="unmet", share_held="unmet", few_this_month="unmet", judged="unmet")

    assert rules.gap(rules.levels[1], said, rules.sum(said)) == Gap("two", ("is_old", "many_present"), 500)


def test_a_clause_that_does_not_apply_is_neither_lost_nor_won():
    found = branches().sum(findings(is_old="not_applicable", judged="not_applicable"))

    assert (found.level, found.points, found.most) == ("three", 2250, 2250)


def test_a_veto_takes_every_level_or_those_above_its_cap_or_a_star():
    rules = branches()

    found = [rules.sum(findings(), [veto]).level for veto in ("accident", "complaint", "silent")]

    assert found == [None, "two", "two"]
    assert rules.gap(rules.levels[0], findings(), rules.sum(findings(), ["complaint"])).vetoes == ("complaint",)
    assert rules.gap(rules.levels[0], findings(), rules.sum(findings(), ["silent"])).vetoes == ("silent",)


def test_a_numbered_place_without_text_is_never_met():
    rules = question(date(2020, 6, 1)).rules["committees"]
    said = [full(one) if one.is_named else UNNAMED for one in rules.places]

    assert [one.criterion for one in rules.places if not one.is_named] == ["paper_1"]
    assert rules.sum(said).groups[-1].is_won is False


def test_the_lot_draws_again_the_same_and_a_share_rounded_up():
    codes = [f"{number:03}" for number in range(11)]

    drawn = drawn_by_lot("2020-12-01", codes, percent=20, least=1)

    assert drawn == drawn_by_lot("2020-12-01", reversed(codes), percent=20, least=1)
    assert len(drawn) == 3
    assert drawn != drawn_by_lot("2020-12-02", codes, percent=20, least=1)


@pytest.mark.parametrize(
    ("interval", "code", "first", "name"),
    [
        ("yearly", "2020", date(2020, 1, 1), "2020年度"),
        ("half_yearly", "2020-H2", date(2020, 7, 1), "2020年下半年"),
        ("quarterly", "2020-Q4", date(2020, 10, 1), "2020年第四季度"),
        ("monthly", "2020-11", date(2020, 11, 1), "2020年11月"),
    ],
)
def test_a_round_is_named_by_its_year_half_quarter_or_month(interval: str, code: str, first: date, name: str):
    scheme = pack().schemes["stars"].model_copy(update={"round": interval})

    one = round_on(scheme, date(2020, 11, 17))

    assert (one.code, one.period.start, one.name("zh-hans")) == (code, first, name)
    assert round_called(scheme, code, date(2021, 3, 1)) == one


def test_a_round_of_another_kind_is_refused_with_an_example():
    with pytest.raises(NoSuchRound, match="write it as 2020"):
        round_called(pack().schemes["stars"], "2020-06", date(2020, 6, 1))


def test_the_months_of_a_round_are_those_that_have_begun():
    assert months_of(Round("2020", Period.year(2020)), date(2020, 3, 1)) == ("2020-01", "2020-02", "2020-03")


def test_the_version_is_that_of_the_day_and_of_a_round_that_is_over_that_of_its_last_day():
    found = [
        question(date(2020, 10, 31)).version.version,
        question(date(2020, 11, 1)).version.version,
        question(date(2021, 2, 1), round_code="2019").version.version,
    ]

    assert found == ["1", "2", "1"]
    assert question(date(2021, 2, 1), round_code="2019").day == date(2019, 12, 31)


def test_before_the_first_version_nobody_is_rated():
    with pytest.raises(NotInForce, match="the first begins on 2018-01-01"):
        question(date(2017, 12, 31))


def test_a_worked_case_that_comes_out_otherwise_says_what_came_out():
    scheme = pack().schemes["stars"]
    [case] = scheme.versions[0].cases
    wrong = case.model_copy(update={"expect": case.expect.model_copy(update={"points": Decimal(20)})})
    version = scheme.versions[0].model_copy(update={"cases": (wrong,)})
    pack_so = load_pack("little", folder=folder())
    pack_so.schemes["stars"] = scheme.model_copy(update={"versions": (version,)})  # type: ignore[index]

    assert case_errors(pack()) == []
    assert [error.problem.partition(": ")[2] for error in case_errors(pack_so)] == ["it comes to 16.25 points, not 20"]


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("meetings_wanted}}", "meetings_want}}", "there is no parameter 'meetings_want'; nearest: meetings_wanted"),
        ("about: organisation, where", "about: held, where", "held does not lead from meeting to organisation"),
        ("needs: {stars: 2, points: 5}", "needs: {points: 90}", "needs 90 points, and the clauses of branches give 32.5 at most"),
        ("until: 2020-11-01", "until: 2020-12-01", "is still in force when 2 begins on 2020-11-01; say until"),
        ("reviewer: bureau", "reviewer: buro", "there is no owner 'buro'; nearest: bureau"),
        ("caps: two", "caps: tow", "there is no level 'tow'; nearest: two"),
    ],
)  # fmt: skip
def test_the_check_of_a_pack_says_what_is_wrong_with_a_scheme(tmp_path: Path, before: str, after: str, problem: str):
    shutil.copytree(folder() / "little", tmp_path / "little")
    path = tmp_path / "little" / "schemes" / "stars.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")

    schema = schema_of(load_catalogue("little", folder=tmp_path))

    assert problem in [error.problem for error in check_pack("little", schema=schema, folder=tmp_path)]


def test_persons_are_not_rated():
    scheme = pack().schemes["stars"].model_copy(update={"rates": "person"})
    pack_so = load_pack("little", folder=folder())
    pack_so.schemes["stars"] = scheme  # type: ignore[index]

    with pytest.raises(PersonsAreNotRated):
        question_on(pack_so, "stars", Clocks.at(date(2020, 6, 1)))
