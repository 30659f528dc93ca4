"""What answers look like. Each field that is not plain from its name says what it is; the same words stand in OpenAPI."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

Scalar = bool | int | float | str | None


class CodeShape(Schema):
    code: str
    zh: str
    en: str
    standard: str = Field(description="Its number in the national standard, where it has one.")


class FieldShape(Schema):
    code: str
    zh: str
    en: str
    type: str = Field(description="text, code, ref, yes_no, integer, money (in fen), day, date (may be partial), …")
    of: str = Field(description="For a reference, the record type that it refers to.")
    required: bool
    fixed: bool = Field(description="Does not change by nature, so a differing value is taken for a correction.")
    depth: int = Field(description="Least depth at which it is shown: 1 name, 2 personal, 3 sensitive.")
    also: list[str] = Field(description="Other headers under which it circulates.")
    codes: list[CodeShape]


class TypeShape(Schema):
    code: str
    zh: str
    en: str
    time: str = Field(description="state (holds from since until before until) or event (on a day).")
    matter: str
    anchored: bool = Field(description="Are its records things of their own, that others refer to by `anchor`?")
    key: list[str]
    may_list: bool = Field(description="May you list its rows?")


class TypeWithFields(TypeShape):
    purpose: str
    purpose_en: str
    owner: str
    owner_en: str
    keep: str
    fields: list[FieldShape]


class ColumnShape(Schema):
    key: str
    header: str
    header_en: str
    type: str
    required: bool
    also: list[str]


class SheetShape(Schema):
    code: str
    zh: str
    en: str
    writes: list[str] = Field(description="Record types that its rows write.")
    roster: str = Field(description="The record type of which it is a full statement as of a day, if any.")
    columns: list[ColumnShape]


class SeatShape(Schema):
    office: str
    organisation: int
    since: date


class Me(Schema):
    username: str
    full_name: str
    token: str = Field(description="Name of the token in use.")
    expires_on: date
    entry: int = Field(description="Number of the last sealed entry.")
    may_list: list[str] = Field(description="Record types that you may list.")
    may_fill: list[str] = Field(description="Sheets that you may import.")
    roots: list[int] = Field(description="The highest organisations in your scope.")


class OrganisationLine(Schema):
    id: int
    code: str
    name: str
    kind: str
    parent: int | None
    living: bool = Field(description="False where it has ended; it then stands below its successor or last superior.")


class OrganisationPage(Schema):
    organisations: list[OrganisationLine]
    next: int | None = Field(description="Give it as `after` for the next page; null on the last.")


class OrganisationDetail(OrganisationLine):
    short_name: str | None
    above: list[OrganisationLine] = Field(description="Its superiors, from the top down.")
    children: int = Field(description="How many stand directly under it.")


class RowShape(Schema):
    """One row. An event has `on`, a state `since` and `until` (the first day on which it no longer holds)."""

    id: int
    anchor: int | None
    place: int | None = Field(description="The organisation where it counts.")
    since: date | None
    until: date | None
    on: date | None
    values: dict[str, Scalar] = Field(
        description="By field code: codes, fen, ISO dates, anchors. Deeper than you may see: absent."
    )
    shown: dict[str, str] = Field(description="The same in words, references by name; masked ones as they are masked.")
    masked: list[str] = Field(description="Fields that have a value which you may not see.")


class RowsPage(Schema):
    type: str
    rows: list[RowShape]
    count: int = Field(description="Rows on all pages.")
    undecided: int = Field(description="Rows left out because a date is not known precisely enough to decide.")
    next: str | None = Field(description="Give it as `after` for the next page; null on the last.")
    entry: int = Field(description="Number of the last entry that was taken into account.")


class EntryShape(Schema):
    number: int | None
    at: datetime | None
    kind: str
    actor: str
    paper: str
    note: str


class HistoryRow(RowShape):
    recorded: EntryShape
    retracted: EntryShape | None = Field(description="Null while it is believed.")


class RecordShape(Schema):
    type: str
    record: RowShape | None = Field(description="What holds on the day, or else the latest; null if all was withdrawn.")
    history: list[HistoryRow] = Field(description="Everything ever said of it, in the order of the entries.")


class FigureShape(Schema):
    figure: str
    zh: str
    en: str
    unit: str
    chapter: str
    chapter_zh: str
    time: str | None = Field(
        description="stock (on the day) or flow (in the period); null where it divides two others."
    )
    of: str | None = Field(description="The record type whose rows it counts.")
    where: str | None = Field(description="The condition, in the language of conditions.")
    parts: list[str] = Field(description="The figures that it divides, the upper one first.")


class CellShape(Schema):
    figure: str
    group: Scalar = Field(description="Anchor of the organisation or value of the field; null for rows without one.")
    group_name: str
    value: float | None = Field(description="Null where it divides by zero.")
    exact: str = Field(description="The exact number: 12016, 1234.50, 7951/12016.")
    printed: str
    rows: int
    undecided: int
    parts: list[CellShape]


class ProblemShape(Schema):
    code: str
    message: str
    message_zh: str


class FigureAnswer(Schema):
    figure: str
    total: CellShape | None
    groups: list[CellShape]
    refused: ProblemShape | None = Field(description="Why there is no number.")


class FigureAnswers(Schema):
    """`entry` and `pack` make the answer repeatable: ask again with known=entry."""

    on: date
    tree: date
    first: date
    last: date
    entry: int
    pack: str
    answers: list[FigureAnswer]


class FigureRow(Schema):
    id: int
    anchor: int | None
    place: int | None
    key: Scalar = Field(description="What is counted distinct or summed (money in fen); else the id.")
    row: RowShape | None


class FigureRows(Schema):
    figure: str
    type: str
    measure: str = Field(description="rows, distinct, sum or organisations_with: how the number follows from the keys.")
    rows: list[FigureRow]
    next: int | None


class VerdictShape(Schema):
    promise: str
    zh: str
    en: str
    printed: str = Field(description="As the document prints it.")
    computed: str
    agrees: bool | None
    why: str
    why_zh: str
    contradictions: list[str] = Field(description="Lines of arithmetic that do not hold between the printed numbers.")


class IssueShape(Schema):
    row: int
    column: str
    message: str
    message_zh: str
