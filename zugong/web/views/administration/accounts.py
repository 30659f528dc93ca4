"""Accounts: who signs in, where they sit, and what an administrator may do with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from axes.utils import reset as forget_failed_attempts
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.models import Entry
from zugong.kernel.time import SHANGHAI, now, today
from zugong.offices import administering
from zugong.offices.models import Duty, Office, OfficeState, Seat, User
from zugong.offices.queries import duties_held
from zugong.offices.rules import DUTIES
from zugong.web.administration.choosing import Chooser, chooser
from zugong.web.administration.duty import acting_here, duties_told, duty_words, may_here, require_duty
from zugong.web.listing.entries import entry_lines
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat, shown_once

_LINES = 50
_ENTRIES = 20


@dataclass(frozen=True)
class AccountLine:
    """An account in the list."""

    username: str
    name: str
    offices: str
    duty: str
    state: str
    is_open: bool
    last: str


@dataclass(frozen=True, kw_only=True)
class AccountsPage(Page):
    """Accounts by user name; `lacking` are the duties that nobody has."""

    template: ClassVar[str] = "web/administration/accounts.html"
    lines: tuple[AccountLine, ...]
    search: str
    may_add: bool
    lacking: tuple[str, ...]
    is_first: bool
    next: str


@dataclass(frozen=True)
class SeatLine:
    """A seat that somebody has or had."""

    id: int
    office: int
    name: str
    since: str
    until: str
    is_held: bool


@dataclass(frozen=True)
class Deed:
    """Something done to the account."""

    at: str
    actor: str
    what: str
    paper: str


@dataclass(frozen=True)
class Act:
    """A button: what it does, with a sentence of what follows from it."""

    name: str
    label: str
    hint: str
    is_grave: bool = False


@dataclass(frozen=True, kw_only=True)
class AccountPage(Page):
    """One account; `acts` are those of the administrator's duty that the account's state allows."""

    template: ClassVar[str] = "web/administration/account.html"
    line: AccountLine
    seats: tuple[SeatLine, ...]
    deeds: tuple[Deed, ...]
    acts: tuple[Act, ...]
    may_unseat: bool
    may_seat: bool


@dataclass(frozen=True, kw_only=True)
class AccountNewPage(Page):
    """The form for a new account; `problem` says why it was not made."""

    template: ClassVar[str] = "web/administration/account_new.html"
    given: dict[str, str]
    duties: tuple[tuple[str, str], ...]
    office: Chooser
    person: Chooser
    problem: str


@dataclass(frozen=True, kw_only=True)
class CardPage(Page):
    """The card of an account, shown once."""

    template: ClassVar[str] = "web/administration/card.html"
    username: str
    name: str
    password: str
    valid_until: datetime
    site_address: str


def accounts(request: HttpRequest) -> HttpResponse:
    """Accounts by user name, searched by user name or full name."""
    require_duty(request, "explain")
    search, after = request.GET.get("q", "").strip()[:60], request.GET.get("after", "")
    found = User.objects.filter(Q(username__icontains=search) | Q(full_name__icontains=search), username__gt=after)
    users = list(found.order_by("username")[: _LINES + 1])
    held, words = duties_held(today()), duty_words()
    content = AccountsPage(
        title=gettext("Accounts"),
        lines=tuple(_lines(users[:_LINES])),
        search=search,
        may_add=may_here(request, "account"),
        lacking=tuple(words[duty] for duty in DUTIES if duty not in held),
        is_first=not after,
        next=f"?{urlencode({'q': search, 'after': users[_LINES - 1].username})}" if len(users) > _LINES else "",
    )
    return page(request, content)


def _lines(users: Iterable[User]) -> list[AccountLine]:
    """The lines of accounts, three questions for all of them."""
    users, on = list(users), today()
    seats = Seat.objects.believed().holding(on).filter(user__in=users)
    pairs = list(seats.order_by("since").values_list("user_id", "office_id"))
    names = _office_names({office for _, office in pairs})
    duties = dict(Duty.objects.believed().holding(on).filter(user__in=users).values_list("user_id", "duty"))
    words = duty_words()
    return [
        AccountLine(
            username=user.username,
            name=user.full_name,
            offices="、".join(names.get(office, "—") for owner, office in pairs if owner == user.pk),
            duty=words.get(duties.get(user.pk, ""), ""),
            state=_state(user),
            is_open=user.is_active,
            last=f"{user.last_login.astimezone(SHANGHAI):%Y-%m-%d}" if user.last_login else "",
        )
        for user in users
    ]


def _office_names(offices: Iterable[int]) -> dict[int, str]:
    states = OfficeState.objects.believed().filter(anchor__in=list(offices)).order_by("since")
    return dict(states.values_list("anchor_id", "name"))


def _state(user: User) -> str:
    if not user.has_usable_password():
        return gettext("ended")
    if not user.is_active:
        return gettext("locked")
    if user.has_expired_card(now()):
        return gettext("card expired; needs a new one")
    return gettext("not signed in yet") if user.has_one_time_password else gettext("in use")


def account(request: HttpRequest, username: str) -> HttpResponse:
    """One account with its seats and what was done to it."""
    require_duty(request, "explain")
    user = get_object_or_404(User, username=username)
    content = AccountPage(
        title=user.get_full_name(),
        line=_lines([user])[0],
        seats=_seats(user),
        deeds=_deeds(user),
        acts=tuple(_acts(request, user)),
        may_unseat=may_here(request, "unseat"),
        may_seat=may_here(request, "seat") and user.is_active and not user.is_staff,
    )
    return page(request, content)


def _seats(user: User) -> tuple[SeatLine, ...]:
    on = today()
    rows = list(Seat.objects.believed().filter(user=user).order_by("-since"))
    names = _office_names({row.office_id for row in rows})
    return tuple(
        SeatLine(
            id=row.pk, office=row.office_id, name=names.get(row.office_id, "—"), since=row.since.isoformat(),
            until=row.until.isoformat() if row.until else "", is_held=row.until is None or row.until > on,
        )
        for row in rows
    )  # fmt: skip


def _deeds(user: User) -> tuple[Deed, ...]:
    prefix = administering.note_of("", user.username)
    entries = Entry.objects.filter(note__startswith=prefix).order_by("-number")[:_ENTRIES]
    words = {
        "made": gettext("made"), "password": gettext("new password"), "locked": gettext("locked"),
        "unlocked": gettext("unlocked"), "ended": gettext("ended"), "card": gettext("sign-in card issued"),
        "card used": gettext("sign-in card used for the first time"), "card blocked": gettext("sign-in card blocked"),
        "card locked": gettext("sign-in card locked after wrong numbers"),
    }  # fmt: skip
    return tuple(
        Deed(f"{line.at:%Y-%m-%d %H:%M}", line.actor, words.get(line.note.removeprefix(prefix), line.note), line.paper)
        for line in entry_lines(entries).values()
    )


def _acts(request: HttpRequest, user: User) -> list[Act]:
    if not user.has_usable_password():
        return []
    acts = [
        Act("password", gettext("New password"), gettext("A new card; the old password works no more.")),
        Act("lock", gettext("Lock"), gettext("Nobody signs in with it until it is unlocked."))
        if user.is_active
        else Act("unlock", gettext("Unlock"), gettext("It may sign in again.")),
        Act(
            "end_account",
            gettext("End the account"),
            gettext("For good: its seats and tokens end with it."),
            is_grave=True,
        ),
    ]
    return [act for act in acts if may_here(request, act.name)]


@require_POST
@safe_to_repeat
def account_act(request: HttpRequest, username: str) -> HttpResponse:
    """Lock, unlock, end, or a new password."""
    require_duty(request, "explain")
    user = get_object_or_404(User, username=username)
    name = request.POST.get("act", "")
    if name == "password":
        password = administering.reset_password(acting=acting_here(request), user=user)
        forget_failed_attempts(username=user.username)
        return shown_once(_card(request, user, password), afterwards=reverse("account", args=[username]))
    deeds: dict[str, Callable[..., None]] = {
        "lock": administering.lock, "unlock": administering.unlock, "end_account": administering.end_account,
    }  # fmt: skip
    if name not in deeds:
        raise Http404
    deeds[name](acting=acting_here(request), user=user)
    messages.success(request, gettext("Done."))
    return HttpResponseRedirect(reverse("account", args=[username]))


@sensitive_variables("password")
@safe_to_repeat
def account_new(request: HttpRequest) -> HttpResponse:
    """The form for a new account; afterwards its card, once."""
    require_duty(request, "account")
    given = request.POST if request.method == "POST" else request.GET
    office = chooser(request, "office", "office", gettext("Office in which it sits"), given=given)
    person = chooser(request, "person", "person", gettext("Person whose own record it may see"), given=given)
    problem = ""
    if request.method == "POST":
        problem = _unclear(office, person)
        if not problem:
            try:
                user, password = _made(request, office, person)
                afterwards = reverse("account", args=[user.username])
                return shown_once(_card(request, user, password), afterwards=afterwards)
            except RuleBroken as error:
                problem = error.sentence(spoken(request))
    content = AccountNewPage(
        title=gettext("New account"), given={name: given.get(name, "") for name in ("username", "full_name", "duty", "paper")},
        duties=duties_told(), office=office, person=person, problem=problem,
    )  # fmt: skip
    return page(request, content, status=422 if problem else 200)


def _unclear(*choosers: Chooser) -> str:
    """What was typed must be chosen, or left empty."""
    unclear = [field.label for field in choosers if field.text and not field.chosen]
    return gettext("Choose one of those found: %(fields)s") % {"fields": "、".join(unclear)} if unclear else ""


def _made(request: HttpRequest, office: Chooser, person: Chooser) -> tuple[User, str]:
    return administering.make_account(
        acting=acting_here(request),
        username=request.POST.get("username", "").strip(),
        full_name=request.POST.get("full_name", "").strip()[:100],
        duty=request.POST.get("duty", ""),
        person=int(person.chosen) if person.chosen else None,
        office=Office.objects.get(pk=int(office.chosen)) if office.chosen else None,
    )


def _card(request: HttpRequest, user: User, password: str) -> HttpResponse:
    content = CardPage(
        title=gettext("Card of the account"), username=user.username, name=user.full_name, password=password,
        valid_until=user.one_time_until, site_address=request.build_absolute_uri("/"),
    )  # fmt: skip
    return page(request, content)
