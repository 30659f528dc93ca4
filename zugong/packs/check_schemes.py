"""What can be wrong with schemes once all files of a pack are read: names, conditions, paths, what nobody can reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from zugong.kernel.errors import PackError
from zugong.language.checker import check, check_value
from zugong.language.errors import LanguageError
from zugong.language.schema import Schema
from zugong.packs.figures import Distinct, Sum
from zugong.packs.pack import Pack
from zugong.packs.reading import Declared, nearest
from zugong.packs.scheme_criteria import Criterion, FigureTest, RecordTest
from zugong.packs.schemes import Scheme, Version, criterion_figure

_PERSON = "person"


_KINDS_ZH = {
    "mechanism": "机制", "owner in owners.yaml": "单位", "owner": "单位", "sector": "类别", "group": "部分", "level": "等次",
    "parameter": "规定值",
}  # fmt: skip


def scheme_errors(pack: Pack, schema: Schema, mechanisms: Mapping[str, object]) -> Iterator[PackError]:
    """Everything wrong with the schemes of a pack, in their order."""
    for scheme in pack.schemes.values():
        yield from _unknown(scheme, "implements", scheme.implements, mechanisms, "mechanism")
        if scheme.rates not in schema:
            problem = f"there is no record type {scheme.rates!r}"
            yield scheme.error(problem, key="rates", zh=f"没有“{scheme.rates}”这类台账")
            continue
        yield from _restraint_errors(scheme)
        yield from _time_errors(scheme)
        for version in scheme.versions:
            yield from _VersionCheck(scheme, version, pack, schema, mechanisms).errors()


def _unknown(
    declared: Declared, key: str, named: Iterable[str], known: Mapping[str, object], what: str
) -> Iterator[PackError]:
    for name in named:
        if known and name not in known:
            zh = f"没有“{name}”这个{_KINDS_ZH[what]}"
            yield declared.error(f"there is no {what} {name!r}{nearest(name, known)}", key=key, zh=zh)


def _time_errors(scheme: Scheme) -> Iterator[PackError]:
    codes = [one.version for one in scheme.versions]
    for version in scheme.versions:
        if codes.count(version.version) > 1:
            problem = f"{version.version} stands twice in {scheme.scheme}"
            yield version.error(problem, key="version", zh=f"版本名“{version.version}”已经用过，请换一个")
        if version.until is not None and version.until <= version.since:
            problem = f"ends on {version.until}, not after it begins on {version.since}"
            zh = f"截止日 {version.until} 不晚于起始日 {version.since}；同一天起施行的版本只能有一个"
            yield version.error(problem, key="until", zh=zh)
    ordered = sorted(scheme.versions, key=lambda one: one.since)
    for earlier, later in pairwise(ordered):
        if earlier.until is None or earlier.until > later.since:
            problem = f"is still in force when {later.version} begins on {later.since}; say until"
            zh = f"“{later.version}”自 {later.since} 起施行时，本版仍然有效，请写明截止日"
            yield earlier.error(problem, key="until", zh=zh)


def _restraint_errors(scheme: Scheme) -> Iterator[PackError]:
    """Persons have no level, lose nothing and are compared with nobody."""
    if (scheme.rates == _PERSON) != (scheme.restrained is not None):
        yield scheme.error("points of persons need restrained, and nothing else has it", key="restrained")
    if scheme.rates != _PERSON:
        return
    for version in scheme.versions:
        for key in ("levels", "vetoes", "causes", "sample", "adjustment"):
            if getattr(version, key):
                yield version.error("persons are not rated: only criteria with points", key=key)
        for criterion in version.criteria:
            if criterion.is_named and (criterion.points is None or criterion.is_computed):
                problem = "what a person did is entered, with that person's agreement, and gives points"
                yield criterion.error(problem, key="criterion")


@dataclass(frozen=True)
class _VersionCheck:
    """One version of a scheme against its pack."""

    scheme: Scheme
    version: Version
    pack: Pack
    schema: Schema
    mechanisms: Mapping[str, object]

    def errors(self) -> Iterator[PackError]:
        version = self.version
        yield from self._offices()
        for sector in version.sectors.values():
            yield from self._condition(sector.where, version, "sectors")
        for group in version.groups.values():
            yield from _unknown(version, "groups", group.implements, self.mechanisms, "mechanism")
            yield from self._sectors(version, group.sectors, "groups")
        for criterion in version.criteria:
            yield from self._criterion(criterion)
        yield from self._twice()
        for veto in version.vetoes:
            yield from self._sectors(veto, veto.sectors, "sectors")
            yield from self._condition(veto.condition, veto, "condition") if veto.condition else ()
            yield from _unknown(veto, "removes", veto.removes, version.groups, "group")
            yield from self._levels(veto, [veto.caps] if veto.caps else [], "caps")
        yield from self._level_errors()
        for cause in version.causes:
            yield from self._levels(cause, [one for one in cause.levels if one != "none"], "levels")

    def _offices(self) -> Iterator[PackError]:
        version, owners = self.version, self.pack.owners
        named = {"fills": version.fills, "reviewer": version.reviewer}
        named |= {"appeal": version.appeal.decided_by} if version.appeal else {}
        named |= {"adjustment": version.adjustment.decided_by} if version.adjustment else {}
        for key, name in named.items():
            yield from _unknown(version, key, [name], owners, "owner in owners.yaml")
        for group in version.groups.values():
            yield from _unknown(version, "groups", [group.reviewer] if group.reviewer else [], owners, "owner")

    def _condition(self, text: str, declared: Declared, key: str) -> Iterator[PackError]:
        try:
            check(text, self.scheme.rates, self.schema, self.pack.rules)
        except LanguageError as error:
            yield declared.error(str(error), key=key, zh=error.sentence("zh"))

    def _sectors(self, declared: Declared, named: Iterable[str], key: str) -> Iterator[PackError]:
        yield from _unknown(declared, key, named, self.version.sectors, "sector")

    def _levels(self, declared: Declared, named: Iterable[str], key: str) -> Iterator[PackError]:
        yield from _unknown(declared, key, named, {one.level: one for one in self.version.levels}, "level")

    def _twice(self) -> Iterator[PackError]:
        if any(one.group not in self.version.groups for one in self.version.criteria):
            return
        codes = [one.criterion for one in self.version.places]
        for criterion in self.version.criteria:
            if codes.count(criterion.criterion) > 1:
                problem = f"{criterion.criterion} stands twice, or is a numbered place of its group"
                yield criterion.error(problem, zh=f"代码 {criterion.criterion} 用了两次，或与预留编号重复")

    def _criterion(self, criterion: Criterion) -> Iterator[PackError]:
        yield from _unknown(criterion, "group", [criterion.group], self.version.groups, "group")
        yield from _unknown(criterion, "implements", criterion.implements, self.mechanisms, "mechanism")
        yield from _unknown(
            criterion, "reviewer", [criterion.reviewer] if criterion.reviewer else [], self.pack.owners, "owner"
        )
        yield from self._sectors(criterion, criterion.sectors, "sectors")
        if criterion.condition:
            yield from self._condition(criterion.condition, criterion, "condition")
        for bound in criterion.threshold.bounds if criterion.threshold else ():
            if isinstance(bound, str):
                yield from _unknown(criterion, criterion.way, [bound], self.pack.parameters, "parameter")
        if criterion.record:
            yield from self._record(criterion, criterion.record)
        if criterion.figure:
            yield from self._figure(criterion, criterion.figure)

    def _record(self, criterion: Criterion, test: RecordTest) -> Iterator[PackError]:
        if test.of not in self.schema:
            problem = f"there is no record type {test.of!r}{nearest(test.of, self.schema)}"
            yield criterion.error(problem, key="record", zh=f"没有“{test.of}”这类台账")
            return
        try:
            check(test.where, test.of, self.schema, self.pack.rules)
            path = test.measure.distinct if isinstance(test.measure, Distinct) else ""
            path = test.measure.sum if isinstance(test.measure, Sum) else path
            for one in (path for path in (path,) if path):
                check_value(one, test.of, self.schema, self.pack.rules)
        except LanguageError as error:
            yield criterion.error(str(error), key="record", zh=error.sentence("zh"))
        code = criterion_figure(self.scheme.scheme, self.version.version, criterion.criterion)
        if code in self.pack.figures:
            yield criterion.error(
                f"there is a figure {code} already", key="criterion", zh=f"已有指标 {code}，请换一个代码"
            )
        yield from self._path(criterion, test.of, test.about, "record")

    def _figure(self, criterion: Criterion, test: FigureTest) -> Iterator[PackError]:
        figure = self.pack.figures.get(test.figure)
        if figure is None:
            near = nearest(test.figure, self.pack.figures)
            problem = f"there is no figure {test.figure!r}{near}"
            yield criterion.error(problem, key="figure", zh=f"没有“{test.figure}”这个指标")
            return
        for code in figure.parts or (figure.figure,):
            yield from self._path(criterion, self.pack.figures[code].of or "", test.by, "figure")

    def _path(self, criterion: Criterion, counted: str, path: str, key: str) -> Iterator[PackError]:
        """It leads from the counted rows to whoever is rated."""
        if not path:
            if self.scheme.rates != "organisation":
                problem = "say the path from the counted rows to whoever is rated (about, by)"
                yield criterion.error(problem, key=key, zh="请选择记录归到哪里：由哪一项指向被评定的单位")
            return
        if path == "this" and counted == self.scheme.rates:
            return
        try:
            found = check_value(path, counted, self.schema, self.pack.rules).type
        except LanguageError as error:
            yield criterion.error(str(error), key=key, zh=error.sentence("zh"))
            return
        if found.target != self.scheme.rates:
            problem = f"{path} does not lead from {counted} to {self.scheme.rates}"
            yield criterion.error(problem, key=key, zh="所选的归属不指向被评定的单位，请另选")

    def _level_errors(self) -> Iterator[PackError]:
        version = self.version
        for level in version.levels:
            yield from self._sectors(level, level.sectors, "sectors")
            if version.graded == (level.needs is not None):
                problem = "has needs unless the version is graded, and then none has"
                zh = "计算得出的等次要写明条件；直接评定等次的方案，等次不写条件"
                yield level.error(problem, key="needs", zh=zh)
            if level.needs is None:
                continue
            yield from _unknown(level, "needs", level.needs.groups, version.groups, "group")
            if any(one.group not in version.groups for one in version.criteria):
                continue
            for sector in level.sectors or version.sectors:
                yield from self._reachable(level.needs.points, sector, level)

    def _reachable(self, points: object, sector: str, level: Declared) -> Iterator[PackError]:
        """Nobody is promised a level that all clauses together do not give."""
        most = sum(one.points or 0 for one in self.version.places_in(sector))
        is_open = any(not one.is_named for one in self.version.places_in(sector))
        if points is not None and not is_open and points > most:  # type: ignore[operator]
            problem = f"needs {points} points, and the clauses of {sector} give {most} at most"
            label = self.version.sectors[sector].zh
            yield level.error(problem, key="needs", zh=f"要求 {points} 分，而“{label}”的条目满分合计只有 {most} 分")
