"""One question for all who are rated: who they are, what conditions and figures say of each, and what people filed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from zugong.figures.answers import Request
from zugong.figures.grouping import Grouping, Rights, all_rows
from zugong.figures.judging import Amounts, Judged, JudgedRow, amounts, judged_rows
from zugong.figures.plan import Asking
from zugong.figures.queries import Site
from zugong.kernel.errors import RuleBroken
from zugong.packs.figures import Figure
from zugong.packs.scheme_criteria import Criterion
from zugong.schemes.evaluating import Question, Subject
from zugong.schemes.filed import Actors, FiledRecords, Row, in_time, nobody_known, records_of
from zugong.schemes.lots import drawn_by_lot
from zugong.schemes.rounds import window_period
from zugong.schemes.rules import Amount

_PER_CENT = 100
_SERVES = "serves"


@dataclass(frozen=True)
class Whose:
    """Below which organisation, with whose rights to see who is rated, and the tree by which figures roll up.

    `actors` tells who entered rows by hand. What is found of a clause does not hang on the rights of who asks.
    """

    grouping: Grouping
    rights: Rights
    parent_of: Mapping[int, int]
    actors: Actors = nobody_known


@dataclass(frozen=True)
class Gathered:
    """Everything that a rating is made of. `judged` holds, by criterion or veto, the anchors for which a condition is true.

    `counted` are the numbers of computed clauses by anchor; `problems` what could not be counted.
    """

    question: Question
    subjects: Mapping[int, Subject]
    judged: Mapping[str, Mapping[int, bool]]
    undecided: Mapping[str, Mapping[int, bool]]
    counted: Mapping[str, Amounts]
    problems: Mapping[str, RuleBroken]
    filed: FiledRecords
    drawn: frozenset[int] | None
    results: Mapping[int, str]
    entry: int

    def value(self, criterion: Criterion, anchor: int) -> Amount | None:
        """The number that a clause compares: money in yuan, a share in per cent; 0 where nothing is counted."""
        return Reading(criterion, self.question).amount(self.counted.get(criterion.criterion), anchor)


@dataclass(frozen=True)
class Reading:
    """How the numbers of one clause are read: a share in per cent; what divides nothing is unknown, else nothing is 0."""

    criterion: Criterion
    question: Question

    @cached_property
    def _figure(self) -> Figure | None:
        return self.question.pack.figures.get(self.criterion.figure.figure) if self.criterion.figure else None

    @cached_property
    def is_share(self) -> bool:
        return self._figure is not None and (self._figure.share is not None or self._figure.print.is_share)

    @cached_property
    def nothing(self) -> Amount | None:
        """The number of one for whom nothing is counted."""
        return None if self._figure is not None and self._figure.parts else 0

    def amount(self, counted: Amounts | None, anchor: int) -> Amount | None:
        value = self.nothing if counted is None else counted.values.get(anchor, self.nothing)
        return value if value is None or not self.is_share else Fraction(value) * _PER_CENT


def gather(question: Question, site: Site, whose: Whose) -> Gathered:
    """Ask everything at one moment. Raises LanguageError."""
    with site.asking(whose.grouping, whose.rights) as seen:
        everywhere = replace(
            seen, grouping=Grouping(None, {}, whose.parent_of), rights=all_rows, scope_name="everywhere"
        )
        return _Gathering(question, whose, seen, everywhere).gathered()


@dataclass(frozen=True)
class _Gathering:
    """`seen` asks with the rights of the user, `everywhere` for all rows: a result is the same for all who may see it."""

    question: Question
    whose: Whose
    seen: Asking
    everywhere: Asking

    def gathered(self) -> Gathered:
        rows = self._rated_rows()
        subjects = dict(self._subjects(rows))
        counted, problems = self._counted(list(subjects))
        filed = records_of(self.question, self.everywhere, self.whose.actors)
        names = self._names
        return Gathered(
            self.question, subjects,
            {name: {row.anchor: row.holds[place] for row in rows} for place, name in enumerate(names)},
            {name: {row.anchor: row.undecided[place] for row in rows} for place, name in enumerate(names)},
            counted, problems, filed, self._drawn(filed), self._results(), self.seen.columns.number,
        )  # fmt: skip

    @property
    def _conditions(self) -> dict[str, Judged]:
        """What is judged of the rated row itself, by name: sectors, criteria and vetoes never share one."""
        version, question = self.question.version, self.question
        found = {f"sector {code}": (one.where, question.clocks) for code, one in version.sectors.items()}
        found |= {
            f"clause {one.criterion}": (one.condition, question.clocks_of(one)) for one in version.criteria if one.condition
        }  # fmt: skip
        clocks = replace(question.clocks, period=window_period("round", question.round, question.day))
        return found | {f"veto {one.veto}": (one.condition, clocks) for one in version.vetoes if one.condition}

    @property
    def _names(self) -> list[str]:
        return list(self._conditions)

    def _rated_rows(self) -> list[JudgedRow]:
        """The rows of whoever is rated, one for each: a state holds once on a day."""
        return self._judged(self.seen, list(self._conditions.values()))

    def _judged(self, asking: Asking, judged: Sequence[Judged]) -> list[JudgedRow]:
        where = " or ".join(f"({one.where})" for one in self.question.version.sectors.values())
        kind = self.question.scheme.rates
        return judged_rows(kind, where, self.question.clocks, asking, values=["name", "code"], judged=judged)

    def _subjects(self, rows: Iterable[JudgedRow]) -> Iterator[tuple[int, Subject]]:
        codes = list(self.question.version.sectors)
        homes = self._homes() if self.question.scheme.rates == "unit" else {}
        for row in sorted(rows, key=lambda one: (one.values[1] or "", one.anchor or 0)):
            assert row.anchor is not None
            sector = codes[row.holds.index(True)]
            home = row.anchor if self.question.scheme.rates == "organisation" else homes.get(row.anchor, row.place)
            yield row.anchor, Subject(row.anchor, row.values[0] or "", row.values[1] or "", row.place, home, sector)

    def _homes(self) -> Mapping[int, int]:
        """The organisation set up in each unit; of several the one that was there first."""
        if _SERVES not in self.everywhere.definitions.catalogue.types:
            return {}
        found = judged_rows(_SERVES, "holds()", self.question.clocks, self.everywhere, values=["unit", "organisation"])
        return {row.values[0]: row.values[1] for row in reversed(found)}

    def _counted(self, subjects: Sequence[int]) -> tuple[dict[str, Amounts], dict[str, RuleBroken]]:
        """The numbers of all computed clauses: one asking for each path by which rows lead to whoever is rated."""
        by_path: dict[str, list[tuple[Criterion, Request]]] = defaultdict(list)
        for criterion in self.question.version.criteria:
            request = self.question.request_of(criterion)
            if request:
                by_path[self.question.by_of(criterion)].append((criterion, request))
        counted: dict[str, Amounts] = {}
        problems: dict[str, RuleBroken] = {}
        for path, asked in by_path.items():
            for asking in self._askings(path, subjects):
                found, refused = amounts([request for _, request in asked], asking)
                for criterion, request in asked:
                    if request in refused:
                        problems[criterion.criterion] = refused[request]
                    else:
                        counted[criterion.criterion] = _beside(counted.get(criterion.criterion), found[request])
        return counted, problems

    def _askings(self, path: str, subjects: Sequence[int]) -> Iterator[Asking]:
        if path:
            yield replace(self.everywhere, by=path)
            return
        for depth, group_of in enumerate(layers(subjects, self.whose.parent_of)):
            grouping = Grouping(0, group_of, self.whose.parent_of)  # 0 is no organisation: nobody else counts
            yield replace(self.everywhere, grouping=grouping, scope_name=f"layer_{depth}")

    def _drawn(self, filed: FiledRecords) -> frozenset[int] | None:
        """Whom the lot drew, of all who are rated and not only of those who are seen; None where no lot was drawn.

        The first lot of a round counts: nobody draws until the right ones come.
        """
        version = self.question.version
        lots: Sequence[Row] = sorted(filed.rows["scheme_lot"], key=in_time)
        if version.sample is None or not lots:
            return None
        seed, percent, _ = lots[0].values
        rows = self._judged(self.everywhere, [self._conditions[f"sector {code}"] for code in version.sectors])
        drawn: set[int] = set()
        for place in range(len(version.sectors)):
            pool = {row.values[1] or str(row.anchor): row.anchor for row in rows if row.holds.index(True) == place}
            found = drawn_by_lot(seed, pool, percent=percent, least=version.sample.least) if pool else frozenset()
            drawn.update(anchor for code in found if (anchor := pool[code]) is not None)
        return frozenset(drawn)

    def _results(self) -> dict[int, str]:
        """The level that was decided last and is in force on the day of the asking, by anchor."""
        on_day = replace(self.question.clocks, on=self.question.asked_on)
        where = f"holds() and scheme = '{self.question.scheme.scheme}' and status = 'decided'"
        rows = judged_rows(
            "scheme_result", where, on_day, self.everywhere, values=["organisation", "unit", "since", "level"]
        )
        subject = 1 if self.question.scheme.rates == "unit" else 0
        ordered = sorted(rows, key=lambda one: (one.values[2], one.id))
        return {one.values[subject]: one.values[3] or "" for one in ordered if one.values[subject] is not None}


def _beside(before: Amounts | None, found: Amounts) -> Amounts:
    """The amounts of two layers; nobody stands in both."""
    if before is None:
        return found
    return Amounts({**before.values, **found.values}, {**before.undecided, **found.undecided})


def layers(subjects: Iterable[int], parent_of: Mapping[int, int]) -> list[dict[int, int]]:
    """For each organisation below one who is rated the rated one above it, itself included; nested ones in further layers.

    One layer per depth of nesting, because a grouping holds each organisation once.
    """
    rated = set(subjects)
    chains: dict[int, tuple[int, ...]] = {}

    def chain(organisation: int) -> tuple[int, ...]:
        """The rated organisations from the top down to this one."""
        if organisation not in chains:
            parent = parent_of.get(organisation)
            above = chain(parent) if parent is not None else ()
            chains[organisation] = (*above, organisation) if organisation in rated else above
        return chains[organisation]

    found: list[dict[int, int]] = []
    for organisation in sorted(rated | set(parent_of)):
        for depth, group in enumerate(chain(organisation)):
            while len(found) <= depth:
                found.append({})
            found[depth][organisation] = group
    return found
