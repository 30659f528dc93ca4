"""The year of a department as a pack declares it: stages from plan to review, each with its months and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from zugong.packs.figures import Name
from zugong.packs.parameters import Source
from zugong.packs.reading import Declared, Words, one

FILE = "cycle.yaml"
MONTHS = range(1, 13)
Month = Annotated[int, Field(ge=MONTHS[0], le=MONTHS[-1])]


class Stage(Declared):
    """One stage of the year. `says` is one sentence on what is done in it.

    The rest names elements of the pack: papers as `programmes`, single `lines` of them as programme.line, `schemes`,
    `figures`, `matters` that need attention, `lists` of a record type, `reports` and `briefings`.
    """

    stage: Name
    zh: str
    en: str
    says: Words
    months: tuple[Month, ...] = Field(min_length=1)
    programmes: tuple[Name, ...] = ()
    lines: tuple[str, ...] = ()
    schemes: tuple[Name, ...] = ()
    figures: tuple[Name, ...] = ()
    matters: tuple[Name, ...] = ()
    lists: tuple[Name, ...] = ()
    reports: tuple[Name, ...] = ()
    briefings: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _shows_something(self) -> Self:
        if list(self.months) != sorted(set(self.months)):
            raise ValueError("months stand once each, in the order of the year")
        if not (self.programmes or self.lines or self.schemes or self.figures or self.matters or self.lists):
            raise ValueError("a stage needs a programme, a line, a scheme, a figure, a matter or a list")
        return self

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    @property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """Its months as runs without a gap, each from its first to its last month."""
        found: list[tuple[int, int]] = []
        for month in self.months:
            if found and found[-1][1] == month - 1:
                found[-1] = (found[-1][0], month)
            else:
                found.append((month, month))
        return tuple(found)


class Cycle(Declared):
    """cycle.yaml: how the place calls its year, where that stands, and the stages in their order."""

    zh: str
    en: str
    source: Source
    stages: tuple[Stage, ...] = Field(min_length=2, max_length=9)

    @model_validator(mode="after")
    def _names_stages_once(self) -> Self:
        names = [stage.stage for stage in self.stages]
        twice = next((name for name in names if names.count(name) > 1), "")
        if twice:
            raise ValueError(f"the stage {twice} stands twice")
        return self

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


def read_cycle(folders: Iterable[Path]) -> Cycle | None:
    """The year of the most local pack that declares one. Raises PackError."""
    written = [path for folder in folders if (path := folder / FILE).is_file()]
    return one(Cycle, written[-1]) if written else None
