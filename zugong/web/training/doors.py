"""Who may open and record what of training: the mandate in training where the class, or the person, stands."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from zugong.dictionary.declarations import Depth, RecordType
from zugong.figures.grouping import Rights
from zugong.kernel.facts.recording import Source
from zugong.kernel.scope import RowRights
from zugong.packs.training import TrainingGroup
from zugong.training import actions
from zugong.training.actions import Writing
from zugong.training.errors import NotYours
from zugong.training.hours import is_in_force
from zugong.training.queries import CLASS, ENROLMENT, ROLL, FiledClass, filed_class, groups
from zugong.web.clocks import usual_day
from zugong.web.listing.tables import fits
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb
from zugong.web.scope import Scope, is_nothing


def kind_named(code: str, scope: Scope) -> RecordType:
    """A record type of this site."""
    return scope.catalogue.types[code]


def require_training(scope: Scope) -> None:
    """404 for who may count nothing of training."""
    if not scope.may_count(kind_named(CLASS, scope)):
        raise Http404


def may_fill(scope: Scope, organisation: int) -> bool:
    """May the user record training of an organisation?"""
    return actions.may_fill(organisation, scope.access)


def require_fill(request: HttpRequest, scope: Scope, organisation: int) -> None:
    """403 with the reason where the user may not record training there, or may not read why somebody missed it."""
    roll = kind_named(ROLL, scope)
    if not (may_fill(scope, organisation) and fits(scope.at_depth(roll, Depth.PERSONAL), roll, {}, organisation)):
        name = scope.todays_tree.name(organisation) if organisation in scope.todays_tree else ""
        raise PermissionDenied(NotYours(name=name).sentence(spoken(request)))


def may_list_classes(scope: Scope, organisation: int) -> bool:
    """May the user read the classes of an organisation?"""
    return scope.names(kind_named(CLASS, scope)).reach(organisation, None)


def organisation_asked(scope: Scope, identity: int) -> int:
    """An organisation of the address whose classes the user may read. 404 otherwise."""
    if identity not in scope.todays_tree or not may_list_classes(scope, identity):
        raise Http404
    return identity


def sends_to(scope: Scope, filed: FiledClass) -> tuple[int, ...]:
    """The organisations of the user that were given places in a class."""
    rights = scope.names(kind_named(ENROLMENT, scope))
    return tuple(one for one in filed.quota_by_organisation if rights.reach(one, None))


def class_asked(scope: Scope, identity: int) -> FiledClass:
    """A class that the user may read: of an organisation of theirs, or with places for one. 404 otherwise."""
    filed = filed_class(identity)
    if filed is None or not (may_list_classes(scope, filed.organisation) or sends_to(scope, filed)):
        raise Http404
    return filed


def group_asked(scope: Scope, code: str) -> TrainingGroup:
    """A group of this site whose persons the user may count. 404 otherwise."""
    group = groups().get(code)
    if group is None or not may_count_group(scope, group):
        raise Http404
    return group


def may_count_group(scope: Scope, group: TrainingGroup) -> bool:
    """May the user count both who is in a group and who was trained, and is there such a group on the day?"""
    return is_in_force(group, scope.clocks.on) and not is_nothing(counting_rights(scope)(kind_named(group.of, scope)))


def counting_rights(scope: Scope) -> Rights:
    """The rows that may be counted as to be trained: those that may be counted, where training may be."""
    return _where_training(scope, scope.numbers)


def naming_rights(scope: Scope) -> Rights:
    """The rows that may be listed as to be trained: those that may be listed, where training may be."""
    return _where_training(scope, scope.names)


def _where_training(scope: Scope, rights: Callable[[RecordType], RowRights]) -> Rights:
    trained = rights(kind_named(ROLL, scope)).organisations

    def both(kind: RecordType) -> RowRights:
        own = rights(kind)
        if trained is None:
            return own
        organisations = trained if own.organisations is None else own.organisations & trained
        return RowRights(organisations, own.positions)

    return both


def writing_of(request: HttpRequest, scope: Scope, *, note: str = "") -> Writing:
    """Who writes from a form, today."""
    return Writing(Source("form", request.user.get_username(), "", note[:300]), scope.access, usual_day())


def class_crumbs(filed: FiledClass) -> tuple[Crumb, ...]:
    """The way to what belongs to a class."""
    own = Crumb(filed.row.values["name"], reverse("training_class", args=[filed.identity]))
    return (Crumb(gettext("Training"), reverse("training")), own)
