"""Reconciliation for somebody: two rosters as files or from the store, as far as they may see members by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import Depth
from zugong.dictionary.store import store_of
from zugong.exchange.planning.names import chunks
from zugong.exchange.planning.sentences import Sentence
from zugong.exchange.recognising import Choices, recognise
from zugong.exchange.reconcile import Differences, Misfit, Reconciliation, differences, reconcile
from zugong.exchange.rosters import Roster, roster_of_store, roster_of_table
from zugong.exchange.row_checks import parse_rows
from zugong.kernel.errors import RuleBroken
from zugong.offices.access import Access

_SHEET = "members"
_ELSEWHERE = Sentence(
    "库中该人的记录不在您的查看范围内，请与上级组织部门核对",
    "Is recorded outside what you may see: ask the department above",
)


class DaysBackwards(RuleBroken):
    code: ClassVar[str] = "exchange.days_backwards"
    message: ClassVar[str] = "The closing day, {closing}, is not after the opening day, {opening}; choose a later one."
    message_zh: ClassVar[str] = "期末日期{closing}不晚于期初日期{opening}，请选更晚的日期。"


class RosterOutsideScope(RuleBroken):
    code: ClassVar[str] = "exchange.roster_outside_scope"
    message: ClassVar[str] = "Row {row} is about {branch}, whose members you may not see; leave such rows out."
    message_zh: ClassVar[str] = "第{row}行是{branch}的党员，不在您的查看范围内；请删去这类行。"


class NoFile(RuleBroken):
    code: ClassVar[str] = "exchange.no_file"
    message: ClassVar[str] = "Give at least one roster as a file; the other side may be what is recorded on its day."
    message_zh: ClassVar[str] = "请至少上传一份名册；另一方可以是库中当日的记录。"


@dataclass(frozen=True)
class Side:
    """One side of a reconciliation: the day, and the file; without one the store on that day."""

    on: date
    filename: str = ""
    content: bytes = b""

    @property
    def is_file(self) -> bool:
        return bool(self.filename)


def reconcile_for(opening: Side, closing: Side, *, access: Access, catalogue: Catalogue) -> Reconciliation:
    """The account of every branch that the files name, within what the asker may see by name.

    Raises DaysBackwards, NoFile, RosterOutsideScope, UnreadableFile, NothingRecognised, NotARosterOfMembers.
    """
    if closing.on <= opening.on:
        raise DaysBackwards(closing=closing.on, opening=opening.on)
    files = {side: _file_roster(side, catalogue) for side in (opening, closing) if side.is_file}
    if not files:
        raise NoFile
    allowed = access.rights(catalogue.types["membership"], "see", Depth.NAME).organisations
    branches = {line.branch for roster in files.values() for line in roster.lines if line.branch is not None}
    for roster in files.values():
        _check_scope(roster, allowed)
    rosters = [
        files[side] if side.is_file else roster_of_store(on=side.on, catalogue=catalogue, organisations=branches)
        for side in (opening, closing)
    ]
    found = reconcile(*rosters, catalogue=catalogue)
    if allowed is not None:
        found.misfits = _told(found.misfits, allowed, catalogue)
    return found


def differences_for(side: Side, *, access: Access, catalogue: Catalogue) -> Differences:
    """How a roster of members kept elsewhere differs from what is recorded, for the branches that it names.

    Raises NoFile, RosterOutsideScope, UnreadableFile, NothingRecognised, NotARosterOfMembers.
    """
    if not side.is_file:
        raise NoFile
    there = _file_roster(side, catalogue)
    allowed = access.rights(catalogue.types["membership"], "see", Depth.NAME).organisations
    _check_scope(there, allowed)
    branches = {line.branch for line in there.lines if line.branch is not None}
    here = roster_of_store(on=side.on, catalogue=catalogue, organisations=branches)
    found = differences(there, here, catalogue=catalogue)
    told = found.misfits if allowed is None else _told(found.misfits, allowed, catalogue)
    return replace(found, misfits=told)


def _file_roster(side: Side, catalogue: Catalogue) -> Roster:
    recognised = recognise(side.content, side.filename, Choices(sheet=_SHEET), catalogue)
    return roster_of_table(parse_rows(recognised.mapped), on=side.on, catalogue=catalogue)


def _check_scope(roster: Roster, allowed: frozenset[int] | None) -> None:
    for line in roster.lines if allowed is not None else ():
        if line.branch is not None and line.branch not in allowed:
            raise RosterOutsideScope(row=line.row, branch=line.branch_name)


def _told(misfits: list[Misfit], allowed: frozenset[int], catalogue: Catalogue) -> list[Misfit]:
    """The misfits, without what is recorded of persons who never stood within the scope."""
    persons = {misfit.person for misfit in misfits if isinstance(misfit.person, int)}
    inside = set()
    for part in chunks(persons):
        for row in store_of(catalogue.types["membership"]).believed(person_id__in=part):
            if row.values["organisation"] in allowed:
                inside.add(row.values["person"])
    return [
        misfit if misfit.person in inside or isinstance(misfit.person, str)
        else replace(misfit, why="outside_scope", sentence=_ELSEWHERE)
        for misfit in misfits
    ]  # fmt: skip
