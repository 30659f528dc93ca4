"""Who comes to which page of a secret vote: its voters, who holds it, who reads what was decided. Others find nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext

from zugong.ballots import queries
from zugong.ballots.actions import By
from zugong.ballots.models import Ballot, Elector
from zugong.packs.ballots import BallotKind
from zugong.web.middleware import spoken
from zugong.web.scope import Scope, scope_of


@dataclass(frozen=True)
class AskedBallot:
    """A request about one vote. `elector` is the user's own line on the roster, None for who is not on it."""

    request: HttpRequest
    scope: Scope
    language: str
    ballot: Ballot
    elector: Elector | None
    is_holder: bool

    @cached_property
    def kind(self) -> BallotKind:
        return queries.kind_of(self.ballot)

    @cached_property
    def has_voted(self) -> bool:
        """Does the user's own vote lie in the box?"""
        return self.elector is not None and queries.has_voted(self.ballot, self.elector.person_id)

    @property
    def votes_here(self) -> bool:
        return self.elector is not None and self.elector.way == Elector.PHONE

    @property
    def may_read_result(self) -> bool:
        return self.is_holder or self.kind.told == "voters"

    @property
    def by(self) -> By:
        return By(self.request.user, self.scope.access)


def asked_ballot(request: HttpRequest, identity: int) -> AskedBallot:
    """The vote of the address. 404 for who is neither on its roster nor may read of it; a cancelled one only holders see."""
    scope, ballot = scope_of(request), Ballot.objects.filter(pk=identity).first()
    if ballot is None:
        raise Http404
    kind = queries.kind_of(ballot)
    elector = queries.elector_of(ballot, request.user.person_id)
    is_holder = queries.may_hold(scope.access, kind, ballot.organisation_id)
    is_quiet = ballot.state in (Ballot.PREPARED, Ballot.CANCELLED)
    if not is_holder and (is_quiet or (elector is None and not queries.may_read(scope.access, ballot))):
        raise Http404
    return AskedBallot(request, scope, spoken(request), ballot, elector, is_holder)


def held_ballot(request: HttpRequest, identity: int) -> AskedBallot:
    """The same for those who hold it; 403 with the reason for others who may know of it."""
    asked = asked_ballot(request, identity)
    if not asked.is_holder:
        raise PermissionDenied(gettext("Only who holds this vote does that: the secretary, or the level above."))
    return asked


def mark_of_voter(asked: AskedBallot) -> str:
    """What the form carries of whose it is: after another sign-in on the same telephone it votes for nobody else."""
    said = f"{asked.ballot.pk} {asked.request.user.pk}"
    return salted_hmac("zugong.web.ballots.voter", said, algorithm="sha256").hexdigest()[:32]


def is_own_form(asked: AskedBallot) -> bool:
    """Was the form that came made for this user?"""
    return constant_time_compare(asked.request.POST.get("voter", ""), mark_of_voter(asked))


def kind_asked(scope: Scope, organisation: int, code: str) -> BallotKind:
    """A kind of vote that may be held at an organisation which the user may open. 404 otherwise."""
    kind = queries.kinds().get(code)
    tree = scope.todays_tree
    if kind is None or organisation not in tree or tree.kind(organisation) not in kind.held_by:
        raise Http404
    if not (scope.may_open(organisation) or queries.may_hold(scope.access, kind, organisation)):
        raise Http404
    return kind


def require_hold(scope: Scope, kind: BallotKind, organisation: int) -> None:
    """403 with the reason where the user may not hold such a vote."""
    if not queries.may_hold(scope.access, kind, organisation):
        raise PermissionDenied(gettext("Only who holds this vote does that: the secretary, or the level above."))
