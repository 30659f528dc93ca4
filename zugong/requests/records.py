"""What is believed of requests, as plain values: the request, its boxes, its admission and steps, what was sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import LedgerStore, StoredRow
from zugong.requests.rules import Box, choices_of, is_late, is_required

REQUEST, BOX, ADDRESSEE, DECISION = "data_request", "request_box", "request_addressee", "request_decision"
STEP, ANSWER, SENDING = "request_step", "request_answer", "request_sending"
SENT_OUT, FROM_DATA, REMINDED, SENT_BACK, CLOSED = "sent_out", "from_data", "reminded", "sent_back", "closed"
ADMITTED, REFUSED = "admitted", "refused"
TYPED, OFFERED, DISPUTED = "typed", "offered", "disputed"
#: Where everything about requests is recorded.
LEDGERS = (REQUEST, DECISION, STEP, ADDRESSEE, BOX, SENDING, ANSWER)
_CHUNK = 500


def kind_of(code: str) -> RecordType:
    """The record type of that code on this site."""
    return installed_catalogue(settings.ZUGONG_PACK).types[code]


def ledger(code: str) -> LedgerStore:
    """The store of one of the ledgers of requests."""
    return LedgerStore(kind_of(code))


@dataclass(frozen=True)
class DataRequest:
    """A request as it is defined. `id` is its anchor, `row` the row that is believed, `organisation` who asks.

    `returns` says how often it is asked again, "" for once; `follows` is the code of the one that it repeats, "" for none.
    """

    id: int
    row: int
    on: date
    code: str
    title: str
    organisation: int
    asked_by: str
    defined_by: str
    paper: str
    number: str
    issuer: str
    due_on: date | None
    as_of: date
    note: str
    returns: str
    follows: str

    @property
    def paper_in_words(self) -> str:
        """《title》（number）, as far as it is known; "" without a paper."""
        if not self.number:
            return ""
        return f"《{self.paper}》（{self.number}）" if self.paper else self.number


@dataclass(frozen=True)
class Step:
    id: int
    request: int
    organisation: int
    step: str
    on: date
    reason: str
    done_by: str


@dataclass(frozen=True)
class Decision:
    id: int
    request: int
    outcome: str
    on: date
    reason: str
    decided_by: str


@dataclass(frozen=True)
class Sending:
    """That an organisation sent: how many boxes came filled, were taken from last time, were typed."""

    id: int
    request: int
    organisation: int
    on: date
    known: int
    offered: int
    typed: int
    note: str
    sent_by: str


@dataclass(frozen=True)
class Given:
    """An answer that an organisation gave in a box."""

    id: int
    request: int
    organisation: int
    box: int
    words: str
    source: str
    value: str
    origin: str
    on: date


@dataclass(frozen=True)
class Standing:
    """A request with what became of it: its admission and its steps, the oldest first."""

    request: DataRequest
    decision: Decision | None
    steps: tuple[Step, ...]

    def _has(self, step: str) -> bool:
        return any(one.step == step for one in self.steps)

    @property
    def is_out(self) -> bool:
        """Did it go out to those who owe it?"""
        return self._has(SENT_OUT)

    @property
    def is_from_data(self) -> bool:
        """Was it answered from the data, so that it never went out?"""
        return self._has(FROM_DATA)

    @property
    def is_closed(self) -> bool:
        return self._has(CLOSED)

    @property
    def is_draft(self) -> bool:
        return not (self.is_out or self.is_from_data or self.is_closed)

    @property
    def is_put_away(self) -> bool:
        """Was it closed as a draft, so that nobody was ever asked?"""
        return self.is_closed and not (self.is_out or self.is_from_data)

    @property
    def is_open(self) -> bool:
        """May it be answered?"""
        return self.is_out and not self.is_closed

    @property
    def is_admitted(self) -> bool:
        return self.decision is not None and self.decision.outcome == ADMITTED

    @property
    def is_required(self) -> bool:
        """Must it be answered? What nobody admitted, or what names no paper, need not be."""
        return is_required(admitted=self.is_admitted, paper=self.request.number)

    @property
    def out_on(self) -> date | None:
        return next((one.on for one in self.steps if one.step == SENT_OUT), None)

    @property
    def reminders(self) -> tuple[Step, ...]:
        return tuple(one for one in self.steps if one.step == REMINDED)

    def sent_back(self, organisation: int, sending: Sending | None) -> Step | None:
        """The return of what an organisation sent, while it has not sent again."""
        back = [one for one in self.steps if one.step == SENT_BACK and one.organisation == organisation]
        return back[-1] if back and (sending is None or back[-1].id > sending.id) else None

    def is_late(self, sending: Sending | None, on: date) -> bool:
        """Was it sent after its last day, or not at all by then? `sending` None: not sent."""
        return is_late(
            required=self.is_required, due_on=self.request.due_on, sent_on=sending.on if sending else None, on=on
        )


def requests_from(rows: Iterable[StoredRow]) -> Iterator[DataRequest]:
    for row in rows:
        said = row.values
        assert row.anchor is not None
        yield DataRequest(
            row.anchor, row.id, row.since, said["code"], said["title"], said["organisation"], said["asked_by"],
            said["defined_by"], said["paper"] or "", said["number"] or "", said["issuer"] or "", said["due_on"],
            said["as_of"], said["note"] or "", said["returns"] or "", said["follows"] or "",
        )  # fmt: skip


def boxes_from(rows: Iterable[StoredRow]) -> tuple[Box, ...]:
    """The boxes in their order."""
    found = [
        Box(
            said["box"], said["words"], said["source"] or "", said["answer"], choices_of(said["choices"] or ""),
            said["unit_word"] or "", said["hint"] or "", said["least"], said["most"], said["needed"] is not False,
            said["takes_from"] or "",
        )
        for said in (row.values for row in rows)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda box: box.number))


def steps_from(rows: Iterable[StoredRow]) -> list[Step]:
    found = [
        Step(
            row.id,
            said["request"],
            said["organisation"],
            said["step"],
            row.since,
            said["reason"] or "",
            said["done_by"],
        )
        for row in rows
        for said in (row.values,)
    ]
    return sorted(found, key=lambda step: step.id)


def decisions_from(rows: Iterable[StoredRow]) -> list[Decision]:
    return [
        Decision(row.id, said["request"], said["outcome"], row.since, said["reason"] or "", said["decided_by"])
        for row in rows
        for said in (row.values,)
    ]


def sendings_from(rows: Iterable[StoredRow]) -> list[Sending]:
    return [
        Sending(
            row.id, said["request"], said["organisation"], row.since, said["known"], said["offered"], said["typed"],
            said["note"] or "", said["sent_by"],
        )
        for row in rows
        for said in (row.values,)
    ]  # fmt: skip


def answers_from(rows: Iterable[StoredRow]) -> list[Given]:
    return [
        Given(
            row.id, said["request"], said["organisation"], said["box"], said["words"], said["source"] or "",
            said["value"], said["origin"], row.since,
        )
        for row in rows
        for said in (row.values,)
    ]  # fmt: skip


def rows_at(code: str, organisations: Collection[int]) -> Iterator[StoredRow]:
    """The believed rows of a ledger that stand at these organisations, by the index of lists."""
    store, wanted = ledger(code), sorted(set(organisations))
    for start in range(0, len(wanted), _CHUNK):
        yield from store.believed(organisation__in=wanted[start : start + _CHUNK])


def rows_keyed(code: str, keys: Iterable[tuple[object, ...]]) -> Iterator[StoredRow]:
    """The believed rows of a ledger with these keys: each at most once, by the index of keys."""
    store = ledger(code)
    hashes = [store.hash_of(key) for key in keys]
    for start in range(0, len(hashes), _CHUNK):
        yield from store.believed(key_hash__in=hashes[start : start + _CHUNK])
