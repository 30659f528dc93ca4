"""Requests that wait for the user's admission: defined by another person, where an office of the user's decides."""

from __future__ import annotations

from django.http import HttpRequest

from zugong.requests.permissions import asking, deciding
from zugong.requests.queries import requests_at
from zugong.requests.records import Standing
from zugong.web.scope import Scope, scope_of


def defining(scope: Scope) -> list[int]:
    """Where requests are defined that the user has to do with: by who leads others, below an office that asks or admits."""
    found = {*asking(scope.access).ids, *deciding(scope.access).ids}
    return sorted(pk for pk in found if pk in scope.todays_tree and scope.todays_tree.children(pk))


def waits_for(request: HttpRequest, standing: Standing) -> bool:
    """Does the admission of a request wait for this user?"""
    one = standing.request
    waits = standing.decision is None and bool(one.number) and not (standing.is_closed or standing.is_from_data)
    is_another = one.defined_by != request.user.get_username()
    return waits and is_another and one.organisation in deciding(scope_of(request).access)


def waiting_for(request: HttpRequest) -> list[Standing]:
    """All that wait for this user; no question is asked for who decides nowhere."""
    scope = scope_of(request)
    if deciding(scope.access).is_nothing:
        return []
    return [one for one in requests_at(defining(scope)) if waits_for(request, one)]
