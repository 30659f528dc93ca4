"""Sheets for the microphone as packs declare them: questions that callers ask, short answers, what to say and what not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import ceil
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from zugong.packs.figures import Name
from zugong.packs.parameters import Source
from zugong.packs.reading import Declared, Words, one

MOST_SENTENCES = 3
#: What fits one page of A4 beside its head, in Chinese characters.
MOST_CHARACTERS = 1600
_FEW_CHARACTERS = 1150
_LETTERS_FOR_A_CHARACTER = 2.4
_SENTENCE_END = {"zh": re.compile(r"[。！？]"), "en": re.compile(r"[.!?](?=\s|$)")}
_A_NUMBER = "12016"
_BRACES = re.compile(r"\{\{.*?\}\}")


class Question(Declared):
    """One question with an answer of at most three sentences; names of figures stand in braces.

    `say` and `do_not_say` are notes for whoever speaks. `source` is the paper that the answer rests on.
    """

    question: Words
    answer: Words
    say: Words | None = None
    do_not_say: Words | None = None
    source: Source

    @model_validator(mode="after")
    def _is_short(self) -> Self:
        for language, text in (("zh", self.answer.zh), ("en", self.answer.en)):
            sentences = len(_SENTENCE_END[language].findall(_BRACES.sub("", text)))
            if sentences > MOST_SENTENCES:
                raise ValueError(
                    f"the answer ({language}) has {sentences} sentences; a caller listens to {MOST_SENTENCES}"
                )
        return self

    @property
    def characters(self) -> int:
        """How much room it takes, as Chinese characters: letters are narrower."""
        return max(self._length("zh"), ceil(self._length("en") / _LETTERS_FOR_A_CHARACTER))

    def _length(self, language: str) -> int:
        words = [self.question, self.answer, *(note for note in (self.say, self.do_not_say) if note)]
        return len(self.source.title) + sum(len(_BRACES.sub(_A_NUMBER, one.in_language(language))) for one in words)


class Briefing(Declared):
    """One sheet. `occasion` is when it is needed."""

    briefing: Name
    zh: str
    en: str
    occasion: Words
    questions: tuple[Question, ...] = Field(min_length=1, max_length=8)

    @model_validator(mode="after")
    def _fits_a_page(self) -> Self:
        if self.characters > MOST_CHARACTERS:
            raise ValueError(
                f"the sheet has {self.characters} characters; one page holds {MOST_CHARACTERS}: make it two sheets"
            )
        return self

    @property
    def characters(self) -> int:
        """How much room the questions take."""
        return sum(question.characters for question in self.questions)

    @property
    def is_roomy(self) -> bool:
        """Does it fit the page in large type too?"""
        return self.characters <= _FEW_CHARACTERS

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


def briefing_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Where sheets are declared, ancestors first."""
    for folder in folders:
        yield from sorted(folder.glob("briefings/*.yaml"))


def read_briefing(path: Path) -> Briefing:
    """The sheet of one file. Raises PackError, also where the file bears another name."""
    briefing = one(Briefing, path)
    if briefing.briefing != path.stem:
        raise briefing.error(f"stands in {path.name}; call the file {briefing.briefing}.yaml", key="briefing")
    return briefing


def read_briefings(folders: Iterable[Path]) -> dict[str, Briefing]:
    """All sheets of a lineage by their code; a locality's own replaces its ancestor's of the same code. Raises PackError."""
    return {briefing.briefing: briefing for briefing in map(read_briefing, briefing_files(folders))}
