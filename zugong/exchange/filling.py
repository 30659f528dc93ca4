"""Who may import what: the act of every record type written (`fill` of most) on its matter, where each row counts today.

The rows that a plan withdraws count as much as those that it adds: nobody takes a member from another branch's roll.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Q

from zugong.appointments.queries import VILLAGE
from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import Depth, RecordType, Sheet
from zugong.dictionary.store import NewRow, store_of
from zugong.exchange.from_above import refused_from_above, refused_operation
from zugong.exchange.planning.comparing import UNCHANGED
from zugong.exchange.planning.operations import CHANGES_OF_UNITS
from zugong.exchange.planning.outcomes import Missing, Plan, PlanIssue, TypeWrites
from zugong.exchange.planning.request import ImportRequest, StatedRow
from zugong.exchange.planning.sentences import Sentence
from zugong.exchange.sheet_rows import nearest_rows
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.models import Entry
from zugong.kernel.scope import RowRights
from zugong.kernel.time import SHANGHAI, Clocks
from zugong.offices.access import Access
from zugong.organisations.queries import tree_at
from zugong.restructuring.permissions import may_decide_above

_CHUNK = 900
_WHOLE = 0  # in the place of the number of a row: an undo has none
_OPERATED = "organisation"  # what a sheet of operations changes


class MayNotFill(RuleBroken):
    code: ClassVar[str] = "exchange.may_not_fill"
    message: ClassVar[str] = (
        "No mandate of yours lets you fill in {what}; ask whoever administers this site for the mandate `fill`."
    )
    message_zh: ClassVar[str] = "您没有填报“{what_zh}”的授权；如工作需要，请联系系统管理员办理填报授权。"


class OutsideYourScope(RuleBroken):
    code: ClassVar[str] = "exchange.outside_your_scope"
    message: ClassVar[str] = "{count} rows are about organisations outside your scope, the first: {where}."
    message_zh: ClassVar[str] = "有{count}处涉及您填报范围以外的党组织，首先是：{where}。"


def is_nothing(rights: RowRights) -> bool:
    """Do these rights leave no row at all?"""
    return rights.organisations is not None and not rights.organisations and not rights.positions


def types_of(sheet: Sheet, catalogue: Catalogue) -> list[RecordType]:
    """The record types that an import of the sheet writes."""
    return [catalogue.types[code] for code in sheet.writes or (_OPERATED,)]


def may_fill(access: Access, sheet: Sheet, catalogue: Catalogue) -> bool:
    """May somebody import this sheet for any organisation at all?"""
    return not any(is_nothing(access.rights(kind, kind.act, Depth.NUMBER)) for kind in types_of(sheet, catalogue))


def require_fill(access: Access, sheet: Sheet, catalogue: Catalogue) -> None:
    """Raises MayNotFill."""
    if not may_fill(access, sheet, catalogue):
        raise MayNotFill(what=sheet.en, what_zh=sheet.zh)


@dataclass(frozen=True)
class Written:
    """A row that a plan adds or withdraws: its type and values, and the number of the file's row that wants it."""

    kind: RecordType
    anchor: int | None
    values: Mapping[str, Any]
    since: date
    number: int


