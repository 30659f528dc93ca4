"""One record: its fields, its whole history, and what refers to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.kernel.errors import RuleBroken
from zugong.web.activities.doors import meeting_address
from zugong.web.entering.offered import ActGroup, acts_of
from zugong.web.listing.facts import Fact, facts_of
from zugong.web.listing.history import HistoryLine, history_of
from zugong.web.listing.references import address_of, known_records
from zugong.web.listing.subject import Subject, now_at, record_subject
from zugong.web.looking import log_reveal, log_view
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, scope_of
from zugong.web.views.records import listable
from zugong.web.views.references import references_address

_SHORTEST_REASON = 4


class ReasonMissing(RuleBroken):
    code: ClassVar[str] = "reveal.reason_missing"
    message: ClassVar[str] = "To see masked values say why, in at least four characters; the reason is logged."
    message_zh: ClassVar[str] = "查看被遮盖的内容须写明理由（至少四个字），理由会记入日志。"


@dataclass(frozen=True, kw_only=True)
class RecordPage(Page):
    """A record as the user may see it.

    `references` is the address of the part that tells what refers to it; `meeting` that of the page of a meeting, "" for
    other records.
    """

    template: ClassVar[str] = "web/record.html"
    code: str
    type_name: str
    facts: tuple[Fact, ...]
    reveal_address: str
    is_revealed: bool
    history: tuple[HistoryLine, ...]
    references: str
    acts: tuple[ActGroup, ...]
    meeting: str
    is_withdrawn: bool


def record(request: HttpRequest, code: str, identity: int) -> HttpResponse:
    """The page of a record; organisations and persons have pages of their own."""
    scope = scope_of(request)
    if code in ("organisation", "person"):
        return HttpResponseRedirect(address_of(code, identity))
    subject = record_subject(listable(scope, code), identity, scope)
    if (now := now_at(subject, scope)) is not None:
        return HttpResponseRedirect(address_of(code, now))
    log_view(request, subject)
    return _shown(request, subject, scope, reveal=False)


def record_reveal(request: HttpRequest, code: str, identity: int) -> HttpResponse:
    """The same page with encrypted values in clear, after a reason, which is logged before anything is shown."""
    if request.method != "POST":  # a reload, or another language: masked again, without asking the same reason twice
        return HttpResponseRedirect(address_of(code, identity))
    scope = scope_of(request)
    subject = record_subject(listable(scope, code), identity, scope)
    require_reveal(subject, scope)
    log_reveal(request, subject, reason=given_reason(request))
    return _shown(request, subject, scope, reveal=True)


def given_reason(request: HttpRequest) -> str:
    """The reason that the form gives. Raises ReasonMissing."""
    reason = request.POST.get("reason", "").strip()
    if len(reason) < _SHORTEST_REASON:
        raise ReasonMissing
    return reason[:300]


def require_reveal(subject: Subject, scope: Scope) -> None:
    """403 where the user may see the record but none of its encrypted values."""
    if not any(field.hidden and subject.allows(field, scope) for field in subject.kind.fields.values()):
        raise PermissionDenied(gettext("Your mandate does not reach the masked values of this record."))


def _shown(request: HttpRequest, subject: Subject, scope: Scope, *, reveal: bool) -> HttpResponse:
    language, kind = spoken(request), subject.kind
    facts = facts_of(subject, scope, language, reveal=reveal)
    content = RecordPage(
        title=_title(subject, scope, language),
        code=kind.code,
        type_name=kind.name(language),
        facts=facts,
        reveal_address=_reveal_address(facts, "record_reveal", kind.code, subject.identity),
        is_revealed=reveal,
        history=history_of(subject, scope, language),
        references=references_address(subject),
        acts=acts_of(subject, scope),
        meeting=meeting_address(subject, scope),
        is_withdrawn=not subject.is_believed,
    )
    return page(request, content)


def _reveal_address(facts: tuple[Fact, ...], name: str, *arguments: object) -> str:
    return reverse(name, args=arguments) if any(fact.can_reveal for fact in facts) else ""


def _title(subject: Subject, scope: Scope, language: str) -> str:
    kind = subject.kind
    if subject.row.anchor is None:
        return kind.name(language)
    known = known_records([(kind.code, subject.row.anchor)], scope.clocks, scope.catalogue, language)
    return known.label(kind.code, subject.row.anchor)
