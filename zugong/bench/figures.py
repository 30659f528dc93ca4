"""The promised figures in one plan, one by one, and as an expert would write just these numbers by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import pyarrow

from zugong.bench.measuring import Measurement, seconds_of
from zugong.figures.answers import Answers, Cell, Number, Request
from zugong.figures.grouping import Grouping, all_rows
from zugong.figures.queries import Site, ask, this_site
from zugong.figures.trees import grouping_at
from zugong.figures.verify import NothingPromised
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Clocks, years_before, ymd
from zugong.organisations.queries import tree_at

_SQL = (Path(__file__).parent / "by_hand.sql").read_text(encoding="utf-8")
_RULES = ("community_space_m2", "secretary_file_categories")


class HandAndPlanDiffer(RuleBroken):
    code: ClassVar[str] = "bench.hand_and_plan_differ"
    message: ClassVar[str] = (
        "The figures and the SQL written by hand differ, so there is nothing to compare: {numbers}."
    )
    message_zh: ClassVar[str] = "指标与手写 SQL 的结果不一致，无从比较：{numbers}。"


@dataclass(frozen=True)
class Promised:
    """The figures that the pack's document prints, for its organisation, on its clocks."""

    site: Site
    clocks: Clocks
    grouping: Grouping

    @classmethod
    def of_this_site(cls) -> Promised:
        """Those of the installed pack; its organisation must stand in the tree of the document's day. Raises NothingPromised."""
        site = this_site()
        promises = site.definitions.pack.promises
        if promises is None:
            raise NothingPromised(pack=site.definitions.pack.name)
        clocks = promises.clocks.clocks
        tree = tree_at(clocks.tree)
        [root] = [node.id for node in tree if node.living and node.name == promises.scope.organisation]
        return cls(site, clocks, grouping_at(clocks, root))

    @cached_property
    def requests(self) -> list[Request]:
        promises = self.site.definitions.pack.promises.promises
        return [Request(code, self.clocks) for code in dict.fromkeys(one.figure for one in promises if one.figure)]

    def in_one_plan(self) -> Answers:
        """All figures together, in total and for every subordinate of the organisation."""
        return ask(self.requests, self.grouping, all_rows, site=self.site)

    def one_by_one(self) -> None:
        """The same figures, each as a question of its own."""
        for request in self.requests:
            ask([request], self.grouping, all_rows, site=self.site)

    def by_hand(self) -> dict[str, Number]:
        """The same totals by one statement written by hand, over the same fresh copy; money in yuan."""
        with self.site.copy.question() as question:
            question.register("county", self._county)
            [row] = question.arrow(self._sql).to_pylist()  # type: ignore[attr-defined]
        return dict(_number(name, value) for name, value in row.items())

    @cached_property
    def _county(self) -> pyarrow.Table:
        """The organisations that count and their superiors, which the plan is given as well."""
        organisations = list(self.grouping.group_of)
        superiors = [None if one == self.grouping.root else self.grouping.parent_of.get(one) for one in organisations]
        columns = [pyarrow.array(values, pyarrow.int64()) for values in (organisations, superiors)]
        return pyarrow.table(columns, names=["organisation", "parent"])

    @cached_property
    def _sql(self) -> str:
        parameters, period = self.site.definitions.pack.parameters, self.clocks.period
        years = int(parameters["no_admission_years"].value_on(self.clocks.on))
        rules = {name: int(parameters[name].value_on(self.clocks.on)) for name in _RULES}
        return _SQL.format(
            day=ymd(self.clocks.on), first=ymd(period.start), end=ymd(period.end),
            no_admission_since=ymd(years_before(period.start, years)), **rules,
        )  # fmt: skip


def _number(name: str, value: Any) -> tuple[str, Number]:
    if name.endswith("_fen"):
        return name.removesuffix("_fen"), Fraction(int(value), 100)
    return name, int(value)


def differences(answers: Answers, by_hand: Mapping[str, Number]) -> dict[str, tuple[Number | None, Number | None]]:
    """The counted numbers, both parts of each share included, in which plan and hand differ: (plan, hand)."""
    cells = {part.figure: part for grouped in answers.cells.values() for part in _counted(grouped.total)}
    return {
        code: (cell.value, by_hand.get(code)) for code, cell in sorted(cells.items()) if cell.value != by_hand.get(code)
    }


def _counted(cell: Cell) -> tuple[Cell, ...]:
    return cell.parts or (cell,)


def check_equal(answers: Answers, by_hand: Mapping[str, Number]) -> None:
    """Raises HandAndPlanDiffer."""
    found = differences(answers, by_hand)
    if found:
        raise HandAndPlanDiffer(numbers="; ".join(f"{code}: {plan} / {hand}" for code, (plan, hand) in found.items()))


def measure(runs: int) -> Iterator[Measurement]:
    """Plan and hand in turn, so that whatever else the machine does meets both; equal every time."""
    promised = Promised.of_this_site()
    count = len(promised.requests)
    check_equal(promised.in_one_plan(), promised.by_hand())
    plan, hand = [], []
    for _ in range(runs):
        found: list[Any] = []
        plan.append(seconds_of(lambda kept=found: kept.append(promised.in_one_plan())))
        hand.append(seconds_of(lambda kept=found: kept.append(promised.by_hand())))
        check_equal(*found)
    zh, en = f"文件承诺的 {count} 项指标", f"the {count} promised figures"
    groups = len(promised.grouping.groups)
    yield Measurement(
        "figures_plan", f"{zh}，一次算完（合计和 {groups} 个下级）", f"{en} in one plan (total and {groups} subordinates)",
        "s", tuple(plan), target=0.3,
    )  # fmt: skip
    yield Measurement(
        "figures_by_hand", f"{zh}，手写 SQL（只有合计）", f"{en} by SQL written by hand (total only)", "s", tuple(hand)
    )
    ratios = tuple(one / other for one, other in zip(plan, hand, strict=True))
    yield Measurement("figures_ratio", "一次算完与手写 SQL 之比", "One plan against SQL by hand", "×", ratios, target=2)
    alone = tuple(seconds_of(promised.one_by_one) for _ in range(max(1, runs // 3)))
    yield Measurement("figures_one_by_one", f"{zh}，逐项查询", f"{en}, one question each", "s", alone)
