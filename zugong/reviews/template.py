"""A template read and checked as a whole: its paragraphs as tokens, the figures that it asks for, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from zugong.kernel.errors import RuleBroken
from zugong.packs.pack import Pack
from zugong.reviews.outline import Grid, Line, Outline, Role
from zugong.reviews.placeholders import Names
from zugong.reviews.tokens import BELOW, WORDS, Amount, NotInPairs, PlotWanted, Token, tokens_of

_EXCERPT = 40


class NotInTheMargin(RuleBroken):
    code = "reviews.not_in_the_margin"
    message = "A plot or a line for each subordinate does not fit into a header or footer; put it into the text."
    message_zh = "图和按下级组织展开的内容不能放在页眉、页脚中，请移到正文。"


@dataclass(frozen=True)
class Problem:
    """Something wrong with a template: the beginning of the paragraph where it stands, and the rule that is broken."""

    place: str
    error: RuleBroken

    def sentence(self, language: str) -> str:
        return self.error.sentence(language)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The tokens of one paragraph. One with {{下级}} outside a table row stands once for each subordinate."""

    tokens: tuple[Token, ...]

    @property
    def repeats(self) -> bool:
        return any(token.mark == "word" and token.text == BELOW for token in self.tokens)

    @property
    def control(self) -> Token | None:
        """The mark that the paragraph consists of, and nothing else: it rules the paragraphs up to its partner."""
        written = [token for token in self.tokens if token.mark != "text" or token.text.strip()]
        return written[0] if len(written) == 1 and written[0].is_control else None

    @property
    def plot(self) -> PlotWanted | None:
        return next((token.plot for token in self.tokens if token.plot), None)


Cell = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; one with {{下级}} in any cell stands once for each subordinate."""

    cells: tuple[Cell, ...]

    @property
    def repeats(self) -> bool:
        return any(paragraph.repeats for cell in self.cells for paragraph in cell)


@dataclass(frozen=True, slots=True)
class TextBlock:
    role: Role
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class TableBlock:
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Template:
    """Everything a text is written from. It can be written only where `problems` is empty."""

    blocks: tuple[TextBlock | TableBlock, ...]
    problems: tuple[Problem, ...]

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """Every number that the text or a condition asks for, each once, in order."""
        return tuple(dict.fromkeys(_amounts(self._tokens)))

    @cached_property
    def plots(self) -> tuple[PlotWanted, ...]:
        return tuple(token.plot for token in self._tokens if token.plot)

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """The figures in the order in which they come first: conditions and plots included."""
        named = [amount.code for amount in self.amounts if amount.kind == "figure"]
        return tuple(dict.fromkeys([*named, *(code for plot in self.plots for code in plot.figures)]))

    @cached_property
    def _tokens(self) -> tuple[Token, ...]:
        return tuple(token for paragraph in self._paragraphs for token in paragraph.tokens)

    @property
    def _paragraphs(self) -> Iterator[Paragraph]:
        for block in self.blocks:
            if isinstance(block, TextBlock):
                yield block.paragraph
            else:
                yield from (paragraph for row in block.rows for cell in row.cells for paragraph in cell)


def _amounts(tokens: Iterable[Token]) -> Iterator[Amount]:
    for token in tokens:
        if token.amount:
            yield token.amount
        if token.condition:
            yield from (side for side in (token.condition.left, token.condition.right) if isinstance(side, Amount))


def read_template(outline: Outline, pack: Pack) -> Template:
    """The template of an outline, with everything that is wrong in it."""
    reading = _Reading(Names(pack, WORDS))
    blocks = tuple(reading.block(block) for block in outline)
    reading.check_pairs([block.paragraph for block in blocks if isinstance(block, TextBlock)])
    return Template(blocks, tuple(reading.problems))


class _Reading:
    def __init__(self, names: Names) -> None:
        self._names = names
        self.problems: list[Problem] = []

    def block(self, block: Line | Grid) -> TextBlock | TableBlock:
        if isinstance(block, Line):
            return TextBlock(block.role, self._line(block))
        cells = (tuple(tuple(self._paragraph(text) for text in cell) for cell in row) for row in block.rows)
        return TableBlock(tuple(Row(row) for row in cells))

    def _line(self, line: Line) -> Paragraph:
        if line.role != "margin":
            return self._paragraph(line.text, may_control=True)
        paragraph = self._paragraph(line.text)
        if paragraph.plot or paragraph.repeats:
            self.problems.append(Problem(_excerpt(line.text), NotInTheMargin()))
        return paragraph

    def _paragraph(self, text: str, *, may_control: bool = False) -> Paragraph:
        tokens, wrong = tokens_of(text, self._names)
        paragraph = Paragraph(tuple(tokens))
        self.problems += [Problem(_excerpt(text), error) for error in wrong]
        if not (may_control and paragraph.control):
            self._check_inside([token for token in tokens if token.is_control], text)
        return paragraph

    def _check_inside(self, controls: Iterable[Token], text: str) -> None:
        if lonely := _lonely(controls):
            self.problems.append(Problem(_excerpt(text), NotInPairs(mark=lonely.text)))

    def check_pairs(self, paragraphs: Iterable[Paragraph]) -> None:
        """The conditions that rule whole paragraphs."""
        if lonely := _lonely([paragraph.control for paragraph in paragraphs if paragraph.control]):
            self.problems.append(Problem(lonely.text, NotInPairs(mark=lonely.text)))


def _lonely(controls: Iterable[Token]) -> Token | None:
    """The first mark without a partner."""
    waiting: list[tuple[Token, bool]] = []
    for token in controls:
        if token.mark == "if":
            waiting.append((token, False))
        elif not waiting or (token.mark == "else" and waiting[-1][1]):
            return token
        elif token.mark == "else":
            waiting[-1] = (waiting[-1][0], True)
        else:
            waiting.pop()
    return waiting[0][0] if waiting else None


def _excerpt(text: str) -> str:
    plain = text.strip()
    return plain if len(plain) <= _EXCERPT else f"{plain[:_EXCERPT]}…"
