"""What the user's own organisations have still to send: the required only, because nothing else is owed."""

from __future__ import annotations

from django.http import HttpRequest

from zugong.requests.permissions import answering
from zugong.requests.queries import OpenRequest, open_requests_of
from zugong.web.clocks import usual_day
from zugong.web.scope import Scope, scope_of


def own_organisations(scope: Scope) -> tuple[int, ...]:
    """The organisations for which the user's offices act, as far as they may fill in for them."""
    territory = answering(scope.access)
    return tuple(dict.fromkeys(one.organisation for one in scope.access.offices if one.organisation in territory))


def owed_by_user(request: HttpRequest) -> list[OpenRequest]:
    """The required forms that wait to be sent, the earliest first."""
    mine = own_organisations(scope_of(request))
    return [one for one in open_requests_of(mine, usual_day()) if one.is_required] if mine else []
