"""Generated data and generated definitions: the fast engine, the slow one, and the lists behind each number agree."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.figures.tiny import (
    DAYS,
    LAST_ENTRY,
    ORGANISATIONS,
    POSITIONS,
    UNITS,
    Generator,
    History,
    definitions_with,
    grouping,
    site,
    tiny_definitions,
)
from zugong.figures.answers import WHOLE, Cell, Group, Request, Whole
from zugong.figures.grouping import Grouping, Rights, all_rows
from zugong.figures.queries import Site, ask, rows_of
from zugong.figures.reference import reference_answers
from zugong.kernel.scope import RowRights
from zugong.kernel.time import Clocks, Period
from zugong.packs.figures import Distinct, Figure, OrganisationsWith, Share, Sum
from zugong.packs.reading import Words

_STATES = {
    "membership": [
        "category = 'full'",
        "not (category = 'full')",
        "years(person.born_on, day) < rule('age_line')",
        "years(person.born_on, joined_on) >= 34",
        "joined_on < period_start",
        "mobile or person.name = '王'",
        "some(payment, person = this.person and paid and on >= period_start)",
        "none(payment, person = this.person and due_on <= day)",
        "count(payment, organisation = this.organisation and due_on < day) >= 2",
        "organisation.kind = 'branch'",
        "until is known and until <= period_end",
    ],
    "unit": ["led", "not led", "kind = 'village'", "some(income, unit = this and income < rule('income_line'))"],
    "organisation": [
        "kind in ('branch', 'committee')",
        "established_on >= period_start",
        "not (established_on < day('2020-06-30'))",
        "some(membership, holds() and organisation = this and person.born_on < day('1985-06-15'))",
    ],
    "appointment": ["position.organisation.kind = 'branch'", "some(membership, person = this.person)"],
}
_EVENTS = {
    "payment": ["paid", "not paid", "amount > 100", "points < 1", "due_on > on", "years(person.born_on, on) > 34"],
    "income": ["income < rule('income_line')", "unit.kind = 'village'", "unit.led"],
}
_MEASURES = {
    "membership": [Distinct(distinct="person"), Distinct(distinct="person.born_on"), Sum(sum="years(joined_on, day)")],
    "unit": [Distinct(distinct="territory")],
    "organisation": [Distinct(distinct="kind")],
    "appointment": [Distinct(distinct="person"), Distinct(distinct="position")],
    "payment": [Sum(sum="amount"), Sum(sum="points"), Distinct(distinct="person"), Distinct(distinct="due_on")],
    "income": [Sum(sum="income"), Distinct(distinct="unit")],
}
_ORGANISATION_PATHS = {"membership": "organisation", "payment": "organisation", "income": "unit.territory"}
_SPLITS = {"membership": ["category", "person", "mobile", "joined_on"], "payment": ["paid", "organisation.kind", "on"]}


@st.composite
def conditions(draw: st.DrawFn, type_code: str) -> str:
    simple = draw(st.lists(st.sampled_from({**_STATES, **_EVENTS}[type_code]), min_size=1, max_size=3))
    text = draw(st.sampled_from([" and ", " or "])).join(f"({part})" for part in simple)
    if type_code in _EVENTS:
        return draw(st.sampled_from([f"on >= period_start and on < period_end and ({text})", text]))
    return draw(st.sampled_from([f"holds() and ({text})", f"holds() and not ({text})", text]))


@st.composite
def figures(draw: st.DrawFn, name: str, types: list[str]) -> Figure:
    type_code = draw(st.sampled_from(types))
    measures = ["rows", *_MEASURES[type_code]]
    if type_code in _ORGANISATION_PATHS:
        kinds = ("committee", "branch")
        measures.append(OrganisationsWith(organisations_with=_ORGANISATION_PATHS[type_code], kinds=kinds))
    return Figure(
        figure=name,
        zh=name,
        en=name,
        unit=Words(zh="个", en="things"),
        chapter="all",
        of=type_code,
        measure=draw(st.sampled_from(measures)),
        where=draw(conditions(type_code)),
        time="stock",
    )


def share(part: str, whole: str) -> Figure:
    words = {"zh": "比例", "en": "share", "unit": Words(zh="%", en="percent"), "chapter": "all"}
    return Figure(figure="share", share=Share(part=part, whole=whole), **words)


@st.composite
def clocks(draw: st.DrawFn) -> Clocks:
    start, end = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=2, max_size=2, unique=True)))
    known = draw(st.one_of(st.none(), st.integers(1, LAST_ENTRY)))
    on = draw(st.sampled_from(DAYS[1:]))  # the rules have no value before 2019
    return Clocks(on, draw(st.sampled_from(DAYS)), Period(start, end), known)


@st.composite
def rights(draw: st.DrawFn) -> Rights:
    organisations = draw(st.one_of(st.none(), st.frozensets(st.sampled_from(list(ORGANISATIONS)))))
    positions = draw(st.one_of(st.none(), st.frozensets(st.sampled_from(list(POSITIONS)))))
    also = draw(st.frozensets(st.sampled_from(UNITS)))
    return lambda kind: RowRights(
        organisations,
        positions if kind.rights == "position" else None,
        also if kind.code == "unit" and organisations is not None else frozenset(),
    )


def in_total(cell: Cell, asked: Site, where: Grouping, may: Rights, part: int, by: str) -> None:
    """The number of a cell, computed again from its list, two rows at a time."""
    request, rows, after = Request(cell.figure, cell.clocks), [], None
    while True:
        page = rows_of(request, where, may, part=part, group=cell.group, by=by, after=after, limit=7, site=asked)
        rows += page.rows
        after = page.after
        if after is None:
            break
    keys = [row.key for row in rows if row.key is not None]
    recomputed = {
        "rows": len(rows),
        "organisations_with": len(keys),
        "distinct": len(set(keys)),
        "sum": sum(key for key in keys if page.measure == "sum"),
    }[page.measure]
    money = page.measure == "sum" and asked.definitions.measured(page.figure).is_money
    shown = cell.parts[part] if cell.parts else cell
    assert shown.value == (Decimal(recomputed) / 100 if money else recomputed)
    assert len({row.id for row in rows}) == len(rows)
    if page.measure != "organisations_with":
        assert shown.rows == len(rows)


@settings(max_examples=45, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), seed=st.integers(0, 10**6), may=rights(), root=st.sampled_from([None, 1, 2, 8]))
def test_fast_engine_slow_engine_and_lists_agree(data, seed, may, root):
    history = Generator(seed).history()
    drawn = [data.draw(figures(f"figure_{place}", list(_MEASURES))) for place in range(5)]
    definitions = definitions_with([*drawn, share("figure_0", "figure_1")])
    asked, where = site(definitions, history), grouping(root)
    requests = [
        Request(figure, when)
        for figure in definitions.pack.figures
        for when in (data.draw(clocks()), data.draw(clocks()))
    ]

    fast = ask(requests, where, may, site=asked)

    entry = fast.total(requests[0]).entry
    assert fast == reference_answers(requests, definitions, where, may, history.world_at, entry=entry)
    request = data.draw(st.sampled_from(requests))
    groups: list[Group | Whole] = [WHOLE, *fast.groups(request)]
    group = data.draw(st.sampled_from(groups))
    cell = fast.total(request) if isinstance(group, Whole) else fast.groups(request)[group]
    for part in range(len(cell.parts) or 1):
        in_total(cell, asked, where, may, part, "")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), seed=st.integers(0, 10**6), may=rights(), root=st.sampled_from([None, 1]))
def test_both_engines_agree_when_split_by_a_field(data, seed, may, root):
    history = Generator(seed).history()
    type_code = data.draw(st.sampled_from(list(_SPLITS)))
    definitions = definitions_with([data.draw(figures(f"figure_{place}", [type_code])) for place in range(3)])
    by = data.draw(st.sampled_from(_SPLITS[type_code]))
    asked, where = site(definitions, history), grouping(root)
    requests = [Request(figure, data.draw(clocks())) for figure in definitions.pack.figures]

    fast = ask(requests, where, may, by=by, site=asked)

    entry = fast.total(requests[0]).entry
    assert fast == reference_answers(requests, definitions, where, may, history.world_at, by=by, entry=entry)
    request = data.draw(st.sampled_from(requests))
    for cell in [fast.total(request), *fast.groups(request).values()][:3]:
        in_total(cell, asked, where, may, 0, by)


def test_what_was_known_earlier_is_answered_as_it_was_then():
    """Rows withdrawn or recorded after the entry change nothing in what was known at it."""
    history = Generator(7).history()
    then = History(
        {
            code: [{**row, "ret": None if (row["ret"] or 9) > 4 else row["ret"]} for row in rows if row["rec"] <= 4]
            for code, rows in history.rows.items()
        }
    )
    at, names = Clocks.at(date(2020, 12, 31)), list(tiny_definitions().pack.figures)

    asked_now = ask(
        [Request(name, at.as_known(4)) for name in names], grouping(1), all_rows, site=site(tiny_definitions(), history)
    )
    asked_then = ask([Request(name, at) for name in names], grouping(1), all_rows, site=site(tiny_definitions(), then))

    values = [asked_now.total(Request(name, at.as_known(4))).value for name in names]
    assert values == [asked_then.total(Request(name, at)).value for name in names]
