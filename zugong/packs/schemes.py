"""Schemes as packs declare them: who is rated, by which criteria, who fills and reviews, which levels there are, what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from zugong.packs.figures import Figure, Name
from zugong.packs.programmes import MechanismId, Paper, Returns
from zugong.packs.reading import Declared, Words, many, nearest
from zugong.packs.scheme_cases import SchemeCase
from zugong.packs.scheme_criteria import Criterion, Group, Labelled, Points

Rated = Literal["organisation", "unit", "person"]
_PERIOD = ("period_start", "period_end")


class Sector(Labelled):
    """Who is rated by the same criteria: a condition on the rated rows. The first sector that fits counts."""

    zh: str
    en: str
    where: str


class Needs(Declared):
    """What a level takes; everything named must be there. `groups` is how many clauses of each group, `stars` how many won."""

    points: Points | None = None
    percent: int | None = None
    clauses: int | None = None
    stars: int | None = None
    groups: dict[Name, int] = {}

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("needs names at least one of points, percent, clauses, stars, groups")
        return self


class Level(Labelled):
    """A level or number of stars, the best first. `needs` is left out where the level is given, not computed.

    `sectors`: for these only.
    """

    level: Name
    zh: str
    en: str
    needs: Needs | None = None
    sectors: tuple[Name, ...] = ()
    note: Words | None = None


class Veto(Labelled):
    """A clause that takes the level away: all of it, the stars in `removes`, or everything above `caps`.

    With a condition it is computed, on the rated row; otherwise it is recorded, with its paper.
    """

    veto: Name
    zh: str
    en: str
    condition: str | None = None
    removes: tuple[Name, ...] = ()
    caps: Name | None = None
    sectors: tuple[Name, ...] = ()
    article: str = ""
    note: Words | None = None


class Sample(Declared):
    """Proof by lot instead of from all: so many per cent of a sector are drawn, `least` of them at least; only they prove.

    For all others the self-check counts.
    """

    percent: int = Field(ge=1, le=100)
    least: int = Field(1, ge=1)
    note: Words | None = None


class Publication(Declared):
    """For how many days a result is shown before it is decided."""

    days: int = Field(ge=1)
    where: Words | None = None


class Appeal(Declared):
    """Within how many days after publication it is made, and which office decides; never who reviewed."""

    days: int = Field(ge=1)
    decided_by: Name
    note: Words | None = None


class Adjustment(Declared):
    """What may change each month beside the yearly total. `most_points` is how much one month may add or take.

    `moves_level`: the level in force may go up or down until the yearly result.
    """

    decided_by: Name
    most_points: Points | None = None
    moves_level: bool = False
    reasons: tuple[Words, ...] = ()
    note: Words | None = None


class Cause(Labelled):
    """What follows from any of these levels, `none` among them; it is proposed until a person confirms it.

    `rate_percent` is of the usual pay.
    """

    cause: Name
    zh: str
    en: str
    kind: Literal["title", "pay_rate", "case", "honour", "training", "other"]
    levels: tuple[Name, ...] = Field(min_length=1)
    rate_percent: int | None = None
    note: Words | None = None


class Version(Declared):
    """The criteria of one paper, in force from `since` to before `until`.

    `fills` is the office that checks itself, `reviewer` the one that reviews what no group gives to another, by a mandate
    for `matter`. `graded`: the level is given with its reasons; nothing is added up.
    """

    version: Name | Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    paper: Paper
    since: date
    until: date | None = None
    sectors: dict[Name, Sector] = Field(min_length=1)
    groups: dict[Name, Group] = {}
    criteria: tuple[Criterion, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    levels: tuple[Level, ...] = ()
    graded: bool = False
    fills: Name
    reviewer: Name
    matter: Name
    sample: Sample | None = None
    publication: Publication | None = None
    appeal: Appeal | None = None
    adjustment: Adjustment | None = None
    valid_months: int | None = Field(None, ge=1)
    causes: tuple[Cause, ...] = ()
    cases: tuple[SchemeCase, ...] = ()
    note: Words | None = None

    @property
    def places(self) -> tuple[Criterion, ...]:
        """Every clause in the order of its groups: those with a text, then the numbered places that stand open."""
        return tuple(one for group in self.groups for one in self._places_of(group))

    def _places_of(self, group: str) -> Iterator[Criterion]:
        stated = [one for one in self.criteria if one.group == group]
        yield from stated
        for number in range(len(stated) + 1, len(stated) + 1 + self.groups[group].unnamed):
            yield Criterion(criterion=f"{group}_{number}", group=group)

    def places_in(self, sector: str) -> tuple[Criterion, ...]:
        """The clauses by which those of a sector are rated."""
        return tuple(one for one in self.places if sector in (self.sectors_of(one) or (sector,)))

    def sectors_of(self, criterion: Criterion) -> tuple[str, ...]:
        """The sectors that a clause is for; none means all."""
        return criterion.sectors or self.groups[criterion.group].sectors

    def levels_in(self, sector: str) -> tuple[Level, ...]:
        """The levels of a sector, the best first."""
        return tuple(one for one in self.levels if sector in (one.sectors or (sector,)))

    def reviewer_of(self, criterion: Criterion) -> tuple[str, str]:
        """The office that reviews a clause, and the matter of the mandate that it needs."""
        group = self.groups[criterion.group]
        return (criterion.reviewer or group.reviewer or self.reviewer, criterion.matter or group.matter or self.matter)

    def place(self, code: str) -> Criterion | None:
        return next((one for one in self.places if one.criterion == code), None)


class Restrained(Declared):
    """How points of persons stay harmless: who takes part says so, points are only given, nobody is ranked.

    `switched_on` stays false until the locality has decided it.
    """

    switched_on: bool = False
    agreement: Words
    used_for: Words


class Scheme(Labelled):
    """A standard or an evaluation in all its versions. `rates` is the record type whose rows are rated.

    `extends` adds versions to a scheme that is inherited: of that one everything else stands, and each of its versions
    ends where a later one begins.
    """

    scheme: Name
    zh: str
    en: str
    extends: bool = False
    rates: Rated = "organisation"
    round: Returns = "yearly"
    implements: tuple[MechanismId, ...] = ()
    restrained: Restrained | None = None
    versions: tuple[Version, ...] = Field(min_length=1)
    note: Words | None = None
    differs_from_source: Words | None = None

    def version_on(self, day: date) -> Version | None:
        """The version in force on a day."""
        return next((one for one in self.versions if one.since <= day and (one.until is None or day < one.until)), None)

    def version(self, code: str) -> Version | None:
        return next((one for one in self.versions if one.version == code), None)


def read_schemes(folders: Iterable[Path]) -> dict[str, Scheme]:
    """All schemes of a lineage by their code, ancestors first. Raises PackError where one code stands twice."""
    found: dict[str, Scheme] = {}
    for path in scheme_files(folders):
        for scheme in many(Scheme, path):
            found[scheme.scheme] = joined(scheme, found)
    return found


def joined(scheme: Scheme, known: Mapping[str, Scheme]) -> Scheme:
    """A scheme beside those that are known: itself, or the one that it extends with its versions. Raises PackError."""
    there = known.get(scheme.scheme)
    if there is None and not scheme.extends:
        return scheme
    if there is None:
        problem = f"extends a scheme that is not there{nearest(scheme.scheme, known)}"
        raise scheme.error(problem, key="scheme", zh="要续订的评定方案不存在")
    if not scheme.extends:
        problem = f"is declared already in {there.file}; choose another code, or write extends: true to add a version"
        raise scheme.error(problem, key="scheme", zh="已有同代码的评定方案，请换一个代码")
    return there.model_copy(update={"versions": _in_time((*there.versions, *scheme.versions), scheme.versions)})


def _in_time(versions: Iterable[Version], added: tuple[Version, ...]) -> tuple[Version, ...]:
    """All versions in the order of their days; one ends where the next begins, if either of the two was added."""
    ordered = sorted(versions, key=lambda one: one.since)
    ended = [_ended(one, later) if one in added or later in added else one for one, later in pairwise(ordered)]
    return (*ended, *ordered[-1:])


def _ended(version: Version, later: Version) -> Version:
    is_open = version.until is None or version.until > later.since
    return version.model_copy(update={"until": later.since}) if is_open else version


def scheme_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Where schemes are declared, ancestors first."""
    for folder in folders:
        yield from sorted(folder.glob("schemes/*.yaml"))


def criterion_figure(scheme: str, version: str, criterion: str) -> str:
    """The code of the figure that counts the records of a criterion."""
    return f"{scheme}__{version}__{criterion}"


def scheme_figures(schemes: Mapping[str, Scheme]) -> dict[str, Figure]:
    """The figures that follow from criteria that ask for records. They stand in no chapter of the catalogue."""
    figures: dict[str, Figure] = {}
    for scheme in schemes.values():
        for version in scheme.versions:
            for criterion in (one for one in version.criteria if one.record):
                code = criterion_figure(scheme.scheme, version.version, criterion.criterion)
                figures[code] = _record_figure(code, criterion)
    return figures


def _record_figure(code: str, criterion: Criterion) -> Figure:
    test = criterion.record
    assert test is not None
    is_flow = any(word in test.where for word in _PERIOD)
    return Figure(
        figure=code, zh=criterion.zh, en=criterion.en, unit=_UNIT, chapter="schemes", of=test.of, measure=test.measure,
        where=test.where, time="flow" if is_flow else "stock",
    )  # fmt: skip


_UNIT = Words(zh="条", en="records")
