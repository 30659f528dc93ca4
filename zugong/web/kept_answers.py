"""Numbers kept from one page to the next, each until an entry touches a record type that its figure reads.

What else decides a number is part of its key: the clocks, the grouping, the rights, the path of a split. So a kept number
is what would be counted anew, and an entry about meetings leaves the members alone. Where `refreshing` runs beside the
pages, numbers that an entry touched are counted again there, and a page that comes earlier says as of when it speaks.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Protocol

from django.conf import settings

from zugong.dictionary.freshness import Mark, mark_now
from zugong.figures.answers import Answers, GroupedCells, Request
from zugong.figures.grouping import Grouping
from zugong.figures.plan import ORGANISATION
from zugong.figures.queries import ask, this_site
from zugong.figures.trees import grouping_in
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import is_recording, last_seal
from zugong.kernel.keeping import Kept
from zugong.kernel.time import today
from zugong.offices.access import RIGHTS_READ
from zugong.web.scope import Scope

_MOST = 6_000
_GROUPINGS = 24
#: What is counted anew while the page waits: figures of so few record types, and below few organisations or few figures.
_FEW_SCANS = 2
_FEW_FIGURES = 12
_FEW_ORGANISATIONS = 100

Version = tuple[int, int]


@dataclass(frozen=True)
class Question:
    """Figures on their clocks below an organisation, as somebody may count them.

    `groups`: in each of these organisations instead, none of them below another. The tree is that of the scope's clocks.
    """

    requests: tuple[Request, ...]
    root: int | None
    scope: Scope
    by: str = ""
    groups: tuple[int, ...] = ()

    def again(self, scope: Scope) -> None:
        """Count what is missing or old, so that the next page finds it."""
        recounted(replace(self, scope=scope))

    @cached_property
    def shape(self) -> tuple[Grouping, Hashable]:
        """The grouping, and what tells it from others; made once for each tree."""
        return _groupings.value((self.scope.tree, self.root, self.groups), self._shaped)

    def _shaped(self) -> tuple[Grouping, Hashable]:
        grouping = _grouping_of(self)
        return grouping, (grouping.root, frozenset(grouping.group_of.items()), frozenset(grouping.parent_of.items()))

    @cached_property
    def keys(self) -> dict[Request, Hashable]:
        """By request all that decides its number besides the records."""
        shape = self.shape[1]
        return {one: (one, shape, self.by, _rights(one, self)) for one in dict.fromkeys(self.requests)}

    @cached_property
    def told_as(self) -> Hashable:
        """What tells it from the other questions of pages."""
        access = self.scope.access
        return self.requests, self.root, self.by, self.groups, access.grants, access.own_person


class Told(Protocol):
    """Something that a page showed to a scope and that can be made ready beside the pages; `told_as` tells it from others."""

    @property
    def scope(self) -> Scope: ...

    @property
    def told_as(self) -> Hashable: ...

    def again(self, scope: Scope) -> None:
        """Make it anew for the same user and keep it."""


@dataclass(frozen=True)
class Numbers:
    """Answers, and the entry whose state they all show at least; `behind` where something touched since is still counted.

    `rows`: by request, equal for equal rows behind the number; empty inside a transaction that records, whose own changes
    have no number yet.
    """

    answers: Answers
    entry: int
    sealed_at: datetime | None
    behind: bool = False
    rows: Mapping[Request, Hashable] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Number:
    """One figure as it was counted: its cells or why there are none, of which version, with every entry up to `mark`."""

    version: Version
    mark: Mark
    cells: GroupedCells | RuleBroken


class _Numbers:
    """The last numbers by key; the longest unused goes first. Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers: OrderedDict[Hashable, _Number] = OrderedDict()

    def of(self, keys: Iterable[Hashable]) -> list[_Number | None]:
        with self._lock:
            return [self._touched(key) for key in keys]

    def _touched(self, key: Hashable) -> _Number | None:
        found = self._numbers.get(key)
        if found:
            self._numbers.move_to_end(key)
        return found

    def keep(self, counted: Iterable[tuple[Hashable, _Number]]) -> None:
        with self._lock:
            for key, number in counted:
                self._numbers[key] = number
            while len(self._numbers) > _MOST:
                self._numbers.popitem(last=False)


_numbers = _Numbers()
_groupings: Kept[tuple[Grouping, Hashable]] = Kept(_GROUPINGS)


@dataclass
class Refreshing:
    """Whether somebody counts again beside the pages, and whom to tell of what was shown here."""

    is_running: Callable[[], bool] = lambda: False
    tell: Callable[[Told], None] = field(default=lambda told: None)


refreshing = Refreshing()


def seen_key(scope: Scope) -> Hashable:
    """What everything that a user sees depends on: the last entry, and what decides their rights."""
    return last_seal(), rights_key(scope)


def rights_key(scope: Scope) -> Hashable:
    """What the rights of a user depend on: the day, the clocks, what their offices hold, the last entry about tree or posts."""
    access = scope.access
    links = mark_now().version(RIGHTS_READ)
    return links, today(), scope.clocks, access.grants, access.own_person, settings.ZUGONG_CADRE


