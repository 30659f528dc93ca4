"""Programmes as packs declare them: a paper, its lines, who answers for each, how each is counted, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from zugong.packs import yaml
from zugong.packs.figures import Figure, Name
from zugong.packs.reading import Declared, Words, many, nearest, validated

Returns = Literal["once", "monthly", "quarterly", "half_yearly", "yearly"]
MechanismId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
DutyPart = Literal["owed", "done", "excused", "open"]
DUTY_PARTS: tuple[DutyPart, ...] = ("owed", "done", "excused", "open")
STATED = "stated"
#: How a record of not_required names what a row of a duty is about.
_EXCUSES = {"organisation": "organisation = this", "unit": "unit = this"}


class Paper(Declared):
    """The paper that asks. `number` and `published` as known; `note` says what is not known of it."""

    title: str
    issuer: Words
    number: str = ""
    published: str = ""
    url: str = ""
    note: Words | None = None


class Duty(Declared):
    """Who owes something, and what shows that it was done: two conditions on rows of the record type `of`.

    Each period they are asked on its last day, or today while it runs; `period_start` and `period_end` are the period's.
    `excused_by` is what a record of not_required names: the row itself, or the person, village or organisation it is about.
    """

    of: str
    owes: str
    done: str
    excused_by: Literal["itself", "person", "unit", "organisation"] = "itself"

    @property
    def excuse(self) -> str:
        """What in a record of not_required must equal what of the row."""
        if self.excused_by == "itself" and self.of in _EXCUSES:
            return _EXCUSES[self.of]
        about = "person" if self.excused_by == "itself" else self.excused_by
        return f"{about} = this.{about}"


class Target(Declared):
    """What a figure must reach: a number, the value of a parameter, or another figure. `at_most` turns it round."""

    number: int | None = None
    rule: Name | None = None
    figure: Name | None = None
    at_most: bool = False

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if sum(value is not None for value in (self.number, self.rule, self.figure)) != 1:
            raise ValueError("a target has exactly one of number, rule, figure")
        return self


class Line(Declared):
    """One line of a programme. It is a duty, a figure, the same as a line elsewhere, or else what its owner states.

    `deadline` is the last day, for what is asked once; what returns is due on the last day of its period and
    `grace_days` more. `article` is where in the paper it stands. A figure without target is only counted.
    """

    line: Name
    zh: str
    en: str
    owner: Name
    part: Name | None = None
    partners: tuple[Name, ...] = ()
    article: str = ""
    why: Words | None = None
    returns: Returns = "once"
    deadline: date | None = None
    grace_days: int = Field(0, ge=0)
    duty: Duty | None = None
    figure: Name | None = None
    target: Target | None = None
    same_as: str | None = None
    implements: tuple[MechanismId, ...] = ()
    note: Words | None = None

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if sum(kind is not None for kind in (self.duty, self.figure, self.same_as)) > 1:
            raise ValueError("a line has at most one of duty, figure, same_as; without any of them its owner states it")
        if self.target and not self.figure:
            raise ValueError("only a line with a figure has a target")
        if self.deadline and self.returns != "once":
            raise ValueError("what returns is due at the end of its period; a deadline is for what is asked once")
        return self

    @property
    def is_stated(self) -> bool:
        """Does nothing in the records show it, so that its owner must say so, with a paper?"""
        return self.duty is None and self.figure is None and self.same_as is None

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class Part(Declared):
    """A part of a paper: one of its actions, projects or chapters. `unnamed_lines` stand open for the local paper's text."""

    zh: str
    en: str
    note: Words | None = None
    unnamed_lines: int = Field(0, ge=0)

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class Programme(Declared):
    """One paper with its lines, in force from `since` to before `until`.

    `unnamed_lines` is how many places stand open where the source names a number and not what stands in them.
    `differs_from_source` says where the restrained form is built instead of what the source describes. `replaces` names a
    programme that ends where this one begins.
    """

    programme: Name
    zh: str
    en: str
    replaces: Name | None = None
    paper: Paper
    since: date
    until: date | None = None
    implements: tuple[MechanismId, ...] = ()
    parts: dict[Name, Part] = {}
    unnamed_lines: int = Field(0, ge=0)
    lines: tuple[Line, ...] = ()
    note: Words | None = None
    differs_from_source: Words | None = None

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def code_of(self, line: Line) -> str:
        """How records and addresses name a line."""
        return f"{self.programme}.{line.line}"


