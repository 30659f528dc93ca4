"""Kept numbers are the numbers that asking anew would give, whatever was recorded since; and untouched ones stay kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.county import IDENTITY, SOURCE, County, add
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.freshness import mark_now
from zugong.dictionary.store import NewRow, store_of
from zugong.figures import queries
from zugong.figures.answers import Answers, Cell, Request
from zugong.kernel.facts.recording import recording
from zugong.kernel.time import Clocks, today
from zugong.offices.access import Access
from zugong.organisations.actions import move_organisation, rename_organisation
from zugong.organisations.queries import tree_at
from zugong.web import kept_answers as keeping
from zugong.web.kept_answers import Question, numbers_now, numbers_soon, refreshing
from zugong.web.refreshing import Refresher
from zugong.web.scope import Scope, kept_scope

DAY = date(2020, 12, 31)
ROLES = ("section", "township", "secretary", "bureau")
STEPS = ("member", "meeting", "roll", "suspended", "renamed", "moved", "village", "nothing", "leaves")
#: Each history asks for a third of the figures: more histories, and every figure in some of them.
PARTS = 3
_numbers = count(100)


def scope_of(county: County, role: str, on: date = DAY, known: int | None = None) -> Scope:
    return kept_scope(Access.kept(county.users[role], today()), Clocks.at(on, known=known))


def step(name: str, county: County) -> None:
    """One entry of a kind that happens at a county."""
    number = next(_numbers)
    if name == "member":
        [person] = add("person", {"identity_number": IDENTITY.format(number), "name": f"党员{number}", "sex": "male"})
        branch = county.organisation(("oak", "elm", "ash")[number % 3])
        add("membership", {"person": person, "organisation": branch, "category": "full"})
    elif name == "meeting":
        values = {
            "organisation": county.organisation("elm"),
            "series": "themed_day",
            "period": str(number),
            "status": "held",
        }
        add("themed_day", values, since=date(2020, 8, 5))
    elif name == "roll":
        [person] = add("person", {"identity_number": IDENTITY.format(number), "name": f"来宾{number}", "sex": "female"})
        values = {"themed_day": county.records["themed day"], "person": person, "attendance": "present"}
        add("themed_day_roll", values, since=date(2020, 7, 5))
    elif name in ("suspended", "leaves"):
        change_a_membership(name)
    elif name == "renamed":
        rename_organisation(
            organisation=county.organisations["elm"], name=f"第{number}党支部", on=date(2020, 6, 1), source=SOURCE
        )
    elif name == "moved":
        stands_east = tree_at(DAY).parent(county.organisation("oak")) == county.organisation("east")
        parent = county.organisations["west" if stands_east else "east"]
        move_organisation(organisation=county.organisations["oak"], parent=parent, on=date(2020, 6, 1), source=SOURCE)
    elif name == "village":
        add(
            "unit",
            {"code": f"V{number}", "name": f"村{number}", "kind": "village", "territory": county.organisation("west")},
        )
    else:
        with recording(SOURCE):
            pass


def change_a_membership(name: str) -> None:
    store = store_of(installed_catalogue("jiangxian").types["membership"])
    row = next(iter(store.believed()))
    values = {**row.values, "standing": "suspended"} if name == "suspended" else row.values
    until = date(2020, 9, 1) if name == "leaves" and row.until is None else row.until
    with recording(SOURCE) as entry:
        store.retract([row.id], entry=entry)
        store.insert([NewRow(row.anchor, row.since, until, values, supersedes=row.id)], entry=entry)


def whole(answers: Answers) -> dict:
    """The answers without the entry at which each was counted, which alone may differ."""
    cells = {
        request.figure: (bare(grouped.total), {group: bare(cell) for group, cell in grouped.groups.items()})
        for request, grouped in answers.cells.items()
    }
    return {**cells, **{request.figure: error.code for request, error in answers.refused.items()}}


def bare(cell: Cell) -> Cell:
    return replace(cell, entry=0, parts=tuple(bare(part) for part in cell.parts))


def question(county: County, role: str, *, part: int = 0, parts: int = 1, **clocks) -> Question:
    """The figures of the pack, or every so-manieth of them, as a role asks for them."""
    scope = scope_of(county, role, **clocks)
    codes = list(queries.this_site().definitions.pack.figures)[part::parts]
    return Question(tuple(Request(code, scope.clocks) for code in codes), scope.root, scope)


def asked_anew(asked: Question) -> Answers:
    return queries.ask(asked.requests, asked.scope.grouping(asked.root), asked.scope.numbers)


@pytest.mark.once
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=5),
    role=st.sampled_from(ROLES),
    part=st.integers(0, PARTS - 1),
)
def test_kept_is_what_asking_anew_gives_after_whatever_is_recorded(
    county: County, steps: list[str], role: str, part: int
):
    known = mark_now().number
    for name in ["nothing", *steps]:
        step(name, county)
        for asked in (
            question(county, role, part=part, parts=PARTS),
            question(county, role, part=part, parts=PARTS, on=date(2020, 3, 1)),
            question(county, role, part=part, parts=PARTS, known=known),
        ):
            anew = Scope(Access.of(county.users[role], today()), asked.scope.clocks)
            assert whole(numbers_now(asked).answers) == whole(asked_anew(replace(asked, root=anew.root, scope=anew)))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The figures of each question that really went to the engine."""
    found: list[set[str]] = []

    def ask(requests, *arguments, **named):
        found.append({request.figure for request in requests})
        return queries.ask(requests, *arguments, **named)

    monkeypatch.setattr(keeping, "ask", ask)
    return found


def test_a_meeting_counts_no_member_again(county: County, counted: list[set[str]]):
    asked = question(county, "section")
    numbers_now(asked)
    counted.clear()

    step("meeting", county)
    numbers_now(asked)

    figures = queries.this_site().definitions.pack.figures
    about_meetings = {
        code
        for code, figure in figures.items()
        if (figure.of or "").startswith("themed_day") or "themed_day," in (figure.where or "")
    }
    assert (counted, "members" in about_meetings) == ([about_meetings], False)


def test_an_entry_that_touches_nothing_counts_nothing_again(county: County, counted: list[set[str]]):
    asked = question(county, "section")
    numbers_now(asked)
    counted.clear()

    step("nothing", county)

    assert (numbers_now(asked).entry, counted) == (mark_now().number, [])


def test_where_somebody_counts_beside_us_a_page_says_as_of_when_it_speaks(county: County, monkeypatch):
    refresher = Refresher()
    monkeypatch.setattr(refreshing, "is_running", lambda: True)
    monkeypatch.setattr(refreshing, "tell", refresher.remember)
    asked, members = question(county, "section"), Request("members", Clocks.at(DAY))
    before = numbers_soon(asked)

    step("member", county)
    step("meeting", county)
    step("village", county)
    while_counting = numbers_soon(asked)
    refresher.refresh()
    after = numbers_soon(asked)

    seen = [(one.behind, one.answers.total(members).value) for one in (before, while_counting, after)]
    assert seen == [(False, 6), (True, 6), (False, 7)]
    assert (while_counting.entry, after.entry) == (before.entry, mark_now().number)


def test_a_single_meeting_is_counted_while_the_page_waits(county: County, monkeypatch):
    monkeypatch.setattr(refreshing, "is_running", lambda: True)
    scope = scope_of(county, "section")
    asked = Question((Request("themed_day_periods", scope.clocks),), scope.root, scope)
    numbers_soon(asked)

    step("meeting", county)

    found = numbers_soon(asked)
    assert (found.behind, found.answers.total(asked.requests[0]).value) == (False, 2)
