"""Last year's text as its pages show it: numbers underlined, candidates with their reasons, this year's in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import get_language, gettext, gettext_lazy

from zugong.figures.answers import Number
from zugong.figures.printing import in_unit
from zugong.packs.figures import Figure
from zugong.packs.pack import Pack
from zugong.reviews.last_year import NO_FIGURE, Change, StatedNumber, StatedParagraph, with_edits
from zugong.reviews.last_year_matching import Candidate
from zugong.reviews.last_year_printing import rewritten
from zugong.web.number_links import NumberLinks
from zugong.web.numbers import shown_number, unit_of

_AROUND = 14
PASSED_WORDS = {
    "title": gettext_lazy("title of a paper"), "paper": gettext_lazy("number of a paper"), "day": gettext_lazy("year or day"),
    "time": gettext_lazy("time of day"), "span": gettext_lazy("span of time"), "ordinal": gettext_lazy("ordinal"),
    "congress": gettext_lazy("congress or session"), "mark": gettext_lazy("enumeration"), "name": gettext_lazy("name"),
    "call": gettext_lazy("telephone or code"), "ratio": gettext_lazy("ratio"),
}  # fmt: skip
STATE_WORDS = {
    "known": gettext_lazy("recognised"), "choose": gettext_lazy("please choose"),
    "differs": gettext_lazy("was another number"), "unknown": gettext_lazy("no figure knows it"),
}  # fmt: skip


@dataclass(frozen=True)
class TextPiece:
    """A piece of a paragraph; `state` is empty for plain text."""

    text: str
    state: str = ""
    state_words: str = ""
    number: int = 0


@dataclass(frozen=True)
class TextParagraph:
    pieces: tuple[TextPiece, ...]


@dataclass(frozen=True)
class FigureOption:
    """A figure that a number may be, with what it was, what it would become, and why it is offered."""

    code: str
    label: str
    is_chosen: bool
    was: str
    becomes: str
    why: str


@dataclass(frozen=True)
class NumberLine:
    """One number of the text with the words around it, and the figures to choose from."""

    index: int
    number: int
    before: str
    written: str
    after: str
    state: str
    state_words: str
    options: tuple[FigureOption, ...]
    is_none_chosen: bool


@dataclass(frozen=True)
class PassedLine:
    """Digits that were not taken for a number, and what they are."""

    text: str
    why: str


@dataclass(frozen=True)
class ChangedPiece:
    """A piece of the text with this year's numbers: plain, or a number with what was struck out before it."""

    text: str
    struck: str = ""
    address: str = ""
    title: str = ""


@dataclass(frozen=True)
class ChangedParagraph:
    pieces: tuple[ChangedPiece, ...]


@dataclass(frozen=True)
class ChangeLine:
    """One number in the table of changes."""

    label: str
    written: str
    becomes: str
    was: str
    value: str
    difference: str
    address: str
    is_changed: bool
    is_known: bool


def text_paragraphs(paragraphs: Sequence[StatedParagraph]) -> tuple[TextParagraph, ...]:
    """The text with every number marked by its state."""
    return tuple(TextParagraph(tuple(_text_pieces(paragraph))) for paragraph in paragraphs if paragraph.text.strip())


def _text_pieces(paragraph: StatedParagraph) -> Iterator[TextPiece]:
    last = 0
    for stated in paragraph.numbers:
        number, state = stated.found.number, stated.found.state
        yield TextPiece(paragraph.text[last : number.start])
        yield TextPiece(
            paragraph.text[number.start : number.end], state, str(STATE_WORDS[state]), stated.index + 1
        )  # fmt: skip
        last = number.end
    yield TextPiece(paragraph.text[last:])


def number_lines(
    paragraphs: Sequence[StatedParagraph], then: Mapping[str, Number | None], now: Mapping[str, Number | None], pack: Pack,
    language: str,
) -> list[NumberLine]:  # fmt: skip
    """Every number with its candidates, in the order of the text."""
    offering = _Offering(then, now, pack, language)
    return [offering.line(paragraph.text, stated) for paragraph in paragraphs for stated in paragraph.numbers]


