"""Corrections of the own record: the member asks and reads the answer, the office that may fill it in decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.corrections import actions, queries
from zugong.corrections.models import Request
from zugong.corrections.queries import Asked
from zugong.dictionary.store import store_of
from zugong.kernel.errors import RuleBroken
from zugong.web.entering.wished import ASKED
from zugong.web.listing.facts import facts_of
from zugong.web.listing.references import known_records
from zugong.web.listing.subject import Subject, now_at, person_subject, record_subject
from zugong.web.looking import log_view
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of


@dataclass(frozen=True)
class FieldChoice:
    """A field of the own record with its present value; `value` names type, record and field."""

    value: str
    label: str
    present: str
    is_chosen: bool


@dataclass(frozen=True)
class CorrectionLine:
    """A request in words, with its answer."""

    asked: Asked
    field: str
    person: str
    address: str


@dataclass(frozen=True, kw_only=True)
class AskPage(Page):
    """The form, and what was asked before."""

    template: ClassVar[str] = "web/ask_correction.html"
    fields: tuple[FieldChoice, ...]
    right: str
    why: str
    most: int
    problem: str
    lines: tuple[CorrectionLine, ...]


@dataclass(frozen=True, kw_only=True)
class CorrectionsPage(Page):
    """The requests that wait for the user's answer."""

    template: ClassVar[str] = "web/corrections.html"
    lines: tuple[CorrectionLine, ...]


@dataclass(frozen=True, kw_only=True)
class CorrectionPage(Page):
    """One request, with the value that stands there now."""

    template: ClassVar[str] = "web/correction.html"
    line: CorrectionLine
    present: str
    person_address: str
    reason: str
    problem: str


@safe_to_repeat
def ask_correction(request: HttpRequest) -> HttpResponse:
    """The form for the own record. 403 for accounts that are nobody's."""
    person = request.user.person_id
    if person is None:
        raise PermissionDenied(gettext("Your account is not linked to a person, so it has no record of its own."))
    scope = scope_of(request)
    choices = tuple(_fields(person, scope, spoken(request), request.POST.get("field", "")))
    if request.method != "POST":
        return _ask_page(request, person, choices)
    chosen = next((choice for choice in choices if choice.is_chosen), None)
    if chosen is None:
        return _ask_page(request, person, choices, gettext("Choose the value that is wrong."))
    record_type, record, field = chosen.value.split(".")
    wrong = actions.Wrong(
        record_type, int(record), field, request.POST.get("right", ""), request.POST.get("why", "")
    )  # fmt: skip
    try:
        actions.ask(wrong=wrong, person=person, user=request.user)
    except RuleBroken as error:
        return _ask_page(request, person, choices, error.sentence(spoken(request)))
    messages.success(request, gettext("Your request has been sent; the answer will stand here."))
    return HttpResponseRedirect(reverse("ask_correction"))


def corrections(request: HttpRequest) -> HttpResponse:
    """The requests that wait for whoever may fill in members' records. 403 for everybody else."""
    scope = scope_of(request)
    if not any(grant.act == "fill" and grant.allows("members", "fill") for grant in scope.access.grants):
        raise PermissionDenied(gettext("Corrections are made by the office that may fill in members' records."))
    waiting = queries.requests_for(scope.access, scope.catalogue)
    lines = tuple(_line(one, scope, spoken(request)) for one in waiting[:100])
    return page(request, CorrectionsPage(title=gettext("Corrections that members ask for"), lines=lines))


def correction(request: HttpRequest, identity: int) -> HttpResponse:
    """One request. 404 for one that is not theirs to answer."""
    return _correction_page(request, _waiting(request, identity))


