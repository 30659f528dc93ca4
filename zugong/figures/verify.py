"""Whether each number of a published document is what the records, parameters and reported values say now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from zugong.dictionary.store import StoredRow, store_of
from zugong.figures.answers import Answers, Number, Request
from zugong.figures.definitions import Definitions
from zugong.figures.grouping import Grouping, all_rows
from zugong.figures.printing import Match, in_unit, matches
from zugong.figures.queries import Site, ask, this_site
from zugong.figures.trees import grouping_at
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Clocks
from zugong.organisations.queries import tree_at
from zugong.packs.arithmetic import Worked, names_in
from zugong.packs.promises import Promise, Promises

_REPORTED = "reported_value"


class NothingPromised(RuleBroken):
    code = "figures.nothing_promised"
    message = "The pack {pack} states no document whose numbers could be verified."
    message_zh = "配置包 {pack} 没有可核对的文件（promises.yaml）。"


class ScopeNotThere(RuleBroken):
    code = "figures.scope_not_there"
    message = "There is no organisation called {name} on {day}; the numbers of the document are about it."
    message_zh = "{day} 没有名为“{name}”的党组织，文件中的数字是关于它的。"


class NotReported(RuleBroken):
    code = "figures.not_reported"
    message = "Nobody has reported {reported} by {day}; enter it as a reported value with its origin."
    message_zh = "截至 {day} 没有人填报“{reported}”，请作为填报数录入并注明来源。"


class NotANumber(RuleBroken):
    code = "figures.not_a_number"
    message = "The reported value {value!r} of {reported} is not a number."
    message_zh = "“{reported}”的填报数“{value}”不是数字。"


@dataclass(frozen=True)
class Origin:
    """Where a reported value comes from."""

    origin: str
    evidence: str
    on: date
    organisation: int | None


@dataclass(frozen=True)
class Verdict:
    """One number of the document beside what answers it now.

    `computed` is a share as a part of one, money in yuan; None where `problem` says why there is none. For a parameter
    `match` compares exactly. The lines of arithmetic are worked out with the printed numbers and with the computed ones.
    """

    promise: Promise
    computed: Number | None
    match: Match | None
    problem: RuleBroken | None = None
    origin: Origin | None = None
    printed_arithmetic: tuple[Worked, ...] = ()
    computed_arithmetic: tuple[Worked, ...] = ()

    @property
    def ok(self) -> bool:
        """Does it answer with what was printed?"""
        return self.match is not None and self.match.ok

    @property
    def contradictions(self) -> tuple[Worked, ...]:
        """Lines of arithmetic that do not hold between the numbers as printed."""
        return tuple(line for line in self.printed_arithmetic if line.holds is False)

    @property
    def computed_contradictions(self) -> tuple[Worked, ...]:
        """Lines of arithmetic that do not hold between the numbers as computed."""
        return tuple(line for line in self.computed_arithmetic if line.holds is False)


@dataclass(frozen=True)
class _Answer:
    computed: Number | None = None
    problem: RuleBroken | None = None
    origin: Origin | None = None


def verify(clocks: Clocks | None = None, *, site: Site | None = None) -> list[Verdict]:
    """A verdict on every promise of the pack, in its order, on the document's clocks or on others.

    Raises NothingPromised, ScopeNotThere.
    """
    site = site or this_site()
    promises = site.definitions.pack.promises
    if promises is None:
        raise NothingPromised(pack=site.definitions.pack.name)
    clocks = clocks or promises.clocks.clocks
    grouping = grouping_at(clocks, _root(promises, clocks))
    return verdicts(promises, clocks, grouping, site)


def verdicts(promises: Promises, clocks: Clocks, grouping: Grouping, site: Site) -> list[Verdict]:
    """A verdict on every promise, counted below the grouping's root with the rights of the program itself."""
    figures = [Request(promise.figure, clocks) for promise in promises.promises if promise.figure]
    answering = _Answering(site.definitions, clocks, grouping, ask(figures, grouping, all_rows, site=site))
    answers = {promise.id: answering.answer(promise) for promise in promises.promises}
    return [_verdict(promise, promises, answers) for promise in promises.promises]


