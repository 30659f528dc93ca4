"""The board of a request, the acts on it, and the collected workbook."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.kernel.errors import RuleBroken
from zugong.offices.actions import log_access
from zugong.offices.queries import signatures
from zugong.requests import actions, records
from zugong.requests.models import Layout
from zugong.requests.prefilling import Known, cell_of, known_values
from zugong.requests.queries import answers_to, next_of
from zugong.requests.rules import next_round, next_title
from zugong.requests.workbook import Headings, Row, write_collected, write_in_layout
from zugong.web.clocks import usual_day
from zugong.web.files import workbook_file
from zugong.web.pages import Page, Tab, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.requests.board import PAGE_ROWS, STATES, Board, BoardRow, Part, board_of
from zugong.web.requests.opened import Opened, State, due_in_words, opened, state_of
from zugong.web.typed import typed_number

_LONGEST = 300
_IN_MEMORY = 4 * 1024 * 1024


@dataclass(frozen=True)
class NextRound:
    """The next round of a standing request: when it is due to be asked, and its page once it was made, "" before."""

    on: date
    title: str
    address: str


@dataclass(frozen=True, kw_only=True)
class BoardPage(Page):
    """How far a request has come. `acts` are the names of what the user may do now."""

    template: ClassVar[str] = "web/requests/board.html"
    code: str
    asked_by: str
    defined_by: str
    paper: str
    issuer: str
    due_on: date | None
    due_words: str
    as_of: date
    state: State
    decision: records.Decision | None
    decided_by: str
    note: str
    out_on: date | None
    reminded_on: date | None
    is_from_data: bool
    all_count: int
    sent_count: int
    counts: tuple[tuple[str, int, str], ...]
    box_words: tuple[str, ...]
    parts: tuple[Part, ...]
    tabs: tuple[Tab, ...]
    rows: tuple[BoardRow, ...]
    next: str
    acts: frozenset[str]
    returns: str
    follows: str
    next_round: NextRound | None
    may_send_back: bool
    has_layout: bool
    problem: str
    define_address: str
    collected_address: str


@safe_to_repeat
def request(request: HttpRequest, identity: int) -> HttpResponse:
    """The board of a request; POST does one of its acts."""
    found = opened(request, identity)
    if request.method == "POST":
        return _acted(found)
    return _shown(found)


def _acted(found: Opened) -> HttpResponse:
    """One act, as the button says; what may not be done is refused with the reason."""
    act, reason = found.http.POST.get("act", ""), found.http.POST.get("reason", "").strip()[:_LONGEST]
    acts: dict[str, Callable[[], None]] = {
        "admit": lambda: actions.decide(standing=found.standing, admitted=True, reason=reason, actor=found.actor),
        "refuse": lambda: actions.decide(standing=found.standing, admitted=False, reason=reason, actor=found.actor),
        "remind": lambda: actions.remind(standing=found.standing, actor=found.actor),
        "close": lambda: actions.close(standing=found.standing, reason=reason, actor=found.actor),
        "back": lambda: _send_back(found, reason),
    }
    if act == "repeat":
        return _repeated(found)
    if act not in acts:
        return HttpResponseRedirect(reverse("request", args=[found.request.id]))
    if not (found.may_decide if act in ("admit", "refuse") else found.may_ask):
        raise PermissionDenied(_refusal(act))
    try:
        acts[act]()
    except RuleBroken as error:
        return _shown(found, error.sentence(found.language))
    messages.success(found.http, _done(act))
    return HttpResponseRedirect(reverse("request", args=[found.request.id]))


def _repeated(found: Opened) -> HttpResponse:
    """On to the draft of the next round, made from this one."""
    if not found.may_ask:
        raise PermissionDenied(_refusal("repeat"))
    try:
        made = actions.repeat(
            standing=found.standing, boxes=found.boxes, owed_by=found.owed_by, actor=found.actor,
        )  # fmt: skip
    except RuleBroken as error:
        return _shown(found, error.sentence(found.language))
    messages.success(found.http, gettext("The next round is ready: look at day and boxes, then send it out."))
    return HttpResponseRedirect(reverse("request_define", args=[made]))


def _send_back(found: Opened, reason: str) -> None:
    organisation = typed_number(found.http.POST.get("organisation", ""))
    if organisation is None or organisation not in found.owed_by:
        raise PermissionDenied(gettext("This organisation does not owe the request."))
    actions.send_back(standing=found.standing, organisation=organisation, reason=reason, actor=found.actor)


def _refusal(act: str) -> str:
    if act in ("admit", "refuse"):
        return gettext("A request is admitted by another person than who defined it, in an office that decides.")
    return gettext("Only the office that asks, or one above it that checks, may do this.")


def _done(act: str) -> str:
    return {
        "admit": gettext("Admitted: whoever owes it must answer by the day."),
        "refuse": gettext("Refused: every page below says that it need not be filled in."),
        "remind": gettext("Everybody who has not sent reads the reminder; there is only one."),
        "close": gettext("Closed. What was sent is kept."),
        "back": gettext("Sent back with your reason."),
    }[act]


def _shown(found: Opened, problem: str = "") -> HttpResponse:
    board = board_of(found)
    standing, asked, on = board.standing, found.request, usual_day()
    wanted, chosen = _chosen(board)
    after = typed_number(found.http.GET.get("after", ""))
    start = wanted.index(after) + 1 if after in wanted else 0
    shown = wanted[start : start + PAGE_ROWS]
    names = signatures(
        {(asked.defined_by, asked.on)}
        | ({(standing.decision.decided_by, standing.decision.on)} if standing.decision else set())
    )
    content = BoardPage(
        title=asked.title,
        code=asked.code,
        asked_by=asked.asked_by,
        defined_by=names[asked.defined_by, asked.on].name,
        paper=asked.paper_in_words,
        issuer=asked.issuer,
        due_on=asked.due_on,
        due_words=due_in_words(asked.due_on, on) if standing.is_open else "",
        as_of=asked.as_of,
        state=state_of(standing),
        decision=standing.decision,
        decided_by=names[standing.decision.decided_by, standing.decision.on].name if standing.decision else "",
        note=asked.note,
        out_on=standing.out_on,
        reminded_on=standing.reminders[-1].on if standing.reminders else None,
        is_from_data=standing.is_from_data,
        all_count=len(board.states),
        sent_count=board.sent,
        counts=tuple((_word(code), board.counts[code], code) for code in STATES if board.counts[code]),
        box_words=tuple(box.words for box in found.boxes),
        parts=board.parts() if not standing.is_from_data else (),
        tabs=_tabs(board, chosen),
        rows=board.rows(shown) if not standing.is_from_data else (),
        next=_next(found.http, shown[-1]) if len(wanted) > start + PAGE_ROWS else "",
        acts=_acts(board),
        returns=_returns(found),
        follows=asked.follows,
        next_round=_next_round(found) if asked.returns and found.may_ask and not standing.is_draft else None,
        may_send_back=found.may_ask and standing.is_open,
        has_layout=Layout.objects.filter(request_id=asked.id).exists(),
        problem=problem,
        define_address=reverse("request_define", args=[asked.id]) if found.may_ask else "",
        collected_address=reverse("request_collected", args=[asked.id]),
    )
    return page(found.http, content, status=422 if problem else 200)


def _returns(found: Opened) -> str:
    """How often it is asked again, in words; "" for once."""
    field = found.scope.catalogue.types[records.REQUEST].fields["returns"]
    return field.type.show(found.request.returns, field, found.language) if found.request.returns else ""


def _next_round(found: Opened) -> NextRound:
    asked = found.request
    made = next_of(asked)
    address = reverse("request_define" if made.is_draft else "request", args=[made.request.id]) if made else ""
    title = made.request.title if made else next_title(asked.title, asked.returns)
    return NextRound(next_round(asked.on, asked.returns), title, address)


def _word(code: str) -> str:
    return {
        "sent": gettext("Sent"), "late": gettext("Sent late"), "back": gettext("Sent back"), "missing": gettext("Overdue"),
        "opened": gettext("Opened"), "waiting": gettext("Not opened"),
    }[code]  # fmt: skip


def _chosen(board: Board) -> tuple[list[int], tuple[str, int | None]]:
    """The organisations of the state and the subordinate that the address names; all without."""
    query = board.opened.http.GET
    state, part = query.get("state", ""), typed_number(query.get("part", ""))
    wanted = [
        pk for pk, one in board.states.items()
        if (state not in STATES or one.code == state) and (part is None or board.part_of(pk) == part)
    ]  # fmt: skip
    return wanted, (state if state in STATES else "", part)


def _tabs(board: Board, chosen: tuple[str, int | None]) -> tuple[Tab, ...]:
    """All, and each state in which there is somebody."""
    part = f"&part={chosen[1]}" if chosen[1] is not None else ""
    found = [Tab(gettext("All"), f"?{part[1:]}#rows", not chosen[0])]
    for code in STATES:
        if board.counts[code]:
            found.append(Tab(f"{_word(code)} {board.counts[code]}", f"?state={code}{part}#rows", chosen[0] == code))
    return tuple(found)


def _next(request: HttpRequest, last: int) -> str:
    query = request.GET.copy()
    query["after"] = str(last)
    return f"?{query.urlencode()}#rows"


def _acts(board: Board) -> frozenset[str]:
    found, standing = board.opened, board.standing
    acts = set()
    if found.may_decide and standing.request.number and not (standing.is_closed or standing.is_from_data):
        acts |= {"refuse"} if standing.is_admitted else {"admit", "refuse"}
    if found.may_ask:
        if standing.is_open:
            acts |= {"close", "define"}
        if standing.is_open and standing.is_required and not standing.reminders and board.sent < len(board.states):
            acts.add("remind")
    return frozenset(acts)


def request_collected(request: HttpRequest, identity: int) -> HttpResponse:
    """What was answered, as a workbook in the asker's layout or in ours. That values naming persons went out is logged."""
    found = opened(request, identity)
    if not found.boxes:
        raise PermissionDenied(gettext("The request has no boxes yet, so there is nothing to collect."))
    board = board_of(found)
    collected = _Collected(board)
    stream = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the response closes it
    collected.write(stream)
    stream.seek(0)
    if collected.persons:
        log_access(
            user=request.user, act="export", record_type="person", persons=sorted(collected.persons),
            organisation=found.request.organisation, rows=len(board.states), reason=found.request.title,
        )  # fmt: skip
    return workbook_file(stream, f"{found.request.title} {usual_day():%Y-%m-%d}")


