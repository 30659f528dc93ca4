"""Who looked at whose data, and why somebody may or may not see something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import Depth, RecordType
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import SHANGHAI, today
from zugong.offices.access import Access
from zugong.offices.models import AccessLog, AccessLogPerson, User
from zugong.offices.queries import looks_at
from zugong.offices.rules import ACTS
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, log_territory, scope_of

_LINES = 100


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


@dataclass(frozen=True, kw_only=True)
class WhoLookedPage(Page):
    """Every look at one's own data."""

    template: ClassVar[str] = "web/who_looked.html"
    is_somebody: bool
    lines: tuple[LookLine, ...]


@dataclass(frozen=True, kw_only=True)
class AccessLogPage(Page):
    """The looks at the data of an office's territory. `next` begins the next page, "" at the end."""

    template: ClassVar[str] = "web/access_log.html"
    lines: tuple[LookLine, ...]
    next: str


@dataclass(frozen=True)
class WhyOption:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class ReasonLine:
    """One link that was looked at."""

    gives: bool
    sentence: str
    paper: str


@dataclass(frozen=True, kw_only=True)
class WhyPage(Page):
    """The question, and the answer link by link; `depth` says how deep, "" for not at all or not asked."""

    template: ClassVar[str] = "web/why.html"
    asked_user: str
    organisation: str
    types: tuple[WhyOption, ...]
    acts: tuple[WhyOption, ...]
    is_asked: bool
    depth: str
    reasons: tuple[ReasonLine, ...]


class NoSuchUser(RuleBroken):
    code: ClassVar[str] = "access.no_such_user"
    message: ClassVar[str] = "There is no account {user}; write the user name with which somebody signs in."
    message_zh: ClassVar[str] = "没有账号“{user}”，请填写登录用的用户名。"


class NoSuchOrganisation(RuleBroken):
    code: ClassVar[str] = "access.no_such_organisation"
    message: ClassVar[str] = "No organisation is called {name} today; write its whole name or its code."
    message_zh: ClassVar[str] = "目前没有名为“{name}”的党组织，请填写全称或代码。"


def who_looked(request: HttpRequest) -> HttpResponse:
    """Who looked at the data of the person whose account this is, the latest first."""
    person, scope = request.user.person_id, scope_of(request)
    looks = looks_at(person).annotate(named=_named())[:_LINES] if person else ()
    content = WhoLookedPage(
        title=gettext("Who looked at me"),
        is_somebody=person is not None,
        lines=_lines(looks, scope.catalogue, spoken(request)),
    )
    return page(request, content)


def access_log(request: HttpRequest) -> HttpResponse:
    """The looks at the data of the territory. 403 for everybody else."""
    scope = scope_of(request)
    territory = log_territory(scope)
    if territory.is_nothing:
        raise PermissionDenied(
            gettext("Only an office that decides about members answers for the log of its territory.")
        )
    logs = AccessLog.objects.filter(territory.condition("organisation")).select_related("user")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 16:
        logs = logs.filter(pk__lt=int(before))
    found = list(logs.annotate(named=_named()).order_by("-pk")[: _LINES + 1])
    content = AccessLogPage(
        title=gettext("Access log"),
        lines=_lines(found[:_LINES], scope.catalogue, spoken(request)),
        next=f"?before={found[_LINES - 1].pk}" if len(found) > _LINES else "",
    )
    return page(request, content)


def _named() -> Subquery:
    """How many persons a look was at; nothing for one person alone. A plain count would count the asker only."""
    named = AccessLogPerson.objects.filter(log=OuterRef("pk")).order_by().values("log")
    return Subquery(named.annotate(count=Count("pk")).values("count"))


def _lines(logs: Iterable[AccessLog], catalogue: Catalogue, language: str) -> tuple[LookLine, ...]:
    return tuple(
        LookLine(
            at=log.at.astimezone(SHANGHAI),
            user=(log.user.full_name or log.user.username) if log.user else "—",
            office=log.office,
            act=_acts_logged().get(log.act, log.act),
            record_type=_type_name(log.record_type, catalogue, language),
            persons=log.named or (1 if log.person_id else 0),
            reason=log.reason,
        )
        for log in logs
    )


def _type_name(code: str, catalogue: Catalogue, language: str) -> str:
    return catalogue.types[code].name(language) if code in catalogue.types else code


def _acts_logged() -> dict[str, str]:
    return {
        "view": gettext("view"),
        "list": gettext("list"),
        "export": gettext("export"),
        "reveal": gettext("reveal"),
        "api": gettext("API"),
        "figure": gettext("figure"),
    }


def why(request: HttpRequest) -> HttpResponse:
    """Why may an account do something with rows of a type at an organisation? For administrators of accounts."""
    if not request.user.is_staff:
        raise PermissionDenied(gettext("Only administrators of accounts may ask why somebody may see something."))
    scope, language = scope_of(request), spoken(request)
    user, organisation = request.GET.get("user", "").strip(), request.GET.get("organisation", "").strip()
    kind = scope.catalogue.types.get(request.GET.get("type", ""), scope.catalogue.types["membership"])
    act = request.GET.get("act", "see")
    act = act if act in ACTS else "see"
    is_asked = bool(user and organisation)
    reasons, depth = _answer(user, organisation, kind, act, scope, language) if is_asked else ((), "")
    types = scope.catalogue.types.values()
    content = WhyPage(
        title=gettext("Who may see what"),
        asked_user=user,
        organisation=organisation,
        types=tuple(WhyOption(one.code, one.name(language), one is kind) for one in types),
        acts=tuple(WhyOption(one, label, one == act) for one, label in _acts_granted().items()),
        is_asked=is_asked,
        depth=depth,
        reasons=reasons,
    )
    return page(request, content)


def _answer(
    username: str, organisation: str, kind: RecordType, act: str, scope: Scope, language: str
) -> tuple[tuple[ReasonLine, ...], str]:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise NoSuchUser(user=username)
    names = {node.id for node in scope.todays_tree if organisation in (node.name, node.short_name, node.code)}
    if not names:
        raise NoSuchOrganisation(name=organisation)
    access, place = Access.of(user, today()), min(names)
    depth = access.depth(kind, place)
    found = access.explain(kind, place, act)
    reasons = tuple(ReasonLine(reason.gives, reason.sentence(language), reason.paper) for reason in found)
    return reasons, _depths()[depth] if depth is not None else ""


def _acts_granted() -> dict[str, str]:
    words = (gettext("see"), gettext("advise"), gettext("fill"), gettext("check"), gettext("decide"))
    return dict(zip(ACTS, words, strict=True))


def _depths() -> dict[Depth, str]:
    words = (gettext("numbers"), gettext("names"), gettext("personal fields"), gettext("sensitive fields"))
    return dict(zip(Depth, words, strict=True))
