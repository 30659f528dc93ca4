"""Every write about requests: defining, admitting, sending out, answering, sending back, closing. One entry each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zugong.kernel.facts.recording import Source, recording, written_whole
from zugong.kernel.time import now
from zugong.offices.access import Access
from zugong.requests import errors, filing, records
from zugong.requests.models import Layout, Opening
from zugong.requests.permissions import may_answer, may_ask, may_decide
from zugong.requests.prefilling import Filled
from zugong.requests.queries import answers_of, boxes_of, next_of, sendings_of
from zugong.requests.records import DataRequest, Standing
from zugong.requests.rules import (
    CHOICE,
    LONGEST_ANSWER,
    MOST_BOXES,
    Answer,
    Box,
    next_round,
    next_title,
    same_words,
)


@dataclass(frozen=True)
class Actor:
    """Who acts: what they may, their user name, and the day of the act."""

    access: Access
    username: str
    on: date

    def source(self, paper: str = "", note: str = "") -> Source:
        return Source("form", self.username, paper, note)


@dataclass(frozen=True)
class Definition:
    """What an office says of a request: title, paper, days, a note, how often it returns ("" for once)."""

    title: str
    organisation: int
    asked_by: str
    paper: str
    number: str
    issuer: str
    due_on: date | None
    as_of: date
    note: str
    returns: str = ""
    follows: str = ""

    def values(self, code: str, defined_by: str) -> dict[str, Any]:
        return {
            "code": code, "title": self.title, "organisation": self.organisation, "asked_by": self.asked_by,
            "defined_by": defined_by, "paper": self.paper or None, "number": self.number or None,
            "issuer": self.issuer or None, "due_on": self.due_on, "as_of": self.as_of, "note": self.note or None,
            "returns": self.returns or None, "follows": self.follows or None,
        }  # fmt: skip


def _name(actor: Actor, organisation: int) -> str:
    tree = actor.access.tree
    return tree.name(organisation) if organisation in tree else f"№{organisation}"


def _require_asking(actor: Actor, organisation: int) -> None:
    if not may_ask(actor.access, organisation):
        raise errors.NotYoursToAsk(name=_name(actor, organisation))


def _require_draft(actor: Actor, standing: Standing) -> None:
    _require_asking(actor, standing.request.organisation)
    if not standing.is_draft:
        raise errors.NoDraftAnyMore(title=standing.request.title)


def define(
    *, said: Definition, owed_by: Collection[int], boxes: Sequence[Box], actor: Actor
) -> int:  # fmt: skip
    """Define a request as a draft, with boxes taken over from another or none; its anchor. Raises NotYoursToAsk, NobodyOwes."""
    _require_asking(actor, said.organisation)
    wanted = _owed(owed_by, actor)
    with recording(actor.source(said.number, said.title)) as entry:
        code = _next_code(actor.on)
        request = filing.found_anchored(records.REQUEST, said.values(code, actor.username), actor.on, entry)
        filing.say(records.ADDRESSEE, [{"request": request, "organisation": pk} for pk in wanted], actor.on, entry)
        filing.say(records.BOX, [_box_values(request, said.organisation, box) for box in boxes], actor.on, entry)
    return request


def repeat(*, standing: Standing, boxes: Sequence[Box], owed_by: Collection[int], actor: Actor) -> int:
    """Define the next round of a standing request as a draft: the same boxes of the same organisations, a round later.

    Answers that were taken from an earlier request are asked anew. Raises NotYoursToAsk, AskedOnce, RepeatedAlready.
    """
    request = standing.request
    _require_asking(actor, request.organisation)
    if not request.returns:
        raise errors.AskedOnce(title=request.title)
    if (following := next_of(request)) is not None:
        raise errors.RepeatedAlready(code=following.request.code)
    anew = [replace(box, takes_from="") for box in boxes]
    with written_whole():
        made = define(said=_next(request, actor.on), owed_by=owed_by, boxes=anew, actor=actor)
        layout = Layout.objects.filter(request_id=request.id).order_by("-pk").first()
        if layout is not None:
            Layout.objects.create(request_id=made, at=now(), name=layout.name, content=layout.content)
    return made


def _next(request: DataRequest, on: date) -> Definition:
    """The head of the next round. The data are those of its day, or of today where that is still to come."""
    due_on = next_round(request.due_on, request.returns) if request.due_on else None
    return Definition(
        next_title(request.title, request.returns), request.organisation, request.asked_by, request.paper, request.number,
        request.issuer, max(due_on, on) if due_on else None, min(next_round(request.as_of, request.returns), on),
        request.note, request.returns, request.code,
    )  # fmt: skip


def _owed(owed_by: Collection[int], actor: Actor) -> list[int]:
    """Only organisations that the asker may ask."""
    wanted = [pk for pk in dict.fromkeys(owed_by) if may_ask(actor.access, pk)]
    if not wanted:
        raise errors.NobodyOwes
    return wanted


def _next_code(on: date) -> str:
    """Requests are numbered through the year, in the order in which they were defined."""
    numbers = [f"{on.year}-{number:03}" for number in range(1, 1000)]
    taken = {row.values["code"] for row in records.rows_keyed(records.REQUEST, [(code,) for code in numbers])}
    return next(code for code in numbers if code not in taken)


def _box_values(request: int, organisation: int, box: Box) -> dict[str, Any]:
    return {
        "request": request, "organisation": organisation, "box": box.number, "words": box.words,
        "source": box.source or None, "answer": box.answer, "choices": "；".join(box.choices) or None,
        "unit_word": box.unit or None, "hint": box.hint or None, "least": box.least, "most": box.most,
        "needed": box.needed, "takes_from": box.takes_from or None,
    }  # fmt: skip


def redefine(*, standing: Standing, said: Definition, actor: Actor) -> None:
    """Say otherwise what a draft asks, or give one that is out its paper or another day.

    Raises NoDraftAnyMore, AdmittedAsItStands.
    """
    request = standing.request
    _require_asking(actor, request.organisation)
    if standing.is_closed or standing.is_from_data:
        raise errors.NoDraftAnyMore(title=request.title)
    if standing.is_out and (said.title, said.as_of) != (request.title, request.as_of):
        raise errors.NoDraftAnyMore(title=request.title)
    if standing.is_admitted:
        _require_as_admitted(request, said)
    values = replace(said, follows=request.follows).values(request.code, request.defined_by)
    with recording(actor.source(said.number, said.title)) as entry:
        filing.correct_anchored(records.REQUEST, request.id, request.row, values, request.on, entry)


def _require_as_admitted(request: DataRequest, said: Definition) -> None:
    """What was admitted keeps its paper and its asker, and its day is never moved forward."""
    kept = ("asked_by", "paper", "number", "issuer")
    is_same = all(getattr(said, name) == getattr(request, name) for name in kept)
    is_earlier = said.due_on is not None and (request.due_on is None or said.due_on < request.due_on)
    if not is_same or is_earlier:
        raise errors.AdmittedAsItStands(title=request.title)


def choose_who_owes(*, standing: Standing, present: Collection[int], owed_by: Collection[int], actor: Actor) -> None:
    """Lay a draft before these organisations instead of those `present`. Raises NoDraftAnyMore, NobodyOwes."""
    _require_draft(actor, standing)
    request, wanted = standing.request, _owed(owed_by, actor)
    gone = records.rows_keyed(records.ADDRESSEE, [(request.id, pk) for pk in present if pk not in set(wanted)])
    new = [{"request": request.id, "organisation": pk} for pk in wanted if pk not in set(present)]
    with recording(actor.source(request.number, request.title)) as entry:
        filing.unsay(records.ADDRESSEE, [row.id for row in gone], entry)
        filing.say(records.ADDRESSEE, new, actor.on, entry)


def add_box(*, standing: Standing, box: Box, actor: Actor) -> None:
    """Put a box at the end of a draft. Raises NoDraftAnyMore, TooManyBoxes, BoxIncomplete, LimitsBackwards, AskedAlready."""
    _require_draft(actor, standing)
    request = standing.request
    present = boxes_of([request.id]).get(request.id, ())
    number = max((one.number for one in present), default=0) + 1
    if number > MOST_BOXES:
        raise errors.TooManyBoxes(most=MOST_BOXES)
    if not box.words or (box.is_question and box.answer == CHOICE and len(box.choices) < 2):
        raise errors.BoxIncomplete
    if box.least is not None and box.most is not None and box.least > box.most:
        raise errors.LimitsBackwards(least=box.least, most=box.most)
    if any(same_words(one.words) == same_words(box.words) for one in present):
        raise errors.AskedAlready(words=box.words)
    values = _box_values(request.id, request.organisation, box) | {"box": number}
    with recording(actor.source(request.number, request.title)) as entry:
        filing.say(records.BOX, [values], actor.on, entry)


def change_box(*, standing: Standing, box: Box, actor: Actor) -> None:
    """Say otherwise what a box of a draft takes its answers from. Raises NoDraftAnyMore."""
    _require_draft(actor, standing)
    request = standing.request
    with recording(actor.source(request.number, request.title)) as entry:
        filing.say(records.BOX, [_box_values(request.id, request.organisation, box)], request.on, entry)


def remove_box(*, standing: Standing, number: int, actor: Actor) -> None:
    """Leave a box out of a draft. Raises NoDraftAnyMore."""
    _require_draft(actor, standing)
    rows = [row.id for row in records.rows_keyed(records.BOX, [(standing.request.id, number)])]
    with recording(actor.source(standing.request.number, standing.request.title)) as entry:
        filing.unsay(records.BOX, rows, entry)


def _step(
    step: str, request: DataRequest, organisation: int, actor: Actor, *, reason: str = "", **counts: int
) -> dict[str, Any]:
    return {
        "request": request.id, "organisation": organisation, "step": step, "reason": reason or None,
        "done_by": actor.username, **counts,
    }  # fmt: skip


def send_out(*, standing: Standing, owed_by: Collection[int], filled: Filled, actor: Actor) -> None:
    """Lay the request before those who owe it. What the data answer whole never reaches them.

    Raises NoDraftAnyMore, NoBoxes, DataAnswerAll, DayIsOver.
    """
    request = standing.request
    _require_draft(actor, standing)
    boxes = boxes_of([request.id]).get(request.id, ())
    if not boxes:
        raise errors.NoBoxes
    if not _lacking(owed_by, boxes, filled):
        raise errors.DataAnswerAll
    if request.due_on is not None and request.due_on < actor.on:
        raise errors.DayIsOver(due=request.due_on)
    with recording(actor.source(request.number, request.title)) as entry:
        filing.say(records.STEP, [_step(records.SENT_OUT, request, request.organisation, actor)], actor.on, entry)


def answer_from_data(*, standing: Standing, owed_by: Collection[int], filled: Filled, actor: Actor) -> None:
    """The data answer everything, so that nobody is asked. Raises NoDraftAnyMore, NoBoxes, GapsRemain."""
    request = standing.request
    _require_draft(actor, standing)
    boxes = boxes_of([request.id]).get(request.id, ())
    if not boxes:
        raise errors.NoBoxes
    if lacking := _lacking(owed_by, boxes, filled):
        raise errors.GapsRemain(count=lacking)
    counts = {"forms": len(owed_by), "boxes": len(owed_by) * len(boxes)}
    said = _step(records.FROM_DATA, request, request.organisation, actor, **counts)
    with recording(actor.source(request.number, request.title)) as entry:
        filing.say(records.STEP, [said], actor.on, entry)


def _lacking(owed_by: Collection[int], boxes: Sequence[Box], filled: Filled) -> int:
    """For how many of them the data do not answer every box."""
    return sum(any((pk, box.number) not in filled for box in boxes) for pk in owed_by)


def decide(*, standing: Standing, admitted: bool, reason: str, actor: Actor) -> None:
    """Admit a request, or refuse it with a reason. Raises NotYoursToDecide, DecidedByTheDefiner, NoPaperNoAdmission."""
    request = standing.request
    if not may_decide(actor.access, request.organisation):
        raise errors.NotYoursToDecide(name=_name(actor, request.organisation))
    if request.defined_by == actor.username:
        raise errors.DecidedByTheDefiner
    if standing.is_closed or standing.is_from_data:
        raise errors.NothingWaits(title=request.title)
    if admitted and not request.number:
        raise errors.NoPaperNoAdmission
    if not admitted and not reason:
        raise errors.ReasonNeeded(most=LONGEST_ANSWER)
    said = {
        "request": request.id, "organisation": request.organisation,
        "outcome": records.ADMITTED if admitted else records.REFUSED, "reason": reason or None,
        "decided_by": actor.username,
    }  # fmt: skip
    with recording(actor.source(request.number, request.title)) as entry:
        filing.say(records.DECISION, [said], actor.on, entry)


def remind(*, standing: Standing, actor: Actor) -> None:
    """Remind those who have not sent, once. Raises NothingWaits, RemindedAlready."""
    request = standing.request
    _require_asking(actor, request.organisation)
    if not (standing.is_open and standing.is_required):
        raise errors.NothingWaits(title=request.title)
    if standing.reminders:
        raise errors.RemindedAlready(on=standing.reminders[-1].on)
    with recording(actor.source(request.number, request.title)) as entry:
        filing.say(records.STEP, [_step(records.REMINDED, request, request.organisation, actor)], actor.on, entry)


def close(*, standing: Standing, reason: str, actor: Actor) -> None:
    """Take no more answers, or put a draft away. Raises NothingWaits."""
    request = standing.request
    _require_asking(actor, request.organisation)
    if standing.is_closed or standing.is_from_data:
        raise errors.NothingWaits(title=request.title)
    said = _step(records.CLOSED, request, request.organisation, actor, reason=reason)
    with recording(actor.source(request.number, request.title)) as entry:
        filing.say(records.STEP, [said], actor.on, entry)


def send_back(*, standing: Standing, organisation: int, reason: str, actor: Actor) -> None:
    """Return what an organisation sent, with a reason that it reads. Raises ReasonNeeded, NothingToSendBack, NothingWaits."""
    request = standing.request
    _require_asking(actor, request.organisation)
    if not reason:
        raise errors.ReasonNeeded(most=LONGEST_ANSWER)
    if not standing.is_open:
        raise errors.NothingWaits(title=request.title)
    sending = sendings_of([(request.id, organisation)]).get((request.id, organisation))
    if sending is None or standing.sent_back(organisation, sending):
        raise errors.NothingToSendBack(name=_name(actor, organisation))
    said = _step(records.SENT_BACK, request, organisation, actor, reason=reason)
    with recording(actor.source(request.number, request.title)) as entry:
        filing.say(records.STEP, [said], actor.on, entry)


@dataclass(frozen=True)
class Filling:
    """What an organisation sends: its answers by box, each with how it came, how many boxes the data filled, a note."""

    organisation: int
    answers: Mapping[int, tuple[Box, Answer, str]]
    known: int
    note: str


def send(*, standing: Standing, filling: Filling, actor: Actor) -> None:
    """Send what was asked, in one entry; again it says it anew. Raises NotYoursToAnswer, NotOpen."""
    request, organisation = standing.request, filling.organisation
    if not may_answer(actor.access, organisation):
        raise errors.NotYoursToAnswer(name=_name(actor, organisation))
    if not standing.is_open:
        raise errors.NotOpen(title=request.title, asked_by=request.asked_by)
    given = answers_of(organisation, request.id)
    dropped = [one.id for box, one in given.items() if box not in filling.answers]
    said = [_answer(request, organisation, *one) for one in filling.answers.values()]
    with recording(actor.source(request.number, request.title)) as entry:
        filing.unsay(records.ANSWER, dropped, entry)
        filing.say(records.ANSWER, said, actor.on, entry)
        filing.say_anew(records.SENDING, _sending(request, filling, actor), actor.on, entry)


def _answer(request: DataRequest, organisation: int, box: Box, answer: Answer, origin: str) -> dict[str, Any]:
    return {
        "request": request.id, "organisation": organisation, "box": box.number, "words": box.words,
        "source": box.source or None, "value": answer.value, "amount": answer.amount, "money": answer.fen,
        "origin": origin,
    }  # fmt: skip


def _sending(request: DataRequest, filling: Filling, actor: Actor) -> dict[str, Any]:
    origins = [origin for _, _, origin in filling.answers.values()]
    return {
        "request": request.id, "organisation": filling.organisation, "known": filling.known,
        "offered": origins.count(records.OFFERED), "typed": len(origins) - origins.count(records.OFFERED),
        "note": filling.note or None, "sent_by": actor.username,
    }  # fmt: skip


def note_opening(request: int, organisation: int) -> None:
    """Somebody who may answer opened the form. Only the first time is kept."""
    Opening.objects.get_or_create(request_id=request, organisation_id=organisation, defaults={"at": now()})


def keep_layout(*, standing: Standing, name: str, content: bytes, actor: Actor) -> None:
    """Keep the asker's own workbook; the collected one comes out in its layout. What was checked is checked by `layouts`."""
    _require_asking(actor, standing.request.organisation)
    with written_whole():
        Layout.objects.create(request_id=standing.request.id, at=now(), name=name[:200], content=content)
