"""What can be wrong with figures once all files of a pack are read: chapters, parts, paths and conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zugong.kernel.errors import PackError
from zugong.language.checker import check, check_value
from zugong.language.errors import LanguageError
from zugong.language.schema import FieldType, Kind, Schema
from zugong.packs.figures import Distinct, Figure, OrganisationsWith, Sum
from zugong.packs.pack import Pack
from zugong.packs.reading import nearest

_PERIOD = re.compile(r"\bperiod_(start|end)\b")
_RULE = re.compile(r"\brule\(\s*'([^']*)'\s*\)")


def rules_in(figure: Figure) -> set[str]:
    """The names of the parameters that its condition asks for."""
    return set(_RULE.findall(figure.where or ""))


def figure_errors(pack: Pack, schema: Schema) -> Iterator[PackError]:
    """Everything wrong with the figures of a pack, in their order."""
    for figure in pack.figures.values():
        if figure.chapter not in pack.chapters:
            there = f"{nearest(figure.chapter, pack.chapters)}; there are: {', '.join(pack.chapters)}"
            yield figure.error(f"there is no chapter {figure.chapter!r}{there}", key="chapter")
        yield from _near_errors(figure, pack, schema)
        yield from _part_errors(figure, pack) if figure.parts else _row_errors(figure, pack, schema)


def _part_errors(figure: Figure, pack: Pack) -> Iterator[PackError]:
    """The two figures that it divides are there, measure rows themselves, and speak of the same kind of time."""
    parts = [pack.figures.get(name) for name in figure.parts]
    for name, part in zip(figure.parts, parts, strict=True):
        if part is None:
            yield figure.error(f"there is no figure {name!r}{nearest(name, pack.figures)}")
        elif part.measure is None:
            yield figure.error(f"divides {name}, which divides figures itself; name one that measures rows")
    if figure.share and len({part.time for part in parts if part}) == 2:
        yield figure.error("the part and the whole of a share are both stocks or both flows", key="share")


def _near_errors(figure: Figure, pack: Pack, schema: Schema) -> Iterator[PackError]:
    for near in figure.near:
        if near.figure and near.figure not in pack.figures:
            yield figure.error(f"there is no figure {near.figure!r}{nearest(near.figure, pack.figures)}", key="near")
        if near.records and near.records not in schema:
            yield figure.error(f"there is no record type {near.records!r}{nearest(near.records, schema)}", key="near")


def _row_errors(figure: Figure, pack: Pack, schema: Schema) -> Iterator[PackError]:
    counted, where = figure.of or "", figure.where or ""
    if counted not in schema:
        yield figure.error(f"there is no record type {counted!r}{nearest(counted, schema)}", key="of")
        return
    try:
        check(where, counted, schema, pack.rules)
    except LanguageError as error:
        yield figure.error(str(error), key="where")
    yield from _measure_errors(figure, schema, pack)
    yield from _time_errors(figure)


def _time_errors(figure: Figure) -> Iterator[PackError]:
    """A flow that never asks for its period would count all years; a stock has no period to ask for."""
    asks = _PERIOD.search(figure.where or "") is not None
    if figure.time == "flow" and not asks:
        yield figure.error("a flow needs period_start and period_end in its condition", key="where")
    if figure.time == "stock" and asks:
        yield figure.error("a stock is of a day; a condition with a period makes a flow", key="time")


def _measure_errors(figure: Figure, schema: Schema, pack: Pack) -> Iterator[PackError]:
    path = _path(figure)
    if path is None:
        return
    try:
        found = check_value(path, figure.of or "", schema, pack.rules).type
    except LanguageError as error:
        yield figure.error(str(error), key="measure")
        return
    if isinstance(figure.measure, Sum) and found.kind is not Kind.INTEGER:
        yield figure.error(f"only numbers are summed, and {path} is {found.kind.words.en}", key="measure")
    if isinstance(figure.measure, OrganisationsWith):
        yield from _organisation_errors(figure, figure.measure, found, schema)


def _path(figure: Figure) -> str | None:
    if isinstance(figure.measure, Distinct):
        return figure.measure.distinct
    if isinstance(figure.measure, Sum):
        return figure.measure.sum
    return figure.measure.organisations_with if isinstance(figure.measure, OrganisationsWith) else None


def _organisation_errors(
    figure: Figure, measure: OrganisationsWith, found: FieldType, schema: Schema
) -> Iterator[PackError]:
    if found.target != "organisation":
        yield figure.error(f"{measure.organisations_with} does not lead to an organisation", key="measure")
    known = schema["organisation"].fields["kind"].codes or frozenset()
    for kind in measure.kinds:
        if kind not in known:
            yield figure.error(f"there is no kind of organisation {kind!r}{nearest(kind, known)}", key="measure")
