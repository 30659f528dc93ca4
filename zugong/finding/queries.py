"""Pages of what fits, best first, under the rights of the lists: all record types in one question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from zugong.finding.conditions import ALWAYS, Condition, fitting, visible, without
from zugong.finding.index import MEMBERSHIP, NUMBERS, PERSON, indexed_types, number_key
from zugong.finding.models import Part
from zugong.finding.readings import all_syllables, general_reading
from zugong.finding.rules import Wanted, asked_letters, best_key, plain, wanted
from zugong.kernel.crypto import keyed_hash

__all__ = [
    "MEMBERSHIP", "NUMBERS", "PERSON", "FoundPage", "Hit",
    "by_number", "exactly_named", "found", "hits_of", "indexed_types", "name_key", "others_named", "visible", "wanted_of",
]  # fmt: skip

# What sorts hits: the whole name before parts of it, current before former before ended, beginnings before middles;
# then the shorter name, its reading, and the record itself, so that pages neither repeat nor leave out any.
_KEY = (
    """(CASE WHEN is_start AND standing < '2' AND (letters = %s OR reading = %s) THEN '0' ELSE '1' END)"""
    """ || standing || (CASE WHEN is_start THEN '0' ELSE '1' END) || "order" || '/' || anchor || '/' || id"""
)


@dataclass(frozen=True)
class Hit:
    """A record that fits. `name` is the name that fits; `row` is the fact row that holds, or held last."""

    kind: str
    anchor: int
    row: int
    place: int | None
    name: str
    named_until: date | None
    ended_on: date | None


@dataclass(frozen=True)
class FoundPage:
    """Some hits in order; `after` begins the next page and is "" at the end."""

    hits: tuple[Hit, ...] = ()
    after: str = ""


def wanted_of(text: str) -> Wanted:
    """What a text asks for."""
    letters = asked_letters(text)
    return wanted(letters, general_reading(letters), all_syllables())


def name_key(asked: Wanted, name: str) -> str:
    """What sorts a name that is not in the index among others, as `found` would; "" for one that does not fit."""
    letters = plain(name)
    return best_key(asked, letters, general_reading(letters)) if letters else ""


def found(asked: Wanted, allowed: Mapping[str, Condition], *, after: str = "", limit: int) -> dict[str, FoundPage]:
    """One page of each record type that has any, of the records that fit and are allowed, from `after` on."""
    if asked.is_nothing or not allowed:
        return {}
    questions = [_question(code, asked, condition, after, limit) for code, condition in allowed.items()]
    sql = " UNION ALL ".join(question.sql for question in questions)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for question in questions for value in question.parameters])
        keys: dict[str, list[str]] = {}
        for code, key in cursor.fetchall():
            keys.setdefault(code, []).append(key)
    return _pages({code: sorted(some) if connection.vendor == "sqlite" else some for code, some in keys.items()}, limit)


def others_named(asked: Wanted, known: Iterable[int], *, limit: int) -> tuple[Hit, ...]:
    """The first persons of that name anywhere but those `known`: whether one may know of them, the caller decides."""
    pages = found(asked, {PERSON: without(sorted(known))}, limit=limit)
    return pages[PERSON].hits if PERSON in pages else ()


def by_number(number: str, allowed: Mapping[str, Condition]) -> tuple[Hit, ...]:
    """The persons with exactly this identity number or phone, by its keyed hash; `allowed` for each of the two fields."""
    keys = {number_key(field, keyed_hash(number)): allowed[field] for field in NUMBERS}
    hits: dict[int, Hit] = {}
    for key, condition in keys.items():
        parts = Part.objects.filter(letters=key)
        if condition is not ALWAYS:
            parts = parts.extra(where=[condition.sql.replace("%%", "%")], params=condition.parameters)
        hits |= {part.anchor: _hit(part) for part in parts.order_by("anchor")}
    return tuple(hits.values())


def exactly_named(name: str, *, limit: int) -> tuple[Hit, ...]:
    """The persons of exactly this name, whoever asks: for who must tell namesakes apart, and writes that down."""
    letters = plain(name)
    parts = Part.objects.filter(letters=f"{PERSON} {letters}", position=0).order_by("anchor", "pk") if letters else ()
    hits = {part.anchor: _hit(part) for part in parts if plain(part.name) == letters}
    return tuple(hits.values())[:limit]


def hits_of(code: str, anchors: Sequence[int]) -> tuple[Hit, ...]:
    """What the index says of these records, in their order."""
    parts = Part.objects.filter(kind=code, anchor__in=list(anchors), position=0).order_by("-standing", "-pk")
    hits = {part.anchor: _hit(part) for part in parts}
    return tuple(hits[anchor] for anchor in anchors if anchor in hits)


def _question(code: str, asked: Wanted, allowed: Condition, after: str, limit: int) -> Condition:
    where = fitting(code, asked) & allowed
    exact = (f"{code} {asked.letters}", f"{code} {asked.latin or '-'}")
    best = f"SELECT MIN({_KEY}) AS best FROM finding_part WHERE {where.sql} GROUP BY anchor"
    beyond = " WHERE best > %s" if after else ""
    return Condition(
        f"SELECT * FROM (SELECT %s AS kind, best FROM ({best}) AS named{beyond} ORDER BY best LIMIT {int(limit) + 1}) AS p",
        (code, *exact, *where.parameters, *([after] if after else [])),
    )  # fmt: skip


def _pages(keys: Mapping[str, list[str]], limit: int) -> dict[str, FoundPage]:
    shown = {code: some[:limit] for code, some in keys.items()}
    parts = Part.objects.in_bulk([_id_of(key) for some in shown.values() for key in some])
    return {
        code: FoundPage(tuple(_hit(parts[_id_of(key)]) for key in some), some[-1] if len(keys[code]) > limit else "")
        for code, some in shown.items()
    }


def _id_of(key: str) -> int:
    return int(key.rpartition("/")[2])


def _hit(part: Part) -> Hit:
    return Hit(part.kind, part.anchor, part.row, part.place, part.name, part.named_until, part.ended_on)
