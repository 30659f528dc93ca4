"""What the data already know of each box, for many organisations at once and within the reader's rights.

One query per record type and five hundred organisations, and one plan for all figures; never a query per row. Values of
personal depth are told only to who may see them: to anybody else the box is a gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import Depth, Field, RecordType
from zugong.dictionary.store import StoredRow, store_of
from zugong.figures.answers import Cell, Request
from zugong.figures.definitions import Definitions, installed_definitions
from zugong.figures.printing import printed
from zugong.figures.queries import ask
from zugong.figures.trees import grouping_in
from zugong.kernel.scope import RowRights
from zugong.kernel.time import Clocks
from zugong.offices.access import Access
from zugong.organisations.queries import Tree, tree_at, units_of_all
from zugong.packs.figures import Figure
from zugong.requests import records
from zugong.requests.queries import answers_to, standings_of
from zugong.requests.rules import Answer, Box, read_answer
from zugong.requests.sources import FIGURE, ORGANISATION, POST, SINCE, UNIT, Source, source_of

_CHUNK = 500
#: Figures about what stands in a territory say nothing of a branch in a village: only who leads others is told them.
_BY_TERRITORY = "territory"
Filled = dict[tuple[int, int], "Known"]


@dataclass(frozen=True)
class Known:
    """What the data say in a box: in words, as a cell, and the records (type, identity) or the figure it comes from."""

    text: str
    cell: Any
    records: tuple[tuple[str, int], ...] = ()
    figure: str = ""
    earlier: str = ""


@dataclass(frozen=True, eq=False)
class Reading:
    """Who reads, on which day, in which language."""

    access: Access
    as_of: date
    language: str

    @cached_property
    def tree(self) -> Tree:
        return tree_at(self.as_of)

    def kind(self, code: str) -> RecordType:
        return installed_catalogue(settings.ZUGONG_PACK).types[code]

    @property
    def definitions(self) -> Definitions:
        return installed_definitions(settings.ZUGONG_PACK)

    def counted(self, kind: RecordType) -> RowRights:
        return self.access.rights(kind, "see", Depth.NUMBER)

    def named(self, kind: RecordType) -> RowRights:
        return self.access.rights(kind, "see", Depth.NAME)

    def deep(self, kind: RecordType, field: Field) -> RowRights:
        """The rows of a type in which the reader may see a field."""
        return self.access.rights(kind, "see", max(field.depth, Depth.NAME))


def known_values(boxes: Sequence[Box], organisations: Collection[int], reading: Reading) -> Filled:
    """What is known, by organisation and number of the box; what is not known is not there."""
    filled: Filled = {}
    by_kind: dict[str, list[tuple[Box, Source]]] = defaultdict(list)
    for box in boxes:
        source = source_of(box.source, reading.language) if box.source else None
        if source is not None:
            by_kind[source.kind].append((box, source))
    wanted = [pk for pk in dict.fromkeys(organisations) if pk in reading.tree]
    readers: Mapping[str, Callable[..., Filled]] = {
        ORGANISATION: _organisations,
        UNIT: _units,
        POST: _posts,
        FIGURE: _figures,
    }
    for kind, asked in by_kind.items():
        filled |= readers[kind](asked, wanted, reading)
    for box in (one for one in boxes if one.takes_from):
        filled |= _earlier(box, wanted, reading)
    return filled


def _organisations(asked: list[tuple[Box, Source]], organisations: list[int], reading: Reading) -> Filled:
    kind, found = reading.kind(ORGANISATION), {}
    for row in _holding(kind, "anchor", organisations, reading.as_of):
        assert row.anchor is not None
        for box, source in asked:
            assert source.field is not None
            if reading.deep(kind, source.field).reach(row.anchor, row.anchor):
                _put(
                    found,
                    row.anchor,
                    box,
                    [(source.field, row.values.get(source.field.code), (ORGANISATION, row.anchor))],
                    reading,
                )
    return found


def _units(asked: list[tuple[Box, Source]], organisations: list[int], reading: Reading) -> Filled:
    kind = reading.kind(UNIT)
    links = [pair for part in _parts(organisations) for pair in units_of_all(part, reading.as_of)]
    rows = {row.anchor: row for row in _holding(kind, "anchor", {unit for _, unit in links}, reading.as_of)}
    by_organisation: dict[int, list[StoredRow]] = defaultdict(list)
    for organisation, unit in links:
        if unit in rows:
            by_organisation[organisation].append(rows[unit])
    found: Filled = {}
    for organisation, units in by_organisation.items():
        for box, source in asked:
            field = source.field
            assert field is not None
            seen = [row for row in units if reading.deep(kind, field).reach(row.values["territory"], row.anchor)]
            _put(
                found,
                organisation,
                box,
                [(field, row.values.get(field.code), (UNIT, row.anchor or 0)) for row in seen],
                reading,
            )
    return found


@dataclass(frozen=True)
class _Holder:
    """Who holds a post of a kind at an organisation."""

    organisation: int
    post: str
    position: int
    appointment: StoredRow

    @property
    def person(self) -> int:
        return self.appointment.values["person"]


def _posts(asked: list[tuple[Box, Source]], organisations: list[int], reading: Reading) -> Filled:
    holders = _holders({source.post for _, source in asked}, organisations, reading)
    person = reading.kind("person")
    people = {row.anchor: row for row in _holding(person, "anchor", {one.person for one in holders}, reading.as_of)}
    homes = {
        row.values["person"]: row.values["organisation"]
        for row in _holding(reading.kind("membership"), "person", set(people), reading.as_of)
    }
    found: Filled = {}
    for box, source in asked:
        by_organisation: dict[int, list[tuple[Field, Any, tuple[str, int]]]] = defaultdict(list)
        for one in (holder for holder in holders if holder.post == source.post):
            told = _of_holder(one, source, people.get(one.person), homes.get(one.person), reading)
            if told is not None:
                by_organisation[one.organisation].append(told)
        for organisation, values in by_organisation.items():
            _put(found, organisation, box, values, reading)
    return found


def _of_holder(
    holder: _Holder, source: Source, person: StoredRow | None, home: int | None, reading: Reading
) -> tuple[Field, Any, tuple[str, int]] | None:  # fmt: skip
    """The value of one holder, where the reader may see it: the name with the post, the rest as the member's data."""
    field = source.field
    assert field is not None
    if field.code == SINCE:
        return field, holder.appointment.since, ("appointment", holder.appointment.id)
    if person is None:
        return None
    if field.code != "name":
        rights = reading.deep(reading.kind("membership"), field)
        if not (rights.everything or (home is not None and rights.reach(home, None))):
            return None
    return field, person.values.get(field.code), ("person", holder.person)