@require_POST
@safe_to_repeat
def correction_answer(request: HttpRequest, identity: int) -> HttpResponse:
    """Accept, which leads to the record's form, or refuse with a sentence."""
    found, accepted = _waiting(request, identity), request.POST.get("decision") == "accept"
    try:
        actions.answer(
            request=found, accepted=accepted, reason=request.POST.get("reason", ""), user=request.user
        )  # fmt: skip
    except RuleBroken as error:
        return _correction_page(request, found, error.sentence(spoken(request)))
    if not accepted:
        messages.success(request, gettext("The member can read your answer."))
        return HttpResponseRedirect(reverse("corrections"))
    messages.success(request, gettext("Accepted. Now correct the record; the member reads that it was accepted."))
    form = reverse("record_correct", args=[found.record_type, _record_now(found, scope_of(request))])
    return HttpResponseRedirect(f"{form}?{urlencode({ASKED: found.pk})}")


def _ask_page(
    request: HttpRequest, person: int, choices: tuple[FieldChoice, ...], problem: str = ""
) -> HttpResponse:  # fmt: skip
    scope, language = scope_of(request), spoken(request)
    content = AskPage(
        title=gettext("Ask for a correction"),
        fields=choices,
        right=request.POST.get("right", ""),
        why=request.POST.get("why", ""),
        most=actions.LONGEST,
        problem=problem,
        lines=tuple(_line(one, scope, language) for one in queries.own_requests(person)[:50]),
    )
    return page(request, content, status=422 if problem else 200)


def _correction_page(request: HttpRequest, found: Request, problem: str = "") -> HttpResponse:
    scope, language = scope_of(request), spoken(request)
    subject = _subject(found, scope)
    log_view(request, subject)
    facts = facts_of(subject, scope, language, reveal=False)
    present = {code: fact.text for code, fact in zip(subject.kind.fields, facts, strict=False)}
    line = _line(found, scope, language)
    content = CorrectionPage(
        title=gettext("%(person)s asks for a correction") % {"person": line.person},
        line=line,
        present=present.get(found.field, ""),
        person_address=reverse("person", args=[found.person_id]),
        reason=request.POST.get("reason", ""),
        problem=problem,
    )
    return page(request, content, status=422 if problem else 200)


def _waiting(request: HttpRequest, identity: int) -> Request:
    scope = scope_of(request)
    found = queries.requests_for(scope.access, scope.catalogue).filter(pk=identity).first()
    if found is None:
        raise Http404
    return found


def _own_subjects(person: int, scope: Scope) -> Iterator[Subject]:
    """The own record: the person, and the membership that holds."""
    own = person_subject(person, scope, own=person)
    yield own
    kind = scope.catalogue.types["membership"]
    store = store_of(kind)
    for row in store.read(store.queryset().at(scope.clocks).filter(person_id=person)):
        yield Subject(kind, row.id, row, own.place, is_own=True)


def _fields(person: int, scope: Scope, language: str, chosen: str) -> Iterator[FieldChoice]:
    for subject in _own_subjects(person, scope):
        facts = facts_of(subject, scope, language, reveal=False)
        for field, fact in zip(subject.kind.fields.values(), facts, strict=False):
            if field.of == "person":
                continue
            value = f"{subject.kind.code}.{subject.identity}.{field.code}"
            yield FieldChoice(value, fact.label, fact.text, value == chosen)


def _line(found: Request, scope: Scope, language: str) -> CorrectionLine:
    asked, kind = queries.in_clear(found), scope.catalogue.types[found.record_type]
    field = kind.fields[found.field].label(language) if found.field in kind.fields else found.field
    known = known_records([("person", found.person_id)], scope.clocks, scope.catalogue, language)
    return CorrectionLine(asked, field, known.label("person", found.person_id), reverse("correction", args=[found.pk]))


def _subject(found: Request, scope: Scope) -> Subject:
    if found.record_type == "person":
        return person_subject(found.record, scope, own=None)
    return record_subject(scope.catalogue.types[found.record_type], found.record, scope)


def _record_now(found: Request, scope: Scope) -> int:
    """The record under its present address: a row may have been replaced since it was asked."""
    return now_at(_subject(found, scope), scope) or found.record
