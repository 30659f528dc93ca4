"""What is wrong with a text of the language, where, and what would be right, in both languages."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from zugong.kernel.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in English and in Chinese, with named places that `filled` fills."""

    en: str
    zh: str

    def filled(self, **details: Any) -> Sentence:
        return Sentence(self.en.format(**details), self.zh.format(**details))


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in a text: the offset of its first character and how many there are."""

    start: int
    length: int

    def to(self, other: Span) -> Span:
        return Span(self.start, other.start + other.length - self.start)


@dataclass(frozen=True, slots=True)
class Source:
    """A text being checked; `within` names the derived field it belongs to (`person.age`), or is empty."""

    text: str
    within: str = ""

    def error(self, span: Span, problem: Sentence, suggestion: Sentence | None = None, **details: Any) -> LanguageError:
        """The error to raise; `details` fill the problem."""
        return LanguageError(self, span, problem.filled(**details), suggestion)


class LanguageError(RuleBroken):
    """A text that cannot be understood or asked. `str` and `sentence(language)` say where and why; `rendered` shows it.

    `column` counts from 1 in its line; `line` from 1; `length` is in characters; `suggestion` may be None.
    """

    code = "language.error"
    message = "{place}: {problem}"
    message_zh = "{place_zh}：{problem_zh}"

    def __init__(self, source: Source, span: Span, problem: Sentence, suggestion: Sentence | None = None) -> None:
        self.source, self.span, self.problem, self.suggestion = source, span, problem, suggestion
        before = source.text[: span.start]
        self.line = before.count("\n") + 1
        self.column = span.start - (before.rfind("\n") + 1) + 1
        self.length = max(span.length, 1)
        whole = _joined(problem, suggestion)
        place = self._place()
        super().__init__(place=place.en, place_zh=place.zh, problem=whole.en, problem_zh=whole.zh)

    def rendered(self, language: str) -> str:
        """The line, a caret under the place, and the sentence: three lines for a screen of fixed-width letters."""
        line = self.source.text.split("\n")[self.line - 1]
        before, marked = line[: self.column - 1], line[self.column - 1 :][: self.length]
        caret = " " * _width(before) + "^" * max(_width(marked), 1)
        return "\n".join((line.replace("\t", " "), caret, self.sentence(language)))

    def _place(self) -> Sentence:
        within = self.source.within
        lines = "\n" in self.source.text
        return Sentence(
            (f"in {within}, " if within else "") + (f"line {self.line}, " if lines else "") + f"column {self.column}",
            (f"{within} 中，" if within else "") + (f"第 {self.line} 行" if lines else "") + f"第 {self.column} 列",
        )


def _joined(problem: Sentence, suggestion: Sentence | None) -> Sentence:
    if suggestion is None:
        return problem
    return Sentence(f"{problem.en}; {suggestion.en}", f"{problem.zh}；{suggestion.zh}")


def _width(text: str) -> int:
    """Columns on a screen: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
