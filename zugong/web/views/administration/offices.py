"""Offices: for whom they act, who sits in them, what they hold, and what they see by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.dictionary.declarations import Depth
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import last_day, today
from zugong.offices import administering
from zugong.offices.grants import Grant, HeldOffice, grants_of
from zugong.offices.models import Mandate, Office, OfficeState, Seat, User
from zugong.offices.queries import DEFAULT_MANDATES, offices_on, seats_in
from zugong.organisations.models import Organisation
from zugong.web.administration.choosing import Chooser, chooser
from zugong.web.administration.duty import acting_here, may_here, require_duty
from zugong.web.administration.preview import seen_types
from zugong.web.administration.words import SeenLine, Word, acts_granted, depths, kinds_of_office, matters, seen_lines
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import scope_of
from zugong.web.typed import typed_number

_LINES = 50
#: What the button says that makes the office; the other one only shows what it would see.
SAVE = "save"


@dataclass(frozen=True)
class OfficeLine:
    """An office in the list."""

    id: int
    name: str
    organisation: str
    seats: int


@dataclass(frozen=True, kw_only=True)
class OfficesPage(Page):
    """The offices of today by name."""

    template: ClassVar[str] = "web/administration/offices.html"
    lines: tuple[OfficeLine, ...]
    search: str
    may_add: bool
    is_first: bool
    next: str


@dataclass(frozen=True)
class Sitting:
    """Somebody who sits in the office."""

    id: int
    username: str
    name: str
    since: str


@dataclass(frozen=True)
class Held:
    """A mandate, or a guidance of the organisation (without an id: organisations end those)."""

    id: int | None
    matter: str
    act: str
    territory: str
    depth: str
    paper: str
    since: str
    until: str


@dataclass(frozen=True, kw_only=True)
class OfficePage(Page):
    """One office; `seen` is what it sees by all that it holds, once somebody asked: counting everything takes a moment."""

    template: ClassVar[str] = "web/administration/office.html"
    id: int
    organisation: str
    sitting: tuple[Sitting, ...]
    held: tuple[Held, ...]
    is_counted: bool
    seen: tuple[SeenLine, ...]
    may_end: bool
    may_seat: bool
    may_unseat: bool
    may_grant: bool
    may_revoke: bool
    seating: Chooser
    problem: str


@dataclass(frozen=True, kw_only=True)
class OfficeNewPage(Page):
    """The form for a new office; with a preview of what it would see once it is filled in."""

    template: ClassVar[str] = "web/administration/office_new.html"
    given: dict[str, str]
    organisation: Chooser
    kinds: tuple[Word, ...]
    matters: tuple[Word, ...]
    is_previewed: bool
    would_hold: tuple[str, ...]
    seen: tuple[SeenLine, ...]
    problem: str


def offices(request: HttpRequest) -> HttpResponse:
    """The offices of today by name, searched by name."""
    require_duty(request, "explain")
    search, after = request.GET.get("q", "").strip()[:60], request.GET.get("after", "")
    found = offices_on(today()).filter(name__icontains=search)
    name, _, anchor = after.rpartition("|")
    if name and (number := typed_number(anchor)) is not None:
        found = found.filter(Q(name__gt=name) | Q(name=name, anchor__gt=number))
    states = list(found[: _LINES + 1])
    last = states[_LINES - 1] if len(states) > _LINES else None
    content = OfficesPage(
        title=gettext("Offices and mandates"),
        lines=_lines(states[:_LINES], request),
        search=search,
        may_add=may_here(request, "office"),
        is_first=not after,
        next=f"?{urlencode({'q': search, 'after': f'{last.name}|{last.anchor_id}'})}" if last else "",
    )
    return page(request, content)


def _lines(states: Sequence[OfficeState], request: HttpRequest) -> tuple[OfficeLine, ...]:
    held = Seat.objects.believed().holding(today()).filter(office__in=[state.anchor_id for state in states])
    seats = dict(held.values("office").annotate(count=Count("user")).values_list("office", "count"))
    return tuple(
        OfficeLine(state.anchor_id, state.name, name_of(state.organisation_id, request), seats.get(state.anchor_id, 0))
        for state in states
    )


def name_of(organisation: int, request: HttpRequest) -> str:
    """What an organisation is called today; administrators know all of them by name."""
    tree = scope_of(request).todays_tree
    return tree.name(organisation) if organisation in tree else "—"


def held_office(identity: int) -> HeldOffice:
    """The office of today with that id. 404 where there is none."""
    state = offices_on(today()).filter(anchor=identity).first()
    if state is None:
        raise Http404
    return HeldOffice(state.anchor_id, state.name, state.organisation_id)


def office(request: HttpRequest, identity: int, problem: str = "") -> HttpResponse:
    """One office: who sits in it, what it holds and what it sees."""
    require_duty(request, "explain")
    shown, scope, language = held_office(identity), scope_of(request), spoken(request)
    content = OfficePage(
        title=shown.name,
        id=identity,
        organisation=name_of(shown.organisation, request),
        sitting=tuple(
            Sitting(row.pk, row.user.username, row.user.get_full_name(), row.since.isoformat())
            for row in seats_in(identity, today())
        ),
        held=_held(shown, request),
        is_counted="seen" in request.GET,
        seen=seen_lines(seen_types(shown, scope.catalogue, language)) if "seen" in request.GET else (),
        may_end=may_here(request, "office"),
        may_seat=may_here(request, "seat"),
        may_unseat=may_here(request, "unseat"),
        may_grant=may_here(request, "grant"),
        may_revoke=may_here(request, "revoke"),
        seating=chooser(request, "user", "account", gettext("Account"), given=request.POST or request.GET),
        problem=problem,
    )
    return page(request, content, status=422 if problem else 200)


def _held(shown: HeldOffice, request: HttpRequest) -> tuple[Held, ...]:
    """Every mandate that holds or is still to come, then the guidance of its organisation."""
    on, acts, levels = today(), acts_granted(), depths()
    words = {word.value: word.label for word in matters(request)}
    later = Q(until__isnull=True) | Q(until__gt=on)
    rows = Mandate.objects.believed().filter(later, office=shown.id).order_by("matter", "territory_id", "pk")
    mandates = [
        Held(
            row.pk, words.get(row.matter, row.matter), acts[row.act], name_of(row.territory_id, request),
            levels[Depth(row.depth)], row.paper, row.since.isoformat(), _last(row),
        )
        for row in rows
    ]  # fmt: skip
    guided = [one for one in grants_of((shown,), on) if one.link == "guides"]
    return (*mandates, *(_guided(one, words, request) for one in guided))


def _last(row: Mandate) -> str:
    return last_day(row.until).isoformat() if row.until else ""


def _guided(one: Grant, words: dict[str, str], request: HttpRequest) -> Held:
    link = gettext("guidance of its organisation")
    act = acts_granted()[one.act]
    return Held(
        None, words.get(one.matter, one.matter), f"{link} · {act}", name_of(one.territory, request), "—", "", "", ""
    )


@require_POST
@safe_to_repeat
def office_seat(request: HttpRequest, identity: int) -> HttpResponse:
    """Seat an account in the office."""
    require_duty(request, "seat")
    held_office(identity)
    chosen = chooser(request, "user", "account", "", given=request.POST).chosen
    if not chosen:
        return office(request, identity, gettext("Choose the account first."))
    try:
        administering.give_seat(
            acting=acting_here(request), user=User.objects.get(username=chosen), office=Office.objects.get(pk=identity)
        )
    except RuleBroken as error:
        return office(request, identity, error.sentence(spoken(request)))
    messages.success(request, gettext("The account sits in the office from today on."))
    return HttpResponseRedirect(reverse("office", args=[identity]))


@require_POST
def seat_end(request: HttpRequest, identity: int) -> HttpResponse:
    """The seat ends today."""
    require_duty(request, "unseat")
    seat = get_object_or_404(Seat.objects.believed().select_related("user"), pk=identity)
    administering.end_seat(acting=acting_here(request), seat=seat)
    messages.success(request, gettext("The seat has ended."))
    return HttpResponseRedirect(reverse("account", args=[seat.user.username]))


@require_POST
def office_end(request: HttpRequest, identity: int) -> HttpResponse:
    """The office ends today, with its seats and mandates; what was done in it stays as it was."""
    require_duty(request, "office")
    ended = held_office(identity)
    administering.end_office(acting=acting_here(request), office=Office.objects.get(pk=identity))
    messages.success(request, gettext("%(name)s has ended, with its seats and mandates.") % {"name": ended.name})
    return HttpResponseRedirect(reverse("offices"))


@safe_to_repeat
def office_new(request: HttpRequest) -> HttpResponse:
    """The form for a new office, what it would see, and then the office."""
    require_duty(request, "office")
    given = request.POST if request.method == "POST" else request.GET
    organisation = chooser(request, "organisation", "organisation", gettext("Organisation it acts for"), given=given)
    values = {name: given.get(name, "").strip()[:200] for name in ("name", "kind", "matter", "paper")}
    problem = _problem(values, organisation) if "name" in given else ""
    if request.POST.get("do") == SAVE and not problem:
        try:
            return _make(request, values, int(organisation.chosen))
        except RuleBroken as error:
            problem = error.sentence(spoken(request))
    return _form(request, values, organisation, problem, is_asked="name" in given)


def _problem(values: dict[str, str], organisation: Chooser) -> str:
    if not values["name"]:
        return gettext("The office needs a name.")
    if not organisation.chosen:
        return gettext("Choose one of those found: %(fields)s") % {"fields": organisation.label}
    if values["kind"] and values["kind"] not in DEFAULT_MANDATES:
        return gettext("There is no such kind of office.")
    if _needs_matter(values["kind"]) and not values["matter"]:
        return gettext("A lead bureau needs its matter.")
    return ""


def _needs_matter(kind: str) -> bool:
    return any(not usual.matter for usual in DEFAULT_MANDATES.get(kind, ()))


def _make(request: HttpRequest, values: dict[str, str], organisation: int) -> HttpResponse:
    made = administering.make_office(
        acting=acting_here(request), name=values["name"], organisation=Organisation.objects.get(pk=organisation),
        kind=values["kind"], matter=values["matter"] if _needs_matter(values["kind"]) else "",
    )  # fmt: skip
    messages.success(request, gettext("The office is made. Seat accounts in it now."))
    return HttpResponseRedirect(reverse("office", args=[made.pk]))


def _form(
    request: HttpRequest, values: dict[str, str], organisation: Chooser, problem: str, *, is_asked: bool
) -> HttpResponse:
    is_previewed = is_asked and not problem
    grants = _usual(values, int(organisation.chosen)) if is_previewed else ()
    seen = seen_types(grants[0].office, scope_of(request).catalogue, spoken(request), more=grants) if grants else []
    words, acts, levels = {word.value: word.label for word in matters(request)}, acts_granted(), depths()
    content = OfficeNewPage(
        title=gettext("New office"),
        given=values,
        organisation=organisation,
        kinds=kinds_of_office(values["kind"]),
        matters=matters(request, chosen=values["matter"])[1:],
        is_previewed=is_previewed,
        would_hold=tuple(
            f"{words.get(one.matter, one.matter)} · {acts[one.act]} · {levels[one.granted_depth]}" for one in grants
        ),
        seen=seen_lines(seen),
        problem=problem,
    )
    return page(request, content, status=422 if problem and request.method == "POST" else 200)


def _usual(values: dict[str, str], organisation: int) -> tuple[Grant, ...]:
    """What an office of the kind would hold, as if it were there already."""
    office = HeldOffice(0, values["name"], organisation)
    return tuple(
        Grant(office, usual.matter or values["matter"], act, organisation, usual.depth, values["paper"], "mandate")
        for usual in DEFAULT_MANDATES.get(values["kind"], ())
        for act in usual.acts
    )
