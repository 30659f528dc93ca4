"""The case types of a pack with what its localities add, and the calendar of working days; read once per process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from zugong.packs.case_boards import CaseBoard, read_case_boards
from zugong.packs.case_types import CaseType, LocalForm, Step, read_case_types, read_local_forms
from zugong.packs.folder import lineage
from zugong.packs.working_days import WorkingDays, read_working_days


@dataclass(frozen=True)
class CaseTypes:
    """Everything that the packs of a lineage say about cases."""

    types: Mapping[str, CaseType]
    forms: Sequence[LocalForm]
    calendar: WorkingDays
    boards: Mapping[str, CaseBoard] = field(default_factory=dict)

    def forms_on(self, code: str, day: date) -> tuple[str, ...]:
        """The local forms of a type that are in force on a day; a case keeps those of the day on which it began."""
        return tuple(
            one.form for one in self.forms
            if one.adds_to == code and one.since <= day and (one.until is None or day < one.until)
        )  # fmt: skip

    def any_step(self, code: str, step: str) -> Step | None:
        """A step of a type, be it one that only a local form adds."""
        added = (one for form in self.forms if form.adds_to == code for one in form.steps)
        return self.types[code].step(step) or next((one for one in added if one.step == step), None)

    def with_forms(self, code: str, forms: Iterable[str]) -> CaseType:
        """A type with these local forms; one that the pack has no longer adds nothing."""
        made = self.types[code]
        wanted = set(forms)
        for form in (one for one in self.forms if one.adds_to == code and one.form in wanted):
            made = made.with_form(form)
        return made


def read_types(folders: Sequence[Path]) -> CaseTypes:
    """The case types of a lineage, ancestors first. Raises PackError."""
    types = read_case_types(folders)
    return CaseTypes(
        types, read_local_forms(folders, types), read_working_days(folders), read_case_boards(folders, types)
    )


@cache
def installed_types(pack: str) -> CaseTypes:
    """The case types of an installed pack, read once per process. Raises PackError."""
    return read_types(lineage(pack))
