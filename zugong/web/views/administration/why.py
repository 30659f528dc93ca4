"""Why an account may see a record, link by link, and from the other side: who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.dictionary.declarations import RecordType
from zugong.kernel.time import today
from zugong.offices.chains import Chain, Row, chains_of, seers_of
from zugong.offices.models import User
from zugong.offices.rules import ACTS
from zugong.web.administration.choosing import RECORD, Chooser, chooser
from zugong.web.administration.duty import require_duty
from zugong.web.administration.words import Word, acts_granted, depths
from zugong.web.finding.lines import place_and_label
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, scope_of

ITSELF = "this"


@dataclass(frozen=True)
class StepLine:
    """One link of a chain."""

    name: str
    holds: bool
    sentence: str


@dataclass(frozen=True)
class ChainLine:
    """One way to the record; `depth` is how deep it leads, "" where it breaks."""

    gives: bool
    steps: tuple[StepLine, ...]
    paper: str
    depth: str


@dataclass(frozen=True, kw_only=True)
class WhyPage(Page):
    """The question, and every way from the account to the record."""

    template: ClassVar[str] = "web/administration/why.html"
    account: Chooser
    record: Chooser
    types: tuple[Word, ...]
    acts: tuple[Word, ...]
    answer: str
    chains: tuple[ChainLine, ...]
    is_own: bool


@dataclass(frozen=True)
class SeerLine:
    """An office that may see the record, and who sits in it."""

    office: int
    name: str
    depth: str
    accounts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class WhoMayPage(Page):
    """Everybody who may see a record."""

    template: ClassVar[str] = "web/administration/who_may.html"
    record: Chooser
    types: tuple[Word, ...]
    is_asked: bool
    seers: tuple[SeerLine, ...]
    own: tuple[tuple[str, str], ...]


def why(request: HttpRequest) -> HttpResponse:
    """Why may an account do something with a record, or why not?"""
    require_duty(request, "explain")
    scope, language, given = scope_of(request), spoken(request), request.GET
    account = chooser(request, "user", "account", gettext("Account"), given=given)
    record = _record(request)
    act = given.get("act", "see") if given.get("act", "see") in ACTS else "see"
    chains, answer, is_own = [], "", False
    if account.chosen and record.chosen:
        user = User.objects.get(username=account.chosen)
        row = row_of(record.chosen, given.get("type", ITSELF), scope)
        chains = chains_of(user, row, act, today())
        is_own = _is_own(user, record.chosen)
        answer = _answer(chains, row, is_own=is_own)
    content = WhyPage(
        title=gettext("Why may somebody see it"), account=account, record=record, types=_types(request, scope, language),
        acts=tuple(Word(value, label, value == act) for value, label in acts_granted().items()),
        answer=answer, chains=tuple(_chain_line(chain, language) for chain in chains), is_own=is_own,
    )  # fmt: skip
    return page(request, content)


def who_may(request: HttpRequest) -> HttpResponse:
    """Who may see a record?"""
    require_duty(request, "explain")
    scope, record = scope_of(request), _record(request)
    seers, own = [], ()
    if record.chosen:
        seers = seers_of(row_of(record.chosen, request.GET.get("type", ITSELF), scope), today())
        own = tuple((user.username, user.get_full_name()) for user in _owners(record.chosen))
    levels = depths()
    content = WhoMayPage(
        title=gettext("Who may see it"),
        record=record,
        types=_types(request, scope, spoken(request)),
        is_asked=bool(record.chosen),
        seers=tuple(
            SeerLine(seer.office.id, seer.office.name, levels[seer.depth], tuple(map(_called, seer.users)))
            for seer in seers
        ),
        own=own,
    )
    return page(request, content)


def _called(user: User) -> tuple[str, str]:
    return user.username, user.get_full_name()


def _record(request: HttpRequest) -> Chooser:
    label = gettext("Organisation, person (whole name), unit or post")
    return chooser(request, "record", RECORD, label, given=request.GET)


def _types(request: HttpRequest, scope: Scope, language: str) -> tuple[Word, ...]:
    asked = request.GET.get("type", ITSELF)
    kinds = [(kind.code, kind.name(language)) for kind in scope.catalogue.types.values()]
    return tuple(
        Word(value, label, value == asked) for value, label in [(ITSELF, gettext("the record itself")), *kinds]
    )


def row_of(chosen: str, type_code: str, scope: Scope) -> Row:
    """The record that was chosen, or rows of a type that stand where it stands."""
    code, _, number = chosen.partition(":")
    anchor = int(number)
    place, label = place_and_label(code, anchor, scope)
    kind = _kind(code, type_code, scope)
    is_itself = kind.code == code
    post = anchor if code == "position" else None
    return Row(kind, label, place, anchor if is_itself else None, post)


def _kind(code: str, type_code: str, scope: Scope) -> RecordType:
    """Persons are placed by their memberships."""
    if type_code in scope.catalogue.types:
        return scope.catalogue.types[type_code]
    return scope.catalogue.types["membership" if code == "person" else code]


def _is_own(user: User, chosen: str) -> bool:
    return user.person_id is not None and chosen == f"person:{user.person_id}"


def _owners(chosen: str) -> list[User]:
    code, _, number = chosen.partition(":")
    return list(User.objects.filter(person=int(number), is_active=True)) if code == "person" else []


def _answer(chains: list[Chain], row: Row, *, is_own: bool) -> str:
    if is_own:
        return gettext("Yes, it is the account's own record")
    deepest = max((chain.depth for chain in chains if chain.gives and chain.depth is not None), default=None)
    if deepest is None and row.kind.rights == "position" and row.post is None:
        return gettext("That depends on the post")
    if deepest is None:
        return gettext("No, it may not")
    return gettext("Yes, down to: %(depth)s") % {"depth": depths()[deepest]}


def _chain_line(chain: Chain, language: str) -> ChainLine:
    words = {
        "account": gettext("account"), "seat": gettext("seat"), "office": gettext("office"), "mandate": gettext("mandate"),
        "territory": gettext("territory"), "depth": gettext("depth"),
    }  # fmt: skip
    steps = tuple(StepLine(words[step.name], step.holds, step.sentence(language)) for step in chain.steps)
    depth = depths()[chain.depth] if chain.gives and chain.depth is not None else ""
    return ChainLine(chain.gives, steps, chain.paper, depth)