@dataclass
class Filling:
    """Where the rows of a plan count, and which of them somebody may not write."""

    access: Access
    catalogue: Catalogue
    plan: Plan

    def issues(self) -> list[PlanIssue]:
        """One sentence for each row of the file that would write what is not theirs to write, in the order of the file."""
        found: dict[int, PlanIssue] = {}
        for issue in self._operations_refused():
            found.setdefault(issue.row, issue)
        for written in self._written():
            if not self._is_inside(written):
                found.setdefault(written.number, PlanIssue(written.number, "", self._sentence(written)))
        for issue in refused_from_above(self.access, self.catalogue, self.plan):
            found.setdefault(issue.row, issue)
        return [found[number] for number in sorted(found)]

    def require(self) -> None:
        """Raises OutsideYourScope where anything lies outside."""
        found = self.issues()
        if found:
            raise OutsideYourScope(count=len(found), where=found[0].sentence.zh)

    def _written(self) -> Iterable[Written]:
        for code, writes in self.plan.writes.items():
            kind = self.catalogue.types[code]
            for row, number in zip(writes.add, writes.added_by, strict=True):
                yield Written(kind, row.anchor, row.values, row.since, number)
            by_id = dict(zip(writes.withdraw, writes.withdrawn_by, strict=True))
            for row in _stored(kind, writes.withdraw):
                yield Written(kind, row.anchor, row.values, row.since, by_id[row.id])

    def _operations_refused(self) -> Iterable[PlanIssue]:
        """Of a sheet of changes: what any organisation or unit so named stands against, as the level above would have it."""
        for row in self._operations_asked():
            change = row.values[".kind"]
            words = (row.values.get(".subject"), row.values.get(".target"))
            if change in CHANGES_OF_UNITS:
                yield from self._units_outside(row.number, words, row.values[".on"])
                continue
            subjects, targets = (self._organisations_named(word, row.values[".on"]) for word in words)
            yield from refused_operation(self.access, row.number, change, subjects, targets)

    def _operations_asked(self) -> Iterable[StatedRow]:
        """The rows of a sheet of changes that say something new: those too that are refused, for the reason tells of others."""
        if self.plan.operations is None:
            return
        known = {row.number for row in self.plan.rows if row.outcome == UNCHANGED}
        for row in self.plan.request.rows:
            if row.number not in self.plan.request.set_aside | known and {".kind", ".on"} <= row.values.keys():
                yield row

    def _units_outside(self, number: int, words: Iterable[str | None], day: date) -> Iterable[PlanIssue]:
        allowed = self._rights(self.catalogue.types[_OPERATED]).organisations
        for word in words if allowed is not None else ():
            if word and not self._named(word, day) <= allowed:
                yield PlanIssue(number, "", _outside(self.catalogue.types[_OPERATED], word))

    def _named(self, word: str, day: date) -> set[int]:
        """The organisations so called, and those where units so called are, on a day or the day before."""
        units = store_of(self.catalogue.types["unit"])
        states = units.read(units.queryset().believed().filter(Q(name=word) | Q(code=word)))
        where = {row.values["territory"] for row in states if row.values["territory"]}
        return where.union(self._organisations_named(word, day))

    def _organisations_named(self, word: str | None, day: date) -> list[int]:
        trees = (tree_at(day), tree_at(day - timedelta(days=1)))
        return sorted({node.id for tree in trees for node in tree if word in (node.name, node.code)})

    def _is_inside(self, written: Written) -> bool:
        rights = self._rights(written.kind)
        if rights.everything:
            return True
        if written.kind.code == "person":
            return self._is_person_inside(written, rights)
        place = self._place(written)
        if rights.organisations is not None and place not in rights.organisations:
            return False
        post = written.anchor if written.kind.code == "position" else written.values.get("position")
        if rights.positions is None:
            return True
        return post is not None and (post in rights.positions or (post < 0 and self._may_create(post)))

    def _may_create(self, post: int) -> bool:
        """A new post of village matter, or any if the user's committee manages posts: not by the place where it stands."""
        position = self.catalogue.types["position"]
        is_village = self._new["position"][post]["matter"] == VILLAGE
        return is_village or bool(self.access.committees(position, "fill", Depth.NUMBER))

    def _is_person_inside(self, written: Written, rights: RowRights) -> bool:
        """A person counts where the membership is; one who is nowhere yet belongs to whoever enters them."""
        branch = self._branches.get(written.anchor) if written.anchor and written.anchor > 0 else None
        return branch is None or rights.organisations is None or branch in rights.organisations

    def _rights(self, kind: RecordType) -> RowRights:
        if kind.code not in self._known_rights:
            self._known_rights[kind.code] = self.access.rights(kind, kind.act, Depth.NUMBER)
        return self._known_rights[kind.code]

    @cached_property
    def _known_rights(self) -> dict[str, RowRights]:
        return {}

    @cached_property
    def _branches(self) -> dict[int, int]:
        """The organisation of each person of the plan who is a member anywhere, today or else last."""
        kind = self.catalogue.types["membership"]
        persons = [row.anchor for row in self.plan.writes["person"].add if row.anchor and row.anchor > 0]
        found: dict[int, tuple[date, int]] = {}
        for start in range(0, len(persons), _CHUNK):
            for row in store_of(kind).believed(person_id__in=persons[start : start + _CHUNK]):
                latest = found.get(row.values["person"])
                if latest is None or latest[0] <= row.since:
                    found[row.values["person"]] = (row.since, row.values["organisation"])
        return {person: organisation for person, (_, organisation) in found.items()}

    def _place(self, written: Written) -> int | None:
        """The organisation where the row counts; of a new organisation, the superior under which it is put."""
        kind, values, place = written.kind, written.values, written.anchor
        steps = kind.place.split(".") if kind.place not in ("", "this") else []
        for index, step in enumerate(steps):
            place, target = values.get(step), kind.fields[step].of
            if place is None or index == len(steps) - 1:
                break
            values, kind = self._values_of(target, place, written.since), self.catalogue.types[target]
        return self._superiors.get(place) if place is not None and place < 0 else place

    @cached_property
    def _superiors(self) -> dict[int, int]:
        """The recorded superior of each new organisation of the plan, however many new ones stand between."""
        writes = self.plan.writes.get("belongs")
        above = {row.values["child"]: row.values["parent"] for row in writes.add} if writes else {}
        found = {}
        for child in above:
            upper, steps = above[child], 0
            while upper < 0 and upper in above and steps < len(above):
                upper, steps = above[upper], steps + 1
            found[child] = upper
        return found

    def _values_of(self, code: str, anchor: int, day: date) -> Mapping[str, Any]:
        if anchor < 0:
            new = self._new.get(code, {}).get(anchor)
            return new or {}
        key = (code, anchor)
        if key not in self._known_values:
            rows = nearest_rows(self.catalogue.types[code], [anchor], Clocks.at(day))
            self._known_values[key] = rows[anchor].values if anchor in rows else {}
        return self._known_values[key]

    @cached_property
    def _known_values(self) -> dict[tuple[str, int], Mapping[str, Any]]:
        return {}

    @cached_property
    def _new(self) -> dict[str, dict[int, Mapping[str, Any]]]:
        return {
            code: {row.anchor: row.values for row in writes.add if row.anchor is not None and row.anchor < 0}
            for code, writes in self.plan.writes.items()
        }

    def _sentence(self, written: Written) -> Sentence:
        place = self._place(written) if written.kind.code != "person" else self._branches.get(written.anchor)
        return _outside(written.kind, _name(place, self.plan.request.on))


