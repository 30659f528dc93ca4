"""What can be wrong with programmes once all files of a pack are read: owners, figures, conditions, lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zugong.kernel.errors import PackError
from zugong.language.checker import check
from zugong.language.errors import LanguageError
from zugong.language.schema import Schema
from zugong.packs.pack import Pack
from zugong.packs.programmes import Duty, Line, Programme, Target, figure_code
from zugong.packs.reading import Declared, Words, nearest


def programme_errors(pack: Pack, schema: Schema, mechanisms: Mapping[str, object]) -> Iterator[PackError]:
    """Everything wrong with the programmes of a pack, in their order."""
    for programme in pack.programmes.values():
        yield from errors_of_programme(programme, pack, schema, mechanisms)


def errors_of_programme(
    programme: Programme, pack: Pack, schema: Schema, mechanisms: Mapping[str, object]
) -> Iterator[PackError]:
    """Everything wrong with one programme of a pack."""
    yield from _unknown_mechanisms(programme, programme.implements, mechanisms)
    if programme.until is not None and programme.until <= programme.since:
        problem = f"ends on {programme.until}, not after it begins on {programme.since}"
        yield programme.error(problem, key="until", zh=f"截止日 {programme.until} 不晚于起始日 {programme.since}")
    for line in programme.lines:
        yield from _unknown_mechanisms(line, line.implements, mechanisms)
        yield from _line_errors(programme, line, pack, schema)


def _unknown_mechanisms(
    declared: Declared, named: tuple[str, ...], mechanisms: Mapping[str, object]
) -> Iterator[PackError]:
    for name in named:
        if mechanisms and name not in mechanisms:
            problem = f"there is no mechanism {name!r}{nearest(name, mechanisms)}"
            yield declared.error(problem, key="implements", zh=f"没有“{name}”这项机制")


def _line_errors(programme: Programme, line: Line, pack: Pack, schema: Schema) -> Iterator[PackError]:
    yield from _owner_errors(line, pack.owners)
    if line.part is not None and line.part not in programme.parts:
        problem = f"there is no part {line.part!r}{nearest(line.part, programme.parts)}"
        yield line.error(problem, key="part", zh=f"没有“{line.part}”这个部分")
    if line.figure:
        yield from _figure_errors(line, line.figure, pack, "figure")
    if line.target:
        yield from _target_errors(line, line.target, pack)
    if line.duty:
        yield from _duty_errors(programme, line, line.duty, pack, schema)
    if line.same_as:
        yield from _same_errors(line, line.same_as, pack)


def _owner_errors(line: Line, owners: Mapping[str, Words]) -> Iterator[PackError]:
    for key, names in (("owner", (line.owner,)), ("partners", line.partners)):
        for name in names:
            if name not in owners:
                problem = f"there is no owner {name!r} in owners.yaml{nearest(name, owners)}"
                yield line.error(problem, key=key, zh=f"没有“{name}”这个单位")


def _figure_errors(line: Line, name: str, pack: Pack, key: str) -> Iterator[PackError]:
    if name not in pack.figures:
        problem = f"there is no figure {name!r}{nearest(name, pack.figures)}"
        yield line.error(problem, key=key, zh=f"没有“{name}”这个指标")


def _target_errors(line: Line, target: Target, pack: Pack) -> Iterator[PackError]:
    if target.figure:
        yield from _figure_errors(line, target.figure, pack, "target")
    if target.rule and target.rule not in pack.parameters:
        problem = f"there is no parameter {target.rule!r}{nearest(target.rule, pack.parameters)}"
        yield line.error(problem, key="target", zh=f"没有“{target.rule}”这个规定值")


def _duty_errors(programme: Programme, line: Line, duty: Duty, pack: Pack, schema: Schema) -> Iterator[PackError]:
    if duty.of not in schema:
        problem = f"there is no record type {duty.of!r}{nearest(duty.of, schema)}"
        yield line.error(problem, key="duty", zh=f"没有“{duty.of}”这类台账")
        return
    for text in (duty.owes, duty.done):
        try:
            check(text, duty.of, schema, pack.rules)
        except LanguageError as error:
            yield line.error(str(error), key="duty", zh=error.sentence("zh"))
            return
    excused = pack.line_figures[figure_code(programme.programme, line.line, "excused")]
    try:
        check(excused.where or "", duty.of, schema, pack.rules)
    except LanguageError as error:
        problem = f"who is excused cannot be told: {error}; say excused_by"
        yield line.error(problem, key="duty", zh="无法判断“不要求”的记录对应谁，请选择按什么认定")


def _same_errors(line: Line, named: str, pack: Pack) -> Iterator[PackError]:
    """It names a line that is counted or stated itself."""
    there = pack.line(named)
    if there is None:
        known = [one.code_of(each) for one in pack.programmes.values() for each in one.lines]
        problem = f"there is no line {named!r}{nearest(named, known)}"
        yield line.error(problem, key="same_as", zh=f"没有“{named}”这项任务")
    elif there[1].same_as:
        problem = f"{named} is itself the same as {there[1].same_as}; name that one"
        yield line.error(problem, key="same_as", zh="所选任务本身又与别的任务相同，请直接选那一项")
