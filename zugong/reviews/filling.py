"""The numbers of a text: every figure that its template asks for, of this year and the year before, asked in one plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from zugong.figures.answers import Answers, Cell, Number, Request
from zugong.figures.definitions import Definitions
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Clocks, Period, years_before
from zugong.packs.figures import Figure
from zugong.packs.print_rules import PrintRule
from zugong.reviews.styles import NOTHING, Style, When, as_bar, written
from zugong.reviews.template import Template
from zugong.reviews.tokens import Amount, PlotWanted
from zugong.reviews.written import Bar, Shown, WrittenPlot, exactly

_PLAIN = PrintRule()
_LAST_YEARS_FIGURES = ("last", "change", "growth")


def year_before(clocks: Clocks) -> Clocks:
    """The same day and period a year earlier, under the same tree, so that like is compared with like."""
    # By its last day: before 29 February ends a period whose last day is the 28th, in every year.
    period = Period.from_days(years_before(clocks.period.start, 1), years_before(clocks.period.last, 1))
    return replace(clocks, on=years_before(clocks.on, 1), period=period)


def requests_of(template: Template, clocks: Clocks) -> tuple[Request, ...]:
    """Everything that must be asked to write the text, for one plan."""
    last = year_before(clocks)
    found = [Request(code, clocks) for code in template.figures]
    for amount in template.amounts:
        if amount.kind == "figure" and amount.style.when in _LAST_YEARS_FIGURES:
            found.append(Request(amount.code, last))
    found += [Request(code, last) for plot in template.plots if plot.by == "year" for code in plot.figures]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class About:
    """Whom and when a text speaks of. `names` are the subordinates in the order of lists.

    `is_whole` where nothing is above the organisation: it stands for the territory that the pack names.
    """

    clocks: Clocks
    organisation: str
    names: Mapping[int, str]
    is_whole: bool


@dataclass(frozen=True)
class Filling:
    """The numbers of one text, from the answers to `requests_of` its template."""

    definitions: Definitions
    about: About
    answers: Answers

    @property
    def subordinates(self) -> Sequence[int]:
        return tuple(self.about.names)

    def number(self, amount: Amount, group: int | None) -> Shown:
        """The number, exact and as its style shows it."""
        if amount.kind == "parameter":
            return self._parameter(amount.code, amount.style)
        figure = self.definitions.figure(amount.code)
        value = self._value(amount.code, amount.style.when, group)
        text = written(value, figure.print, figure.unit.zh, amount.style)
        return Shown("figure", amount.code, amount.style.when, group, exactly(value), text)

    def word(self, code: str, group: int | None) -> str:
        """What the text says of itself."""
        clocks = self.about.clocks
        territory = self.definitions.pack.heading.territory if self.about.is_whole else ""
        words = {
            "organisation": self.about.organisation, "territory": territory or self.about.organisation,
            "whole": f"全{territory[-1]}" if territory else "本单位",
            "year": str(clocks.period.start.year), "last_year": str(clocks.period.start.year - 1), "day": in_words(clocks.on),
            "period": f"{in_words(clocks.period.start)}至{in_words(clocks.period.last)}",
            "below": self.about.names.get(group, "") if group is not None else "",
        }  # fmt: skip
        return words[code]

    def plot(self, source: int, wanted: PlotWanted) -> WrittenPlot:
        """One figure by subordinates, or several this year and the year before."""
        figures = [self.definitions.figure(code) for code in wanted.figures]
        if wanted.by == "organisation":
            found = [self._bar(name, figures, ("this",), group) for group, name in self.about.names.items()]
            bars = [bar for bar in found if any(bar.values)]
            series = tuple(_labelled(figure) for figure in figures)
            title = f"{'、'.join(figure.zh for figure in figures)}（按下级组织）"
            return WrittenPlot(source, title, series, tuple(bars), wanted)
        bars = [self._bar(_labelled(figure), [figure], ("last", "this"), None) for figure in figures]
        series = (f"{self.word('last_year', None)}年", f"{self.word('year', None)}年")
        return WrittenPlot(
            source, f"{'、'.join(figure.zh for figure in figures)}（与上年比较）", series, tuple(bars), wanted
        )

    def _bar(self, label: str, figures: Sequence[Figure], years: Sequence[When], group: int | None) -> Bar:
        amounts = [Amount("figure", figure.figure, Style(when=when)) for figure in figures for when in years]
        numbers = tuple(self.number(amount, group) for amount in amounts)
        factor = 100 if figures[0].print.is_share else 1
        return Bar(label, tuple(as_bar(None if one.exact is None else one.exact * factor) for one in numbers), numbers)

    def _value(self, code: str, when: When, group: int | None) -> Number | None:
        this = self.cell(code, when="this", group=group)
        if when == "this":
            return this.value if this else None
        last = self.cell(code, when="last", group=group)
        return compared(when, this, last)

    def cell(self, code: str, *, when: When, group: int | None) -> Cell | None:
        """The cell behind a number of this year or the last; None where the figure cannot be answered on its day."""
        clocks = self.about.clocks if when == "this" else year_before(self.about.clocks)
        try:
            cells = self.answers
            request = Request(code, clocks)
            return cells.total(request) if group is None else cells.groups(request).get(group)
        except RuleBroken:
            return None

    def refusals(self, language: str) -> tuple[str, ...]:
        """Why some numbers cannot be given, each reason once."""
        return tuple(
            dict.fromkeys(
                f"{self.definitions.figure(request.figure).label(language)}: {reason.sentence(language)}"
                for request, reason in self.answers.refused.items()
                if request.clocks == self.about.clocks
            )
        )

    def _parameter(self, code: str, style: Style) -> Shown:
        clocks = self.about.clocks if style.when == "this" else year_before(self.about.clocks)
        parameter = self.definitions.pack.parameters[code]
        try:
            value = parameter.value_on(clocks.on)
        except RuleBroken:
            return Shown("parameter", code, style.when, None, "", NOTHING)
        try:
            exact = Fraction(Decimal(value))
        except InvalidOperation:
            return Shown("parameter", code, style.when, None, "", str(value))
        plain = replace(style, when="this")
        text = written(exact, _PLAIN, parameter.unit.zh, plain)
        return Shown("parameter", code, style.when, None, exactly(exact), text)


def compared(when: When, this: Cell | None, last: Cell | None) -> Number | None:
    """A number that needs the year before. Where nothing was recorded of that year, it is not known, which is not zero."""
    if last is None or last.value is None or not last.rows:
        return None
    if when == "last":
        return last.value
    if this is None or this.value is None:
        return None
    change = Fraction(this.value) - Fraction(last.value)
    if when == "change":
        return change
    return change / abs(Fraction(last.value)) if last.value else None


def in_words(day: date) -> str:
    """2020年12月31日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _labelled(figure: Figure) -> str:
    return f"{figure.zh}（{figure.unit.zh}）"
