"""Self-checks, reviews, lots, appeals and adjustments as they decide a rating, and on what each clause rests."""

from __future__ import annotations

from datetime import date

from tests.schemes.little import filed, history, organisation, question, rated

ON = date(2020, 9, 30)
ONE, TWO = organisation(4), organisation(5)


def of(rating, anchor: int, clause: str) -> tuple[str, str]:
    """State and basis of a clause."""
    [found] = [one for one in rating.clauses(anchor) if one.criterion.criterion == clause]
    return found.state, found.basis


def said(clause: str, outcome: str, **more: object) -> dict:
    return {"criterion": clause, "outcome": outcome, **more}


def test_a_self_check_waits_for_its_office_until_it_reviews():
    checks = [filed(100, 4, **said("minutes", "met")), filed(101, 4, **said("judged", "unmet"))]
    reviews = [filed(200, 4, **said("minutes", "unmet", reviewer="甲"))]

    before = rated(question(ON), history(organisation=[ONE], scheme_self_check=checks))
    after = rated(question(ON), history(organisation=[ONE], scheme_self_check=checks, scheme_review=reviews))

    assert [of(before, 4, "minutes"), of(before, 4, "judged"), of(before, 4, "place")] == [
        ("waiting", "self_check"), ("unmet", "self_check"), ("blank", "none"),
    ]  # fmt: skip
    assert [(one.reviewer, one.matter, one.clauses, one.subjects) for one in before.waiting] == [
        ("bureau", "work", 1, (4,))
    ]
    assert of(after, 4, "minutes") == ("unmet", "review")


def test_the_later_of_review_and_visit_counts():
    reviews = [filed(200, 4, date(2020, 7, 1), **said("place", "met", reviewer="甲"))]
    visits = [filed(300, 4, date(2020, 8, 1), **said("place", "unmet", reviewer="乙"))]

    rating = rated(question(ON), history(organisation=[ONE], scheme_review=reviews, scheme_visit=visits))

    assert of(rating, 4, "place") == ("unmet", "visit")


def test_whom_the_lot_spares_needs_no_proof_and_only_the_first_lot_counts():
    checks = [filed(100 + number, number, **said("minutes", "met")) for number in (4, 5)]
    lots = [
        filed(400, 1, date(2020, 8, 1), seed="one", percent=40),
        *(filed(401 + number, 1, date(2020, 8, 2), seed=f"again {number}", percent=100) for number in range(3)),
    ]

    rating = rated(question(ON), history(organisation=[ONE, TWO], scheme_self_check=checks, scheme_lot=lots))

    drawn = [anchor for anchor, one in rating.standings.items() if one.is_drawn]
    [spared] = set(rating.standings) - set(drawn)
    assert (of(rating, drawn[0], "minutes"), of(rating, spared, "minutes")) == (
        ("waiting", "self_check"), ("met", "self_check"),
    )  # fmt: skip


def appealed(decided_by: str, on: date = date(2020, 8, 1)):
    rows = {
        "scheme_review": [filed(200, 4, date(2020, 7, 1), **said("minutes", "unmet", reviewer="甲"))],
        "scheme_appeal": [filed(500, 4, date(2020, 7, 20), criterion="minutes", text="记录在册")],
        "scheme_appeal_decision": [
            filed(600, 4, on, **said("minutes", "met", reason="核实属实", decided_by=decided_by))
        ],
    }
    return rated(question(ON), history(organisation=[ONE], **rows))


def test_an_appeal_is_decided_by_another_person_than_the_reviewer():
    other, same = appealed("乙"), appealed("甲")

    assert (of(other, 4, "minutes"), of(same, 4, "minutes")) == (("met", "appeal"), ("unmet", "review"))
    assert [one.is_valid for rating in (other, same) for one in rating.appeals] == [True, False]


def test_a_decision_from_before_the_appeal_leaves_it_open():
    rating = appealed("乙", on=date(2020, 7, 19))

    assert [one.decision for one in rating.appeals] == [None]
    assert of(rating, 4, "minutes") == ("unmet", "review")


def test_months_add_to_the_yearly_total_within_their_limit_until_an_appeal_takes_them_away():
    months = [
        filed(700, 4, month="2020-03", points=9, decided_by="甲", level="one"),
        filed(701, 4, month="2020-05", points=-2, decided_by="甲", level="two"),
    ]
    judged = [filed(200, 4, **said("judged", "met", reviewer="乙"))]
    upheld = {
        "scheme_appeal": [filed(500, 4, date(2020, 7, 20), criterion="adjustment:2020-05", text="数据有误")],
        "scheme_appeal_decision": [
            filed(600, 4, date(2020, 8, 1), **said("adjustment:2020-05", "met", decided_by="丙"))
        ],
    }

    before = rated(question(ON), history(organisation=[ONE], scheme_adjustment=months, scheme_review=judged))
    after = rated(question(ON), history(organisation=[ONE], scheme_adjustment=months, scheme_review=judged, **upheld))

    found = [(one.standings[4].points, one.standings[4].level_now) for one in (before, after)]
    assert found == [(10 + 5 + 3 - 2, "two"), (10 + 5 + 3, "one")]


def test_a_review_of_a_round_that_is_over_counts_once_it_is_made():
    reviews = [filed(200, 4, date(2021, 1, 10), **said("judged", "met", reviewer="甲"), round="2020")]
    rows = history(organisation=[ONE], scheme_review=reviews)
    version = question(ON).version

    found = [
        of(rated(question(on, round_code="2020").what_if(version), rows), 4, "judged")
        for on in (date(2021, 1, 9), date(2021, 1, 10))
    ]

    assert found == [("blank", "none"), ("met", "review")]


def test_next_years_criteria_are_tried_on_the_data_of_this_year():
    meetings = [{**filed(10, 4, date(2020, 5, 1)), "held": True, "present": 12}]
    asked = question(ON)
    rows = history(organisation=[ONE, TWO], meeting=meetings)

    now, then = rated(asked, rows), rated(asked.what_if(asked.scheme.versions[1]), rows)

    assert [one.level for one in now.standings.values()] == [None, None]
    assert {anchor: one.level for anchor, one in then.standings.items()} == {4: "passed", 5: None}


def test_a_computed_clause_shows_its_number_and_asks_for_the_rows_behind_it():
    meetings = [{**filed(10 + n, 4, date(2020, 5, 1 + n)), "held": True, "present": 12} for n in range(3)]
    rating = rated(question(ON), history(organisation=[ONE], meeting=meetings))

    clauses = {one.criterion.criterion: one for one in rating.clauses(4)}

    found = [
        (clauses[code].value, clauses[code].points, clauses[code].by)
        for code in ("met_in_all", "many_present", "share_held")
    ]
    assert found == [(3, None, ""), (36, 9, "organisation"), (100, clauses["share_held"].most, "organisation")]
    assert clauses["many_present"].request.figure == "stars__1__many_present"
