"""Entering one record by hand: new, changed from a day, corrected, withdrawn.

Nothing is recorded before it was shown; a new event is shown by the form itself, and looked at first where there is doubt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zugong.corrections.actions import settle
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import store_of
from zugong.exchange.entering.recording import carry_out
from zugong.exchange.planning.sentences import Sentence
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import NotBelievedAnyMore, Source, last_number, recording, wait_for_other_plans
from zugong.web.entering import acts
from zugong.web.entering.acts import CHANGE, CORRECT, WITHDRAW, Proposal, Thing
from zugong.web.entering.errands import Errand, errand_of, narrowed
from zugong.web.entering.fields import DAY, FormField, FormPart
from zugong.web.entering.forms import Form, Part
from zugong.web.entering.meanwhile import Clash, as_chosen, carried_over, clashes, said_since
from zugong.web.entering.moving import Move, moves_of
from zugong.web.entering.references import found_options
from zugong.web.entering.rights import require_add, require_write
from zugong.web.entering.told import ToldLine, told
from zugong.web.entering.wished import Wish, wish_of
from zugong.web.listing.history import HistoryLine
from zugong.web.listing.references import address_of, known_records
from zugong.web.listing.subject import person_subject, record_subject
from zugong.web.looking import log_list, log_view
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.views.records import listable

_NEW = "new"
#: Recorded as it was typed, unless there is something to be looked at first.
_AT_ONCE = "at_once"
_SHORTEST_REASON = 4
_LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class EntryPage(Page):
    """A form for one record. `told` is what would be recorded, shown before it is; `meanwhile` what others recorded,
    `clashes` what both altered.

    `wish` is what the member asked for, where an accepted request led here; `errand` the box of a form from above.
    """

    template: ClassVar[str] = "web/entering/form.html"
    act: str
    code: str
    type_name: str
    subject: str
    back: str
    parts: tuple[FormPart, ...]
    day: FormField | None
    can_end: bool
    is_ending: bool
    is_plain: bool
    asks_reason: bool
    reason: str
    reason_problems: tuple[str, ...]
    paper: str
    problems: tuple[str, ...]
    problem_count: int
    doubts: tuple[str, ...]
    is_confirmed: bool
    warnings: tuple[str, ...]
    told: tuple[ToldLine, ...]
    moves: tuple[Move, ...]
    based_on: str
    digest: str
    meanwhile: tuple[HistoryLine, ...]
    clashes: tuple[Clash, ...]
    wish: Wish | None
    errand: Errand | None


@dataclass
class _Asked:
    """One request for a form: what it is about and what was typed."""

    request: HttpRequest
    act: str
    kind: RecordType
    scope: Scope
    language: str
    form: Form
    thing: Thing | None = None
    meanwhile: tuple[HistoryLine, ...] = ()
    clashes: tuple[Clash, ...] = ()
    wish: Wish | None = None
    errand: Errand | None = None
    proposal: Proposal | None = None

    @property
    def typed(self) -> Mapping[str, str]:
        return self.form.typed

    @property
    def asks_reason(self) -> bool:
        return self.act in (CORRECT, WITHDRAW)

    @property
    def is_plain(self) -> bool:
        """Is it something new that happened, so that the form itself shows all that would be recorded?"""
        return self.act == _NEW and not self.kind.is_state

    @property
    def is_ending(self) -> bool:
        return self.act == CHANGE and bool(self.typed.get("ends"))


@safe_to_repeat
def record_new(request: HttpRequest, code: str) -> HttpResponse:
    """A form for a record that is not there yet."""
    scope, language = scope_of(request), spoken(request)
    kind = listable(scope, code)
    kind = scope.catalogue.types["membership"] if kind.code == "person" else kind
    require_add(kind, scope, language)
    form = _form(request, acts.new_parts(kind, scope), scope, language)
    return _answered(_Asked(request, _NEW, kind, scope, language, form))


@safe_to_repeat
def record_change(request: HttpRequest, code: str, identity: int) -> HttpResponse:
    """The record changed, or ended, on a day."""
    return _on_record(request, code, identity, CHANGE)


@safe_to_repeat
def record_correct(request: HttpRequest, code: str, identity: int) -> HttpResponse:
    """The record was wrong for as long as it was believed."""
    return _on_record(request, code, identity, CORRECT)


@safe_to_repeat
def record_withdraw(request: HttpRequest, code: str, identity: int) -> HttpResponse:
    """The record should never have been made."""
    return _on_record(request, code, identity, WITHDRAW)


def record_find(request: HttpRequest, code: str) -> HttpResponse:
    """Records of a type that a field may refer to, as options; a list of names, so it is logged like one."""
    scope, language = scope_of(request), spoken(request)
    kind = scope.catalogue.types.get(code)
    if kind is None:
        raise Http404
    words = next((value for name, value in request.GET.items() if name.endswith(".words")), request.GET.get("q", ""))
    options = found_options(kind, words[:60], scope, language) if words.strip() else ()
    if kind.code == "person":
        members = scope.catalogue.types["membership"]
        log_list(request, members, [int(option.value) for option in options], len(options))
    return render(request, "web/entering/options.html", {"options": options, "words": words})


def _on_record(request: HttpRequest, code: str, identity: int, act: str) -> HttpResponse:
    scope, language = scope_of(request), spoken(request)
    if code == "person":
        subject = person_subject(identity, scope, own=None)
    else:
        subject = record_subject(listable(scope, code), identity, scope)
    require_write(subject, scope, language)
    thing = acts.thing_of(subject, scope.clocks.on)
    if thing is None or (act == CHANGE and not thing.can_change):
        raise Http404
    if request.method != "POST":
        log_view(request, subject)
    errand = errand_of(request, subject)
    parts = narrowed(_parts(act, thing, scope), errand)
    form, wish = _form(request, parts, scope, language), wish_of(request, subject)
    if request.method != "POST":
        begun = {"reason": errand.reason} if errand else {}
        form.typed = {**form.typed, **begun, **(wish.begun if wish else {})}
    return _answered(_Asked(request, act, subject.kind, scope, language, form, thing, wish=wish, errand=errand))


def _parts(act: str, thing: Thing, scope: Scope) -> list[Part]:
    if act == CHANGE:
        return [acts.change_part(thing, scope)]
    return [acts.correct_part(thing, scope)] if act == CORRECT else []


def _form(request: HttpRequest, parts: list[Part], scope: Scope, language: str) -> Form:
    is_posted = request.method == "POST"
    given = request.POST if is_posted else request.GET
    return Form(parts, {name: str(value) for name, value in given.items()}, scope, language, is_posted)


def _answered(asked: _Asked) -> HttpResponse:
    step = asked.typed.get("step", "")
    if asked.request.method != "POST" or step == "find":
        return page(asked.request, _page(asked))
    if asked.thing and asked.typed.get("based_on") != asked.thing.based_on:
        asked.meanwhile = said_since(asked.typed.get("based_on", ""), asked.thing, asked.scope, asked.language)
        asked.clashes = clashes(asked.form, asked.typed.get("based_on", ""), asked.thing)
        asked.form.typed = carried_over(asked.form, asked.typed.get("based_on", ""), asked.thing)
        return page(asked.request, _page(asked), status=409)
    asked.form.typed = as_chosen(asked.form)
    on = _read(asked)
    if asked.proposal is None or (asked.form.doubts and not asked.typed.get("confirm")):
        return page(asked.request, _page(asked), status=422)
    if step == _AT_ONCE and asked.is_plain and not asked.form.warnings:
        asked.form.typed = {**asked.form.typed, "digest": _digest(asked.proposal)}
        return _recorded(asked, on)
    if step != "record" or asked.typed.get("digest") != _digest(asked.proposal):
        return page(asked.request, _page(asked))
    return _recorded(asked, on)


def _read(asked: _Asked) -> date | None:
    form, thing, scope = asked.form, asked.thing, asked.scope
    if asked.asks_reason and len(asked.typed.get("reason", "").strip()) < _SHORTEST_REASON:
        form.complain("reason", Sentence("请写明理由（至少四个字）", "Say why, in at least four characters"))
    on = None
    if thing is None:
        asked.proposal = acts.propose_new(form, asked.kind, scope)
    elif asked.act == CHANGE:
        on = form.day("day", gettext("From which day does it hold?").rstrip("?"))
        asked.proposal = acts.propose_change(form, thing, scope, on, ends=asked.is_ending)
    elif asked.act == CORRECT:
        asked.proposal = acts.propose_correction(form, thing, scope)
    else:
        asked.proposal = acts.propose_withdrawal(form, thing, scope)
    if form.problems:
        asked.proposal = None
    return on


def _digest(proposal: Proposal) -> str:
    """What was shown, so that nothing else is recorded than what the user has seen."""
    writes = [(code, one.withdraw, one.add) for code, one in proposal.plan.writes.items()]
    return hashlib.sha256(repr(writes).encode()).hexdigest()[:24]


def _recorded(asked: _Asked, on: date | None) -> HttpResponse:
    assert asked.proposal is not None
    source = Source(
        "form", asked.request.user.get_username(), asked.typed.get("paper", "").strip()[:_LONGEST],
        asked.typed.get("reason", "").strip()[:_LONGEST],
    )  # fmt: skip
    try:
        entry = _carried_out(asked, asked.proposal, source)
    except NotBelievedAnyMore:  # between the check and this moment; more often than not about another organisation
        return _recorded_after_others(asked, source)
    return _told(asked, entry)


def _recorded_after_others(asked: _Asked, source: Source) -> HttpResponse:
    """Read again while nobody else records, and record it if it is still just what was shown.

    On the last evening of a month somebody always recorded something of the same type a moment before.
    """
    try:
        with recording(source) as entry:
            wait_for_other_plans()
            asked.form = replace(asked.form, problems={}, doubts=[], warnings=[], known=last_number())
            _read(asked)
            is_unclear = asked.form.doubts and not asked.typed.get("confirm")
            if asked.proposal is None or is_unclear or _digest(asked.proposal) != asked.typed.get("digest"):
                raise NotBelievedAnyMore
            _carried_out(asked, asked.proposal, source)
    except NotBelievedAnyMore as error:
        asked.form.complain("", Sentence(error.sentence("zh-hans"), error.sentence("en")))
        asked.proposal = None
        return page(asked.request, _page(asked), status=409)
    return _told(asked, entry)


def _told(asked: _Asked, entry: Entry) -> HttpResponse:
    messages.success(asked.request, gettext("Recorded as entry %(number)s.") % {"number": entry.number})
    return HttpResponseRedirect(_after(asked, entry))


def _carried_out(asked: _Asked, proposal: Proposal, source: Source) -> Entry:
    """The proposal on record; where it says what a member asked for, so does the request, in the same transaction."""
    with recording(source) as entry:
        carry_out(proposal.plan, source=source, access=asked.scope.access)
        if asked.wish is not None and _grants(proposal, asked.wish):
            settle(request=asked.wish.request, user=asked.request.user, entry=entry)
    return entry


def _grants(proposal: Proposal, wish: Wish) -> bool:
    """Is the field among what the proposal alters?"""
    return any(one.code == wish.code for outcome in proposal.outcomes.values() for one in outcome.differences)


def _after(asked: _Asked, entry: Entry) -> str:
    """Where the record is now; after a withdrawal its list, since it may be nowhere. From a box back to its form."""
    if asked.errand is not None:
        return asked.errand.back
    if asked.act == WITHDRAW:
        code = "membership" if asked.kind.code == "person" else asked.kind.code
        return reverse("record_list", args=[code])
    row = max(
        store_of(asked.kind).read(store_of(asked.kind).queryset().filter(recorded_in=entry)), key=lambda one: one.id
    )
    if asked.kind.code == "membership":
        return address_of("person", row.values["person"])
    return address_of(asked.kind.code, row.anchor if asked.kind.anchored and row.anchor else row.id)


def _page(asked: _Asked) -> EntryPage:
    form, thing, language = asked.form, asked.thing, asked.language
    proposal = asked.proposal
    problems = form.sentences("")
    name = _title(asked)
    return EntryPage(
        title=_heading(asked.act, asked.kind.name(language)),
        act=asked.act, code=asked.kind.code, type_name=asked.kind.name(language), subject=name,
        back=_back(asked), parts=form.shown(), day=_day_field(asked),
        can_end=asked.act == CHANGE and thing is not None and thing.can_end, is_ending=asked.is_ending,
        is_plain=asked.is_plain,
        asks_reason=asked.asks_reason, reason=asked.typed.get("reason", ""), reason_problems=form.sentences("reason"),
        paper=asked.typed.get("paper", ""), problems=problems,
        problem_count=sum(len(found) for found in form.problems.values()),
        doubts=tuple(one.sentence.text(language) for one in form.doubts),
        is_confirmed=bool(asked.typed.get("confirm")),
        warnings=tuple(one.sentence.text(language) for one in form.warnings),
        told=told(proposal, thing, asked.scope, language) if proposal else (),
        moves=moves_of(proposal.plan, asked.scope, language) if proposal else (),
        based_on=thing.based_on if thing else "", digest=_digest(proposal) if proposal else "",
        meanwhile=asked.meanwhile, clashes=asked.clashes, wish=asked.wish,
        errand=asked.errand,
    )  # fmt: skip


def _heading(act: str, what: str) -> str:
    return {
        _NEW: gettext("New record: %(what)s"),
        CHANGE: gettext("It changed: %(what)s"),
        CORRECT: gettext("It was wrong: %(what)s"),
        WITHDRAW: gettext("Withdraw: %(what)s"),
    }[act] % {"what": what}


def _title(asked: _Asked) -> str:
    """What the record is called; of one without a name, by what it refers to."""
    if asked.thing is None:
        return ""
    row, kind = asked.thing.present, asked.kind
    if row.anchor is not None:
        pairs = [(kind.code, row.anchor)]
    else:
        pairs = [(one.of, row.values[one.code]) for one in kind.fields.values() if one.of and row.values.get(one.code)]
    known = known_records(pairs, asked.scope.clocks, asked.scope.catalogue, asked.language)
    return " · ".join(known.label(code, anchor) for code, anchor in pairs)


def _back(asked: _Asked) -> str:
    if asked.errand is not None:
        return asked.errand.back
    if asked.thing is None:
        return reverse("record_list", args=[asked.kind.code])
    return address_of(asked.kind.code, asked.thing.subject.identity)


def _day_field(asked: _Asked) -> FormField | None:
    if asked.act != CHANGE or asked.thing is None:
        return None
    label = gettext("From which day does it hold?")
    field = FormField(
        "day", label, DAY, asked.typed.get("day", ""), is_required=True, errors=asked.form.sentences("day")
    )
    since = asked.thing.present.since.isoformat()
    return replace(field, hint=gettext("What is recorded now holds since %(day)s.") % {"day": since})
