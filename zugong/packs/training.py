"""For whom training is asked: groups of persons, how many hours in how many years, by which channel they are reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from pydantic import Field

from zugong.packs.figures import Name
from zugong.packs.reading import Declared, Words, many


class TrainingGroup(Declared):
    """Persons who should be trained: those named by the rows of a record type for which a condition holds on a day.

    `hours` is the parameter that says how many hours are asked in `years` calendar years, the last being that of the day; a
    group without it is only to be reached. `online`: hours of the online academies count towards them. `rank`, `series`,
    `level` and `form` begin a class for the group; `channel` is how the place calls what it offers to it.
    """

    group: Name
    zh: str
    en: str
    of: Name
    where: str
    person: Name = "person"
    hours: Name | None = None
    years: int = Field(1, ge=1, le=10)
    online: bool = False
    rank: Name | None = None
    series: Name | None = None
    level: Name | None = None
    form: Name | None = None
    channel: Words | None = None
    note: Words | None = None

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


def training_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Where groups are declared, ancestors first."""
    for folder in folders:
        yield from sorted(folder.glob("training/*.yaml"))


@cache
def read_training_groups(folders: tuple[Path, ...]) -> dict[str, TrainingGroup]:
    """The groups of a lineage by code, ancestors first. Raises PackError."""
    return {one.group: one for path in training_files(folders) for one in many(TrainingGroup, path)}
