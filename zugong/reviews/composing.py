"""Writes a text from its template: conditions decided, subordinates one after another, numbers put in their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from zugong.reviews.template import Paragraph, TableBlock, Template, TextBlock
from zugong.reviews.tokens import Amount, Condition, PlotWanted, Token, holds
from zugong.reviews.written import (
    Shown,
    Span,
    Spans,
    Written,
    WrittenLine,
    WrittenPlot,
    WrittenRow,
    WrittenTable,
)


class Numbers(Protocol):
    """What a text is filled with. `group` is a subordinate organisation, None for all together."""

    subordinates: Sequence[int]

    def number(self, amount: Amount, group: int | None) -> Shown: ...
    def word(self, code: str, group: int | None) -> str: ...
    def plot(self, source: int, wanted: PlotWanted) -> WrittenPlot: ...


def compose(template: Template, numbers: Numbers) -> Written:
    """The text. The template must be without problems."""
    return tuple(_Composing(numbers).blocks(template.blocks))


@dataclass(frozen=True)
class _Composing:
    numbers: Numbers

    def blocks(self, blocks: Sequence[TextBlock | TableBlock]) -> Iterator[WrittenLine | WrittenTable | WrittenPlot]:
        standing = _Standing(self)
        for source, block in enumerate(blocks):
            control = block.paragraph.control if isinstance(block, TextBlock) else None
            if control:
                standing.meet(control, None)
            elif standing.stands:
                yield from self._block(source, block)

    def _block(self, source: int, block: TextBlock | TableBlock) -> Iterator[WrittenLine | WrittenTable | WrittenPlot]:
        if isinstance(block, TableBlock):
            yield WrittenTable(source, tuple(self._rows(block)))
        elif block.paragraph.plot:
            yield self.numbers.plot(source, block.paragraph.plot)
        else:
            for group in self._groups(block.paragraph.repeats):
                spans = self.spans(block.paragraph, group)
                if group is None or _says_something([spans]):
                    yield WrittenLine(source, block.role, spans)

    def _rows(self, block: TableBlock) -> Iterator[WrittenRow]:
        for source, row in enumerate(block.rows):
            for group in self._groups(row.repeats):
                cells = tuple(tuple(self.spans(paragraph, group) for paragraph in cell) for cell in row.cells)
                if group is None or _says_something(spans for cell in cells for spans in cell):
                    yield WrittenRow(source, cells)

    def _groups(self, repeats: bool) -> Iterable[int | None]:
        return self.numbers.subordinates if repeats else (None,)

    def spans(self, paragraph: Paragraph, group: int | None) -> Spans:
        return tuple(self._spans(paragraph.tokens, group))

    def _spans(self, tokens: Iterable[Token], group: int | None) -> Iterator[Span]:
        standing = _Standing(self)
        for token in tokens:
            if token.is_control:
                standing.meet(token, group)
            elif standing.stands:
                yield self._span(token, group)

    def _span(self, token: Token, group: int | None) -> Span:
        if token.amount:
            number = self.numbers.number(token.amount, group)
            return Span(number.text, token.start, token.end, number)
        text = self.numbers.word(token.text, group) if token.mark == "word" else token.text
        return Span(text, token.start, token.end)

    def is_true(self, condition: Condition, group: int | None) -> bool:
        """What is not known makes a condition untrue."""
        left, right = (self._side(side, group) for side in (condition.left, condition.right))
        return left is not None and right is not None and holds(left, condition.comparison, right)

    def _side(self, side: Amount | Fraction, group: int | None) -> Fraction | None:
        return side if isinstance(side, Fraction) else self.numbers.number(side, group).exact


def _says_something(paragraphs: Iterable[Spans]) -> bool:
    """Has a subordinate anything but zeros? One without any number stands as it is."""
    numbers = [span.number for spans in paragraphs for span in spans if span.number]
    return not numbers or any(number.exact for number in numbers)


class _Standing:
    """Whether text stands at a place: every condition around it says so."""

    def __init__(self, composing: _Composing) -> None:
        self._composing = composing
        self._around: list[bool] = []

    @property
    def stands(self) -> bool:
        return all(self._around)

    def meet(self, control: Token, group: int | None) -> None:
        if control.condition:
            self._around.append(self._composing.is_true(control.condition, group))
        elif control.mark == "else":
            self._around[-1] = not self._around[-1]
        else:
            self._around.pop()
