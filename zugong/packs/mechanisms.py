"""The catalogue of mechanisms: what departments do under a name of its own, where, and on which shape it is built."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from zugong.packs.folder import DEFAULT_FOLDER, packs_folder
from zugong.packs.programmes import MechanismId
from zugong.packs.reading import Declared, many

Shape = Literal["ledger", "programme", "scheme", "case", "channel"]


class Mechanism(Declared):
    """One mechanism. `places` are the packs of the localities that have it."""

    mechanism: MechanismId
    zh: str
    en: str
    shape: Shape
    places: tuple[str, ...]

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


def read_mechanisms(folder: Path | None = None) -> dict[str, Mechanism]:
    """The catalogue beside the packs, else the installed one, by id, in its order. Raises PackError."""
    path = (folder or packs_folder()) / "mechanisms.yaml"
    path = path if path.is_file() else DEFAULT_FOLDER / "mechanisms.yaml"
    found: dict[str, Mechanism] = {}
    for mechanism in many(Mechanism, path):
        if mechanism.mechanism in found:
            raise mechanism.error("stands twice in the catalogue", key="mechanism")
        found[mechanism.mechanism] = mechanism
    return found
