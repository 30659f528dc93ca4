"""One round of commendations: places, proposals with their conditions, publication, decision, the list to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.commendations.actions import (
    Decision,
    ProposalDraft,
    decide,
    give_places,
    look_at,
    propose,
    show,
    withdraw_proposal,
)
from zugong.commendations.errors import NotYours
from zugong.commendations.queries import PROPOSAL, ROUND, kinds_of_commendations, member_names
from zugong.commendations.rules import last_shown
from zugong.dictionary.store import StoredRow
from zugong.kernel.errors import RuleBroken
from zugong.web.clocks import usual_day
from zugong.web.commendations.doors import (
    choices_of,
    label_of,
    may_hold,
    may_propose,
    organisation_name,
    own_organisations,
    round_asked,
    writing_of,
)
from zugong.web.commendations.proposed import (
    PlacesLine,
    ProposalLine,
    Round,
    may_look,
    places_lines,
    proposal_lines,
    read_round,
)
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_day, typed_number

_LONG, _MERITS = 200, 300
_ENDORSE, _SEND_BACK = "endorse", "send_back"


@dataclass(frozen=True, kw_only=True)
class RoundPage(Page):
    """A round for who holds it, and for who proposes."""

    template: ClassVar[str] = "web/commendations/round.html"
    crumbs: tuple[Crumb, ...]
    facts: tuple[tuple[str, str], ...]
    state: str
    word: str
    is_holder: bool
    kinds: tuple[str, ...]
    places: tuple[PlacesLine, ...]
    proposals: tuple[ProposalLine, ...]
    notes: tuple[str, ...]
    propose: tuple[Crumb, ...]
    said: dict[str, str]
    chosen: frozenset[int]
    today: date
    problem: str
    here: str
    places_address: str
    list_address: str
    may_look: bool
    waiting: int
    reasons: tuple[tuple[str, str], ...]
    certificates_address: str
    layouts_address: str


@dataclass(frozen=True, kw_only=True)
class ProposePage(Page):
    """A branch proposes a member, or itself."""

    template: ClassVar[str] = "web/commendations/propose.html"
    crumbs: tuple[Crumb, ...]
    organisation: str
    kinds: tuple[tuple[str, str, bool], ...]
    members: tuple[tuple[int, str], ...]
    said: dict[str, str]
    problem: str
    here: str
    back: str


@dataclass(frozen=True, kw_only=True)
class CommendedListPage(Page):
    """The names by kind, to be hung out or to go with the decision."""

    template: ClassVar[str] = "web/commendations/list.html"
    crumbs: tuple[Crumb, ...]
    heading: str
    groups: tuple[tuple[str, tuple[ProposalLine, ...]], ...]
    until: date | None
    held_by: str
    on: date | None


@safe_to_repeat
def commendation_round(request: HttpRequest, identity: int) -> HttpResponse:
    """A round; a POST endorses proposals or sends them back, publishes who is to be commended, or decides."""
    scope = scope_of(request)
    row = round_asked(scope, identity)
    found = read_round(row, scope)
    if request.method != "POST":
        return _shown(request, found, "", 200)
    if request.POST.get("act") in (_ENDORSE, _SEND_BACK):
        return _looked_at(request, found)
    if not may_hold(scope, row.values["organisation"]):
        raise PermissionDenied(_not_yours(request, row.values["organisation"]))
    ticked = {typed_number(text) for text in request.POST.getlist("chosen")}
    decision = Decision(
        [one for one in found.proposals if one.id in ticked], request.POST.get("paper", "").strip()[:_LONG],
        typed_day(request.POST.get("on", "")) or usual_day(), request.POST.get("note", "").strip()[:_LONG],
    )  # fmt: skip
    try:
        if request.POST.get("act") == "show":
            show(round_=row, decision=decision, writing=writing_of(request))
            messages.success(request, gettext("The list can be printed and hung out now."))
        else:
            count = decide(
                round_=row, decision=decision, judged=found.judged, names=found.names, writing=writing_of(request)
            )
            messages.success(request, gettext("Decided: %(count)s stand in the ledger now.") % {"count": count})
    except RuleBroken as error:
        return _shown(request, found, error.sentence(spoken(request)), 422)
    return HttpResponseRedirect(reverse("commendation_round", args=[identity]))


def _looked_at(request: HttpRequest, found: Round) -> HttpResponse:
    """What a township says of the proposals of its branches. 403 with the reason where none is for the user to look at."""
    scope, ticked = scope_of(request), {typed_number(text) for text in request.POST.getlist("chosen")}
    mine = [one for one in found.proposals if may_look(found.row, one, scope)]
    if not mine:
        raise PermissionDenied(_not_yours(request, found.row.values["organisation"]))
    reasons = dict(choices_of(scope, PROPOSAL, "returned_because", "en"))
    said = request.POST.get("because", "")
    because = (said if said in reasons else next(iter(reasons))) if request.POST["act"] == _SEND_BACK else None
    on = typed_day(request.POST.get("looked_on") or request.POST.get("on", "")) or usual_day()
    chosen = [one for one in mine if one.id in ticked]
    try:
        count = look_at(round_=found.row, chosen=chosen, on=on, because=because, writing=writing_of(request))
    except RuleBroken as error:
        return _shown(request, found, error.sentence(spoken(request)), 422)
    told = gettext("%(count)s sent back.") if because else gettext("%(count)s endorsed and handed on.")
    messages.success(request, told % {"count": count})
    return HttpResponseRedirect(reverse("commendation_round", args=[found.row.anchor]))


def _not_yours(request: HttpRequest, organisation: int) -> str:
    return NotYours(name=organisation_name(scope_of(request), organisation)).sentence(spoken(request))


def _shown(request: HttpRequest, found: Round, problem: str, status: int) -> HttpResponse:
    scope, language, values = scope_of(request), spoken(request), found.row.values
    is_holder = may_hold(scope, values["organisation"])
    identity = found.row.anchor or 0
    ticked = {typed_number(text) for text in request.POST.getlist("chosen")}
    begun = {row.id for row in found.proposals if row.values["state"] in ("shown", "commended")}
    kinds = kinds_of_commendations()
    content = RoundPage(
        title=values["title"],
        crumbs=(Crumb(gettext("Commendations"), reverse("commendations")),),
        facts=tuple(_facts(found.row, scope, language)),
        state=values["state"],
        word=label_of(scope, ROUND, "state", values["state"], language),
        is_holder=is_holder,
        kinds=tuple(kind.label(language) for kind in kinds.values()),
        places=tuple(places_lines(found, scope, language, is_holder=is_holder)),
        proposals=tuple(proposal_lines(found, scope, language)),
        notes=tuple(dict.fromkeys(kind.note.in_language(language) for kind in kinds.values() if kind.note)),
        propose=tuple(_propose_links(identity, values, scope)),
        said={key: str(value) for key, value in request.POST.items()},
        chosen=frozenset(one for one in ticked if one) or frozenset(begun),
        today=usual_day(),
        problem=problem,
        here=request.path,
        places_address=reverse("commendation_places", args=[identity]),
        list_address=reverse("commendation_list", args=[identity]),
        may_look=any(may_look(found.row, one, scope) for one in found.proposals),
        waiting=sum(one.values["state"] == "proposed" and may_look(found.row, one, scope) for one in found.proposals),
        reasons=tuple(choices_of(scope, PROPOSAL, "returned_because", language)),
        certificates_address=reverse("commendation_certificates", args=[identity])
        if is_holder and any(one.values["state"] == "commended" for one in found.proposals)
        else "",
        layouts_address=reverse("commendation_layouts") if is_holder else "",
    )
    persons = [row.values["person"] for row in found.proposals if row.values["person"]]
    log_list(request, scope.catalogue.types[PROPOSAL], persons, len(persons), organisation=values["organisation"])
    return page(request, content, status=status)


def _facts(row: StoredRow, scope: Scope, language: str) -> Iterator[tuple[str, str]]:
    values, fields = row.values, scope.catalogue.types[ROUND].fields
    for code in ("level", "paper", "propose_by", "shown_days", "shown_on", "decided_on", "decision", "note"):
        if values[code] is not None:
            yield fields[code].label(language), fields[code].type.show(values[code], fields[code], language)
    yield fields["organisation"].label(language), organisation_name(scope, values["organisation"])
    if values["shown_on"] and values["shown_days"]:
        yield gettext("Published until"), last_shown(values["shown_on"], values["shown_days"]).isoformat()


def _propose_links(identity: int, values: dict, scope: Scope) -> Iterator[Crumb]:
    if values["state"] == "open" and usual_day() <= values["propose_by"]:
        for one in own_organisations(scope):
            if one != values["organisation"] and may_propose(scope, one):
                yield Crumb(organisation_name(scope, one), reverse("commendation_propose", args=[identity, one]))


@require_POST
@safe_to_repeat
def commendation_places(request: HttpRequest, identity: int) -> HttpResponse:
    """The places that the notice gives."""
    scope = scope_of(request)
    row = round_asked(scope, identity)
    if not may_hold(scope, row.values["organisation"]):
        raise PermissionDenied(_not_yours(request, row.values["organisation"]))
    holder = row.values["organisation"]
    places = {
        (code, one): min(typed_number(request.POST.get(f"places.{code}.{one}", "").strip()) or 0, 9999)
        for code in kinds_of_commendations() for one in (holder, *scope.todays_tree.children(holder))
    }  # fmt: skip
    try:
        give_places(round_=row, places=places, writing=writing_of(request))
        messages.success(request, gettext("The places are saved."))
    except RuleBroken as error:
        messages.error(request, error.sentence(spoken(request)))
    return HttpResponseRedirect(reverse("commendation_round", args=[identity]))


@safe_to_repeat
def commendation_propose(request: HttpRequest, identity: int, organisation: int) -> HttpResponse:
    """A branch proposes. 403 with the reason where the user may not do it for that organisation."""
    scope = scope_of(request)
    row = round_asked(scope, identity)
    rights = scope.names(scope.catalogue.types[PROPOSAL])
    if organisation not in scope.todays_tree or not rights.reach(organisation, None):
        raise Http404
    if not may_propose(scope, organisation):
        raise PermissionDenied(_not_yours(request, organisation))
    members = member_names(organisation, usual_day())
    if request.method != "POST":
        return _propose_page(request, row, organisation, members, "", 200)
    kind = kinds_of_commendations().get(request.POST.get("kind", ""))
    meeting_on = typed_day(request.POST.get("meeting_on", ""))
    if kind is None or meeting_on is None:
        problem = gettext("Choose what is proposed, and write the day of the branch's meeting.")
        return _propose_page(request, row, organisation, members, problem, 422)
    person = typed_number(request.POST.get("person", "")) if kind.is_of_persons else None
    merits = " ".join(request.POST.get("merits", "").split())[:_MERITS]
    draft = ProposalDraft(kind.commendation, organisation, person if person in members else None, merits, meeting_on)
    try:
        propose(round_=row, draft=draft, writing=writing_of(request))
    except RuleBroken as error:
        return _propose_page(request, row, organisation, members, error.sentence(spoken(request)), 422)
    messages.success(request, gettext("Proposed. Until the round is published you may take it back."))
    return HttpResponseRedirect(reverse("commendation_round", args=[identity]))


def _propose_page(
    request: HttpRequest, row: StoredRow, organisation: int, members: dict[int, str], problem: str, status: int
) -> HttpResponse:  # fmt: skip
    scope, back = scope_of(request), reverse("commendation_round", args=[row.anchor])
    language = spoken(request)
    content = ProposePage(
        title=gettext("Propose: %(round)s") % {"round": row.values["title"]},
        crumbs=(Crumb(gettext("Commendations"), reverse("commendations")), Crumb(row.values["title"], back)),
        organisation=organisation_name(scope, organisation),
        kinds=tuple(
            (code, one.label(language), one.is_of_persons) for code, one in kinds_of_commendations().items()
        ),
        members=tuple(members.items()),
        said={key: str(value) for key, value in request.POST.items()},
        problem=problem,
        here=request.path,
        back=back,
    )  # fmt: skip
    log_list(request, scope.catalogue.types["membership"], members, len(members), organisation=organisation)
    return page(request, content, status=status)


@require_POST
@safe_to_repeat
def commendation_withdraw(request: HttpRequest, identity: int, row_id: int) -> HttpResponse:
    """A branch takes its proposal back."""
    scope = scope_of(request)
    row = round_asked(scope, identity)
    proposal = next((one for one in read_round(row, scope).proposals if one.id == row_id), None)
    if proposal is None:
        raise Http404
    if not may_propose(scope, proposal.values["organisation"]):
        raise PermissionDenied(_not_yours(request, proposal.values["organisation"]))
    try:
        withdraw_proposal(round_=row, proposal=proposal, writing=writing_of(request))
        messages.success(request, gettext("Taken back."))
    except RuleBroken as error:
        messages.error(request, error.sentence(spoken(request)))
    return HttpResponseRedirect(reverse("commendation_round", args=[identity]))


def commendation_list(request: HttpRequest, identity: int) -> HttpResponse:
    """Who is to be commended, or was, by kind: for the notice board and for the decision."""
    scope, language = scope_of(request), spoken(request)
    row = round_asked(scope, identity)
    found = read_round(row, scope)
    lines = [line for line in proposal_lines(found, scope, language) if line.state in ("shown", "commended")]
    if not lines:
        raise Http404
    is_decided = row.values["state"] == "decided"
    kinds = kinds_of_commendations()
    shown_on, days = row.values["shown_on"], row.values["shown_days"]
    content = CommendedListPage(
        title=row.values["title"],
        crumbs=(
            Crumb(gettext("Commendations"), reverse("commendations")),
            Crumb(row.values["title"], reverse("commendation_round", args=[identity])),
        ),
        heading=gettext("Commended") if is_decided else gettext("To be commended: published for comment"),
        groups=tuple(
            (kind.label(language), mine)
            for code, kind in kinds.items() if (mine := tuple(line for line in lines if line.kind == code))
        ),
        until=last_shown(shown_on, days) if shown_on and days and not is_decided else None,
        held_by=organisation_name(scope, row.values["organisation"]),
        on=row.values["decided_on"] if is_decided else shown_on,
    )  # fmt: skip
    persons = [one.values["person"] for one in found.proposals if one.values["person"]]
    log_list(request, scope.catalogue.types[PROPOSAL], persons, len(persons), organisation=row.values["organisation"])
    return page(request, content)
