"""Where packs lie, and the order in which a pack inherits."""

from __future__ import annotations

import os
from pathlib import Path

from zugong.kernel.errors import PackError
from zugong.packs import yaml

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "packs"


def packs_folder() -> Path:
    """The folder that holds the packs: ZUGONG_PACKS_FOLDER, or the one beside the program."""
    return Path(os.environ.get("ZUGONG_PACKS_FOLDER", DEFAULT_FOLDER))


def pack_folder(name: str, *, folder: Path | None = None) -> Path:
    """The folder of the pack `name`: in `folder`, else among the packs of this installation, else beside the program.

    So a county's pack may lie in a folder of its own and inherit what is installed. Raises PackError naming what `folder` has.
    """
    root = folder or packs_folder()
    for place in (root, packs_folder(), DEFAULT_FOLDER):
        if (place / name / "pack.yaml").is_file():
            return place / name
    known = ", ".join(sorted(path.parent.name for path in root.glob("*/pack.yaml"))) or "none"
    raise PackError(f"there is no pack {name!r} in {root}; there are: {known}")


def lineage(name: str, *, folder: Path | None = None) -> list[Path]:
    """The folders of a pack and all that it inherits, ancestors first, each once. Raises PackError on a circle."""
    return _lineage(name, folder, ())


def _lineage(name: str, folder: Path | None, above: tuple[str, ...]) -> list[Path]:
    if name in above:
        raise PackError(f"packs inherit in a circle: {' → '.join((*above, name))}")
    path = pack_folder(name, folder=folder)
    declared = yaml.read(path / "pack.yaml")
    result: list[Path] = []
    for parent in declared.get("inherits", []):
        result += [found for found in _lineage(parent, folder, (*above, name)) if found not in result]
    return [*result, path]
