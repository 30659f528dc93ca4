"""Two ways to a roster of members on a day: a file as it was parsed, and the store."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.store import store_of
from zugong.exchange.parsing import ParsedTable
from zugong.exchange.planning.layout import Reference, layout
from zugong.exchange.planning.names import chunks
from zugong.exchange.planning.references import References
from zugong.exchange.planning.request import StatedRow
from zugong.exchange.planning.sentences import Sentence
from zugong.kernel.crypto import keyed_hash
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import PartialDate

#: A person known to the store by anchor, or somebody unknown by the keyed hash of the identity number.
PersonKey = int | str


class NotARosterOfMembers(RuleBroken):
    code: ClassVar[str] = "exchange.not_a_roster_of_members"
    message: ClassVar[str] = "{sheet_en} is no roster of members: it needs columns for identity number and branch."
    message_zh: ClassVar[str] = "“{sheet}”不是党员名册：必须有“公民身份证号”和“所在党支部”两列。"


@dataclass(frozen=True, slots=True)
class Line:
    """A member as a roster lists them. `branch` is None where the store does not know the branch that is named."""

    person: PersonKey
    name: str
    branch: int | None
    branch_name: str
    joined_on: PartialDate | None
    row: int | None = None

    @property
    def is_known(self) -> bool:
        return isinstance(self.person, int)


@dataclass
class Roster:
    """Who is a member where on a day. `unreadable` are the rows of a file that name nobody, with the reason."""

    on: date
    lines: list[Line]
    is_file: bool
    unreadable: list[tuple[int, Sentence]] = field(default_factory=list)


def roster_of_store(*, on: date, catalogue: Catalogue, organisations: Collection[int] | None = None) -> Roster:
    """The members believed on the day, in these organisations or in all, in the order of the store."""
    store = store_of(catalogue.types["membership"])
    rows = []
    if organisations is None:
        rows = list(store.believed(on=on))
    else:
        for part in chunks(organisations):
            rows += store.believed(on=on, organisation_id__in=part)
    names = names_of(catalogue, "person", {row.values["person"] for row in rows})
    branches = names_of(catalogue, "organisation", {row.values["organisation"] for row in rows})
    lines = [
        Line(
            row.values["person"],
            names.get(row.values["person"], ""),
            row.values["organisation"],
            branches.get(row.values["organisation"], ""),
            row.values["joined_on"],
        )
        for row in rows
    ]
    return Roster(on, lines, is_file=False)


def names_of(catalogue: Catalogue, code: str, anchors: Collection[int]) -> dict[int, str]:
    """The last believed name of each of these records."""
    kind = catalogue.types[code]
    found: dict[int, tuple[date, str]] = {}
    for part in chunks(anchors):
        for row in store_of(kind).believed(anchor_id__in=part):
            assert row.anchor is not None
            if row.anchor not in found or found[row.anchor][0] < row.since:
                found[row.anchor] = (row.since, row.values[kind.label])
    return {anchor: name for anchor, (_, name) in found.items()}


def roster_of_table(parsed: ParsedTable, *, on: date, catalogue: Catalogue) -> Roster:
    """The roster that a parsed sheet of members is, as of the day. Raises NotARosterOfMembers."""
    written = layout(parsed.mapped.sheet, parsed.columns, catalogue)
    stated = [reference for found in written for reference in found.references]
    branch = next((reference for reference in stated if reference.leaves == (_BRANCH,)), None)
    if branch is None or _NUMBER not in parsed.columns:
        raise NotARosterOfMembers(sheet=parsed.mapped.sheet.name("zh"), sheet_en=parsed.mapped.sheet.name("en"))
    references = References(catalogue)
    references.persons.load({row.values[_NUMBER] for row in parsed.rows if _NUMBER in row.values})
    roster = Roster(on, [], is_file=True)
    for row in parsed.rows:
        if _NUMBER in row.values:
            roster.lines.append(_line(row, branch, references, on))
        else:
            roster.unreadable.append((row.number, _NO_NUMBER))
    return roster


_NUMBER, _NAME, _JOINED = "person.identity_number", "person.name", "membership.joined_on"
_BRANCH = "membership.organisation"
_NO_NUMBER = Sentence("缺少公民身份证号，无法确定是哪一位", "Without the identity number it is not known who is meant")


def _line(row: StatedRow, branch: Reference, references: References, on: date) -> Line:
    number = row.values[_NUMBER]
    answer = references.resolve(branch, row.values, on, ended_too=True)
    return Line(
        person=references.persons.find(number) or keyed_hash(number),
        name=row.values.get(_NAME, ""),
        branch=answer if isinstance(answer, int) else None,
        branch_name=str(row.values.get(branch.leaves[0], "")),
        joined_on=row.values.get(_JOINED),
        row=row.number,
    )
