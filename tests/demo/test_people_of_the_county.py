"""The people hold together: numbers that check, ages that fit, and ledgers that speak of persons who are registered."""

from datetime import date

import pytest

from tests.demo.told import Names, Told, references, told
from zugong.demo.identity import IdentityNumbers
from zugong.dictionary.fieldtypes.sealed import identity_check_character, identity_facts


@pytest.fixture(params=["tiny", "whole"])
def county(request) -> Told:
    return told(request.param)


def everybody(county: Told) -> dict[str, dict]:
    """Every person by identity number, as the ledgers that register persons have them."""
    found = {
        row["identity_number"]: {f"person.{code}": value for code, value in row.items()}
        for row in county.rows("person")
    }
    return found | {row["person.identity_number"]: row for row in county.rows("members")}


def test_two_men_and_a_woman_of_one_day_get_different_numbers_that_check():
    numbers = IdentityNumbers("149999")
    day = date(1980, 2, 29)

    made = [numbers.next(born_on=day, sex=sex) for sex in ("male", "male", "female")]

    assert made == ["149999198002290037", "149999198002290053", "149999198002290029"]


def test_every_identity_number_checks_and_says_the_birth_date_and_sex_of_its_person(county):
    wrong = [
        number
        for number, row in everybody(county).items()
        if identity_check_character(number[:17]) != number[17]
        or (facts := identity_facts(number)) is None
        or (facts.born_on, facts.sex) != (row["person.born_on"], row["person.sex"])
        or number[:6] != county.targets.people.identity_area
    ]

    assert wrong == []


def test_members_joined_as_adults_and_are_full_members_a_year_later(county):
    wrong = [
        person.identity_number
        for person in county.world.membership.everybody
        if person.age_on(person.joined_on) < 18
        or (person.full_on is not None and (person.full_on.year - person.joined_on.year) != 1)
        or not 18 <= person.age_on(county.targets.opened_on) <= 95
    ]

    assert wrong == []


def test_secretaries_are_between_28_and_61(county):
    ages = [
        one.person.age_on(county.targets.closed_on)
        for one in county.world.posts.secretaries_on(county.targets.closed_on)
    ]

    assert (min(ages) >= 28, max(ages) <= 61) == (True, True)


def test_every_ledger_speaks_of_registered_persons_by_their_name(county):
    known = {number: row["person.name"] for number, row in everybody(county).items()}

    unknown = set()
    for ledger in county.ledgers:
        places = [at for at, name in enumerate(ledger.columns) if name.endswith("identity_number") and "." in name]
        for at in places:
            unknown |= {(ledger.sheet, row[at]) for row in ledger.rows if row[at] and known.get(row[at]) != row[at - 1]
                        and known.get(row[at]) != row[0]}  # fmt: skip

    assert unknown == set()


@pytest.mark.parametrize("target", ["organisation", "unit"])
def test_every_name_means_one_organisation_or_unit_on_the_day_of_its_row(county, target):
    names = Names(county, target)

    lost = {(sheet, name, day) for sheet, name, day in references(county, target) if not names.means_one(name, day)}

    assert lost == set()


def test_every_result_and_every_call_of_the_roll_belongs_to_a_day_of_the_ledger(county):
    days = {(row["organisation"], row["series"], row["period"], row["on"]) for row in county.rows("themed_day")}

    used = {
        (row["themed_day.organisation"], row["themed_day.series"], row["themed_day.period"], row["on"])
        for sheet in ("themed_day_roll", "themed_day_result")
        for row in county.rows(sheet)
    }

    assert used - days == set()


def test_no_key_stands_twice_in_a_ledger_of_states_with_dates_or_of_events(county):
    keys = {
        "appointment": ("person.identity_number", "position", "since"),
        "attached": ("person.identity_number", "kind", "since"),
        "delegate": ("person.identity_number", "level", "since"),
        "designation": ("kind", "level", "organisation", "since"),
        "dispatch": ("person.identity_number", "kind", "since"),
        "facility": ("name",),
        "file_material": ("personnel_file.person.identity_number", "category"),
        "money": ("number",),
        "personnel_file": ("person.identity_number", "kind"),
        "plan_item": ("name", "since"),
        "positions": ("position.name",),
        "problem": ("number",),
        "rectification": ("organisation", "determined_on"),
        "reserve_candidates": ("person.identity_number", "reserve_candidate.unit", "reserve_candidate.since"),
        "sign": ("facility", "name", "number"),
        "standard_check": ("unit", "standard"),
        "themed_day": ("organisation", "series", "period"),
        "themed_day_result": ("themed_day.organisation", "themed_day.series", "themed_day.period", "number"),
        "themed_day_roll": (
            "themed_day.organisation",
            "themed_day.series",
            "themed_day.period",
            "person.identity_number",
        ),
        "training_attendance": ("training_class", "person.identity_number"),
        "village_income": ("unit", "year"),
        "admissions": ("person.identity_number", "membership_step.kind", "membership_step.on"),
    }

    twice = {}
    for sheet, columns in keys.items():
        several = ("problem", "facility", "sign", "site_life")  # told several times, the key stays
        as_of = county.targets.closed_on if sheet in several else None
        rows = [tuple(row[column] for column in columns) for row in county.rows(sheet, as_of=as_of)]
        twice[sheet] = len(rows) - len(set(rows))

    assert twice == dict.fromkeys(keys, 0)
