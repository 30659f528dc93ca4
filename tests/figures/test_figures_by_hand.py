"""Small tables written by hand, with one right answer each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.figures.tiny import History, MemoryCopy, grouping, tiny_definitions
from zugong.figures.answers import WHOLE, Request
from zugong.figures.definitions import DividesFigures, UnknownFigure
from zugong.figures.grouping import EVERYWHERE, all_rows
from zugong.figures.queries import Site, ask, explain, list_rows, rows_of
from zugong.figures.rows import RowItem
from zugong.kernel.scope import RowRights
from zugong.kernel.time import Clocks, PartialDate
from zugong.language.errors import LanguageError
from zugong.packs.parameters import NoValueYet

YEAR_END = Clocks.at(date(2020, 12, 31))
MIDYEAR = Clocks.at(date(2020, 6, 30))


def row(id: int, **values) -> dict:
    days = {} if "on" in values else {"since": date(2020, 1, 1), "until": None}
    return {"id": id, "anchor": None, "rec": 1, "ret": None, **days, **values}


def county(**rows: list[dict]) -> Site:
    return Site(tiny_definitions(), MemoryCopy(tiny_definitions(), History(rows)))


def of(figure: str, clocks: Clocks = YEAR_END) -> Request:
    return Request(figure, clocks)


ORGANISATIONS = [
    row(1, anchor=1, kind="committee"),
    row(2, anchor=2, kind="committee"),
    row(3, anchor=3, kind="temporary"),
    row(4, anchor=4, kind="branch"),
    row(5, anchor=5, kind="branch", until=date(2020, 7, 1)),
    row(6, anchor=6, kind="branch", since=date(2020, 7, 1)),
]
MEMBERSHIPS = [
    row(1, person=11, organisation=4),
    row(2, person=12, organisation=4),
    row(3, person=11, organisation=6),
    row(4, person=13, organisation=6, until=date(2020, 12, 31)),
    row(5, person=14, organisation=None),
    row(6, person=15, organisation=8),
    row(7, person=16, organisation=1),
]
PERSONS = [
    row(1, anchor=11, born_on=PartialDate("1990")),
    row(2, anchor=12, born_on=PartialDate("1985")),
    row(3, anchor=16, born_on=PartialDate("1985-06-30")),
]


def values(site: Site, figure: str, where=None, may=all_rows, by="") -> tuple:
    """The total, and the values by group."""
    request = of(figure)
    answers = ask([request], where or grouping(1), may, by=by, site=site)
    return answers.total(request).value, {group: cell.value for group, cell in answers.groups(request).items()}


def test_a_person_in_two_groups_counts_in_both_and_once_in_total():
    assert values(county(membership=MEMBERSHIPS), "members") == (3, {1: 1, 2: 2, 3: 1})


def test_a_row_without_organisation_counts_only_in_a_question_about_everything():
    assert values(county(membership=MEMBERSHIPS), "members", EVERYWHERE) == (5, {None: 5})
    assert values(county(membership=MEMBERSHIPS), "members", grouping(None)) == (5, {1: 1, 2: 2, 3: 1, None: 2})


def test_persons_are_counted_by_themselves_only_by_who_may_see_everything():
    site = county(person=PERSONS)

    assert values(site, "persons", EVERYWHERE) == (3, {None: 3})
    assert values(site, "persons") == (0, {1: 0, 2: 0, 3: 0})
    assert values(site, "persons", EVERYWHERE, lambda kind: RowRights(frozenset({1, 4}))) == (0, {})


def test_rights_narrow_what_is_counted_and_never_the_groups():
    may = lambda kind: RowRights(frozenset({4}))  # noqa: E731

    assert values(county(membership=MEMBERSHIPS), "members", may=may) == (2, {1: 0, 2: 2, 3: 0})
    assert values(county(membership=MEMBERSHIPS), "members", EVERYWHERE, may) == (2, {None: 2})


def test_rights_over_posts_narrow_the_rows_about_posts():
    posts = [row(1, anchor=41, organisation=4), row(2, anchor=42, organisation=4)]
    site = county(position=posts, appointment=[row(1, person=11, position=41), row(2, person=12, position=42)])

    assert values(site, "appointments")[0] == 2
    assert values(site, "appointments", may=lambda kind: RowRights(None, frozenset({42})))[0] == 1


def test_a_share_is_an_exact_fraction_with_two_lists():
    site = county(membership=MEMBERSHIPS, person=PERSONS)

    request = of("young_share", MIDYEAR)
    cell = ask([request], grouping(1), all_rows, site=site).total(request)

    # 11 turns 30 this year; 12 has turned 35 or will; 13 was born nobody knows when; 16 turned 35 on the very day.
    assert (cell.value, cell.rows, cell.undecided) == (Fraction(1, 4), 7, 1)
    assert [part.value for part in cell.parts] == [1, 4]
    upper, lower = (rows_of(request, grouping(1), all_rows, part=part, site=site) for part in (0, 1))
    assert [item.key for item in upper.rows] == [11, 11]
    assert [item.key for item in lower.rows] == [11, 12, 11, 13, 16]


def test_a_share_of_nothing_has_no_value():
    assert values(county(), "young_share") == (None, {1: None, 2: None, 3: None})


def test_money_is_summed_in_fen_and_answered_in_yuan():
    paid = {"on": date(2020, 5, 1), "paid": True, "organisation": 4}
    rows = [
        row(1, amount=101, **paid),
        row(2, amount=204, **paid),
        row(3, **paid),
        row(4, amount=9, **{**paid, "paid": None}),
    ]

    total, groups = values(county(payment=rows, membership=MEMBERSHIPS), "paid")

    assert (total, groups) == (Decimal("3.05"), {1: Decimal(0), 2: Decimal("3.05"), 3: Decimal(0)})
    assert values(county(payment=rows, membership=MEMBERSHIPS), "paid_per_member")[0] == Fraction(305, 300)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [(date(2020, 12, 31), (2, {1: 1, 2: 1, 3: 0})), (date(2020, 6, 30), (3, {1: 1, 2: 2, 3: 0}))],
)
def test_organisations_with_a_row_below_them_count_as_in_force_on_the_tree_day(tree, expected):
    """The row is of branch 5, which ended in July: above it stand committees 2 and 1."""
    site = county(organisation=ORGANISATIONS, payment=[row(1, on=date(2020, 2, 1), paid=True, organisation=5)])
    request = of("organisations_paying", Clocks.at(date(2020, 12, 31), tree=tree))

    answers = ask([request], grouping(1), all_rows, site=site)

    assert (
        answers.total(request).value,
        {group: cell.value for group, cell in answers.groups(request).items()},
    ) == expected
    page = rows_of(request, grouping(1), all_rows, site=site)
    assert [item.key for item in page.rows] == [1, 2, 5][: expected[0]]
    assert page.type_code == "organisation"


def test_a_path_of_a_row_leads_through_the_records_of_its_own_day():
    """Income is counted where the village stood on the day of the income."""
    villages = [
        row(1, anchor=31, territory=2, since=date(2020, 1, 1), until=date(2020, 7, 1)),
        row(2, anchor=31, territory=3, since=date(2020, 7, 1)),
    ]
    income = [row(1, unit=31, income=100, on=date(2020, 6, 30)), row(2, unit=31, income=100, on=date(2020, 7, 1))]

    assert values(county(unit=villages, income=income), "poor_villages") == (1, {1: 0, 2: 1, 3: 1})


def test_a_figure_can_be_split_by_a_field():
    memberships = [{**one, "category": "full" if one["id"] != 2 else None} for one in MEMBERSHIPS]

    assert values(county(membership=memberships), "members", by="category") == (3, {None: 1, "full": 2})


def test_the_list_of_a_group_holds_the_rows_of_that_group_page_by_page():
    site = county(membership=MEMBERSHIPS)

    first = rows_of(of("members"), grouping(1), all_rows, group=2, limit=1, site=site)
    second = rows_of(of("members"), grouping(1), all_rows, group=2, limit=1, after=first.after, site=site)

    assert first.rows == (RowItem(id=1, anchor=None, place=4, key=11),)
    assert (first.after, second.rows, second.after) == (1, (RowItem(id=2, anchor=None, place=4, key=12),), None)


def test_the_list_of_rows_without_group_is_not_the_whole_list():
    site = county(membership=MEMBERSHIPS)

    alone = rows_of(of("members"), grouping(None), all_rows, group=None, site=site)
    whole = rows_of(of("members"), grouping(None), all_rows, group=WHOLE, site=site)

    assert ([item.id for item in alone.rows], [item.id for item in whole.rows]) == ([5, 6], [1, 2, 3, 5, 6, 7])


@pytest.mark.parametrize(
    ("order", "expected"),
    [("", [1, 2, 3, 7]), ("person", [1, 3, 2, 7]), ("-person", [7, 2, 1, 3]), ("person.born_on", [2, 7, 1, 3])],
)
def test_an_ordinary_list_is_paged_in_its_order(order, expected):
    site, found, after = county(membership=MEMBERSHIPS, person=PERSONS), [], None
    while True:
        page = list_rows(
            "membership", "", YEAR_END, grouping(1), all_rows, order=order, after=after, limit=2, site=site
        )
        found += [item.id for item in page.rows]
        after = page.after
        if after is None:
            break

    assert (found, page.count) == (expected, 4)


def test_rows_without_a_value_come_last_in_both_orders():
    site = county(
        payment=[
            row(place, on=date(2020, 1, 1), organisation=1, points=points)
            for place, points in enumerate([None, 2, None, 1])
        ]
    )
    for order, expected in (("points", [3, 1, 0, 2]), ("-points", [1, 3, 0, 2])):
        found, after = [], None
        for _ in range(4):
            page = list_rows(
                "payment", "", YEAR_END, grouping(1), all_rows, order=order, after=after, limit=1, site=site
            )
            found += [item.id for item in page.rows]
            after = page.after

        assert found == expected


def test_a_list_says_how_many_rows_its_condition_left_undecided():
    site = county(membership=MEMBERSHIPS, person=PERSONS)

    page = list_rows(
        "membership", "holds() and person.born_on < day('1985-07-01')", YEAR_END, grouping(1), all_rows, site=site
    )

    assert ([item.id for item in page.rows], page.count, page.undecided) == ([7], 1, 1)


def test_a_wrong_condition_of_a_list_is_refused_with_its_place():
    with pytest.raises(LanguageError, match="column 1: "):
        list_rows("membership", "categry = 'full'", YEAR_END, grouping(1), all_rows, site=county())


def test_one_figure_that_cannot_be_answered_does_not_stand_in_the_way_of_others():
    early = Clocks.at(date(2018, 12, 31))
    requests = [of("poor_villages", early), of("persons", early), of("person", early)]

    answers = ask(requests, EVERYWHERE, all_rows, site=county())

    assert answers.total(of("persons", early)).value == 0
    assert {request.figure: type(error) for request, error in answers.refused.items()} == {
        "poor_villages": NoValueYet,
        "person": UnknownFigure,
    }
    with pytest.raises(NoValueYet, match="Income line has no value on 2018-12-31"):
        answers.total(of("poor_villages", early))


def test_a_figure_that_divides_has_no_definition_of_its_own_rows():
    with pytest.raises(DividesFigures, match="ask for young_members, members"):
        tiny_definitions().measured("young_share")


def test_the_rule_of_the_day_decides():
    villages = [row(1, anchor=31, territory=2)]
    site = county(unit=villages, income=[row(1, unit=31, income=400, on=date(2020, 12, 31))])
    before, after = (Clocks.at(day, period=YEAR_END.period) for day in (date(2020, 12, 31), date(2021, 1, 1)))

    answers = ask([of("poor_villages", before), of("poor_villages", after)], grouping(1), all_rows, site=site)

    assert answers.total(of("poor_villages", before)).value == 0
    assert answers.total(of("poor_villages", after)).value == 1


def test_a_trace_says_in_words_how_a_share_came_about():
    site = county(membership=MEMBERSHIPS, person=PERSONS)

    trace = explain(of("young_share", MIDYEAR), grouping(1), all_rows, "en", site=site)

    assert (trace.label, trace.shown, trace.definition) == (
        "Share of young members",
        "25.00%",
        "Young members divided by Members",
    )
    assert [(step.label, step.numbers) for step in trace.steps] == [
        ("Divided", "1 ÷ 4 = 0.25"),
        ("Printed", "25.00%"),
    ]
    assert [(rule.label, rule.value, rule.unit, rule.since) for rule in trace.rules] == [
        ("Age line", 35, "years", date(2000, 1, 1))
    ]
    assert trace.parts[0].definition == (
        "The number of different values of Member in records of Membership with: in force on the day, and whole years"
        ' from Born on of Member to the day is less than "Age line" as ruled'
    )
    assert [(step.label, step.numbers) for step in trace.parts[0].steps] == [
        ("Records that count", "2"),
        ("Different values among them", "1"),
        ("Records left undecided by partial dates", "1"),
        ("Printed", "1 persons"),
    ]


def test_a_trace_of_a_flow_names_its_period_in_chinese_words():
    trace = explain(of("organisations_paying"), grouping(1), all_rows, "zh-hans", site=county())

    assert (trace.first_day, trace.last_day, trace.root) == (date(2020, 1, 1), date(2020, 12, 31), 1)
    assert trace.definition == (
        "本级或下级有收支记录的党组织数，只计党委、党支部，记录条件：日期在统计期内，且“已付”为“是”。"
    )
