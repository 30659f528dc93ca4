"""Figures, their numbers and verdicts as the API shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zugong.api.shapes import CellShape, FigureAnswer, FigureAnswers, FigureShape, ProblemShape, VerdictShape
from zugong.dictionary.declarations import Field, RecordType
from zugong.figures.answers import Answers, Cell, Group, Number, Request, Whole
from zugong.figures.printing import printed
from zugong.figures.queries import Site
from zugong.figures.verify import Verdict
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import last_day
from zugong.packs.figures import Figure
from zugong.packs.pack import Pack
from zugong.web.listing.references import known_records
from zugong.web.scope import Scope

Names = Mapping[Group, str]


def figure_shape(figure: Figure, pack: Pack) -> FigureShape:
    """A figure's definition."""
    chapter = pack.chapters.get(figure.chapter)
    return FigureShape(
        figure=figure.figure, zh=figure.zh, en=figure.en, unit=figure.unit.in_language("zh"), chapter=figure.chapter,
        chapter_zh=chapter.in_language("zh") if chapter else figure.chapter, time=figure.time, of=figure.of,
        where=figure.where, parts=list(figure.parts),
    )  # fmt: skip


def answers_shape(
    requests: Sequence[Request], answers: Answers, scope: Scope, site: Site, *, by: str, language: str
) -> FigureAnswers:
    """The answers to requests on the same clocks, in their order, refusals in their places."""
    clocks = scope.clocks
    found = [_answer(request, answers, scope, site, by, language) for request in requests]
    entries = [grouped.total.entry for grouped in answers.cells.values()]
    return FigureAnswers(
        on=clocks.on, tree=clocks.tree, first=clocks.period.start, last=last_day(clocks.period.end),
        entry=max(entries, default=0), pack=site.definitions.pack.version, answers=found,
    )  # fmt: skip


def _answer(request: Request, answers: Answers, scope: Scope, site: Site, by: str, language: str) -> FigureAnswer:
    if request in answers.refused:
        return FigureAnswer(figure=request.figure, total=None, groups=[], refused=_refusal(answers.refused[request]))
    figure = site.definitions.figure(request.figure)
    groups = {group: cell for group, cell in answers.groups(request).items() if by or _may_be_named(group, scope)}
    names = _names(request.figure, groups, scope, site, by, language)
    shapes = [_cell(cell, figure, site, names, language) for cell in groups.values()]
    total = _cell(answers.total(request), figure, site, names, language)
    return FigureAnswer(figure=request.figure, total=total, groups=shapes, refused=None)


def _may_be_named(group: Group, scope: Scope) -> bool:
    """Rows without organisation have no name to hide; an organisation elsewhere is none of the asker's business."""
    return not isinstance(group, int) or group not in scope.tree or scope.may_name(group) or group == scope.root


def _refusal(error: RuleBroken) -> ProblemShape:
    return ProblemShape(code=error.code, message=error.sentence("en"), message_zh=error.sentence("zh-hans"))


def _names(code: str, groups: Mapping[Group, Cell], scope: Scope, site: Site, by: str, language: str) -> Names:
    """What the groups are called: organisations by the tree of the clocks, values of a field in words."""
    if not by:
        return {group: scope.tree.name(group) for group in groups if isinstance(group, int) and group in scope.tree}
    field = _field_at(site.definitions.measured_parts(code)[0].kind, by, scope)
    if field is None:
        return {}
    if field.of:
        wanted = [(field.of, group) for group in groups if isinstance(group, int)]
        known = known_records(wanted, scope.clocks, scope.catalogue, language)
        return {group: known.label(field.of, group) for _, group in wanted}
    if not field.codes:
        return {}
    return {group: field.type.show(group, field, language) for group in groups if group is not None}


def _field_at(kind: RecordType, path: str, scope: Scope) -> Field | None:
    """The field to which a path leads; None where it is a derived one or no plain path."""
    *steps, last = path.split(".")
    for step in steps:
        if step not in kind.fields or not kind.fields[step].of:
            return None
        kind = scope.catalogue.types[kind.fields[step].of]
    return {**kind.fields, **kind.dated}.get(last)


def _cell(cell: Cell, figure: Figure, site: Site, names: Names, language: str) -> CellShape:
    group = None if isinstance(cell.group, Whole) else cell.group
    parts = [_cell(part, site.definitions.figure(part.figure), site, names, language) for part in cell.parts]
    return CellShape(
        figure=cell.figure, group=group, group_name="" if isinstance(cell.group, Whole) else names.get(group, str(group)),
        value=None if cell.value is None else float(cell.value), exact=_exact(cell.value),
        printed=printed(cell.value, figure.print, figure.unit.in_language(language)),
        rows=cell.rows, undecided=cell.undecided, parts=parts,
    )  # fmt: skip


def _exact(value: Number | None) -> str:
    return "" if value is None else str(value)


def verdict_shape(verdict: Verdict) -> VerdictShape:
    """A printed number beside the computed one."""
    promise, match, problem = verdict.promise, verdict.match, verdict.problem
    why, why_zh = (match.explanation("en"), match.explanation("zh-hans")) if match else ("", "")
    if problem is not None:
        why, why_zh = problem.sentence("en"), problem.sentence("zh-hans")
    return VerdictShape(
        promise=promise.id, zh=promise.zh, en=promise.en, printed=promise.printed, agrees=match.ok if match else None,
        computed=match.shown if match else "", why=why, why_zh=why_zh,
        contradictions=[line.filled for line in verdict.contradictions],
    )  # fmt: skip
