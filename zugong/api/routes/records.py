"""Rows of any record type, and one record with everything that was ever said of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.http import Http404, HttpRequest
from ninja import Query, Router
from pydantic import Field

from zugong.api.asked import (
    AskedClocks,
    AskedTime,
    Identity,
    Language,
    Limit,
    grouping_below,
    page_key,
    page_start,
    scope_at,
)
from zugong.api.looking import log_rows
from zugong.api.problems import ApiRefusal, NotThere, Problem
from zugong.api.routes.dictionary import kind_of
from zugong.api.rows import row_shapes, subject_shapes
from zugong.api.shapes import EntryShape, HistoryRow, RecordShape, RowShape, RowsPage
from zugong.dictionary.declarations import RecordType
from zugong.figures.queries import list_rows
from zugong.kernel.facts.models import Entry, Fact, FactQuerySet
from zugong.web.listing.subject import Subject, person_subject, record_subject
from zugong.web.listing.tables import Placed
from zugong.web.scope import Scope

router = Router(tags=["Records 记录"])


class NothingToReveal(ApiRefusal):
    code = "api.nothing_to_reveal"
    message = "{field} is no encrypted field of {type}; there are: {allowed}."
    message_zh = "“{field}”不是“{type}”的加密字段；可查看的有：{allowed}。"


class ReasonNeeded(ApiRefusal):
    code = "api.reason_needed"
    message = "To see encrypted values say why: give a reason of at least 4 characters; it is logged."
    message_zh = "查看加密信息须说明理由（至少4个字），理由将记入查阅日志。"


class AskedList(AskedClocks):
    org: Identity | None = Field(None, description="Only rows that count below this organisation.")
    after: str = Field("", max_length=2000, description="`next` of the page before.")
    limit: Limit = 100
    language: Language = "zh"


class AskedRecord(AskedTime):
    reveal: str = Field(
        "", max_length=200, description="Encrypted fields to show in full, with commas; needs a reason."
    )
    reason: str = Field("", max_length=300, description="Why they are needed; written into the access log.")
    language: Language = "zh"


@router.get("/records/{type}", response={200: RowsPage, 404: Problem, 422: Problem}, summary="Rows of a type 记录列表")
def rows(request: HttpRequest, type: str, asked: Query[AskedList]):
    """The rows of a record type in your scope: states that hold on the day; events by the day, or in `from`–`to`.

    Rows about persons are logged as read. Personal fields are masked where you may not see so deep; encrypted ones always.
    """
    scope = scope_at(request, asked.clocks)
    kind = kind_of(scope, type)
    if not scope.may_list(kind):
        raise NotThere(what="record type", what_zh="数据类型", which=type)
    of = f"{kind.code}/{asked.org}"
    found = list_rows(
        kind.code, _condition(kind, asked), scope.clocks, grouping_below(scope, asked.org), scope.names,
        after=page_start(asked.after, of), limit=asked.limit,
    )  # fmt: skip
    shapes = row_shapes(kind, [Placed(row.id, row.place) for row in found.rows], scope, asked.language)
    log_rows(request, kind, [row.id for row in found.rows], scope)
    return RowsPage(
        type=kind.code, rows=shapes, count=found.count, undecided=found.undecided, next=page_key(found.after, of),
        entry=found.entry,
    )  # fmt: skip


def _condition(kind: RecordType, asked: AskedList) -> str:
    if kind.is_state:
        return "holds()"
    return "on >= period_start and on < period_end" if asked.first or asked.last else "on <= day"


@router.get(
    "/records/{type}/{record}",
    response={200: RecordShape, 403: Problem, 404: Problem, 422: Problem},
    summary="One record with its history 一条记录及其历史",
)
def one_record(request: HttpRequest, type: str, record: Identity, asked: Query[AskedRecord]):
    """A record by its `anchor` (of a type without anchors: by the `id` of any of its rows), and all that was ever said.

    With `reveal` and a `reason`, encrypted values are shown to who may see them; the log keeps both.
    """
    scope = scope_at(request, asked.clocks)
    kind = kind_of(scope, type)
    revealed = _revealed(kind, asked)
    subject = _subject(request, kind, record, scope)
    facts = _facts(subject, scope)
    stored = {row.id: row for row in subject.store.read(_these(subject, facts), unsealed=True)}
    shapes = subject_shapes(
        subject, [stored[fact.pk] for fact in facts], scope, asked.language, revealed=revealed
    )  # fmt: skip
    log_rows(request, kind, list(stored), scope, act="reveal" if revealed else "api", reason=asked.reason)
    by_id = {shape.id: shape for shape in shapes}
    history = [_history_row(fact, by_id[fact.pk], scope.clocks.known) for fact in facts]
    return RecordShape(type=kind.code, record=by_id.get(subject.row.id), history=history)


def _subject(request: HttpRequest, kind: RecordType, record: int, scope: Scope) -> Subject:
    """The record. Raises NotThere where it is not there or not theirs to know of."""
    try:
        if kind.code == "person":
            return person_subject(record, scope, own=request.user.person_id)
        return record_subject(kind, record, scope)
    except Http404:
        raise NotThere(what=kind.en, what_zh=kind.zh, which=record) from None


def _revealed(kind: RecordType, asked: AskedRecord) -> frozenset[str]:
    wanted = frozenset(code.strip() for code in asked.reveal.split(",") if code.strip())
    allowed = [code for code, field in kind.fields.items() if field.hidden]
    for code in sorted(wanted.difference(allowed)):
        raise NothingToReveal(field=code, type=kind.code, allowed=", ".join(allowed) or "–")
    if wanted and len(asked.reason.strip()) < 4:
        raise ReasonNeeded
    return wanted


def _facts(subject: Subject, scope: Scope) -> list[Fact]:
    """Every row about the record in the order in which they were recorded, as far as known at the clocks' moment."""
    known = Q() if scope.clocks.known is None else Q(recorded_in__number__lte=scope.clocks.known)
    found = subject.history().filter(known).select_related("recorded_in", "retracted_in")
    return list(found.order_by("recorded_in__number", "pk"))


def _these(subject: Subject, facts: Sequence[Fact]) -> FactQuerySet:
    return subject.store.queryset().filter(pk__in=[fact.pk for fact in facts])


def _history_row(fact: Fact, shape: RowShape, known: int | None) -> HistoryRow:
    by = fact.retracted_in
    is_gone = by is not None and (known is None or (by.number or 0) <= known)
    return HistoryRow(**shape.dict(), recorded=_entry(fact.recorded_in), retracted=_entry(by) if is_gone else None)


def _entry(entry: Entry) -> EntryShape:
    return EntryShape(
        number=entry.number, at=entry.sealed_at, kind=entry.kind, actor=entry.actor, paper=entry.paper, note=entry.note
    )