def _outside(kind: RecordType, where: str) -> Sentence:
    return Sentence(
        f"{kind.zh}涉及{where or '未知党组织'}，不在您的填报范围内",
        f"{kind.en} at {where or 'an unknown organisation'} lies outside the scope in which you may fill in",
    )


def require_to_undo(access: Access, entry: Entry, sheet: Sheet, catalogue: Catalogue) -> None:
    """Raises OutsideYourScope where undoing the entry would write what the user may not write today."""
    on = entry.opened_at.astimezone(SHANGHAI).date()
    request = ImportRequest(catalogue=catalogue, sheet=sheet, columns=frozenset(), rows=(), on=on)
    writes = {code: _writes_of_undoing(kind, entry) for code, kind in catalogue.types.items()}
    Filling(access, catalogue, Plan(request=request, known=0, rows=[], writes=writes, made={})).require()


def _writes_of_undoing(kind: RecordType, entry: Entry) -> TypeWrites:
    """The rows that the entry recorded, to be withdrawn, and those that it withdrew, to stand again."""
    store = store_of(kind)
    own = list(store.queryset().filter(recorded_in=entry, retracted_in=None).values_list("pk", flat=True))
    withdrawn = store.read(store.queryset().filter(retracted_in=entry).exclude(recorded_in=entry))
    again = [NewRow(row.anchor, row.since, row.until, row.values, row.id) for row in withdrawn]
    return TypeWrites(own, again, [_WHOLE] * len(own), [_WHOLE] * len(again))


def check_missing(access: Access, decided: Sequence[Missing]) -> None:
    """Raises OutsideYourScope where somebody decides about a record that is not theirs."""
    outside = [found for found in decided if not may_decide(access, found)]
    if outside:
        raise OutsideYourScope(count=len(outside), where=outside[0].name)


def may_decide(access: Access, found: Missing) -> bool:
    """Is a record that a roster leaves out theirs to decide about, and to know of? Organisations are the level above's."""
    if found.kind.code == _OPERATED and not may_decide_above(access, found.key):
        return False
    rights = access.rights(found.kind, found.kind.act, Depth.NUMBER)
    return rights.organisations is None or found.organisation in rights.organisations


def _stored(kind: RecordType, ids: Sequence[int]):
    store = store_of(kind)
    for start in range(0, len(ids), _CHUNK):
        yield from store.read(store.queryset().filter(id__in=ids[start : start + _CHUNK]))


def _name(organisation: int | None, day: date) -> str:
    tree = tree_at(day)
    return tree.name(organisation) if organisation is not None and organisation in tree else ""
