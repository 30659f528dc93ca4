"""What the ledgers hold of one meeting, found by the keys of its records: one query for all of its ledgers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.models import LedgerRow
from zugong.dictionary.store import LedgerStore, StoredRow, Values

#: So many results, votes and rolls of one meeting are looked for.
MOST_RESULTS, MOST_VOTES = 60, 20
_CHUNK = 500
MEETING, RECORD, ROLL, VOTE, RESULT, REVIEW, APPRAISAL = (
    "themed_day", "meeting_record", "themed_day_roll", "meeting_vote", "themed_day_result", "meeting_review", "appraisal",
)  # fmt: skip
PROBLEM, SCAN, SCAN_PERSON, THEME, MATTER, MATTER_STEP = (
    "problem", "paper_scan", "paper_scan_person", "activity_theme", "village_matter", "village_matter_step",
)  # fmt: skip


def ledger(type_code: str) -> LedgerStore:
    """The store of a ledger on this site."""
    return LedgerStore(kind_of(type_code))


def kind_of(type_code: str) -> RecordType:
    """The record type of that code on this site."""
    return installed_catalogue(settings.ZUGONG_PACK).types[type_code]


@dataclass(frozen=True)
class Filed:
    """One meeting as it is recorded: its own row, and those of its ledgers in order."""

    row: StoredRow
    rows: Mapping[str, Sequence[StoredRow]] = field(default_factory=dict)
    problems: tuple[StoredRow, ...] = ()
    scans: tuple[StoredRow, ...] = ()

    @property
    def identity(self) -> int:
        assert self.row.anchor is not None  # meetings are anchored
        return self.row.anchor

    @property
    def organisation(self) -> int:
        return self.row.values["organisation"]

    @property
    def is_held(self) -> bool:
        return self.row.values["status"] == "held"

    @property
    def record(self) -> Values:
        """The minutes; nothing where nobody wrote any."""
        found = self.rows.get(RECORD, ())
        return found[0].values if found else {}

    def values_of(self, type_code: str) -> list[Values]:
        return [row.values for row in self.rows.get(type_code, ())]


def rows_of_meeting(identity: int, persons: Iterable[int], reviewers: Iterable[str]) -> dict[str, list[StoredRow]]:
    """The believed rows of the ledgers of a meeting, by type; of rolls and appraisals those of `persons`."""
    people = list(persons)
    about: dict[str, list[Values]] = {
        RECORD: [{}],
        VOTE: [{"number": number} for number in range(1, MOST_VOTES + 1)],
        RESULT: [{"number": number} for number in range(1, MOST_RESULTS + 1)],
        REVIEW: [{"by": by} for by in reviewers],
        ROLL: [{"person": person} for person in people],
        APPRAISAL: [{"person": person} for person in people],
    }
    keys = {code: [{"themed_day": identity, **one} for one in values] for code, values in about.items()}
    found = rows_with_keys(keys)
    for code in (VOTE, RESULT):
        found[code].sort(key=lambda row: row.values["number"])
    for code in (ROLL, APPRAISAL):
        found[code].sort(key=lambda row: row.values["person"])
    return found


def rows_with_keys(keys: Mapping[str, Sequence[Values]], on: date | None = None) -> dict[str, list[StoredRow]]:
    """The believed rows of ledgers with these natural keys, by type; `on` for keys that have a day."""
    stores = {code: ledger(code) for code in keys}
    day = on or date.min
    hashes = [stores[code].key_hash(values, day) for code, listed in keys.items() for values in listed]
    found: dict[str, list[StoredRow]] = {code: [] for code in keys}
    for start in range(0, len(hashes), _CHUNK):
        rows = LedgerRow.objects.all().believed().filter(key_hash__in=hashes[start : start + _CHUNK])
        for pk, code, anchor, since, until, body in rows.values_list(
            "id", "ledger", "anchor_id", "since", "until", "body"
        ):
            found[code].append(StoredRow(pk, anchor, since, until, stores[code].from_body(body)))
    return found


def problems_of(organisation: int, meeting: int) -> tuple[StoredRow, ...]:
    """The opinions and problems that were raised at a meeting, in the order of their numbers."""
    rows = ledger(PROBLEM).believed(organisation_id=organisation, until__isnull=True)
    return tuple(sorted((row for row in rows if row.values["meeting"] == meeting), key=lambda row: row.id))


def scans_of(organisation: int, field_code: str, anchor: int) -> tuple[StoredRow, ...]:
    """The scans of a meeting or of a village matter, in the order in which they came."""
    rows = ledger(SCAN).believed(organisation_id=organisation)
    return tuple(sorted((row for row in rows if row.values[field_code] == anchor), key=lambda row: row.id))
