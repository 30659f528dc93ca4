"""Checks a pack as a whole, before anything runs: every error with its file, its line, its key and what is allowed.

Record types, code lists and sheets are checked where they are read, by the dictionary, which hands its table in here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from zugong.kernel.errors import PackError
from zugong.language.schema import Schema
from zugong.packs.attention import Attention, attention_files
from zugong.packs.ballots import BallotKind, ballot_files
from zugong.packs.carried import carrier_errors
from zugong.packs.check_attention import attention_errors, headline_errors
from zugong.packs.check_ballots import ballot_errors
from zugong.packs.check_commendations import commendation_errors
from zugong.packs.check_cycle import cycle_errors
from zugong.packs.check_dues import dues_errors
from zugong.packs.check_figures import figure_errors
from zugong.packs.check_meetings import meeting_errors
from zugong.packs.check_programmes import programme_errors
from zugong.packs.check_promises import promise_errors
from zugong.packs.check_schemes import scheme_errors
from zugong.packs.check_training import training_errors
from zugong.packs.commendations import Commendation, commendation_files
from zugong.packs.cycle import read_cycle
from zugong.packs.dues import DuesRule, ShareRule, dues_files, share_files
from zugong.packs.figures import Figure
from zugong.packs.folder import lineage
from zugong.packs.mechanisms import read_mechanisms
from zugong.packs.meetings import (
    LocalMeeting,
    Meeting,
    Procedure,
    extension_files,
    meeting_files,
    procedure_files,
)
from zugong.packs.pack import Pack, load_pack, read_chapters, read_heading, read_headlines
from zugong.packs.parameters import Parameter
from zugong.packs.programmes import Programme, programme_files, read_owners
from zugong.packs.promises import read_promises
from zugong.packs.reading import many, nearest, one
from zugong.packs.reports import read_report
from zugong.packs.schemes import Scheme, scheme_files
from zugong.packs.training import TrainingGroup, training_files

#: What may lie in a pack's folder. A folder called `figure` would otherwise be passed over in silence.
KNOWN_ENTRIES = {
    "pack.yaml", "chapters.yaml", "promises.yaml", "views.yaml", "demo.yaml", "README.md",
    "types", "codes", "sheets", "figures", "parameters", "attention", "home.yaml", "cycle.yaml", "programmes", "owners.yaml",
    "implements.yaml", "schemes", "meetings", "procedures", "commendations", "ballots", "training", "dues",
    "cases", "reports", "briefings", "layouts", "offices.yaml", "roles.yaml",
}  # fmt: skip


def check_pack(name: str, *, schema: Schema, folder: Path | None = None) -> list[PackError]:
    """Everything that is wrong with a pack and what it inherits, in the order of its files; nothing where it is right.

    `schema` is the table of the pack's record types, by which the conditions of figures are checked.
    """
    try:
        folders = lineage(name, folder=folder)
    except PackError as error:
        return [error]
    errors = [*_strange_entries(folders), *_unreadable(folders)]
    return errors or _across_files(name, schema, folder)


def _across_files(name: str, schema: Schema, folder: Path | None) -> list[PackError]:
    """What only shows when all files are read: names that lead nowhere, conditions, promises without answer."""
    try:
        pack = load_pack(name, folder=folder)
    except PackError as error:
        return [error]
    return [
        *_unset_parameters(pack),
        *figure_errors(pack, schema),
        *promise_errors(pack),
        *attention_errors(pack, schema),
        *headline_errors(pack),
        *programme_errors(pack, schema, read_mechanisms(folder)),
        *scheme_errors(pack, schema, read_mechanisms(folder)),
        *cycle_errors(pack, schema),
        *meeting_errors(pack, schema),
        *commendation_errors(pack, schema),
        *ballot_errors(pack, schema, read_mechanisms(folder)),
        *training_errors(pack, schema),
        *dues_errors(pack, schema),
        *carrier_errors(pack, schema, read_mechanisms(folder)),
    ]


def _strange_entries(folders: Iterable[Path]) -> Iterator[PackError]:
    for entry in (entry for folder in folders for entry in sorted(folder.iterdir())):
        if entry.name not in KNOWN_ENTRIES and not entry.name.startswith("."):
            near = nearest(entry.name, KNOWN_ENTRIES)
            known = ", ".join(sorted(KNOWN_ENTRIES))
            yield PackError(f"is nothing that a pack has{near}; allowed: {known}", file=str(entry))


def _unreadable(folders: Iterable[Path]) -> Iterator[PackError]:
    """The first error of each file."""
    for read, argument in _readings(folders):
        try:
            read(argument)
        except PackError as error:
            yield error


def _readings(folders: Iterable[Path]) -> Iterator[tuple[Callable[[Any], Any], Any]]:
    for folder in folders:
        yield read_heading, folder
        yield read_chapters, [folder]
        for path in sorted(folder.glob("figures/*.yaml")):
            yield (lambda path: many(Figure, path)), path
        for path in sorted(folder.glob("parameters/**/*.yaml")):
            yield (lambda path: one(Parameter, path)), path
        for path in attention_files([folder]):
            yield (lambda path: many(Attention, path)), path
        yield read_headlines, [folder]
        yield read_cycle, [folder]
        for path in programme_files([folder]):
            yield (lambda path: many(Programme, path)), path
        for path in scheme_files([folder]):
            yield (lambda path: many(Scheme, path)), path
        for path in meeting_files([folder]):
            yield (lambda path: many(Meeting, path)), path
        for path in commendation_files([folder]):
            yield (lambda path: many(Commendation, path)), path
        for path in ballot_files([folder]):
            yield (lambda path: many(BallotKind, path)), path
        for path in extension_files([folder]):
            yield (lambda path: many(LocalMeeting, path)), path
        for path in procedure_files([folder]):
            yield (lambda path: many(Procedure, path)), path
        for path in dues_files([folder]):
            yield (lambda path: many(DuesRule, path)), path
        for path in share_files([folder]):
            yield (lambda path: many(ShareRule, path)), path
        for path in training_files([folder]):
            yield (lambda path: many(TrainingGroup, path)), path
        yield read_owners, [folder]
        for path in sorted(folder.glob("reports/*.yaml")):
            yield read_report, path
        yield read_promises, folder


def _unset_parameters(pack: Pack) -> Iterator[PackError]:
    """A pack with a territory says its own value for each parameter left to localities, or that nobody has stated it."""
    for name in pack.heading.leaves_unset:
        if name not in pack.parameters:
            yield pack.heading.error(
                f"there is no parameter {name!r}{nearest(name, pack.parameters)}", key="leaves_unset"
            )
    for parameter in pack.parameters.values():
        if pack.heading.territory and parameter.set_by and parameter.name not in pack.heading.leaves_unset:
            file = f"{pack.folders[-1]}/parameters/{parameter.name}.yaml"
            yield parameter.error(
                f"is left to each locality, and {pack.name} does not set it; write {file}", key="set_by"
            )