def _holders(kinds: Collection[str], organisations: list[int], reading: Reading) -> list[_Holder]:
    """Who holds posts of these kinds there, as far as the reader may see the posts."""
    position, appointment = reading.kind("position"), reading.kind("appointment")
    rights = reading.named(appointment)
    places = {
        row.anchor: (row.values["organisation"], row.values["kind"])
        for row in _holding(position, "organisation", organisations, reading.as_of)
        if row.values["kind"] in kinds and rights.reach(row.values["organisation"], None)
        and (rights.positions is None or row.anchor in rights.positions)
    }  # fmt: skip
    return [
        _Holder(*places[row.values["position"]], row.values["position"], row)
        for row in _holding(appointment, "position", set(places), reading.as_of)
    ]


def _figures(asked: list[tuple[Box, Source]], organisations: list[int], reading: Reading) -> Filled:
    """One plan for each level of the tree: in one grouping none may stand below another."""
    clocks = Clocks.at(reading.as_of)
    requests = {Request(source.figure.figure, clocks): (box, source.figure) for box, source in asked if source.figure}
    by_level: dict[int, list[int]] = defaultdict(list)
    for pk in organisations:
        by_level[reading.tree.depth(pk)].append(pk)
    found: Filled = {}
    for level in by_level.values():
        answers = ask(list(requests), grouping_in(reading.tree, level), reading.counted)
        for request, (box, figure) in requests.items():
            if request not in answers.refused and _may_count(figure, reading):
                cells = answers.groups(request)
                _put_figure(found, box, figure, {pk: cells[pk] for pk in level if pk in cells}, reading)
    return found


