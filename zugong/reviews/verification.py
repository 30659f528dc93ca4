"""A frozen version computed again: as known then, which must be equal, and as known now, with the reason of each difference.

A difference is divided by cause, and the parts add up to it exactly. First what a changed rule does (the pack of today on
what was known then), then what was recorded since: late, corrected, by the tree, through a related record. A share is worked
out step by step in that order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal, get_args

from zugong.figures.answers import WHOLE, Answers, Group, Request, Whole
from zugong.figures.differences import Differing, Side, differing_since
from zugong.figures.grouping import Grouping, all_rows
from zugong.figures.queries import Site, ask, this_site
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Clocks
from zugong.reviews.filling import year_before
from zugong.reviews.frozen import KeptCell, from_json
from zugong.reviews.models import FrozenReview
from zugong.reviews.queries import subject_of
from zugong.reviews.text import grouping_of

Cause = Literal["rule", "late", "corrected", "tree", "related"]
CAUSES: tuple[Cause, ...] = get_args(Cause)


@dataclass(frozen=True, slots=True)
class Checked:
    """One number: as approved, computed again as known then, and as known now; None where it cannot be computed."""

    cell: KeptCell
    then: Fraction | None
    now: Fraction | None
    causes: Mapping[Cause, Fraction]

    @property
    def is_same_then(self) -> bool:
        return self.then == self.cell.exact

    @property
    def is_same_now(self) -> bool:
        return self.now == self.cell.exact

    @property
    def difference(self) -> Fraction | None:
        """How much more it is now; None where one of the two is not there."""
        return None if self.now is None or self.cell.exact is None else self.now - self.cell.exact


@dataclass(frozen=True)
class Verification:
    """All numbers of a version, checked, and whether its file is the one that was approved."""

    checked: tuple[Checked, ...]
    pack_then: str
    pack_now: str

    @property
    def is_same_then(self) -> bool:
        return all(one.is_same_then for one in self.checked)

    @property
    def differing(self) -> tuple[Checked, ...]:
        return tuple(one for one in self.checked if not one.is_same_now)


def verify_version(version: FrozenReview, site: Site | None = None) -> Verification:
    """Compute every number of a version again."""
    verifying = Verifying(version, site or this_site())
    checked = tuple(verifying.check(cell) for cell in verifying.cells)
    return Verification(checked, version.pack, verifying.site.definitions.pack.version)


@dataclass(frozen=True)
class Verifying:
    """Asks the two moments of one version, each in one plan."""

    version: FrozenReview
    site: Site

    @cached_property
    def cells(self) -> tuple[KeptCell, ...]:
        return from_json(self.version.cells)

    def cell(self, key: str) -> KeptCell | None:
        """The number of that key."""
        return next((cell for cell in self.cells if cell.key == key), None)

    def check(self, cell: KeptCell) -> Checked:
        """One number, with the causes of its difference."""
        if cell.kind == "parameter":
            now = self._parameter(cell.code)
            return Checked(cell, now, now, _nonzero({"rule": _less(now, cell.exact)}))
        then, now = self._value(cell, self._then, self.version.known), self._value(cell, self._now, None)
        return Checked(cell, then, now, {} if now == cell.exact else self._causes(cell))

    def rows(self, cell: KeptCell) -> list[Differing]:
        """The rows behind the difference of a measured figure. Raises DividesFigures, UnknownFigure."""
        before = Side(self._request(cell, self.version.known), self._grouping_then, _group(cell))
        after = Side(self._request(cell, None), self._grouping_now, _group(cell))
        return differing_since(before, after, all_rows, known=self.version.known, site=self.site)

    def parts(self, cell: KeptCell) -> tuple[KeptCell, ...]:
        """The two numbers that a share divides, as they were approved; itself for a measured figure."""
        try:
            codes = self.site.definitions.figure(cell.code).parts
        except RuleBroken:
            return ()
        if not codes:
            return (cell,)
        found = {one.code: one for one in self.cells if (one.year, one.group) == (cell.year, cell.group)}
        return tuple(found[code] for code in codes if code in found)

    def _causes(self, cell: KeptCell) -> dict[Cause, Fraction]:
        parts = self.parts(cell)
        if not parts:
            return {}
        each = [self._measured_causes(part) for part in parts]
        if len(parts) == 1:
            return _nonzero(each[0])
        return _divided_causes(cell, parts, each)

    def _measured_causes(self, cell: KeptCell) -> dict[Cause, Fraction]:
        then, now = self._value(cell, self._then, self.version.known), self._value(cell, self._now, None)
        causes: dict[Cause, Fraction] = dict.fromkeys(CAUSES, Fraction(0))
        causes["rule"] = _less(then, cell.exact)
        if then != now:
            for one in self.rows(cell):
                causes[one.cause] += one.difference
        return causes

    def _value(self, cell: KeptCell, answers: Answers, known: int | None) -> Fraction | None:
        request = self._request(cell, known)
        try:
            found = answers.total(request) if cell.group is None else answers.groups(request).get(cell.group)
        except RuleBroken:
            return None
        if found is None:
            # A subordinate that is no more in the tree has nothing.
            return Fraction(0)
        return None if found.value is None else Fraction(found.value)

    def _request(self, cell: KeptCell, known: int | None) -> Request:
        return Request(cell.code, self._clocks(cell.year, known))

    def _clocks(self, year: str, known: int | None) -> Clocks:
        clocks = subject_of(self.version, known=known).clocks
        return clocks if year == "this" else year_before(clocks)

    @cached_property
    def _grouping_then(self) -> Grouping:
        return grouping_of(subject_of(self.version, known=self.version.known))

    @cached_property
    def _grouping_now(self) -> Grouping:
        return grouping_of(subject_of(self.version))

    @cached_property
    def _then(self) -> Answers:
        return self._asked(self._grouping_then, self.version.known)

    @cached_property
    def _now(self) -> Answers:
        return self._asked(self._grouping_now, None)

    def _asked(self, grouping: Grouping, known: int | None) -> Answers:
        requests = [self._request(cell, known) for cell in self.cells if cell.kind == "figure"]
        return ask(tuple(dict.fromkeys(requests)), grouping, all_rows, site=self.site)

    def _parameter(self, code: str) -> Fraction | None:
        parameter = self.site.definitions.pack.parameters.get(code)
        try:
            return Fraction(parameter.value_on(self.version.on)) if parameter else None
        except (RuleBroken, ValueError):
            return None


def _divided_causes(
    cell: KeptCell, parts: Sequence[KeptCell], each: Sequence[Mapping[Cause, Fraction]]
) -> dict[Cause, Fraction]:
    """What each cause does to a quotient, one after another; nothing where it divides by zero on the way."""
    upper, lower = (part.exact for part in parts)
    before = cell.exact
    found: dict[Cause, Fraction] = {}
    for cause in CAUSES:
        if upper is None or lower is None or before is None:
            return {}
        upper, lower = upper + each[0][cause], lower + each[1][cause]
        if not lower:
            return {}
        found[cause] = upper / lower - before
        before = upper / lower
    return _nonzero(found)


def _nonzero(causes: Mapping[Cause, Fraction]) -> dict[Cause, Fraction]:
    return {cause: size for cause, size in causes.items() if size}


def _less(left: Fraction | None, right: Fraction | None) -> Fraction:
    return Fraction(0) if left is None or right is None else left - right


def _group(cell: KeptCell) -> Group | Whole:
    return WHOLE if cell.group is None else cell.group
