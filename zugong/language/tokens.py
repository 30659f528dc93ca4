"""Cuts a text into words, numbers, quoted texts and signs, each with its place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from zugong.language import messages
from zugong.language.errors import LanguageError, Sentence, Source, Span

LONGEST_TEXT = 4000
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>[0-9]+)|(?P<word>[^\W\d]\w*)|(?P<text>'(?:[^']|'')*')|(?P<sign><=|>=|!=|[=<>()+\-,.])"
)
# What people type instead, mostly with a Chinese keyboard on.
_MEANT = dict(
    zip("（），．。＝＜＞≤≥≠＋－", ("(", ")", ",", ".", ".", "=", "<", ">", "<=", ">=", "!=", "+", "-"), strict=True)
)
_MEANT |= {**dict.fromkeys('‘’“”＇"`', "'"), "&": "and", "|": "or", "!": "not"}


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a text; `text` as written, but without quotes for a quoted text."""

    kind: Literal["number", "word", "text", "sign", "end"]
    text: str
    span: Span

    def is_sign(self, *signs: str) -> bool:
        return self.kind == "sign" and self.text in signs

    def is_word(self, *words: str) -> bool:
        return self.kind == "word" and self.text in words

    @property
    def described(self) -> Sentence:
        if self.kind == "end":
            return Sentence("the end", "结尾")
        return Sentence(f"'{self.text}'", f"“{self.text}”")


def tokens(source: Source) -> list[Token]:
    """All tokens of the text, the last one of kind `end`. Raises LanguageError."""
    if len(source.text) > LONGEST_TEXT:
        span = Span(LONGEST_TEXT, len(source.text) - LONGEST_TEXT)
        raise source.error(span, messages.TOO_LONG, length=len(source.text), limit=LONGEST_TEXT)
    found, offset = [], 0
    while offset < len(source.text):
        match = _TOKEN.match(source.text, offset)
        if match is None:
            raise _strange(source, offset)
        if match.lastgroup != "space":
            found.append(_token(source, match))
        offset = match.end()
    return [*found, Token("end", "", Span(len(source.text), 0))]


def _token(source: Source, match: re.Match[str]) -> Token:
    span = Span(match.start(), match.end() - match.start())
    kind, text = match.lastgroup, match.group()
    if kind == "text":
        text = text[1:-1].replace("''", "'")
        if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
            raise source.error(span, messages.CONTROL_IN_TEXT)
    return Token(kind, text, span)  # type: ignore[arg-type]


def _strange(source: Source, offset: int) -> LanguageError:
    sign = source.text[offset]
    if sign == "'":
        return source.error(Span(offset, len(source.text) - offset), messages.UNCLOSED_TEXT)
    meant = _MEANT.get(sign)
    return source.error(Span(offset, 1), messages.STRANGE_SIGN, messages.write(meant) if meant else None, sign=sign)
