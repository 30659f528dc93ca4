"""A pack to begin with: small, complete and right, with an example of each kind of file that a locality usually writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template

from zugong.kernel.errors import PackError
from zugong.packs.pack import Pack

_TEMPLATES = Path(__file__).parent / "starting"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class StartingPack:
    """What the files of a new pack say. Its name is the name of its folder; `since` is the first day of its examples."""

    folder: Path
    zh: str
    en: str
    territory: str
    inherits: Pack
    since: date

    @property
    def words(self) -> dict[str, str]:
        """What stands for what in the files."""
        unset = [one.name for one in self.inherits.parameters.values() if one.set_by]
        return {
            "name": self.folder.name, "folder": str(self.folder), "zh": self.zh, "en": self.en, "territory": self.territory,
            "inherits": self.inherits.name, "leaves_unset": ", ".join(unset), "since": self.since.isoformat(),
        }  # fmt: skip


def write_starting_pack(starting: StartingPack) -> list[Path]:
    """Write the files of a new pack, and say which. Raises PackError where the name will not do or the folder is in use."""
    _check_free(starting.folder)
    written = []
    for template in sorted(path for path in _TEMPLATES.rglob("*") if path.is_file()):
        path = starting.folder / template.relative_to(_TEMPLATES)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(template.read_text(encoding="utf-8")).substitute(starting.words), encoding="utf-8")
        written.append(path)
    return written


def _check_free(folder: Path) -> None:
    if not _NAME.fullmatch(folder.name):
        problem = f"{folder.name!r} cannot name a pack; write small letters, digits and _, such as packs/my_county"
        raise PackError(problem, file=str(folder))
    if folder.exists() and any(folder.iterdir()):
        raise PackError("there is something in it already; choose a new folder", file=str(folder))