def kept_answers(codes: Sequence[str], root: int | None, scope: Scope) -> Answers:
    """The figures below an organisation, as the user may count them, with every entry up to now."""
    return numbers_now(Question(tuple(Request(code, scope.clocks) for code in codes), root, scope)).answers


def numbers_now(question: Question) -> Numbers:
    """What is counted with every entry up to now; counts what is not kept."""
    refreshing.tell(question)
    return recounted(question)


def recounted(question: Question) -> Numbers:
    """As `numbers_now`, for who counts beside the pages: nobody is told of it."""
    if is_recording():  # its own changes have no number yet
        return Numbers(_asked(question, question.requests), *last_seal())
    return _Looking(question).complete()


def numbers_soon(question: Question) -> Numbers:
    """As `numbers_now`, unless a lot was touched and is being counted again beside us."""
    refreshing.tell(question)
    if is_recording() or not refreshing.is_running():
        return recounted(question)
    looking = _Looking(question)
    return looking.complete() if looking.is_quick else looking.as_kept()


class _Looking:
    """One look into what is kept."""

    def __init__(self, question: Question) -> None:
        self.question, self.mark = question, mark_now()
        self._grouping, self.keys = question.shape[0], question.keys
        read = {figure: _types_read(figure, question.by) for figure in {one.figure for one in self.keys}}
        self.versions = {one: self.mark.version(read[one.figure], one.clocks.known) for one in self.keys}
        found = _numbers.of(self.keys.values())
        # What was counted in a history that is no more (before a backup was restored) is not old but wrong.
        self.found = {
            one: number
            for one, number in zip(self.keys, found, strict=True)
            if number is not None and number.mark.history == self.mark.history
        }
        self.old = [
            one for one in self.keys if one in self.found and self.found[one].version != self.versions[one]
        ]  # fmt: skip
        self.missing = [one for one in self.keys if one not in self.found]

    @property
    def is_quick(self) -> bool:
        """Is so little to be counted that the page can wait for it, or nothing old that it could show instead?"""
        definitions = this_site().definitions
        scans = {part.kind.code for one in self.old for part in definitions.measured_parts(one.figure)}
        is_small = len(self.old) <= _FEW_FIGURES or len(self._grouping.group_of) <= _FEW_ORGANISATIONS
        return len(scans) <= _FEW_SCANS and is_small

    def complete(self) -> Numbers:
        """With everything counted that is missing or old."""
        self._count([*self.missing, *self.old])
        return Numbers(self._answers(), self.mark.number, self.mark.sealed_at, rows=self._rows())

    def as_kept(self) -> Numbers:
        """With the old numbers as they are."""
        self._count(self.missing)
        oldest = min((self.found[one].mark for one in self.old), key=lambda mark: mark.number)
        return Numbers(self._answers(), oldest.number, oldest.sealed_at, behind=True, rows=self._rows())

    def _rows(self) -> dict[Request, Hashable]:
        return {one: (key, self.found[one].version, self.mark.history) for one, key in self.keys.items()}

    def _count(self, requests: Sequence[Request]) -> None:
        if not requests:
            return
        # The mark was taken first: whatever is recorded while we count is counted again, never missed.
        answers = _asked(self.question, requests, self._grouping)
        for one in requests:
            self.found[one] = _Number(self.versions[one], self.mark, answers.refused.get(one) or answers.cells[one])
        _numbers.keep((self.keys[one], self.found[one]) for one in requests)

    def _answers(self) -> Answers:
        cells = {one: number.cells for one, number in self.found.items()}
        refused = {one: cell for one, cell in cells.items() if isinstance(cell, RuleBroken)}
        return Answers({one: cell for one, cell in cells.items() if isinstance(cell, GroupedCells)}, refused)


def _types_read(code: str, by: str) -> frozenset[str]:
    definitions = this_site().definitions
    try:
        return definitions.types_read(code, by)
    except RuleBroken:  # the figure will be refused with the very reason; meanwhile any entry may mend it
        return frozenset(definitions.catalogue.types)


def _asked(question: Question, requests: Sequence[Request], grouping: Grouping | None = None) -> Answers:
    grouping = grouping or _grouping_of(question)
    return ask(requests, grouping, question.scope.numbers, by=question.by)


def _grouping_of(question: Question) -> Grouping:
    scope = question.scope
    return grouping_in(scope.tree, question.groups) if question.groups else scope.grouping(question.root)


def _rights(request: Request, question: Question) -> Hashable:
    """The rights that decide a number: of what it counts, and of organisations where it counts those."""
    catalogue, scope = question.scope.catalogue, question.scope
    try:
        parts = this_site().definitions.measured_parts(request.figure)
    except RuleBroken:
        return ()
    kinds = [part.kind for part in parts]
    kinds += [catalogue.types[ORGANISATION]] if any(part.organisation_kinds for part in parts) else []
    return tuple(scope.numbers(kind) for kind in kinds)
