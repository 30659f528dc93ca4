"""Who asks what of whom, and how far it has come. Only what the reader's rights reach; no query per row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from zugong.dictionary.store import StoredRow
from zugong.figures.grouping import EVERYWHERE, Rights
from zugong.figures.judging import value_rows
from zugong.figures.queries import this_site
from zugong.kernel.time import Clocks
from zugong.requests import records
from zugong.requests.models import Opening
from zugong.requests.records import DataRequest, Given, Sending, Standing
from zugong.requests.rules import MOST_BOXES, Box

_CHUNK = 500


@dataclass(frozen=True)
class OpenRequest:
    """A request that an organisation has before it: who asks, by which paper, until when, and whether it must answer.

    `request` and `organisation` are what the address of the form takes. `due_on` None: no day was named. `is_required`
    False reads 可不填: nobody admitted it, or it names no paper; it is never late. `sent_back` is the reason for which the
    last sending came back, "" where none did. `is_opened`: somebody there looked at it.
    """

    request: int
    organisation: int
    title: str
    asked_by: str
    paper: str
    due_on: date | None
    is_required: bool
    is_late: bool
    is_opened: bool
    sent_back: str
    boxes: int

    def reason(self, language: str) -> str:
        """Who asks, by which paper, in one line."""
        zh = language.startswith("zh")
        if not self.is_required:
            said = "未准入，可不填" if self.paper else "无依据文件，可不填"
            plain = "not admitted: need not be filled in" if self.paper else "no paper: need not be filled in"
            return f"{self.asked_by} · {said}" if zh else f"{self.asked_by} · {plain}"
        return f"{self.asked_by} · {self.paper}"


def open_requests_of(organisations: Collection[int], on: date) -> tuple[OpenRequest, ...]:
    """What these organisations have still to send on a day: the required first, by their last day; then 可不填.

    A few queries, however many requests there are. Whether the user may fill in there is the caller's to know.
    """
    owed = {
        (row.values["request"], row.values["organisation"]) for row in records.rows_at(records.ADDRESSEE, organisations)
    }
    standings = {one.request.id: one for one in standings_of({request for request, _ in owed}, organisations)}
    waiting = [key for key in owed if key[0] in standings and standings[key[0]].is_open]
    sent = sendings_of(waiting)
    opened = openings_of(waiting)
    boxes = boxes_of({request for request, _ in waiting})
    found = [
        _open(standings[request], organisation, sent.get((request, organisation)), (request, organisation) in opened,
              len(boxes.get(request, ())), on)
        for request, organisation in waiting
        if not is_done(standings[request], organisation, sent.get((request, organisation)))
    ]  # fmt: skip
    return tuple(sorted(found, key=_urgency))


def _open(
    standing: Standing, organisation: int, sending: Sending | None, is_opened: bool, boxes: int, on: date
) -> OpenRequest:
    request, back = standing.request, standing.sent_back(organisation, sending)
    return OpenRequest(
        request.id, organisation, request.title, request.asked_by, request.paper_in_words, request.due_on,
        standing.is_required, standing.is_late(None, on), is_opened, back.reason if back else "", boxes,
    )  # fmt: skip


def _urgency(one: OpenRequest) -> tuple[bool, date, str, int]:
    return not one.is_required, one.due_on or date.max, one.title, one.organisation


def is_done(standing: Standing, organisation: int, sending: Sending | None) -> bool:
    """Was it sent, and not sent back since?"""
    return sending is not None and standing.sent_back(organisation, sending) is None


def standings_of(requests: Collection[int], organisations: Collection[int] = ()) -> list[Standing]:
    """These requests with admission and steps; of what was sent back only what concerns `organisations`."""
    found = list(records.requests_from(_anchored(records.REQUEST, requests)))
    places = {one.organisation for one in found}
    decided = {one.request: one for one in records.decisions_from(
        records.rows_keyed(records.DECISION, [(one.id,) for one in found])
    )}  # fmt: skip
    steps: dict[int, list[records.Step]] = {}
    for step in records.steps_from(records.rows_at(records.STEP, places | set(organisations))):
        steps.setdefault(step.request, []).append(step)
    return [Standing(one, decided.get(one.id), tuple(steps.get(one.id, ()))) for one in found]


def _anchored(code: str, anchors: Collection[int]) -> Iterator[StoredRow]:
    wanted = sorted(anchors)
    for start in range(0, len(wanted), _CHUNK):
        yield from records.ledger(code).believed(anchor__in=wanted[start : start + _CHUNK])


def standing_of(request: int, organisations: Collection[int] = ()) -> Standing | None:
    """One request, or None where there is none."""
    return next(iter(standings_of([request], organisations)), None)


def requests_at(organisations: Collection[int]) -> list[Standing]:
    """What these organisations ask, the latest first."""
    anchors = [row.anchor for row in records.rows_at(records.REQUEST, organisations) if row.anchor is not None]
    return sorted(standings_of(anchors), key=lambda one: (one.request.on, one.request.id), reverse=True)


def next_of(request: DataRequest) -> Standing | None:
    """The next round of a standing request, once it was made and not put away."""
    found = (one for one in requests_at([request.organisation]) if one.request.follows == request.code)
    return next((one for one in found if not one.is_put_away), None)


def boxes_of(requests: Collection[int]) -> dict[int, tuple[Box, ...]]:
    """The boxes of these requests, in order."""
    by_request: dict[int, list[StoredRow]] = {}
    keys = [(request, number) for request in sorted(requests) for number in range(1, MOST_BOXES + 1)]
    for row in records.rows_keyed(records.BOX, keys):
        by_request.setdefault(row.values["request"], []).append(row)
    return {request: records.boxes_from(rows) for request, rows in by_request.items()}


def sendings_of(keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Sending]:
    """What was sent, by request and organisation."""
    found = records.sendings_from(records.rows_keyed(records.SENDING, keys))
    return {(one.request, one.organisation): one for one in found}


def openings_of(keys: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Of these the ones that somebody opened."""
    opened = Opening.objects.filter(request__in={request for request, _ in keys})
    return set(keys) & set(opened.values_list("request_id", "organisation_id"))


def answers_of(organisation: int, request: int) -> dict[int, Given]:
    """What an organisation answered in a request, by box."""
    keys = [(request, organisation, number) for number in range(1, MOST_BOXES + 1)]
    return {one.box: one for one in records.answers_from(records.rows_keyed(records.ANSWER, keys))}


def addressees_of(request: DataRequest, on: date, rights: Rights) -> list[int]:
    """Who owes a request, as far as the rights reach; by the columnar copy, whatever the number of requests."""
    where = f"request.code = '{_plain(request.code)}'"
    with this_site().asking(EVERYWHERE, rights) as asking:
        found = value_rows(records.ADDRESSEE, where, Clocks.at(on), asking, ["organisation"])
    return [organisation for _, organisation in found]


def _plain(code: str) -> str:
    """A code as a text of the language. Codes are ours and hold no quotes; whatever else came in by a workbook is refused."""
    return code.replace("'", "").replace("\\", "")


def answers_to(request: DataRequest, on: date, rights: Rights) -> Mapping[tuple[int, int], tuple[str, str, str]]:
    """(value, origin, words) by organisation and box: all that was answered to a request, within the rights."""
    where = f"request.code = '{_plain(request.code)}'"
    with this_site().asking(EVERYWHERE, rights) as asking:
        found = value_rows(
            records.ANSWER, where, Clocks.at(on), asking, ["organisation", "box", "value", "origin", "words"]
        )
    return {(organisation, box): (value, origin, words) for _, organisation, box, value, origin, words in found}
