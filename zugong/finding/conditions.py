"""What is asked and what is allowed, as SQL over the index: the text of a search is made once, not by each of its parts."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from functools import reduce

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q

from zugong.dictionary.declarations import Depth, RecordType
from zugong.dictionary.store import store_of
from zugong.finding.index import MEMBERSHIP, PERSON, catalogue
from zugong.finding.models import LAST_LETTER, Part
from zugong.finding.rules import SPAN, Wanted
from zugong.kernel.facts.recording import last_seal
from zugong.kernel.keeping import Kept
from zugong.offices.access import Access
from zugong.offices.conditions import row_condition
from zugong.organisations.queries import Territory

#: Up to so many organisations a territory is asked for one by one, through the index of places.
_FEW = 60


@dataclass(frozen=True)
class Condition:
    """SQL over `finding_part` with its parameters."""

    sql: str
    parameters: tuple

    def __and__(self, other: Condition) -> Condition:
        return Condition(f"({self.sql}) AND ({other.sql})", (*self.parameters, *other.parameters))

    def __or__(self, other: Condition) -> Condition:
        return Condition(f"({self.sql}) OR ({other.sql})", (*self.parameters, *other.parameters))


ALWAYS = Condition("1 = 1", ())
NEVER = Condition("1 = 0", ())
_kept: Kept[Condition] = Kept()


def visible(access: Access, kind: RecordType, depth: Depth = Depth.NAME) -> Condition:
    """The parts of records that lists show: persons by where they are members, all others by their own row."""
    key = (last_seal(), access.on, access.grants, kind.code, depth, settings.ZUGONG_CADRE)
    return _kept.value(key, lambda: compiled(_visible(access, kind, depth)))


def without(anchors: list[int]) -> Condition:
    """All records but these."""
    return compiled(~Q(anchor__in=anchors)) if anchors else ALWAYS


def of_record(anchor: int) -> Condition:
    """One record, whatever else is allowed."""
    return Condition("anchor = %s", (anchor,))


def compiled(condition: Q) -> Condition:
    """A Django condition on parts as SQL."""
    if condition == Q():
        return ALWAYS
    if condition == Q(pk__in=[]):
        return NEVER
    query = Part.objects.filter(condition).query
    sql, parameters = query.get_compiler(connection=connection).compile(query.where)
    return Condition(_by_name_first(sql), tuple(parameters))


def _by_name_first(sql: str) -> str:
    """A large territory is no way to begin: without statistics SQLite would read all its persons. The plus forbids it that."""
    large = '"finding_part"."place" IN (SELECT'
    return sql.replace(large, f"+{large}") if connection.vendor == "sqlite" else sql


def _visible(access: Access, kind: RecordType, depth: Depth) -> Q:
    if kind.code == PERSON:
        return _within(access.territory(catalogue().types[MEMBERSHIP], "see", depth))
    condition = row_condition(access, kind, "see", depth)
    if condition in (Q(), Q(pk__in=[])):
        return condition
    return Q(Exists(store_of(kind).queryset().filter(pk=OuterRef("row")).filter(condition)))


def _within(territory: Territory) -> Q:
    if territory.is_everything:
        return Q()
    if not territory.is_nothing and len(territory.ids) <= _FEW:
        return Q(place__in=sorted(territory.ids))
    return territory.condition("place")


def fitting(code: str, asked: Wanted) -> Condition:
    """The parts of a type that fit: the same as `rules.fits`."""
    ways = _begins("letters", f"{code} {asked.letters[:SPAN]}")
    for start in range(SPAN, len(asked.letters), SPAN):
        ways = ways & _goes_on(start, f"{code} {asked.letters[start : start + SPAN]}")
    return ways | _fitting_latin(code, asked) if asked.latin else ways


def _goes_on(start: int, text: str) -> Condition:
    """A long name goes on in the part that begins where this one stops."""
    begins = _begins("further.letters", text)
    return Condition(
        "EXISTS (SELECT 1 FROM finding_part further WHERE further.kind = finding_part.kind"
        " AND further.anchor = finding_part.anchor AND further.name = finding_part.name"
        f' AND further."position" = finding_part."position" + {int(start)} AND ({begins.sql}))',
        begins.parameters,
    )


def _fitting_latin(code: str, asked: Wanted) -> Condition:
    """Each way by itself bears what all must fulfil: only so the database takes an index for each of them."""
    ways = [_begins("reading", f"{code} {asked.latin}"), _begins("initials", f"{code} {asked.latin}")]
    matches = "REGEXP" if connection.vendor == "sqlite" else "~"
    for split in asked.splits:
        read = r"[^ ]* ".join(split.pieces)
        shortened = Condition(f"syllables {matches} %s", (f"^{read}",))
        ways.append(_begins("initials", f"{code} {split.initials}") & shortened)
    runs = [Condition("name LIKE %s", (f"%{run}%",)) for run in asked.runs]
    return reduce(operator.or_, (reduce(operator.and_, runs, way) for way in ways))


def _begins(column: str, text: str) -> Condition:
    """SQLite's LIKE serves no index here, so it gets a range; PostgreSQL has an index for LIKE."""
    if connection.vendor == "sqlite":
        return Condition(f"{column} >= %s AND {column} < %s", (text, text + LAST_LETTER))
    return Condition(f"{column} LIKE %s", (f"{connection.ops.prep_for_like_query(text)}%",))
