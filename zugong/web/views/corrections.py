"""Corrections of the own record: the member asks and reads the answer, the office that may fill it in decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
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
from zugong.kernel.time import now
from zugong.web.entering.wished import ASKED
from zugong.web.listing.facts import facts_of
from zugong.web.listing.references import known_records
from zugong.web.listing.subject import Subject, now_at, person_subject, record_subject
from zugong.web.looking import log_view
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of

_LISTED = 100
#: The first page of a member tells of so many requests at most.
_TOLD = 3
#: For so long the first page of a member tells what became of a request.
_NEWS = timedelta(days=30)
_BADGES = {queries.WAITING: "amber", queries.ACCEPTED: "amber", queries.CORRECTED: "good", queries.REFUSED: "grey"}


@dataclass(frozen=True)
class FieldChoice:
    """A field of the own record with its present value; `value` names type, record and field."""

    value: str
    label: str
    present: str
    is_chosen: bool


@dataclass(frozen=True)
class CorrectionLine:
    """A request in words, with its answer; `badge` is the look of its state."""

    asked: Asked
    field: str
    person: str
    address: str
    state: str
    badge: str


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
    """The requests that wait for the user: for an answer, or to be carried out."""

    template: ClassVar[str] = "web/corrections.html"
    lines: tuple[CorrectionLine, ...]


@dataclass(frozen=True, kw_only=True)
class CorrectionPage(Page):
    """One request, with the value that stands there now. `form_address`: where one that was accepted is carried out."""

    template: ClassVar[str] = "web/correction.html"
    line: CorrectionLine
    present: str
    person_address: str
    form_address: str
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
    """The requests that are not settled, for whoever may fill in members' records. 403 for everybody else."""
    scope = scope_of(request)
    if not any(grant.act == "fill" and grant.allows("members", "fill") for grant in scope.access.grants):
        raise PermissionDenied(gettext("Corrections are made by the office that may fill in members' records."))
    waiting = queries.requests_for(scope.access, scope.catalogue)
    lines = _lines(waiting[:_LISTED], scope, spoken(request))
    return page(request, CorrectionsPage(title=gettext("Corrections that members ask for"), lines=lines))


def correction(request: HttpRequest, identity: int) -> HttpResponse:
    """One request. 404 for one that is not theirs to settle."""
    return _correction_page(request, _waiting(request, identity))


@require_POST
@safe_to_repeat
def correction_answer(request: HttpRequest, identity: int) -> HttpResponse:
    """Accept, which leads to the record's form, or refuse with a sentence; or say that it was corrected otherwise."""
    found, accepted = _waiting(request, identity), request.POST.get("decision") == "accept"
    if request.POST.get("decision") == "settle":
        actions.settle(request=found, user=request.user)
        messages.success(request, gettext("The member reads that the record is corrected."))
        return HttpResponseRedirect(reverse("corrections"))
    try:
        actions.answer(
            request=found, accepted=accepted, reason=request.POST.get("reason", ""), user=request.user
        )  # fmt: skip
    except RuleBroken as error:
        return _correction_page(request, found, error.sentence(spoken(request)))
    if not accepted:
        messages.success(request, gettext("The member can read your answer."))
        return HttpResponseRedirect(reverse("corrections"))
    messages.success(
        request, gettext("Accepted. Now correct the record; until then the member reads that it is still to be done.")
    )
    return HttpResponseRedirect(_form_address(found, scope_of(request)))


def own_news(person: int, scope: Scope, language: str) -> tuple[CorrectionLine, ...]:
    """What a member is told on the first page: requests that are not settled, and what became of others lately."""
    return _lines(queries.news_for(person, now() - _NEWS)[:_TOLD], scope, language)


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
        lines=_lines(queries.own_requests(person)[:_LISTED], scope, language),
    )
    return page(request, content, status=422 if problem else 200)


def _correction_page(request: HttpRequest, found: Request, problem: str = "") -> HttpResponse:
    scope, language = scope_of(request), spoken(request)
    subject = _subject(found, scope)
    log_view(request, subject)
    facts = facts_of(subject, scope, language, reveal=False)
    present = {code: fact.text for code, fact in zip(subject.kind.fields, facts, strict=False)}
    [line] = _lines([found], scope, language)
    content = CorrectionPage(
        title=gettext("%(person)s asks for a correction") % {"person": line.person},
        line=line,
        present=present.get(found.field, ""),
        person_address=reverse("person", args=[found.person_id]),
        form_address=_form_address(found, scope) if line.asked.state == queries.ACCEPTED else "",
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


def _lines(requests: Iterable[Request], scope: Scope, language: str) -> tuple[CorrectionLine, ...]:
    requests = list(requests)
    persons = known_records([("person", one.person_id) for one in requests], scope.clocks, scope.catalogue, language)
    return tuple(
        _line(one, _field_name(one, scope, language), persons.label("person", one.person_id)) for one in requests
    )


def _line(found: Request, field: str, person: str) -> CorrectionLine:
    asked = queries.in_clear(found)
    address = reverse("correction", args=[found.pk])
    return CorrectionLine(asked, field, person, address, _states()[asked.state], _BADGES[asked.state])


def _states() -> dict[str, str]:
    """What a request has come to, as the member is told."""
    return {
        queries.WAITING: gettext("waiting for an answer"),
        queries.ACCEPTED: gettext("accepted, not corrected yet"),
        queries.CORRECTED: gettext("corrected"),
        queries.REFUSED: gettext("refused"),
    }


def _field_name(found: Request, scope: Scope, language: str) -> str:
    field = scope.catalogue.types[found.record_type].fields.get(found.field)
    return field.label(language) if field else found.field


def _form_address(found: Request, scope: Scope) -> str:
    """The form in which the record is corrected as was asked."""
    form = reverse("record_correct", args=[found.record_type, _record_now(found, scope)])
    return f"{form}?{urlencode({ASKED: found.pk})}"


def _subject(found: Request, scope: Scope) -> Subject:
    if found.record_type == "person":
        return person_subject(found.record, scope, own=None)
    return record_subject(scope.catalogue.types[found.record_type], found.record, scope)


def _record_now(found: Request, scope: Scope) -> int:
    """The record under its present address: a row may have been replaced since it was asked."""
    return now_at(_subject(found, scope), scope) or found.record