@dataclass(frozen=True)
class _Offering:
    then: Mapping[str, Number | None]
    now: Mapping[str, Number | None]
    pack: Pack
    language: str

    def line(self, text: str, stated: StatedNumber) -> NumberLine:
        number = stated.found.number
        end = number.end + len(number.unit)
        return NumberLine(
            index=stated.index,
            number=stated.index + 1,
            before=text[max(number.start - _AROUND, 0) : number.start],
            written=text[number.start : end],
            after=text[end : end + _AROUND],
            state=stated.found.state,
            state_words=str(STATE_WORDS[stated.found.state]),
            options=tuple(self._option(text, stated, candidate) for candidate in stated.found.candidates),
            is_none_chosen=stated.figure == NO_FIGURE,
        )

    def _option(self, text: str, stated: StatedNumber, candidate: Candidate) -> FigureOption:
        figure = self.pack.figures[candidate.code]
        return FigureOption(
            code=candidate.code,
            label=figure.label(self.language),
            is_chosen=candidate.code == stated.figure,
            was=_shown(self.then.get(candidate.code), figure, self.language),
            becomes=self._becomes(text, stated, candidate, figure),
            why=why(candidate),
        )

    def _becomes(self, text: str, stated: StatedNumber, candidate: Candidate, figure: Figure) -> str:
        value, number = self.now.get(candidate.code), stated.found.number
        if value is None:
            return gettext("nothing to compute")
        edits = rewritten(number, in_unit(value, figure.print), candidate.rounding or "half_up", text)
        start = number.before.start if number.before else number.start
        end = number.after.end if number.after else number.end + len(number.unit)
        grown = sum(len(edit.new) - len(edit.old) for edit in edits)
        return with_edits(text, edits)[start : end + grown]


def why(candidate: Candidate) -> str:
    """Why a figure is offered, in a few words."""
    reasons = [gettext("the value agrees") if candidate.rounding else gettext("the value was another one")]
    if candidate.words:
        reasons.append(gettext("near it: %(words)s") % {"words": _between_words().join(candidate.words)})
    if candidate.unit == "same":
        reasons.append(gettext("same unit"))
    if candidate.unit == "other":
        reasons.append(gettext("another unit"))
    return gettext("; ").join(reasons)


def _between_words() -> str:
    return "、" if (get_language() or "").startswith("zh") else ", "


def passed_lines(paragraphs: Sequence[StatedParagraph]) -> tuple[PassedLine, ...]:
    """What was not taken for a number, each once."""
    found = {(one.text.strip(), one.why): None for paragraph in paragraphs for one in paragraph.passed}
    return tuple(PassedLine(text, str(PASSED_WORDS[reason])) for text, reason in found)


def changed_paragraphs(
    paragraphs: Sequence[StatedParagraph], changes: Sequence[Sequence[Change]], pack: Pack, links: NumberLinks, language: str
) -> tuple[ChangedParagraph, ...]:  # fmt: skip
    """The text with the old numbers struck out and the new ones linked to their lists."""
    return tuple(
        ChangedParagraph(tuple(_changed_pieces(paragraph.text, wanted, pack, links, language)))
        for paragraph, wanted in zip(paragraphs, changes, strict=True)
        if paragraph.text.strip()
    )


def _changed_pieces(
    text: str, changes: Sequence[Change], pack: Pack, links: NumberLinks, language: str
) -> Iterator[ChangedPiece]:  # fmt: skip
    last = 0
    for change in changes:
        number = change.stated.found.number
        start = min([number.start, *(edit.start for edit in change.edits)])
        end = max([number.end, *(edit.end for edit in change.edits)])
        yield ChangedPiece(text[last:start])
        figure, old = pack.figures[change.stated.figure], text[start:end]
        shifted = [edit.moved(-start) for edit in change.edits]
        new = with_edits(old, shifted)
        yield ChangedPiece(new, old if change.edits else "", links.address(figure), figure.label(language))
        last = end
    yield ChangedPiece(text[last:])


def change_lines(
    changes: Sequence[Sequence[Change]], then: Mapping[str, Number | None], pack: Pack, links: NumberLinks, language: str
) -> tuple[ChangeLine, ...]:  # fmt: skip
    """Every number that is a figure: what was written, what the figure was and is, and the difference."""
    return tuple(
        _change_line(change, then.get(change.stated.figure), pack.figures[change.stated.figure], links, language)
        for wanted in changes
        for change in wanted
    )


def _change_line(change: Change, was: Number | None, figure: Figure, links: NumberLinks, language: str) -> ChangeLine:
    number = change.stated.found.number
    return ChangeLine(
        label=figure.label(language),
        written=f"{number.text}{number.unit}",
        becomes="".join(edit.new for edit in change.edits) + number.unit if change.edits else "",
        was=_shown(was, figure, language),
        value=_shown(change.value, figure, language),
        difference=_difference(was, change.value, figure, language),
        address=links.address(figure),
        is_changed=bool(change.edits),
        is_known=change.value is not None,
    )


def _difference(was: Number | None, value: Number | None, figure: Figure, language: str) -> str:
    if was is None or value is None:
        return ""
    difference = Fraction(value) - Fraction(was)
    if difference == 0:
        return "0"
    size = abs(difference)
    whole = int(size) if size.denominator == 1 else size
    shown = _shown(whole, figure, language)
    if figure.print.is_share:
        shown = gettext("%(points)s percentage points") % {"points": shown.rstrip("%")}
    return f"{'+' if difference > 0 else '−'}{shown}"


def _shown(value: Number | None, figure: Figure, language: str) -> str:
    if value is None:
        return shown_number(None, figure)
    unit = unit_of(figure, language)
    return f"{shown_number(value, figure)}{unit if language.startswith('zh') else f' {unit}'}".strip()
