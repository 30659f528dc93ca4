"""Worked cases of schemes: what each gives by the rules, beside what its pack says it must. Run by the check of a pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from zugong.kernel.errors import PackError, RuleBroken
from zugong.packs.pack import Pack
from zugong.packs.reading import nearest
from zugong.packs.scheme_cases import SchemeCase
from zugong.packs.scheme_criteria import Criterion
from zugong.packs.schemes import Scheme, Version
from zugong.schemes.rules import UNNAMED, Amount, Finding, Gap, Judge, SectorRules, Sum, points_of, stated


def case_errors(pack: Pack) -> list[PackError]:
    """Every worked case that comes out otherwise than it says, with what came out."""
    return [
        error
        for scheme in pack.schemes.values()
        for version in scheme.versions
        for case in version.cases
        for error in _errors(case, scheme, version, pack)
    ]


def _errors(case: SchemeCase, scheme: Scheme, version: Version, pack: Pack) -> Iterator[PackError]:
    unknown = [*_unknown(case, version)]
    if unknown:
        yield from unknown
        return
    rules = SectorRules(version, case.sector)
    try:
        findings = [_finding(one, case, version, pack) for one in rules.places]
    except RuleBroken as error:
        yield case.error(error.sentence("en"), key="given", zh=error.sentence("zh"))
        return
    found = rules.sum(findings, case.vetoes)
    yield from _differences(case, version, found)
    yield from _gap_differences(case, rules, findings, found)


def _unknown(case: SchemeCase, version: Version) -> Iterator[PackError]:
    """Names of the case that its version does not have."""
    if case.sector not in version.sectors:
        problem = f"there is no sector {case.sector!r}{nearest(case.sector, version.sectors)}"
        yield case.error(problem, key="sector", zh=f"算例“{case.case}”用的类别已不存在")
        return
    places = [one.criterion for one in version.places_in(case.sector)]
    for name in (*case.given, *case.part_points):
        if name not in places:
            problem = f"no clause {name!r} in that sector{nearest(name, places)}"
            yield case.error(problem, key="given", zh=f"算例“{case.case}”提到的条目 {name} 已不存在")
    for name in case.vetoes:
        if name not in [one.veto for one in version.vetoes]:
            yield case.error(
                f"there is no veto {name!r}", key="vetoes", zh=f"算例“{case.case}”提到的一票否决 {name} 已不存在"
            )
    if case.expect.missing and case.expect.missing.level not in [one.level for one in version.levels_in(case.sector)]:
        problem = f"there is no level {case.expect.missing.level!r} in that sector"
        yield case.error(problem, key="expect", zh=f"算例“{case.case}”提到的等次已不存在")


def _finding(criterion: Criterion, case: SchemeCase, version: Version, pack: Pack) -> Finding:
    if not criterion.is_named and criterion.criterion not in case.given:
        return UNNAMED
    said = case.given.get(criterion.criterion, case.others)
    if isinstance(said, Decimal):
        if criterion.threshold is None:
            raise OnlyThresholdsTakeNumbers(clause=criterion.criterion)
        return Judge(criterion, bounds_on(criterion, pack, case.on or version.since)).finding(said)
    return stated(criterion, said, case.part_points.get(criterion.criterion))


class OnlyThresholdsTakeNumbers(RuleBroken):
    code = "schemes.only_thresholds_take_numbers"
    message = "{clause} is compared with no threshold; say met, part, unmet or not_applicable."
    message_zh = "“{clause}”不与数值比较，请写 met、part、unmet 或 not_applicable。"


def bounds_on(criterion: Criterion, pack: Pack, day: date) -> dict[str, Amount]:
    """The parameters that a clause compares with, as they stand on a day, money in yuan. Raises NoValueYet, NoLocalValue."""
    bounds = criterion.threshold.bounds if criterion.threshold else ()
    return {name: Decimal(pack.parameters[name].value_on(day)) for name in bounds if isinstance(name, str)}


def _differences(case: SchemeCase, version: Version, found: Sum) -> Iterator[PackError]:
    expected = case.expect
    if "level" in expected.model_fields_set and found.level != expected.level:
        got, wanted = (_level(version, one) for one in (found.level, expected.level))
        problem = f"the level is {found.level}, not {expected.level}"
        yield _error(case, problem, f"按现在的条目算出“{got}”，算例写的是“{wanted}”")
    if expected.points is not None and points_of(found.points) != expected.points:
        problem = f"it comes to {points_of(found.points)} points, not {expected.points}"
        yield _error(case, problem, f"按现在的条目算出 {points_of(found.points)} 分，算例写的是 {expected.points} 分")
    if expected.stars is not None and set(found.stars) != set(expected.stars):
        got, wanted = (_stars(version, one) for one in (found.stars, expected.stars))
        problem = f"the stars are {', '.join(found.stars) or 'none'}, not {', '.join(expected.stars) or 'none'}"
        yield _error(case, problem, f"按现在的条目得星：{got}；算例写的是：{wanted}")


def _gap_differences(
    case: SchemeCase, rules: SectorRules, findings: Sequence[Finding], found: Sum
) -> Iterator[PackError]:
    missing = case.expect.missing
    if missing is None:
        return
    [level] = [one for one in rules.levels if one.level == missing.level]
    gap: Gap = rules.gap(level, findings, found)
    if set(gap.clauses) != set(missing.clauses):
        names = "、".join(found.zh for code in gap.clauses if (found := rules.version.place(code))) or "无"
        problem = f"for {level.level} these clauses lack: {', '.join(gap.clauses) or 'none'}"
        yield _error(case, problem, f"按现在的条目，距“{level.zh}”差的是：{names}")
    if missing.points is not None and points_of(gap.points) != missing.points:
        problem = f"for {level.level} {points_of(gap.points)} points lack, not {missing.points}"
        yield _error(case, problem, f"按现在的条目，距“{level.zh}”差 {points_of(gap.points)} 分")


def _level(version: Version, code: str | None) -> str:
    return next((one.zh for one in version.levels if one.level == code), "未定等次")


def _stars(version: Version, codes: Iterable[str]) -> str:
    return "、".join(version.groups[code].zh for code in codes if code in version.groups) or "无"


def _error(case: SchemeCase, problem: str, zh: str) -> PackError:
    return case.error(f"case {case.case!r}: {problem}", key="expect", zh=f"算例“{case.case}”：{zh}")
