"""Cases and their steps as their ledgers keep them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings

from zugong.cases.elections import Listed
from zugong.cases.rules import Act, CaseState
from zugong.cases.types import CaseTypes, installed_types
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import COMPACT, LedgerStore, StoredRow
from zugong.kernel.facts.models import Entry
from zugong.packs.case_conditions import STEP_FIELDS
from zugong.packs.case_types import CaseType, Step

_LINES = 40
_CHUNK = 400
#: So many scans one case keeps.
MOST_SCANS = 40
#: So many persons may stand on one list.
LIST_MOST = 30
SEPARATOR = ","


@dataclass(frozen=True)
class Case:
    """One case with everything in its file. `since` is its first day, `row` the row that is believed of it now."""

    id: int
    row: StoredRow
    since: date
    acts: tuple[Act, ...]
    case_type: CaseType
    types: CaseTypes

    @property
    def number(self) -> str:
        return self.row.values["number"]

    @property
    def person(self) -> int | None:
        """Whom it is about; None for a case about something else."""
        return self.row.values.get("person")

    @property
    def subject(self) -> int:
        """The anchor of what it is about, whatever that is."""
        return self.row.values[self.case_type.subject_field]

    @property
    def organisation(self) -> int | None:
        return self.row.values["organisation"]

    @property
    def other(self) -> int | None:
        """The organisation on the other side, in a case between two."""
        return self.row.values.get("other")

    def place_of(self, step: Step | None) -> int | None:
        """Where a step is taken: where the case stands, or on its other side."""
        if step is None or step.side == "own" or (self.other is None and self.case_type.assigned):
            return self.organisation
        return self.other

    @cached_property
    def state(self) -> CaseState:
        return CaseState(self.case_type, self.acts, self.types.calendar)

    @property
    def next_line(self) -> int:
        return self.acts[-1].line + 1 if self.acts else 1


def types_here() -> CaseTypes:
    """The case types of this site."""
    return installed_types(settings.ZUGONG_PACK)


def ledger_store(code: str) -> LedgerStore:
    """The store of the cases of a type, or of their steps."""
    return LedgerStore(installed_catalogue(settings.ZUGONG_PACK).types[code])


def ledgers() -> tuple[str, ...]:
    """The record types in which cases are kept; those of their steps are called the same with _step."""
    return tuple(dict.fromkeys(one.kept_as for one in types_here().types.values()))


def types_read() -> tuple[str, ...]:
    """The record types in which cases and their steps are kept."""
    return tuple(code for one in ledgers() for code in (one, f"{one}_step"))


def split(written: str | None) -> tuple[str, ...]:
    """The codes of a list that one field keeps."""
    return tuple(part for part in (written or "").split(SEPARATOR) if part)


def case(identity: int) -> Case | None:
    """The case with that anchor; None where there is none that is believed."""
    return next(iter(cases([identity])), None)


def cases(identities: Iterable[int]) -> Iterator[Case]:
    """The cases with these anchors that are believed, in no particular order; two questions for all, not for each."""
    ids = sorted(set(identities))
    for start in range(0, len(ids), _CHUNK):
        for ledger in ledgers():
            yield from _cases_of(ledger, ids[start : start + _CHUNK])


def _cases_of(ledger: str, ids: list[int]) -> Iterator[Case]:
    store = ledger_store(ledger)
    rows: dict[int, list[StoredRow]] = defaultdict(list)
    for row in store.believed(anchor_id__in=ids):
        rows[row.anchor or 0].append(row)
    acts = acts_of(ledger, rows)
    for identity, found in rows.items():
        found.sort(key=lambda one: one.since)
        made = made_case(identity, found, acts.get(identity, ()))
        if made is not None:
            yield with_lists(made) if made.case_type.posts else made


def with_lists(made: Case) -> Case:
    """The case with whom its steps list; the tables of what waits need no such thing."""
    listing = {one.step for one in made.case_type.steps if one.lists is not None}
    lines = [act.line for act in made.acts if act.step in listing]
    found = _lists_of(made, lines) if lines else {}
    acts = tuple(replace(act, listed=found[act.line]) if act.line in found else act for act in made.acts)
    return replace(made, acts=acts)


def _lists_of(made: Case, lines: Sequence[int]) -> Mapping[int, tuple[Listed, ...]]:
    rows = sorted(list_rows(made, lines), key=lambda row: row.values["number"])
    found: dict[int, list[Listed]] = defaultdict(list)
    for row in rows:
        said = row.values
        found[said["line"]].append(Listed(said["post"], said["person"], said["votes"], bool(said["chosen"])))
    return {line: tuple(listed) for line, listed in found.items()}


def list_rows(made: Case, lines: Sequence[int]) -> Iterator[StoredRow]:
    """The records of the lists at these lines of a case. Found by their numbers, of which a list has few."""
    store = ledger_store(made.case_type.lists_kept_as)
    hashes = [store.hash_of((made.id, line, number)) for line in lines for number in range(1, LIST_MOST + 1)]
    for start in range(0, len(hashes), 500):
        yield from store.believed(key_hash__in=hashes[start : start + 500])


def made_case(identity: int, rows: list[StoredRow], acts: Iterable[Act]) -> Case | None:
    """A case of its rows in order of time and its acts; None for one whose type the pack does not know."""
    types, row = types_here(), rows[-1]
    code = row.values["case_type"]
    if code not in types.types:
        return None
    case_type = types.with_forms(code, split(row.values.get("forms")))
    return Case(identity, row, rows[0].since, tuple(acts), case_type, types)


def acts_of(ledger: str, identities: Iterable[int]) -> Mapping[int, tuple[Act, ...]]:
    """The steps of these cases, each in the order of its file. Found by their lines, which follow each other."""
    store = ledger_store(f"{ledger}_step")
    found: dict[int, list[Act]] = defaultdict(list)
    wanted, first = list(identities), 1
    while wanted:
        hashes = [store.hash_of((one, line)) for one in wanted for line in range(first, first + _LINES)]
        for start in range(0, len(hashes), 500):
            for row in store.believed(key_hash__in=hashes[start : start + 500]):
                found[row.values["case"]].append(act_of(row))
        first += _LINES
        wanted = [one for one in wanted if found[one] and max(act.line for act in found[one]) >= first - _LINES // 2]
    return {one: tuple(sorted(acts, key=lambda act: act.line)) for one, acts in found.items()}


def scan_store(ledger: str) -> LedgerStore | None:
    """The store of the scans of a ledger of cases; None for one of which no scans are kept."""
    kind = installed_catalogue(settings.ZUGONG_PACK).types.get(f"{ledger}_scan")
    return LedgerStore(kind) if kind else None


def scans_of(found: Case) -> tuple[StoredRow, ...]:
    """The scans of a case by their numbers; found by these, in one question."""
    store = scan_store(found.case_type.kept_as)
    if store is None:
        return ()
    hashes = [store.hash_of((found.id, number)) for number in range(1, MOST_SCANS + 1)]
    return tuple(sorted(store.believed(key_hash__in=hashes), key=lambda row: row.values["number"]))


def withdraw_scans(found: Case, line: int, entry: Entry) -> None:
    """The scans of a step that is taken back go with it."""
    store = scan_store(found.case_type.kept_as)
    if store is not None:
        store.retract([row.id for row in scans_of(found) if row.values["line"] == line], entry=entry)


def act_of(row: StoredRow) -> Act:
    """A step as its record says."""
    values = row.values
    kept = {name: values[name] for name in (*STEP_FIELDS, "office") if values.get(name) is not None}
    return Act(
        values["step"], row.since, values.get("outcome"), kept, split(values.get("papers")), values["line"], row.id
    )  # fmt: skip


def step_values(found: Case, act: Act, office: str) -> dict[str, Any]:
    """An act as the fields of its record, where it was done."""
    fields = ledger_store(found.case_type.steps_kept_as).kind.fields
    values: dict[str, Any] = dict.fromkeys(fields) | {
        name: value for name, value in act.values.items() if name in STEP_FIELDS and name in fields
    }
    said = {
        "case": found.id, "line": act.line, "person": found.person, "step": act.step, "outcome": act.outcome,
        "organisation": found.place_of(found.case_type.step(act.step)), "case_type": found.case_type.case_type,
        "papers": SEPARATOR.join(act.papers) or None, "office": office or None,
    }  # fmt: skip
    return values | {name: value for name, value in said.items() if name in fields}


def list_values(found: Case, act: Act) -> list[dict[str, Any]]:
    """Whom an act lists as the fields of their records, in the order of the list."""
    place = found.place_of(found.case_type.step(act.step))
    return [
        {
            "case": found.id, "line": act.line, "number": number, "case_type": found.case_type.case_type,
            "organisation": place, "step": act.step, "post": one.post, "person": one.person, "votes": one.votes,
            "chosen": one.is_chosen if one.votes is not None else None,
        }
        for number, one in enumerate(act.listed, start=1)
    ]  # fmt: skip


def steps_with(case_type: CaseType, step: str, field: str, text: str) -> Iterator[Act]:
    """The acts of one step in any case whose text field says just that."""
    store = ledger_store(case_type.steps_kept_as)
    likely = store.queryset().believed().filter(body__contains=COMPACT.encode({field: text})[1:-1])
    found = (act_of(row) for row in store.read(likely))
    return (act for act in found if act.step == step and act.values.get(field) == text)
