"""One request as its pages open it: for those who ask, who admit, who answer, and who lead those that answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from zugong.dictionary.declarations import RecordType
from zugong.kernel.scope import RowRights
from zugong.requests import records
from zugong.requests.actions import Actor
from zugong.requests.permissions import answering, asking, may_decide
from zugong.requests.prefilling import Reading
from zugong.requests.queries import addressees_of, boxes_of, standing_of
from zugong.requests.records import DataRequest, Sending, Standing
from zugong.requests.rules import Box
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.scope import Scope, scope_of


@dataclass(frozen=True)
class State:
    """How something stands: its word and the look of its badge."""

    word: str
    badge: str


@dataclass(frozen=True, eq=False)
class Opened:
    """A request before a user."""

    http: HttpRequest
    standing: Standing

    @property
    def request(self) -> DataRequest:
        return self.standing.request

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.http)

    @cached_property
    def language(self) -> str:
        return spoken(self.http)

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        return boxes_of([self.request.id]).get(self.request.id, ())

    @cached_property
    def owed_by(self) -> list[int]:
        """Who owes it, as far as the user may list them, in order of code."""
        tree = self.scope.todays_tree
        found = addressees_of(self.request, usual_day(), self.named)
        return sorted((pk for pk in found if pk in tree), key=lambda pk: tree.node(pk).code)

    def named(self, kind: RecordType) -> RowRights:
        return self.scope.names(kind)

    @property
    def reading(self) -> Reading:
        return Reading(self.scope.access, self.request.as_of, self.language)

    @property
    def actor(self) -> Actor:
        return actor_of(self.http)

    @cached_property
    def may_ask(self) -> bool:
        return self.request.organisation in asking(self.scope.access)

    @property
    def may_decide(self) -> bool:
        """Does the admission wait for this user, who did not define it?"""
        is_other = self.request.defined_by != self.http.user.get_username()
        return is_other and may_decide(self.scope.access, self.request.organisation)

    def may_answer(self, organisation: int) -> bool:
        return organisation in answering(self.scope.access)


def actor_of(http: HttpRequest) -> Actor:
    """Who acts now."""
    return Actor(scope_of(http).access, http.user.get_username(), usual_day())


def opened(http: HttpRequest, identity: int, organisations: Sequence[int] = ()) -> Opened:
    """A request that the user may know of: where it is asked, or of whom. 404 for any other."""
    standing = standing_of(identity, organisations)
    if standing is None:
        raise Http404
    found = Opened(http, standing)
    kind = found.scope.catalogue.types[records.REQUEST]
    is_asked_here = found.scope.names(kind).reach(standing.request.organisation, standing.request.id)
    if not is_asked_here and (standing.is_draft or not found.owed_by):
        raise Http404
    return found


def state_of(standing: Standing) -> State:
    """How a request stands."""
    if standing.is_from_data:
        return State(gettext("Answered from the data"), "good")
    if standing.is_closed:
        return State(gettext("Closed"), "grey")
    if standing.is_draft:
        return State(gettext("Draft"), "grey")
    if standing.is_required:
        return State(gettext("Admitted: to be filled in"), "good")
    if standing.decision is not None and not standing.is_admitted:
        return State(gettext("Refused: need not be filled in"), "grey")
    if not standing.request.number:
        return State(gettext("No paper: need not be filled in"), "amber")
    return State(gettext("Not admitted: need not be filled in"), "amber")


@dataclass(frozen=True)
class Sent:
    """How one organisation stands: not opened, opened, sent back, sent, sent late, missing."""

    code: str
    state: State
    sending: Sending | None
    reason: str


def sent_state(standing: Standing, organisation: int, sending: Sending | None, is_opened: bool, on: date) -> Sent:
    """How an organisation stands with a request."""
    back = standing.sent_back(organisation, sending)
    if back is not None:
        return Sent("back", State(gettext("Sent back"), "amber"), sending, back.reason)
    if sending is not None:
        late = standing.is_late(sending, on)
        state = State(gettext("Sent late"), "amber") if late else State(gettext("Sent"), "good")
        return Sent("late" if late else "sent", state, sending, "")
    if standing.is_late(None, on):
        return Sent("missing", State(gettext("Overdue"), "red"), None, "")
    state = State(gettext("Opened"), "grey") if is_opened else State(gettext("Not opened"), "grey")
    return Sent("opened" if is_opened else "waiting", state, None, "")


def due_in_words(due_on: date | None, on: date) -> str:
    """How long there is, in words; "" where no day was named."""
    if due_on is None:
        return ""
    days = (due_on - on).days
    if days < 0:
        return gettext("%(days)s days over") % {"days": -days}
    return gettext("today") if days == 0 else gettext("%(days)s days left") % {"days": days}
