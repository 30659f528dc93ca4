"""Weak organisations and problems: found on themed days, in rectification, in checks of admissions, by inspection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from zugong.demo.organisations import County
from zugong.demo.posts import Posts
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation, Unit

_LIVELIHOOD = ("饮水", "道路", "用电", "土地确权", "低保", "医保报销", "退耕补偿", "危房改造", "路灯", "排水")
_AUTUMN = (9, 30)
_WEAKNESS = ("班子不团结", "集体经济薄弱", "村务公开不规范", "信访矛盾突出", "发展党员滞后")


def problem_ledgers(targets: Targets, county: County, posts: Posts) -> list[Ledger]:
    """Rectifications and problems."""
    weak = [county.village_branch[unit] for unit in posts.exited_villages]
    weak += [
        one
        for one in county.village_branch.values()
        if one.sector == "rural" and one.ended_on is None and one not in weak
    ]
    if not posts.exited_villages:  # else those whose secretary had to leave come first
        Random(f"{targets.seed} weak").shuffle(weak)
    return [_rectifications(targets, county, weak), *_problems(targets, county, weak)]


def _rectifications(targets: Targets, county: County, weak: list[Organisation]) -> Ledger:
    """Those named in the year; looks back, candidates, those of the days around the year, and one that is not rural."""
    count, year = targets.work.weak_organisations, targets.year
    name = [one.name_on(targets.closed_on) for one in weak]
    rows = []
    for place in range(count):
        closed_on = date(year, 11, 20) if place % 3 else None
        on = date(year, 3, 18) if place else targets.opened_on
        rows.append((name[place], "new", "determined", _WEAKNESS[place % 5], on, closed_on))
    before = targets.day_before
    for place in range(2):
        rows.append((name[count + place], "again", "determined", _WEAKNESS[place], date(year, 4, 2), None))
        rows.append((name[count + 2 + place], "new", "candidate", _WEAKNESS[place], date(year, 3, 1), None))
        rows.append((name[count + 2 + place], "new", "determined", _WEAKNESS[place], before, date(year, 2, 1)))
    for place in range(2, targets.work.looked_back):
        closed_on = date(year, 10, 20) if place % 4 else None
        rows.append((name[count + place], "again", "determined", _WEAKNESS[place % 5], date(year, 4, 2), closed_on))
    rows.append((name[count], "new", "determined", _WEAKNESS[0], targets.day_after, None))
    other = next(one for one in county.leaves if one.sector != "rural" and not one.renamed_on)
    rows.append((other.name, "new", "determined", _WEAKNESS[0], date(year, 3, 18), None))
    columns = ("organisation", "kind", "status", "problem", "determined_on", "closed_on")
    return Ledger("rectification", targets.closed_on, columns, rows)


def with_raised(ledgers: list[Ledger], raised: Iterable[Mapping[str, Any]]) -> list[Ledger]:
    """The ledgers with problems that are raised elsewhere, at the end of the list of the closing day."""
    rows = list(raised)
    if not rows:
        return ledgers
    listed = ledgers[-1]
    columns = (*listed.columns, *(name for name in rows[0] if name not in listed.columns))
    own = [(*row, *[None] * (len(columns) - len(row))) for row in listed.rows]
    told = [*own, *(tuple(row[name] for name in columns) for row in rows)]
    return [*ledgers[:-1], replace(listed, columns=columns, rows=told)]


class _List:
    """Gathers problems under running numbers."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self.rows: list[tuple] = []

    def add(
        self, source: str, aspect: str, text: str, branch: Organisation, responsible: Unit | None, on: date, status: str
    ) -> None:
        day = self._targets.closed_on
        number = f"WT{self._targets.year}{len(self.rows) + 1:04d}"
        unit = responsible.name_on(day) if responsible else ""
        self.rows.append((number, source, aspect, text, branch.name_on(day), unit, on, status))

    def in_autumn(self) -> list[tuple]:
        """What was listed by then, in other words: livelihood problems followed up, the rest in the state they end in."""
        day = date(self._targets.year, *_AUTUMN)
        return [
            (number, source, f"{aspect}（初步）", f"{text}（初报）", branch, unit, on,
             "followed" if source == "rectification" else status)
            for number, source, aspect, text, branch, unit, on, status in self.rows
            if on <= day
        ]  # fmt: skip


