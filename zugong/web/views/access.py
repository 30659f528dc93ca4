"""Who looked at my data; and looks as lines, for whoever may read the log."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.dictionary.catalogue import Catalogue
from zugong.figures.grouping import all_rows
from zugong.kernel.time import SHANGHAI, Period
from zugong.offices.models import AccessLog, AccessLogPerson
from zugong.offices.queries import looks_at
from zugong.requests.counting import Account, account_of
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import scope_of
from zugong.web.typed import typed_number

_LINES = 100
#: So many looks are read for one page at most, however often somebody looked.
_READ = 500
#: What the log says was looked at when it was the log itself.
LOG, LOG_ACT = "access_log", "log"


@dataclass(frozen=True)
class LookLine:
    """A look: when, who, from which office, what they did with which records, of how many persons, and why.

    One that was repeated within the hour is one line: `times` says how often, the last time at `until`. `signed_in_by`
    says in words how, "" for a password.
    """

    at: datetime
    user: str
    office: str
    act: str
    record_type: str
    persons: int
    reason: str
    person: int | None = None
    person_name: str = ""
    person_address: str = ""
    until: datetime | None = None
    times: int = 1
    signed_in_by: str = ""

    @property
    def lasts(self) -> bool:
        """Is the last time told in another minute than the first?"""
        return self.until is not None and f"{self.at:%H:%M}" != f"{self.until:%H:%M}"


@dataclass(frozen=True, kw_only=True)
class WhoLookedPage(Page):
    """Every look at one's own data, the latest first. `next` begins the next page, "" at the end."""

    template: ClassVar[str] = "web/who_looked.html"
    is_somebody: bool
    lines: tuple[LookLine, ...]
    is_first: bool
    next: str
    year: int
    account: Account


def who_looked(request: HttpRequest) -> HttpResponse:
    """Who looked at the data of the person whose account this is, the latest first."""
    person, scope = request.user.person_id, scope_of(request)
    looks = looks_at(person) if person else AccessLog.objects.none()
    lines, rest = folded_page(looks, request, scope.catalogue, is_of_one=True)
    content = WhoLookedPage(
        title=gettext("Who looked at me"),
        is_somebody=person is not None,
        lines=lines,
        is_first=not request.GET.get("before"),
        next=f"?before={rest}" if rest else "",
        year=usual_day().year,
        # Told whole to everybody: a department answers to its members for what it asks.
        account=account_of(Period.year(usual_day().year), usual_day(), all_rows),
    )
    return page(request, content)


def named_count() -> Subquery:
    """How many persons a look was at; nothing for one person alone. A plain count would count the asker only."""
    named = AccessLogPerson.objects.filter(log=OuterRef("pk")).order_by().values("log")
    return Subquery(named.annotate(count=Count("pk")).values("count"))


def folded_page(
    logs: QuerySet[AccessLog], request: HttpRequest, catalogue: Catalogue, *, is_of_one: bool = False
) -> tuple[tuple[LookLine, ...], int | None]:
    """One page of looks before the one that the address names, and the look before which the next page begins.

    `is_of_one`: all are looks at one person.

    Whoever opens the same record five times within an hour looked once, as people say it: that is one line. Where a page
    ends in the middle of an hour, the rest of the hour stands on the next.
    """
    if (before := typed_number(request.GET.get("before", ""))) is not None:
        logs = logs.filter(pk__lt=before)
    folds: dict[Hashable, list[AccessLog]] = {}
    for number, log in enumerate(logs.annotate(named=named_count()).order_by("-pk")[: _READ + 1]):
        key = _sameness(log, is_of_one=is_of_one)
        if number == _READ or (key not in folds and len(folds) == _LINES):
            return _folded(folds.values(), catalogue, spoken(request)), log.pk + 1
        folds.setdefault(key, []).append(log)
    return _folded(folds.values(), catalogue, spoken(request)), None


def _sameness(log: AccessLog, *, is_of_one: bool) -> Hashable:
    """What two looks have in common that are told as one: visitor, act, what was looked at, why, and the hour.

    Two lists of the same length may name others, so they are the same only where all is about one person; to read the
    log again is the same, though it has grown.
    """
    if not is_of_one and log.person_id is None and log.act != LOG_ACT:
        return log.pk
    hour = log.at.astimezone(SHANGHAI).replace(minute=0, second=0, microsecond=0)
    what = (log.record_type, None if log.act == LOG_ACT else log.person_id, log.organisation_id)
    return hour, log.user_id, log.office, log.act, what, log.reason, log.signed_in_by


def _folded(folds: Iterable[list[AccessLog]], catalogue: Catalogue, language: str) -> tuple[LookLine, ...]:
    folds = list(folds)
    latest = look_lines([fold[0] for fold in folds], catalogue, language)
    return tuple(
        replace(line, at=fold[-1].at.astimezone(SHANGHAI), until=line.at, times=len(fold))
        for line, fold in zip(latest, folds, strict=True)
    )


def look_lines(logs: Iterable[AccessLog], catalogue: Catalogue, language: str) -> tuple[LookLine, ...]:
    """Looks as lines; each needs its `named`, see `named_count`."""
    return tuple(
        LookLine(
            at=log.at.astimezone(SHANGHAI),
            user=log.user.get_full_name() if log.user else "—",
            office=log.office,
            act=acts_logged().get(log.act, log.act),
            record_type=_type_name(log.record_type, catalogue, language),
            persons=log.named or (1 if log.person_id else 0),
            reason=log.reason,
            person=log.person_id,
            signed_in_by=_ways().get(log.signed_in_by or "", ""),
        )
        for log in logs
    )


def _ways() -> dict[str, str]:
    """How somebody was signed in, in the language of the page; a password is the usual and says nothing."""
    return {"card": gettext("signed in with a card"), "token": gettext("signed in with a token")}


def _type_name(code: str, catalogue: Catalogue, language: str) -> str:
    if code == LOG:
        return gettext("Access log")
    return catalogue.types[code].name(language) if code in catalogue.types else code


def acts_logged() -> dict[str, str]:
    """What somebody did, in the language of the page."""
    return {
        "view": gettext("view"),
        "list": gettext("list"),
        "export": gettext("export"),
        "reveal": gettext("reveal"),
        "api": gettext("API"),
        "figure": gettext("figure"),
        "find": gettext("found by name or number"),
        "explain": gettext("chosen in the explanation of rights"),
        "log": gettext("looked at the log"),
    }