def _may_count(figure: Figure, reading: Reading) -> bool:
    """May the reader count all that the figure is made of anywhere?"""
    kinds = [part.kind for part in reading.definitions.measured_parts(figure.figure)]
    return all(reading.counted(kind).organisations != frozenset() for kind in kinds)


def _put_figure(found: Filled, box: Box, figure: Figure, cells: Mapping[int, Cell], reading: Reading) -> None:
    only_leaders = any(
        part.kind.place.endswith(_BY_TERRITORY) for part in reading.definitions.measured_parts(figure.figure)
    )
    zh = reading.language.startswith("zh")
    unit = (figure.unit.zh if zh else f" {figure.unit.en}") if figure.unit else ""
    for pk, cell in cells.items():
        if cell.value is None or (only_leaders and not reading.tree.children(pk)):
            continue
        text = printed(cell.value, figure.print, unit)
        found[pk, box.number] = Known(
            text, float(cell.value) if cell.value % 1 else int(cell.value), figure=figure.figure
        )


def _earlier(box: Box, organisations: list[int], reading: Reading) -> Filled:
    """The answers given to the box of an earlier request, which the asker takes for this one."""
    code, _, number = box.takes_from.partition("/")
    earlier = request_coded(code)
    if earlier is None or not number.isdigit():
        return {}
    given = answers_to(earlier, reading.as_of, reading.named)
    said = said_in(earlier, reading.language)
    found = {pk: given.get((pk, int(number))) for pk in organisations}
    return {
        (pk, box.number): Known(one[0], cell_of(one[0], box), earlier=said)
        for pk, one in found.items() if one is not None and one[1] != records.DISPUTED
    }  # fmt: skip


def cell_of(value: str, box: Box) -> Any:
    """An answer as a cell of a workbook: a number where the box takes one, unless an import brought something else."""
    answer = read_answer(value, box)
    if isinstance(answer, Answer) and answer.fen is not None:
        return answer.fen / 100
    return answer.amount if isinstance(answer, Answer) and answer.amount is not None else value


def request_coded(code: str) -> records.DataRequest | None:
    """The request with that number."""
    rows = list(records.rows_keyed(records.REQUEST, [(code,)]))
    anchors = [row.anchor for row in rows if row.anchor is not None]
    return next((one.request for one in standings_of(anchors)), None)


def said_in(earlier: records.DataRequest, language: str) -> str:
    """In which request the base answered that already."""
    if language.startswith("zh"):
        return f"{earlier.on:%Y-%m-%d} 在《{earlier.title}》中已报"
    return f"answered already in “{earlier.title}” of {earlier.on:%Y-%m-%d}"


def _put(
    found: Filled, organisation: int, box: Box, values: Iterable[tuple[Field, Any, tuple[str, int]]], reading: Reading
) -> None:  # fmt: skip
    """Several values, of several units or holders, stand in one box, each once."""
    told = [(field, value, record) for field, value, record in values if value is not None and value != ""]
    if not told:
        return
    texts = list(dict.fromkeys(_shown(field, value, reading) for field, value, _ in told))
    field, value, _ = told[0]
    cell = field.type.to_sheet(value, field, reading.language) if len(texts) == 1 and not field.of else "、".join(texts)
    found[organisation, box.number] = Known("、".join(texts), cell, tuple(dict.fromkeys(record for *_, record in told)))


def _shown(field: Field, value: Any, reading: Reading) -> str:
    if field.of == ORGANISATION and value in reading.tree:
        return reading.tree.name(value)
    return field.type.show(value, field, reading.language)


def _holding(kind: RecordType, code: str, anchors: Collection[int], on: date) -> Iterator[StoredRow]:
    """The rows that hold on the day, of these anchors or referring to these records."""
    store = store_of(kind)
    for part in _parts(anchors):
        yield from store.believed(on=on, **{f"{code}__in": part})


def _parts(anchors: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(anchors)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
