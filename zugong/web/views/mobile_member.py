"""One mobile member: the seven items, the activities of the year as a card, and the way to another branch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.activities.queries import person_names
from zugong.dictionary.store import StoredRow
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Period
from zugong.mobile.actions import (
    Offer,
    accept_handover,
    decline_handover,
    offer_handover,
    record_homecoming,
    take_back_handover,
)
from zugong.mobile.queries import (
    CHECK,
    REGISTER,
    checks_of,
    handover,
    homecoming_items,
    homecomings,
    registered,
)
from zugong.web.clocks import usual_day
from zugong.web.listing.entries import entry_lines
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.mobile.doors import may_fill, may_list, registered_asked, require_fill, sees_items, writing_of
from zugong.web.mobile.handing import branches_called, choices_of
from zugong.web.mobile.table import ITEMS
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_day, typed_number

_LONG = 200


@dataclass(frozen=True)
class Activity:
    """One activity of the card: its field, and the day on which it was done this year."""

    name: str
    label: str
    value: str
    is_done: bool
    problem: str


@dataclass(frozen=True)
class CheckLine:
    """One confirmation of this year."""

    on: date
    outcome: str
    level: str
    by: str


@dataclass(frozen=True, kw_only=True)
class MobileMemberPage(Page):
    """The card of one member."""

    template: ClassVar[str] = "web/mobile/member.html"
    crumbs: tuple[Crumb, ...]
    year: int
    items: tuple[tuple[str, str], ...]
    activities: tuple[Activity, ...]
    done: int
    checks: tuple[CheckLine, ...]
    may_fill: bool
    problem: str
    here: str
    record_address: str
    person_address: str
    handover_address: str


@dataclass(frozen=True, kw_only=True)
class HandOverPage(Page):
    """Hand one member over to another branch."""

    template: ClassVar[str] = "web/mobile/hand_over.html"
    crumbs: tuple[Crumb, ...]
    asked_for: str
    found: tuple[tuple[int, str], ...]
    reasons: tuple[tuple[str, str], ...]
    said: dict[str, str]
    problem: str
    here: str
    back: str


@safe_to_repeat
def mobile_member(request: HttpRequest, identity: int, person: int) -> HttpResponse:
    """The card of a member of the register; a POST records on which days the activities were done."""
    scope = scope_of(request)
    row = registered_asked(scope, identity, person)
    if request.method != "POST":
        return _card(request, row, {}, "", 200)
    require_fill(request, identity)
    day, said = usual_day(), {code: request.POST.get(code, "").strip() for code in homecoming_items()}
    wrong = {code for code, text in said.items() if text and typed_day(text) is None}
    if wrong:
        return _card(request, row, said, gettext("Write days as 2020-12-31."), 422)
    try:
        record_homecoming(
            organisation=identity, person=person, year=day.year, writing=writing_of(request),
            days={code: typed_day(text) for code, text in said.items()},
            standing=homecomings(identity, day.year).get(person, {}).values(),
        )  # fmt: skip
    except RuleBroken as error:
        return _card(request, row, said, error.sentence(spoken(request)), 422)
    messages.success(request, gettext("The card is saved."))
    return HttpResponseRedirect(reverse("mobile_member", args=[identity, person]))


def _card(request: HttpRequest, row: StoredRow, said: dict[str, str], problem: str, status: int) -> HttpResponse:
    scope, language, day = scope_of(request), spoken(request), usual_day()
    organisation, person = row.values["organisation"], row.values["person"]
    name = person_names([person], day).get(person, f"№{person}")
    activities = tuple(_activities(organisation, person, day.year, said, language))
    fills, kind = may_fill(scope, organisation), scope.catalogue.types[REGISTER]
    content = MobileMemberPage(
        title=name,
        crumbs=member_crumbs(scope, organisation),
        year=day.year,
        items=tuple(_items(row, scope, language)) if sees_items(scope, organisation) else (),
        activities=activities,
        done=sum(one.is_done for one in activities),
        checks=tuple(_checks(organisation, person, day.year, scope, language)),
        may_fill=fills,
        problem=problem,
        here=request.path,
        record_address=reverse("record", args=[REGISTER, row.id]),
        person_address=reverse("person", args=[person]),
        handover_address=reverse("mobile_hand_over", args=[organisation, person]) if fills else "",
    )
    log_list(request, kind, [person], 1, organisation=organisation)
    return page(request, content, status=status)


def member_crumbs(scope: Scope, organisation: int) -> tuple[Crumb, ...]:
    """The way back to the table of the branch."""
    address = reverse("mobile_branch", args=[organisation])
    return (Crumb(gettext("Mobile members: %(name)s") % {"name": scope.todays_tree.name(organisation)}, address),)


def _items(row: StoredRow, scope: Scope, language: str):
    fields = scope.catalogue.types[REGISTER].fields
    for code in (*ITEMS, "reported_on"):
        declared, value = fields[code], row.values.get(code)
        shown = declared.type.mask(value) if declared.hidden else declared.type.show(value, declared, language)
        yield declared.label(language), shown if value is not None else ""


def _activities(organisation: int, person: int, year: int, said: dict[str, str], language: str):
    done = homecomings(organisation, year).get(person, {})
    for code, (zh, en) in homecoming_items().items():
        day = done[code].since.isoformat() if code in done else ""
        text = said.get(code, day)
        problem = gettext("This is no day.") if text and typed_day(text) is None else ""
        yield Activity(code, zh if language.startswith("zh") else en, text, bool(day), problem)


def _checks(organisation: int, person: int, year: int, scope: Scope, language: str):
    found = checks_of(organisation, Period.year(year)).get(person, [])
    entries = entry_lines({one.entry for one in found})
    codes = scope.catalogue.types[CHECK].fields["outcome"].codes
    for one in found:
        words = codes.codes.get(one.outcome) if codes else None
        label = (words.zh if language.startswith("zh") else words.en) if words else one.outcome
        yield CheckLine(one.on, label, "red" if one.outcome == "unreached" else "good", entries[one.entry.pk].actor)


@safe_to_repeat
def mobile_hand_over(request: HttpRequest, identity: int, person: int) -> HttpResponse:
    """Hand a member over: search the branch that takes over, or name one elsewhere with its receipt."""
    scope = scope_of(request)
    row = registered_asked(scope, identity, person)
    require_fill(request, identity)
    name = person_names([person], usual_day()).get(person, f"№{person}")
    if request.method != "POST":
        return _hand_over_page(request, row, name, "", 200)
    reasons = dict(choices_of("reason", spoken(request)))
    receiver = typed_number(request.POST.get("receiver", ""))
    known = receiver if receiver in scope.todays_tree else None
    offer = Offer(
        row=row, reason=request.POST.get("reason", ""), receiver=known,
        receiver_name="" if known else request.POST.get("receiver_name", "").strip()[:_LONG],
        paper=request.POST.get("paper", "").strip()[:_LONG],
    )  # fmt: skip
    if offer.reason not in reasons:
        return _hand_over_page(request, row, name, gettext("Choose a reason."), 422)
    try:
        offer_handover(offer=offer, name=name, writing=writing_of(request))
    except RuleBroken as error:
        return _hand_over_page(request, row, name, error.sentence(spoken(request)), 422)
    messages.success(request, _offered(offer))
    return HttpResponseRedirect(reverse("mobile_branch", args=[identity]))


def _offered(offer: Offer) -> str:
    if offer.receiver is None:
        return gettext("Handed over; the entry in this register has ended.")
    return gettext("The other branch finds it on its page. The entry here ends when it takes over.")


def _hand_over_page(request: HttpRequest, row: StoredRow, name: str, problem: str, status: int) -> HttpResponse:
    scope, asked_for = scope_of(request), request.GET.get("q", "").strip()[:_LONG]
    organisation, person = row.values["organisation"], row.values["person"]
    back = reverse("mobile_member", args=[organisation, person])
    content = HandOverPage(
        title=gettext("Hand over %(name)s") % {"name": name},
        crumbs=(*member_crumbs(scope, organisation), Crumb(name, back)),
        asked_for=asked_for,
        found=tuple(branches_called(asked_for, scope, organisation)),
        reasons=tuple(choices_of("reason", spoken(request))),
        said={key: str(value) for key, value in request.POST.items()},
        problem=problem,
        here=request.path,
        back=back,
    )
    log_list(request, scope.catalogue.types[REGISTER], [person], 1, organisation=organisation)
    return page(request, content, status=status)


@require_POST
@safe_to_repeat
def mobile_handover_answer(request: HttpRequest, row_id: int) -> HttpResponse:
    """A hand-over is accepted or sent back by the receiver, or taken back by who began it."""
    scope, act = scope_of(request), request.POST.get("act", "")
    offered = handover(row_id)
    if offered is None:
        raise Http404
    giver, receiver = offered.values["organisation"], offered.values["receiver"]
    side = giver if act == "take_back" else receiver
    if side is None or not may_list(scope, side) or act not in ("accept", "decline", "take_back"):
        raise Http404
    require_fill(request, side)
    try:
        _answer(act, offered, request)
    except RuleBroken as error:
        messages.error(request, error.sentence(spoken(request)))
    return HttpResponseRedirect(reverse("mobile_branch", args=[side]))


def _answer(act: str, offered: StoredRow, request: HttpRequest) -> None:
    writing = writing_of(request)
    if act == "accept":
        row = registered(offered.values["organisation"], offered.values["person"], usual_day())
        accept_handover(offered=offered, register=row, writing=writing)
        messages.success(request, gettext("Taken over. The membership stays where it is until it is transferred."))
    elif act == "decline":
        decline_handover(offered=offered, writing=writing)
        messages.success(request, gettext("Sent back; the member stays with the other branch."))
    else:
        take_back_handover(offered=offered, writing=writing)
        messages.success(request, gettext("Taken back."))
