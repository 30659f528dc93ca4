"""Entries as pages show them: when, who and from which office, how, on which paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from zugong.kernel.facts.models import Entry
from zugong.kernel.time import SHANGHAI
from zugong.offices.queries import Signature, signatures


@dataclass(frozen=True)
class EntryLine:
    """Who wrote, when, from what source, on which paper. `actor` is a person with the office, not an account."""

    number: int
    at: datetime
    actor: str
    kind: str
    note: str
    paper: str


def entry_lines(entries: Iterable[Entry]) -> dict[int, EntryLine]:
    """The lines of entries by their ids; three questions whatever their number."""
    entries = list(entries)
    told = signatures({(entry.actor, _at(entry).date()) for entry in entries})
    return {
        entry.pk: EntryLine(
            entry.number or 0, _at(entry), signed(told[entry.actor, _at(entry).date()]), ways()[entry.kind], entry.note,
            entry.paper,
        )
        for entry in entries
    }  # fmt: skip


def signed(signature: Signature) -> str:
    """A name with its office; once where an account is called as its office."""
    if not signature.offices or signature.offices == signature.name:
        return signature.name
    return gettext("%(name)s (%(office)s)") % {"name": signature.name, "office": signature.offices}


def _at(entry: Entry) -> datetime:
    return (entry.sealed_at or entry.opened_at).astimezone(SHANGHAI)


def ways() -> dict[str, str]:
    """The ways in which facts come in, in the language of the page."""
    return {
        "import": gettext("Import"),
        "form": gettext("Form"),
        "command": gettext("Command"),
        "api": gettext("API"),
        "undo": gettext("Taking back"),
        "demo": gettext("Demo"),
    }