def read_programmes(folders: Iterable[Path]) -> dict[str, Programme]:
    """All programmes of a lineage by their code, ancestors first. Raises PackError where one code stands twice."""
    found: dict[str, Programme] = {}
    for path in programme_files(folders):
        for programme in many(Programme, path):
            found = joined(programme, found)
    return found


def joined(programme: Programme, known: Mapping[str, Programme]) -> dict[str, Programme]:
    """Those that are known and one more; the one that it replaces ends where it begins. Raises PackError."""
    _check_new(programme, known)
    found = {**known, programme.programme: programme}
    old = known.get(programme.replaces or "")
    if programme.replaces and old is None:
        problem = f"there is no programme {programme.replaces!r}{nearest(programme.replaces, known)}"
        raise programme.error(problem, key="replaces", zh="要接替的计划不存在")
    if old is not None and (old.until is None or old.until > programme.since):
        found[old.programme] = old.model_copy(update={"until": programme.since})
    return found


def _check_new(programme: Programme, found: Mapping[str, Programme]) -> None:
    if programme.programme in found:
        there = found[programme.programme].file
        problem = f"is declared already in {there}; choose another code"
        raise programme.error(problem, key="programme", zh="已有同代码的计划，请换一个代码")
    names = [line.line for line in programme.lines]
    for line in programme.lines:
        if names.count(line.line) > 1:
            problem = f"{line.line} stands twice in {programme.programme}"
            raise line.error(problem, key="line", zh=f"本计划中有两项任务同用代码 {line.line}")


def programme_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Where programmes are declared, ancestors first."""
    for folder in folders:
        yield from sorted(folder.glob("programmes/*.yaml"))


def read_owners(folders: Iterable[Path]) -> dict[str, Words]:
    """The offices that answer for lines, by code, from every owners.yaml of a lineage. Raises PackError."""
    owners: dict[str, Words] = {}
    for path in (folder / "owners.yaml" for folder in folders):
        if path.is_file():
            owners |= {
                name: validated(Words, words, file=str(path)) for name, words in yaml.read(path).items()
            }  # fmt: skip
    return owners


def figure_code(programme: str, line: str, part: str) -> str:
    """The code of the figure that counts one part of a line."""
    return f"{programme}__{line}__{part}"


def line_figures(programmes: Mapping[str, Programme]) -> dict[str, Figure]:
    """The figures that follow from lines: of a duty who owes, has done, is excused, has it open; of others what was stated.

    They are figures like any other, with rows behind them, and stand in no chapter of the catalogue.
    """
    figures: dict[str, Figure] = {}
    for programme in programmes.values():
        for line in programme.lines:
            made = _duty_figures(programme, line, line.duty) if line.duty else _stated_figures(programme, line)
            figures |= {figure.figure: figure for figure in made}
    return figures


def _duty_figures(programme: Programme, line: Line, duty: Duty) -> Iterator[Figure]:
    owes, done = f"({duty.owes})", f"({duty.done})"
    excuse = (
        f"some(not_required, line = '{programme.code_of(line)}' and {duty.excuse}"
        " and since <= day and (until is unknown or until > period_start))"
    )
    conditions = {
        "owed": owes,
        "done": f"{owes} and {done}",
        "excused": f"{owes} and not {done} and {excuse}",
        "open": f"{owes} and not {done} and not {excuse}",
    }
    for part, condition in conditions.items():
        yield _figure(programme, line, part, of=duty.of, where=condition)


def _stated_figures(programme: Programme, line: Line) -> Iterator[Figure]:
    """How often its owner stated in the period that the line is done."""
    if line.is_stated:
        about = f"line = '{programme.code_of(line)}' and state = 'done'"
        condition = f"{about} and on >= period_start and on < period_end and on <= day"
        yield _figure(programme, line, STATED, of="progress_statement", where=condition)


def _figure(programme: Programme, line: Line, part: str, *, of: str, where: str) -> Figure:
    code = figure_code(programme.programme, line.line, part)
    words = _WORDS[part]
    return Figure(
        figure=code, zh=f"{line.zh}：{words.zh}", en=f"{line.en}: {words.en}", unit=_UNIT, chapter="programmes", of=of,
        measure="rows", where=where, time="flow",
    )  # fmt: skip


_UNIT = Words(zh="条", en="records")
_WORDS = {
    "owed": Words(zh="应完成", en="owed"),
    "done": Words(zh="已完成", en="done"),
    "excused": Words(zh="不要求", en="not required"),
    "open": Words(zh="未完成", en="open"),
    STATED: Words(zh="已填报完成", en="stated as done"),
}
