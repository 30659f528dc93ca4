"""A pack as a whole: what a locality says, with what it inherits. Read without Django and without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path

from zugong.kernel.errors import PackError
from zugong.language.schema import Rules
from zugong.packs import yaml
from zugong.packs.attention import Attention, Headlines, read_attentions
from zugong.packs.cycle import Cycle, read_cycle
from zugong.packs.figures import Figure, read_figures
from zugong.packs.folder import lineage
from zugong.packs.own import NOTHING, Joined, OwnTexts, joined_with, own_name
from zugong.packs.parameters import Parameter, read_parameters
from zugong.packs.programmes import Line, Programme, line_figures, read_owners, read_programmes
from zugong.packs.promises import Promises, read_promises
from zugong.packs.reading import Declared, Words, one, validated
from zugong.packs.schemes import Scheme, read_schemes, scheme_figures


class Heading(Declared):
    """pack.yaml. `terms` are words of the locality with their meaning; `territory` is empty for a pack of no place.

    `leaves_unset` are parameters that the locality would set and whose local value nobody has stated yet: a figure that
    asks for one is refused with that reason.
    """

    pack: str
    zh: str
    en: str
    version: str
    territory: str
    inherits: tuple[str, ...] = ()
    leaves_unset: tuple[str, ...] = ()
    terms: dict[str, Words] = {}


@dataclass(frozen=True)
class Pack:
    """One pack, its ancestors' declarations included. `folders` are theirs and its own, ancestors first.

    `own_problems` are what could not be read of the elements that a site published for itself.
    """

    heading: Heading
    folders: tuple[Path, ...]
    versions: Mapping[str, str]
    chapters: Mapping[str, Words]
    figures: Mapping[str, Figure]
    parameters: Mapping[str, Parameter]
    promises: Promises | None
    attentions: Mapping[str, Attention]
    headlines: Headlines | None
    programmes: Mapping[str, Programme]
    owners: Mapping[str, Words]
    schemes: Mapping[str, Scheme]
    cycle: Cycle | None
    own_problems: tuple[PackError, ...] = ()

    @property
    def name(self) -> str:
        return self.heading.pack

    @cached_property
    def version(self) -> str:
        """What a record made under the pack keeps: each pack of the lineage with its version, ancestors first."""
        return " ".join(f"{name}@{version}" for name, version in self.versions.items())

    @property
    def rules(self) -> Rules:
        """What `rule()` may name in a condition, and what kind of value it gives."""
        return {name: parameter.rule_kind for name, parameter in self.parameters.items()}

    @cached_property
    def line_figures(self) -> Mapping[str, Figure]:
        """The figures that follow from lines of programmes and criteria of schemes; they stand in no catalogue."""
        return line_figures(self.programmes) | scheme_figures(self.schemes)

    def line(self, code: str) -> tuple[Programme, Line] | None:
        """The line of a programme by its code, `programme.line`; None where there is none."""
        programme = self.programmes.get(code.partition(".")[0])
        lines = programme.lines if programme else ()
        return next(((programme, line) for line in lines if programme and programme.code_of(line) == code), None)

    def rule_value(self, name: str, day: date) -> int | str:
        """The value of a rule on `day` as conditions compare it. Raises KeyError, NoValueYet, NoLocalValue."""
        return self.parameters[name].rule_value_on(day)


def load_pack(name: str, *, folder: Path | None = None) -> Pack:
    """The pack `name` in `folder` (else where the packs lie), with what it inherits. Raises PackError."""
    folders = lineage(name, folder=folder)
    headings = [read_heading(place) for place in folders]
    return Pack(
        heading=headings[-1],
        folders=tuple(folders),
        versions={heading.pack: heading.version for heading in headings},
        chapters=read_chapters(folders),
        figures=read_figures(folders),
        parameters=read_parameters(folders),
        promises=read_promises(folders[-1]),
        attentions=read_attentions(folders),
        headlines=read_headlines(folders),
        programmes=read_programmes(folders),
        owners=read_owners(folders),
        schemes=read_schemes(folders),
        cycle=read_cycle(folders),
    )


_taken_up: dict[str, OwnTexts] = {}


def take_up(name: str, own: OwnTexts) -> None:
    """From now on `installed_pack(name)` has in this process what the site declares for itself."""
    _taken_up[name] = own


def installed_pack(name: str) -> Pack:
    """The installed pack, read once per process, with what the site has published beside it. Raises PackError."""
    return _with_own(name, _taken_up.get(name, NOTHING))


@lru_cache(maxsize=4)
def _with_own(name: str, own: OwnTexts) -> Pack:
    return with_own(_of_files(name), own) if own.texts else _of_files(name)


@cache
def _of_files(name: str) -> Pack:
    return load_pack(name)


def with_own(pack: Pack, own: OwnTexts) -> Pack:
    """A pack with what a site declares beside it. Its name stays; its version names the site's own pack too."""
    name = own_name(pack.name)
    joined = joined_with(Joined(pack.schemes, pack.programmes, pack.owners), own, name=name)
    return replace(
        pack, schemes=joined.schemes, programmes=joined.programmes, owners=joined.owners, own_problems=joined.problems,
        versions={**pack.versions, name: str(len(own.edition))},
    )  # fmt: skip


def read_heading(folder: Path) -> Heading:
    """pack.yaml of one folder. Raises PackError where it names another pack than its folder."""
    heading = one(Heading, folder / "pack.yaml")
    if heading.pack != folder.name:
        raise heading.error(f"stands in the folder {folder.name}; a pack bears its folder's name", key="pack")
    return heading


def read_headlines(folders: list[Path]) -> Headlines | None:
    """home.yaml of the most local pack that has one. Raises PackError."""
    written = [path for folder in folders if (path := folder / "home.yaml").is_file()]
    return one(Headlines, written[-1]) if written else None


def read_chapters(folders: list[Path]) -> dict[str, Words]:
    """The chapters in which figures stand, in order, from every chapters.yaml of a lineage. Raises PackError."""
    chapters: dict[str, Words] = {}
    for path in (folder / "chapters.yaml" for folder in folders):
        if path.is_file():
            declared = yaml.read(path)
            chapters |= {name: validated(Words, words, file=str(path)) for name, words in declared.items()}
    return chapters
