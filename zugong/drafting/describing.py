"""What a programme says, in words: its paper, its parts, each line; and two programmes beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zugong.figures.definitions import Definitions
from zugong.figures.labels import CatalogueLabels
from zugong.language.errors import LanguageError
from zugong.language.words import explain
from zugong.packs.programmes import Duty, Line, Part, Programme, Target
from zugong.packs.reading import Words
from zugong.programmes.wording import interval
from zugong.schemes.comparing import Difference, differences_of
from zugong.schemes.describing import Aspect
from zugong.schemes.wording import office_word


@dataclass(frozen=True)
class DescribingProgramme:
    """Says one programme in one language."""

    definitions: Definitions
    programme: Programme
    language: str

    def _say(self, en: str, zh: str) -> str:
        return zh if self.language.startswith("zh") else en

    def _words(self, words: Words | None) -> str:
        return words.in_language(self.language) if words else ""

    def _office(self, code: str) -> str:
        return office_word(code, self.definitions.pack, self.language)

    def _said(self, *aspects: tuple[str, tuple[str, str], str]) -> tuple[Aspect, ...]:
        return tuple(Aspect(name, self._say(*label), value) for name, label, value in aspects if value)

    def paper(self) -> tuple[Aspect, ...]:
        """The paper with its days."""
        one, paper = self.programme, self.programme.paper
        return self._said(
            ("name", ("name", "名称"), one.label(self.language)),
            ("title", ("title", "文件"), paper.title),
            ("number", ("number", "文号"), paper.number),
            ("issuer", ("issued by", "印发单位"), self._words(paper.issuer)),
            ("published", ("issued on", "印发日期"), paper.published),
            ("since", ("in force from", "施行日期"), one.since.isoformat()),
            ("until", ("until before", "失效日期"), one.until.isoformat() if one.until else ""),
        )

    def part(self, one: Part) -> tuple[Aspect, ...]:
        """What a part says of itself."""
        unnamed = self._say(f"{one.unnamed_lines} places left open", f"预留 {one.unnamed_lines} 项")
        return self._said(
            ("text", ("name", "名称"), one.label(self.language)),
            ("unnamed", ("text still to come", "内容待补"), unnamed if one.unnamed_lines else ""),
        )

    def line(self, one: Line) -> tuple[Aspect, ...]:
        """Everything that a line says."""
        part = self.programme.parts.get(one.part or "")
        grace = self._say(f"{one.grace_days} days", f"{one.grace_days} 天") if one.grace_days else ""
        return self._said(
            ("text", ("text", "内容"), one.label(self.language)),
            ("part", ("part", "所在部分"), part.label(self.language) if part else ""),
            ("owner", ("owner", "牵头单位"), self._office(one.owner)),
            (
                "partners",
                ("partners", "配合单位"),
                self._say(", ", "、").join(self._office(code) for code in one.partners),
            ),
            ("counted", ("counted by", "统计方式"), self.counted(one)),
            ("target", ("target", "目标"), self._target(one.target)),
            ("returns", ("returns", "频次"), "" if one.same_as else interval(one, self.language)),
            ("deadline", ("deadline", "截止日期"), one.deadline.isoformat() if one.deadline else ""),
            ("grace", ("grace", "宽限"), grace),
            ("article", ("article", "条款"), one.article),
        )

    def counted(self, one: Line) -> str:
        """How it is seen whether a line is done."""
        if one.duty:
            return self._duty(one.duty)
        if one.figure:
            return self._say(f"figure “{self._figure(one.figure)}”", f"指标“{self._figure(one.figure)}”")
        if one.same_as:
            return self._same(one.same_as)
        return self._say("stated by its owner", "由牵头单位填报")

    def _duty(self, duty: Duty) -> str:
        owes, done = (self._condition(duty.of, text) for text in (duty.owes, duty.done))
        return self._say(f"owed where {owes}; done when {done}", f"应办范围：{owes}；办结标志：{done}")

    def _figure(self, code: str) -> str:
        figure = self.definitions.pack.figures.get(code)
        return figure.label(self.language) if figure else code

    def _same(self, code: str) -> str:
        there = self.definitions.pack.line(code)
        label = f"{there[0].label(self.language)} · {there[1].label(self.language)}" if there else code
        return self._say(f"the same as {label}", f"与“{label}”相同")

    def _target(self, target: Target | None) -> str:
        if target is None:
            return ""
        wanted = str(target.number) if target.number is not None else ""
        if target.rule:
            parameter = self.definitions.pack.parameters.get(target.rule)
            wanted = parameter.text(self.language) if parameter else target.rule
        if target.figure:
            wanted = f"“{self._figure(target.figure)}”"
        return (
            self._say(f"at most {wanted}", f"不超过 {wanted}")
            if target.at_most
            else self._say(f"at least {wanted}", f"不少于 {wanted}")
        )

    def _condition(self, type_code: str, text: str) -> str:
        if type_code not in self.definitions.catalogue.types:
            return text
        try:
            checked = self.definitions.condition(self.definitions.kind(type_code), text)
        except LanguageError:
            return text
        return explain(
            checked, CatalogueLabels(self.definitions.catalogue, self.definitions.pack, self.language), self.language
        )


def programme_differences(before: DescribingProgramme, after: DescribingProgramme) -> tuple[Difference, ...]:
    """What the second programme has otherwise: its paper, its parts, line by line."""
    sides = (before, after)
    parts = [{code: side.part(one) for code, one in side.programme.parts.items()} for side in sides]
    lines = [_lines(side) for side in sides]
    return (
        *differences_of("paper", {"": before.paper()}, {"": after.paper()}),
        *differences_of("part", parts[0], parts[1]),
        *differences_of("line", lines[0], lines[1]),
    )


def _lines(side: DescribingProgramme) -> dict[str, tuple[Aspect, ...]]:
    lines: Iterable[Line] = side.programme.lines
    return {one.line: side.line(one) for one in lines}
