"""Points of persons: only when switched on, only what the person agreed to, only what a clause gives."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.web.county import add, build_county
from zugong.packs.schemes import Scheme
from zugong.schemes.points import NotSwitchedOn, points_of_person

ON = date(2020, 6, 30)
WORDS = {"zh": "志愿积分", "en": "Volunteers' points"}


def scheme(*, switched_on: bool) -> Scheme:
    clause = {"criterion": "service", "group": "all", **WORDS, "points": 5, "document": WORDS}
    version = {
        "version": "1", "paper": {"title": "办法", "issuer": WORDS}, "since": date(2020, 1, 1), "fills": "branches",
        "reviewer": "branches", "matter": "work", "sectors": {"all": {**WORDS, "where": "true"}},
        "groups": {"all": WORDS}, "criteria": [clause],
    }  # fmt: skip
    restrained = {"switched_on": switched_on, "agreement": WORDS, "used_for": WORDS}
    return Scheme.model_validate(
        {"scheme": "volunteers", **WORDS, "rates": "person", "restrained": restrained, "versions": [version]}
    )


def test_only_what_was_agreed_and_a_clause_gives_counts_and_of_one_person(db):
    county = build_county()

    def given(name: str, **values: Any) -> dict:
        branch = county.organisation("oak")
        usual = {"scheme": "volunteers", "criterion": "service", "points": 3, "agreed": True, "text": "清理河道"}
        return {**usual, "person": county.persons[name], "organisation": branch, **values}

    for day, values in enumerate(
        [{}, {"agreed": False}, {"points": 50}, {"points": -1}, {"criterion": "rank"}], start=1
    ):
        add("scheme_entry", given("王秀英", **values), since=date(2020, 5, day))
    add("scheme_entry", given("李国强", points=5), since=date(2020, 5, 1))

    found = points_of_person(scheme(switched_on=True), county.persons["王秀英"], on=ON)

    assert [(one.on, one.points, one.text) for one in found] == [(date(2020, 5, 1), 3, "清理河道")]


def test_points_that_are_not_switched_on_are_not_told():
    with pytest.raises(NotSwitchedOn, match="the locality decides that in its pack"):
        points_of_person(scheme(switched_on=False), 1, on=ON)
