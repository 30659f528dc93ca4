"""What can be wrong with matters that need attention once all files of a pack are read: figures, spans, dates, rules."""

from __future__ import annotations

from collections.abc import Iterator

from zugong.kernel.errors import PackError
from zugong.language.schema import Kind, Schema
from zugong.packs.attention import Attention, DueAfter
from zugong.packs.check_figures import rules_in
from zugong.packs.figures import Figure
from zugong.packs.pack import Pack
from zugong.packs.reading import nearest


def attention_errors(pack: Pack, schema: Schema) -> Iterator[PackError]:
    """Everything wrong with the matters of a pack, in their order."""
    for attention in pack.attentions.values():
        figure = pack.figures.get(attention.figure)
        if figure is None:
            there = nearest(attention.figure, pack.figures)
            yield attention.error(f"there is no figure {attention.figure!r}{there}", key="figure")
            continue
        yield from _figure_errors(attention, figure)
        if attention.source is None and not rules_in(figure):
            yield attention.error("needs a source, since its figure asks for no parameter that has one", key="source")
        if isinstance(attention.due, DueAfter):
            yield from _due_errors(attention, attention.due, figure, pack, schema)


def headline_errors(pack: Pack) -> Iterator[PackError]:
    """The figures of the first page are there."""
    headlines = pack.headlines
    for name in (*headlines.of_branch, *headlines.of_committee) if headlines else ():
        if headlines and name not in pack.figures:
            yield headlines.error(f"there is no figure {name!r}{nearest(name, pack.figures)}")


def _figure_errors(attention: Attention, figure: Figure) -> Iterator[PackError]:
    """It counts rows, so that there is a list to open, and a flow says of which time it is asked."""
    if figure.measure is None:
        yield attention.error(f"{figure.figure} divides figures; name one that measures rows", key="figure")
    if (figure.time == "flow") != (attention.span is not None):
        problem = "a flow needs a span" if figure.time == "flow" else "a stock is of a day and takes no span"
        yield attention.error(f"{figure.figure} is a {figure.time}: {problem}", key="span")


def _due_errors(attention: Attention, due: DueAfter, figure: Figure, pack: Pack, schema: Schema) -> Iterator[PackError]:
    fields = schema[figure.of].fields if figure.of in schema else {}
    dates = [name for name, field in fields.items() if field.kind in (Kind.DAY, Kind.DATE)]
    if due.field not in dates:
        there = f"{nearest(due.field, dates)}; dates of {figure.of}: {', '.join(dates)}"
        yield attention.error(f"there is no date {due.field!r}{there}", key="due")
    if due.rule not in pack.parameters:
        yield attention.error(f"there is no parameter {due.rule!r}{nearest(due.rule, pack.parameters)}", key="due")
