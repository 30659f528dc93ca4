"""The same rights as `Access.rights`, as a condition on fact rows: ranges of paths in a subquery, never a list of ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.lookups import In

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import Depth, RecordType
from zugong.dictionary.store import store_of
from zugong.offices import rules
from zugong.offices.access import Access
from zugong.organisations.queries import Territory, served_units

PersonResolver = Callable[[Territory], QuerySet]
_person_resolvers: list[PersonResolver] = []


def register_person_places(function: PersonResolver) -> None:
    """The app that keeps persons tells which of them stand in a territory; called once, from its AppConfig.ready."""
    _person_resolvers[:] = [function]


class BodyReference(Func):
    """The id to which a field of a ledger's JSON body refers."""

    output_field = BigIntegerField()

    def __init__(self, code: str, **extra) -> None:
        self.code = code
        super().__init__(F("body"), Value(code), **extra)

    @classmethod
    def _of(cls, source, path: str, template: str, compiler, connection, **context):
        sql, params = compiler.compile(source)
        return template % sql, [*params, path]

    def as_sqlite(self, compiler, connection, **context):
        return self._of(self.source_expressions[0], f'$."{self.code}"', "json_extract(%s, %%s)", compiler, connection)

    def as_postgresql(self, compiler, connection, **context):
        source = self.source_expressions[0]
        return self._of(source, self.code, "((%s)::jsonb ->> %%s)::bigint", compiler, connection)


def row_condition(access: Access, kind: RecordType, act: str = "see", depth: Depth = Depth.NAME) -> Q:
    """Fact rows of the type that `access.rights` of the same arguments allows. No condition where everything is."""
    if kind.rights == "position":
        return _about_posts(access, kind, act, depth)
    territory = access.territory(kind, act, depth)
    if territory.is_everything:
        return Q()
    if territory.is_nothing:
        return Q(pk__in=[])
    if rules.is_seen_where_served(kind.rights, act):
        served = served_units(territory).values("unit")
        return Q(territory__in=territory.organisations()) | Q(anchor__in=served)
    if kind.place:
        return _placed(kind, kind.place, territory, installed_catalogue(settings.ZUGONG_PACK).types)
    if kind.code == "person" and _person_resolvers:
        return Q(anchor__in=_person_resolvers[0](territory))
    return Q(pk__in=[])


def _about_posts(access: Access, kind: RecordType, act: str, depth: Depth) -> Q:
    scope = access.posts(kind, act, depth)
    if scope is None:
        return Q(pk__in=[])
    own = [field.code for field in kind.fields.values() if field.of == "position"]
    return _refers(kind, own[0] if own else "this", scope.posts.values("pk"))


def _placed(kind: RecordType, path: str, territory: Territory, types: Mapping[str, RecordType]) -> Q:
    """Rows whose path leads into the territory; through another record by what holds of it, or held last."""
    first, _, rest = path.partition(".")
    if not rest:
        return _refers(kind, first, territory.organisations())
    other = types[kind.fields[first].of]
    return _refers(
        kind, first, _last_known(other, territory).filter(_placed(other, rest, territory, types)).values("anchor")
    )


def _refers(kind: RecordType, code: str, anchors: QuerySet) -> Q:
    if code == "this":
        return Q(anchor__in=anchors)
    if not kind.is_ledger:
        return Q(**{f"{code}__in": anchors})
    if code == kind.place:
        return Q(organisation__in=anchors)
    return Q(In(BodyReference(code), anchors))


def _last_known(kind: RecordType, territory: Territory) -> QuerySet:
    """What is believed of each record: the state of the day, or the last before it; events as they are."""
    believed = store_of(kind).queryset().believed()
    if not kind.is_state:
        return believed
    begun = believed.filter(since__lte=territory.day)
    return begun.filter(~Exists(begun.filter(anchor=OuterRef("anchor"), since__gt=OuterRef("since"))))
