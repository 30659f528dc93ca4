"""Who may open and record what of meetings: the mandate in activities where the organisation stands."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse

from zugong.activities.actions import MATTER_OF_RIGHTS, Writing
from zugong.activities.errors import NotYours
from zugong.activities.filed import MEETING, Filed
from zugong.activities.queries import filed_meeting, meetings
from zugong.dictionary.declarations import Depth, RecordType
from zugong.kernel.facts.recording import Source
from zugong.packs.meetings import Meeting
from zugong.web.clocks import usual_day
from zugong.web.listing.subject import Subject
from zugong.web.listing.tables import fits
from zugong.web.middleware import spoken
from zugong.web.scope import Scope

#: Who holds the meetings of a branch.
BRANCHES = ("branch", "joint_branch", "temporary_branch")


def kind_named(code: str, scope: Scope) -> RecordType:
    """A record type of this site."""
    return scope.catalogue.types[code]


def may_list_meetings(scope: Scope, organisation: int) -> bool:
    """May the user read the meetings of an organisation?"""
    return scope.names(kind_named(MEETING, scope)).reach(organisation, None)


def may_fill(scope: Scope, organisation: int) -> bool:
    """May the user record meetings of an organisation?"""
    return scope.access.may("fill", MATTER_OF_RIGHTS, organisation)


def require_fill(request: HttpRequest, scope: Scope, organisation: int) -> None:
    """403 with the reason where the user may not record meetings there, or may not read why somebody stayed away."""
    if not (may_fill(scope, organisation) and sees_reasons(scope, "themed_day_roll", organisation)):
        name = scope.todays_tree.name(organisation) if organisation in scope.todays_tree else ""
        raise PermissionDenied(NotYours(name=name).sentence(spoken(request)))


def organisation_asked(scope: Scope, identity: int) -> int:
    """An organisation of the address whose meetings the user may read. 404 otherwise."""
    if identity not in scope.todays_tree or not may_list_meetings(scope, identity):
        raise Http404
    return identity


def meeting_kind(series: str) -> Meeting:
    """A kind of meeting of this site. 404 for another word."""
    found = meetings().get(series)
    if found is None:
        raise Http404
    return found


def filed_asked(scope: Scope, identity: int) -> Filed:
    """A meeting that the user may read. 404 otherwise."""
    filed = filed_meeting(identity)
    if filed is None or not may_list_meetings(scope, filed.organisation):
        raise Http404
    return filed


def meeting_address(record: Subject, scope: Scope) -> str:
    """The page of the meeting that a record is, with its papers; "" for other records, and for who may not read it."""
    is_meeting = record.kind.code == MEETING and record.is_believed and record.place is not None
    return reverse("meeting", args=[record.identity]) if is_meeting and may_list_meetings(scope, record.place) else ""


def sees_reasons(scope: Scope, type_code: str, organisation: int) -> bool:
    """May the user read why somebody did not come, or how somebody was graded there?"""
    kind = kind_named(type_code, scope)
    return fits(scope.at_depth(kind, Depth.PERSONAL), kind, {}, organisation)


def writing_of(request: HttpRequest, scope: Scope, *, note: str = "") -> Writing:
    """Who writes from a form, today."""
    return Writing(Source("form", request.user.get_username(), "", note[:300]), scope.access, usual_day())