def _root(promises: Promises, clocks: Clocks) -> int:
    name = promises.scope.organisation
    found = [node.id for node in tree_at(clocks.tree, clocks.known) if node.living and node.name == name]
    if len(found) != 1:
        raise ScopeNotThere(name=name, day=clocks.tree)
    return found[0]


@dataclass(frozen=True)
class _Answering:
    """Finds what answers a promise."""

    definitions: Definitions
    clocks: Clocks
    grouping: Grouping
    counted: Answers

    def answer(self, promise: Promise) -> _Answer:
        try:
            return self._found(promise)
        except RuleBroken as problem:
            return _Answer(problem=problem)

    def _found(self, promise: Promise) -> _Answer:
        if promise.figure:
            return _Answer(self.counted.total(Request(promise.figure, self.clocks)).value)
        if promise.parameter:
            return _Answer(
                _number(promise, self.definitions.pack.parameters[promise.parameter].value_on(self.clocks.on))
            )
        return self._reported(promise)

    def _reported(self, promise: Promise) -> _Answer:
        """The latest value reported by the day, by whoever stands in the grouping; a per cent as a part of one."""
        rows = [row for row in self._reported_rows() if row.values["figure"] == promise.reported]
        if not rows:
            raise NotReported(reported=promise.reported, day=self.clocks.on)
        row = max(rows, key=lambda row: (row.since, row.id))
        number = _number(promise, row.values["value"])
        said = Origin(row.values["origin"], row.values["evidence"] or "", row.since, row.values["organisation"])
        return _Answer(number / 100 if promise.print.is_share else number, origin=said)

    def _reported_rows(self) -> list[StoredRow]:
        store = store_of(self.definitions.kind(_REPORTED))
        rows = store.read(store.queryset().believed(self.clocks.known).filter(since__lte=self.clocks.on))
        everything = self.grouping.is_everything
        return [row for row in rows if everything or row.values["organisation"] in self.grouping.group_of]


def _number(promise: Promise, value: int | str) -> Decimal:
    try:
        return Decimal(value)
    except InvalidOperation:
        raise NotANumber(reported=promise.reported or promise.parameter, value=value) from None


def _verdict(promise: Promise, promises: Promises, answers: Mapping[str, _Answer]) -> Verdict:
    answer = answers[promise.id]
    computed = _computed(promises, answers)
    known = all(name in computed for line in promise.arithmetic for name in names_in(line))
    return Verdict(
        promise=promise,
        computed=answer.computed,
        match=None if answer.computed is None else _match(promise, answer.computed),
        problem=answer.problem,
        origin=answer.origin,
        printed_arithmetic=tuple(promise.worked_out(promises.printed_values)),
        computed_arithmetic=tuple(promise.worked_out(computed)) if known else (),
    )


def _computed(promises: Promises, answers: Mapping[str, _Answer]) -> dict[str, Fraction]:
    """The computed numbers as they stand in arithmetic: per cent as 66.17."""
    found = {promise.id: (answers[promise.id].computed, promise.print) for promise in promises.promises}
    return {name: in_unit(number, rule) for name, (number, rule) in found.items() if number is not None}


def _match(promise: Promise, computed: Number) -> Match:
    """A parameter is the very number that was printed; 余 and 以上 are about what it is compared with."""
    if not promise.parameter:
        return matches(computed, promise)
    ok = Fraction(computed) == Fraction(promise.value)
    shown = f"{computed}{promise.unit.zh}"
    words = ("一致", "agrees") if ok else ("不一致", "does not agree")
    return Match(ok, shown, f"参数值 {computed}，{words[0]}。", f"The parameter says {computed}: {words[1]}.")