class _Collected:
    """The rows of the collected workbook: from the data, and what was answered in the gaps."""

    def __init__(self, board: Board) -> None:
        self.board, self.found = board, board.opened
        self.filled = known_values(self.found.boxes, self.found.owed_by, self.found.reading)
        self.persons = {pk for known in self.filled.values() for code, pk in known.records if code == "person"}
        self.given = (
            {} if board.standing.is_from_data else answers_to(self.found.request, usual_day(), self.found.named)
        )

    def rows(self) -> Iterator[Row]:
        for row in self.board.rows(self.found.owed_by):
            sent = row.sent.sending
            yield Row(row.name, row.above, sent.on.isoformat() if sent else self._not_sent(row), self._cells(row.id))

    def _not_sent(self, row: BoardRow) -> str:
        return gettext("from the data") if self.board.standing.is_from_data else row.sent.state.word

    def _cells(self, organisation: int) -> dict[int, object]:
        cells: dict[int, object] = {}
        for box in self.found.boxes:
            known, given = self.filled.get((organisation, box.number)), self.given.get((organisation, box.number))
            if known is not None:
                cells[box.number] = _with_dispute(known, given)
            elif given is not None:
                cells[box.number] = cell_of(given[0], box)
        return cells

    def write(self, stream: IO[bytes]) -> None:
        layout = Layout.objects.filter(request_id=self.found.request.id).order_by("-pk").first()
        if layout is not None:
            write_in_layout(self.rows(), self.found.boxes, bytes(layout.content), stream)
        else:
            write_collected(self.rows(), self.found.boxes, self._headings(), stream)

    def _headings(self) -> Headings:
        asked = self.found.request
        words = {
            "who": asked.asked_by,
            "paper": asked.paper_in_words or gettext("no paper"),
            "day": asked.as_of.isoformat(),
        }
        about = (asked.title, gettext("Asked by %(who)s · %(paper)s · data as of %(day)s") % words)
        return Headings(asked.title, gettext("Superior"), gettext("Organisation"), gettext("Sent on"), about)


def _with_dispute(known: Known, given: tuple[str, str, str] | None) -> object:
    """What the data say, and beside it what the organisation says is right instead."""
    if given is None or given[1] != records.DISPUTED:
        return known.cell
    return gettext("%(known)s (the organisation says: %(said)s)") % {"known": known.text, "said": given[0]}
