"""Reconciliation of two rosters: opening + in − out = closing for each branch, and the names that do not fit, with why.

A roster is a file or the store on a day. What happened between the two days is what the store has recorded: endings of
memberships with their reason, beginnings, and admissions. Whoever came or went without a record is counted apart, so that
every branch adds up, and is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.store import StoredRow, store_of
from zugong.exchange.planning.names import chunks
from zugong.exchange.planning.sentences import Sentence
from zugong.exchange.rosters import Line, PersonKey, Roster, names_of
from zugong.kernel.time import PartialDate, holds

INCOMING = ("transferred_in", "admitted", "moved_in", "unexplained_in")
OUTGOING = ("transferred_out", "died", "removed", "moved_out", "unexplained_out")
_OUT_BY_REASON = {
    "transferred_out": "transferred_out",
    "died": "died",
    "removed": "removed",
    "cancelled": "removed",
}
_IN_BY_REASON = {"transferred_in": "transferred_in", "restored": "transferred_in"}


@dataclass
class Balance:
    """The account of one branch. `opening` and all of INCOMING less all of OUTGOING is `closing`, always."""

    branch: int | None
    name: str
    opening: int = 0
    transferred_in: int = 0
    admitted: int = 0
    moved_in: int = 0
    unexplained_in: int = 0
    transferred_out: int = 0
    died: int = 0
    removed: int = 0
    moved_out: int = 0
    unexplained_out: int = 0
    closing: int = 0

    @property
    def fits(self) -> bool:
        return not self.unexplained_in and not self.unexplained_out


@dataclass(frozen=True)
class Misfit:
    """A name that does not fit: who, where, in which row of which roster, and why."""

    person: PersonKey
    name: str
    branch: int | None
    branch_name: str
    why: str
    sentence: Sentence
    roster: str
    row: int | None


@dataclass
class Reconciliation:
    """The account of every branch, in the order of their names, and the names that do not fit."""

    opening_on: date
    closing_on: date
    balances: list[Balance]
    misfits: list[Misfit] = field(default_factory=list)

    @property
    def total(self) -> Balance:
        """All branches together; what moved inside cancels out."""
        total = Balance(None, "")
        for balance in self.balances:
            for name in ("opening", *INCOMING, *OUTGOING, "closing"):
                setattr(total, name, getattr(total, name) + getattr(balance, name))
        return total


def reconcile(opening: Roster, closing: Roster, *, catalogue: Catalogue) -> Reconciliation:
    """Explain the way from one roster to a later one by what the store has recorded between their days.

    An event on the opening day is in the opening roster, one on the closing day in the closing. Raises ValueError where
    the closing day is not later.
    """
    if closing.on <= opening.on:
        raise ValueError(f"the closing day {closing.on} is not after the opening day {opening.on}")
    account = _Account(opening, closing, _Recorded.between(opening, closing, catalogue))
    account.settle()
    balances = sorted(account.balances.values(), key=lambda balance: (balance.name, balance.branch or 0))
    return Reconciliation(opening.on, closing.on, balances, account.misfits)


@dataclass(frozen=True)
class Differences:
    """How a roster kept elsewhere differs from what is recorded on its day: how many agree, and each who does not.

    `unread` are the rows that name nobody.
    """

    on: date
    agreeing: int
    misfits: list[Misfit]
    unread: tuple[int, ...] = ()


def differences(there: Roster, here: Roster, *, catalogue: Catalogue) -> Differences:
    """Who is listed there and not recorded, recorded and not listed, or in another branch, on one and the same day."""
    account = _Account(here, there, _Recorded.between(here, there, catalogue))
    listed = account.listed(there)
    unlisted = [line for line in here.lines if line.person not in listed]
    for line in unlisted:
        account.say(line, "not_listed", _NOT_LISTED, "opening")
    differing = {one.person for one in account.misfits if one.roster == "closing"}
    unread = tuple(row for row, _ in there.unreadable)
    return Differences(there.on, len(listed.keys() - differing), account.misfits, unread)


@dataclass
class _Recorded:
    """What the store has of everybody in either roster."""

    opening_on: date
    closing_on: date
    memberships: Mapping[int, list[StoredRow]]
    admitted: set[int]
    names: Mapping[int, set[str]]
    branches: Mapping[int, str]

    @classmethod
    def between(cls, opening: Roster, closing: Roster, catalogue: Catalogue) -> _Recorded:
        persons = {line.person for line in (*opening.lines, *closing.lines) if isinstance(line.person, int)}
        memberships: dict[int, list[StoredRow]] = {}
        names: dict[int, set[str]] = {}
        for part in chunks(persons):
            for row in store_of(catalogue.types["membership"]).believed(person_id__in=part):
                memberships.setdefault(row.values["person"], []).append(row)
            for row in store_of(catalogue.types["person"]).believed(anchor_id__in=part):
                names.setdefault(row.anchor or 0, set()).add(row.values["name"])
        for rows in memberships.values():
            rows.sort(key=lambda row: row.since)
        places = {row.values["organisation"] for rows in memberships.values() for row in rows}
        branches = names_of(catalogue, "organisation", places)
        admitted = _admitted(catalogue, opening.on, closing.on)
        return cls(opening.on, closing.on, memberships, admitted, names, branches)

    def on(self, person: PersonKey, day: date) -> StoredRow | None:
        """The membership that holds on the day."""
        rows = self.memberships.get(person, ()) if isinstance(person, int) else ()
        return next((row for row in rows if holds(since=row.since, until=row.until, on=day)), None)

    def ending(self, person: PersonKey) -> StoredRow | None:
        """The last membership, where it ended between the days."""
        rows = self.memberships.get(person, ()) if isinstance(person, int) else ()
        ended = [row for row in rows if row.until and self.opening_on < row.until <= self.closing_on]
        return ended[-1] if ended else None

    def beginning(self, person: PersonKey) -> StoredRow | None:
        """The first membership that began between the days."""
        rows = self.memberships.get(person, ()) if isinstance(person, int) else ()
        return next((row for row in rows if self.opening_on < row.since <= self.closing_on), None)


def _admitted(catalogue: Catalogue, after: date, to: date) -> set[int]:
    rows = store_of(catalogue.types["membership_step"]).believed(since__gt=after, since__lte=to)
    return {
        row.values["person"] for row in rows if row.values["kind"] == "admitted" and row.values["status"] == "valid"
    }


class _Account:
    """The two rosters person by person."""

    def __init__(self, opening: Roster, closing: Roster, recorded: _Recorded) -> None:
        self.opening, self.closing, self.recorded = opening, closing, recorded
        self.balances: dict[Any, Balance] = {}
        self.misfits: list[Misfit] = []

    def settle(self) -> None:
        before, after = self._by_person(self.opening, "opening"), self._by_person(self.closing, "closing")
        for person, line in before.items():
            self._count(line, "opening")
            if person not in after:
                self._count(line, self._way_out(line))
            elif _place(after[person]) != _place(line):
                self._count(line, "moved_out")
                self._count(after[person], "moved_in")
        for person, line in after.items():
            self._count(line, "closing")
            if person not in before:
                self._count(line, self._way_in(line))

    def _count(self, line: Line, column: str) -> None:
        balance = self.balances.setdefault(_place(line), Balance(line.branch, line.branch_name))
        setattr(balance, column, getattr(balance, column) + 1)

    def listed(self, roster: Roster) -> dict[PersonKey, Line]:
        """Everybody of a roster kept elsewhere, each compared with the store; who was never a member here is named too."""
        found = self._by_person(roster, "closing")
        for line in found.values():
            if line.is_known and not self.recorded.memberships.get(line.person):  # type: ignore[call-overload]
                self.say(line, "never_here", _NEVER_HERE, "closing")
        return found

    def _by_person(self, roster: Roster, side: str) -> dict[PersonKey, Line]:
        found: dict[PersonKey, Line] = {}
        for line in roster.lines:
            first = found.setdefault(line.person, line)
            if first is not line:
                self.say(line, "listed_twice", _listed_twice(first, line), side)
            elif roster.is_file:
                self._compare_with_store(line, roster.on, side)
        return found

    def _compare_with_store(self, line: Line, on: date, side: str) -> None:
        if not line.is_known:
            self.say(line, "not_in_store", _NOT_IN_STORE, side)
            return
        if line.branch is None:
            self.say(line, "unknown_branch", _unknown_branch(line), side)
        assert isinstance(line.person, int)
        known = self.recorded.names.get(line.person, set())
        if line.name and known and line.name not in known:
            self.say(line, "other_name", _other_name(line, known), side)
        held = self.recorded.on(line.person, on)
        if held is None:
            past = [row for row in self.recorded.memberships.get(line.person, ()) if row.until and row.until <= on]
            if past:
                self.say(line, "ended_but_listed", _ended_but_listed(past[-1]), side)
        elif line.branch is not None and held.values["organisation"] != line.branch:
            self.say(line, "in_another_branch", _in_another_branch(self._branch_of(held), on), side)

    def _way_out(self, line: Line) -> str:
        held = self.recorded.on(line.person, self.closing.on)
        if held is not None and held.values["organisation"] != line.branch:
            return "moved_out"
        ending = self.recorded.ending(line.person)
        reason = ending.values["end_reason"] if ending and held is None else None
        if reason in _OUT_BY_REASON:
            return _OUT_BY_REASON[reason]
        self.say(line, "left_without_record", _LEFT_WITHOUT_RECORD, "opening")
        return "unexplained_out"

    def _way_in(self, line: Line) -> str:
        if line.person in self.recorded.admitted:
            return "admitted"
        beginning = self.recorded.beginning(line.person)
        reason = beginning.values["start_reason"] if beginning else None
        if reason in _IN_BY_REASON:
            return _IN_BY_REASON[reason]
        held = self.recorded.on(line.person, self.opening.on)
        if held is not None and held.values["organisation"] != line.branch:
            return "moved_in"
        joined = line.joined_on or (beginning.values["joined_on"] if beginning else None)
        if reason == "admitted" or self._is_between(joined):
            self.say(line, "joined_without_admission", _JOINED_WITHOUT_ADMISSION, "closing")
        elif line.is_known:
            self.say(line, "arrived_without_record", _ARRIVED_WITHOUT_RECORD, "closing")
        return "unexplained_in"

    def _is_between(self, joined: PartialDate | None) -> bool:
        return joined is not None and joined.first > self.opening.on and joined.last <= self.closing.on

    def _branch_of(self, row: StoredRow) -> str:
        return self.recorded.branches.get(row.values["organisation"], "")

    def say(self, line: Line, why: str, sentence: Sentence, side: str) -> None:
        self.misfits.append(
            Misfit(line.person, line.name, line.branch, line.branch_name, why, sentence, side, line.row)
        )  # fmt: skip


def _place(line: Line) -> int | str:
    """The branch, or its name where the store does not know it."""
    return line.branch if line.branch is not None else line.branch_name


_NOT_IN_STORE = Sentence("库中没有这个身份证号的人，请先导入其基本信息", "Nobody with this identity number is recorded")
_NEVER_HERE = Sentence("库中有此人，但没有党籍记录", "Is recorded here, but no membership is")
_NOT_LISTED = Sentence("库中在册，对方名册中没有", "Is recorded here and not listed there")
_LEFT_WITHOUT_RECORD = Sentence(
    "上期在册、本期不在册，但没有转出、去世或出党的记录，请补记去向或确认漏报",
    "Was listed and is no more, without a record of leaving: record where the person went, or that the roster forgot them",
)
_JOINED_WITHOUT_ADMISSION = Sentence(
    "本期新增，加入日期在两期之间，但没有“接收为预备党员”的环节记录，请补记",
    "Is new and joined between the two days, without a step of admission: record it",
)
_ARRIVED_WITHOUT_RECORD = Sentence(
    "本期新增，加入日期早于上期，但没有转入记录，请补记增加方式",
    "Is new and joined before the opening day, without a record of a transfer in: record how the person came",
)


def _listed_twice(first: Line, line: Line) -> Sentence:
    rows = f"（第{first.row}行和第{line.row}行）" if first.row and line.row else ""
    rows_en = f" (rows {first.row} and {line.row})" if first.row and line.row else ""
    return Sentence(f"同一身份证号出现两次{rows}，只计一次", f"Is listed twice{rows_en}; counted once")


def _unknown_branch(line: Line) -> Sentence:
    return Sentence(f"库中没有叫“{line.branch_name}”的党组织", f"There is no organisation {line.branch_name!r}")


def _other_name(line: Line, known: Iterable[str]) -> Sentence:
    listed = "、".join(sorted(known))
    return Sentence(
        f"该身份证号登记的姓名是“{listed}”，表中写的是“{line.name}”",
        f"The name recorded for this identity number is {listed}, the roster says {line.name}",
    )


def _ended_but_listed(row: StoredRow) -> Sentence:
    return Sentence(
        f"库中已记录其党籍关系于{row.until}终止，本表仍列为在册",
        f"Is listed, though the membership ended on {row.until}",
    )


def _in_another_branch(branch: str, on: date) -> Sentence:
    return Sentence(f"库中{on}在“{branch}”", f"Is recorded in {branch} on {on}")
