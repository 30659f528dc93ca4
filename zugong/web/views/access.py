"""Who looked at my data; and looks as lines, for whoever may read the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.dictionary.catalogue import Catalogue
from zugong.kernel.time import SHANGHAI
from zugong.offices.models import AccessLog, AccessLogPerson
from zugong.offices.queries import looks_at
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import scope_of

_LINES = 100
#: What the log says was looked at when it was the log itself.
LOG = "access_log"


@dataclass(frozen=True)
class LookLine:
    """One look: when, who, from which office, what they did with which records, of how many persons, and why."""

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


@dataclass(frozen=True, kw_only=True)
class WhoLookedPage(Page):
    """Every look at one's own data."""

    template: ClassVar[str] = "web/who_looked.html"
    is_somebody: bool
    lines: tuple[LookLine, ...]


def who_looked(request: HttpRequest) -> HttpResponse:
    """Who looked at the data of the person whose account this is, the latest first."""
    person, scope = request.user.person_id, scope_of(request)
    looks = looks_at(person).annotate(named=named_count())[:_LINES] if person else ()
    content = WhoLookedPage(
        title=gettext("Who looked at me"),
        is_somebody=person is not None,
        lines=look_lines(looks, scope.catalogue, spoken(request)),
    )
    return page(request, content)


def named_count() -> Subquery:
    """How many persons a look was at; nothing for one person alone. A plain count would count the asker only."""
    named = AccessLogPerson.objects.filter(log=OuterRef("pk")).order_by().values("log")
    return Subquery(named.annotate(count=Count("pk")).values("count"))


def look_lines(logs: Iterable[AccessLog], catalogue: Catalogue, language: str) -> tuple[LookLine, ...]:
    """Looks as lines; each needs its `named`, see `named_count`."""
    return tuple(
        LookLine(
            at=log.at.astimezone(SHANGHAI),
            user=(log.user.full_name or log.user.username) if log.user else "—",
            office=log.office,
            act=acts_logged().get(log.act, log.act),
            record_type=_type_name(log.record_type, catalogue, language),
            persons=log.named or (1 if log.person_id else 0),
            reason=log.reason,
            person=log.person_id,
        )
        for log in logs
    )


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