def _problems(targets: Targets, county: County, weak: list[Organisation]) -> list[Ledger]:
    """The list as it stood in the autumn, before much was done, and that of the closing day."""
    listed = _List(targets)
    _of_themed_days(targets, county, listed)
    _of_rectification(targets, county, weak, listed)
    _of_admissions(targets, county, listed)
    columns = ("number", "source", "aspect", "text", "organisation", "responsible", "listed_on", "status")
    return [
        Ledger("problem", date(targets.year, *_AUTUMN), columns, listed.in_autumn(), title="问题清单（三季度）"),
        Ledger("problem", targets.closed_on, columns, listed.rows),
    ]


def _branch(county: County, place: int) -> Organisation:
    standing = [one for one in county.leaves if one.ended_on is None]
    return standing[place * 7 % len(standing)]


def _of_themed_days(targets: Targets, county: County, listed: _List) -> None:
    """Those of the year in the aspects wanted; those of the days around it in aspects more."""
    aspects = targets.themed_days.aspects
    for place in range(targets.themed_days.problems):
        aspect = aspects[place % len(aspects)]
        on = targets.opened_on if place == 0 else date(targets.year, 2 + place % 10, 11)
        status = "corrected" if place % 3 else "solved"
        listed.add(
            "theme_day_check", aspect, f"{aspect}不够规范（{place + 1}）", _branch(county, place), None, on, status
        )
    for on, word in ((targets.day_before, "上年度"), (targets.day_after, "下年度")):
        for place in range(5):
            text = f"{word}问题{place + 1}"
            listed.add("theme_day_check", f"{word}其他方面", text, _branch(county, place), None, on, "corrected")
    for place in range(6):
        listed.add(
            "inspection",
            aspects[0],
            f"巡察反馈问题{place + 1}",
            _branch(county, place),
            None,
            date(targets.year, 6, 9),
            "solved",
        )


def _of_rectification(targets: Targets, county: County, weak: list[Organisation], listed: _List) -> None:
    """Livelihood problems of the weak organisations, each with a county unit; around the year some with another unit.

    The first in each state is of the first day.
    """
    work = targets.work
    bureaus = [unit for unit in county.places.departments if unit.name.endswith("局") and not unit.new_name]
    units = bureaus[: work.livelihood_units]
    states = ["solved"] * work.livelihood_solved + ["planned"] * work.livelihood_planned
    states += ["followed"] * work.livelihood_followed
    for place, status in enumerate(states):
        matter = _LIVELIHOOD[place % len(_LIVELIHOOD)]
        branch = weak[place % max(1, work.weak_organisations)]
        text = f"{branch.unit.name_on(targets.closed_on)}{matter}问题（{place + 1}）"
        on = targets.opened_on if states.index(status) == place else date(targets.year, 5, 6)
        listed.add("rectification", "民生", text, branch, units[place % len(units)], on, status)
    other = bureaus[work.livelihood_units]
    for place, status in enumerate(("solved", "planned", "followed")):
        for on, word in ((targets.day_before, "上年度"), (targets.day_after, "下年度")):
            listed.add("rectification", "民生", f"{word}民生问题{place + 1}", weak[place], other, on, status)
        on = date(targets.year, 5, 6)
        listed.add("inspection", "民生", f"巡察反馈民生问题{place + 1}", weak[0], other, on, status)


def _of_admissions(targets: Targets, county: County, listed: _List) -> None:
    for place in range(targets.work.admission_problems):
        on = date(targets.year, 3 + place % 9, 12) if place else targets.opened_on
        listed.add(
            "admission_check",
            "发展党员",
            f"程序或材料不规范（{place + 1}）",
            _branch(county, place),
            None,
            on,
            "corrected",
        )
    for place in range(4):
        listed.add(
            "admission_check",
            "发展党员",
            f"正在核查（{place + 1}）",
            _branch(county, place),
            None,
            date(targets.year, 12, 2),
            "open",
        )
    for on, word in ((targets.day_before, "上年度"), (targets.day_after, "下年度")):
        for place in range(3):
            text = f"{word}整改（{place + 1}）"
            listed.add("admission_check", "发展党员", text, _branch(county, place), None, on, "corrected")
