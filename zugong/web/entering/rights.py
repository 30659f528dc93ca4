"""Who may enter what by hand: the act `fill` where the record counts; the reason where they may not."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

from zugong.dictionary.declarations import Depth, RecordType
from zugong.kernel.scope import RowRights
from zugong.web.listing.subject import Subject, placed_kind
from zugong.web.listing.tables import fits
from zugong.web.scope import Scope, is_nothing


def filling(kind: RecordType, scope: Scope) -> RowRights:
    """The rows of a type that the user may write."""
    return scope.access.rights(placed_kind(kind, scope), kind.act, Depth.NUMBER)


def may_add(kind: RecordType, scope: Scope) -> bool:
    """May the user enter a new record of the type anywhere?"""
    return not is_nothing(filling(kind, scope))


def may_write(subject: Subject, scope: Scope) -> bool:
    """May the user change this record?"""
    rights = filling(subject.kind, scope)
    if is_nothing(rights):
        return False
    return fits(rights, placed_kind(subject.kind, scope), subject.row.values, subject.place, subject.row.anchor)


def require_add(kind: RecordType, scope: Scope, language: str) -> None:
    """403 with the reason."""
    if not may_add(kind, scope):
        raise PermissionDenied(_refusal(kind, None, None, scope, language))


def require_write(subject: Subject, scope: Scope, language: str) -> None:
    """403 with the reason."""
    if not may_write(subject, scope):
        post = subject.row.anchor if subject.kind.code == "position" else subject.row.values.get("position")
        raise PermissionDenied(_refusal(subject.kind, subject.place, post, scope, language))


def _refusal(kind: RecordType, place: int | None, post: int | None, scope: Scope, language: str) -> str:
    first = gettext("No mandate of yours lets you fill in %(what)s here.") % {"what": kind.name(language)}
    reasons = scope.access.explain(placed_kind(kind, scope), place, kind.act, post=post) if place is not None else []
    return " ".join([first, *(reason.sentence(language) for reason in reasons if not reason.gives)])
