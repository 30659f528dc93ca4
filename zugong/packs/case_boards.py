"""Boards as packs declare them: case types side by side, per organisation below, with figures beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from pydantic import Field

from zugong.packs.figures import Name
from zugong.packs.reading import Words, many
from zugong.packs.scheme_criteria import Labelled


class CaseBoard(Labelled):
    """Case types side by side: in how many places each stands in which stage, where all have come to their end, what is late.

    The places are the organisations that are set up in units of the kinds `of_units`, those below another of them left out.
    Only cases begun in the last so many `months` count, so that an earlier round does not. `figures` stand beside them,
    shares as shares.
    """

    board: Name
    zh: str
    en: str
    types: tuple[Name, ...] = Field(min_length=1)
    of_units: tuple[Name, ...] = Field(min_length=1)
    places: Words
    months: int = Field(gt=0)
    figures: tuple[Name, ...] = ()
    note: Words | None = None


def read_case_boards(folders: Iterable[Path], known: Collection[str]) -> dict[str, CaseBoard]:
    """The boards of a lineage by their code. Raises PackError for one that shows no case type of the pack."""
    found: dict[str, CaseBoard] = {}
    for folder in folders:
        for path in sorted(folder.glob("cases/boards/*.yaml")):
            for one in many(CaseBoard, path):
                if unknown := [name for name in one.types if name not in known]:
                    raise one.error(f"there is no case type {unknown[0]!r}", key="types")
                found[one.board] = one
    return found
