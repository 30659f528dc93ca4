"""What a verification says of a number, in words, and the rows that came and went behind a difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import StoredRow, store_of
from zugong.figures.definitions import Definitions
from zugong.figures.differences import Differing
from zugong.figures.rows import RowItem
from zugong.reviews.frozen import KeptCell
from zugong.reviews.models import FrozenReview
from zugong.reviews.styles import Style, written
from zugong.reviews.verification import Checked
from zugong.web.listing.tables import Placed, Table, columns_of, fits, table_of
from zugong.web.scope import Scope

PAGE_ROWS = 50


@dataclass(frozen=True)
class CauseShown:
    """One cause and how much of the difference it makes."""

    code: str
    label: str
    says: str
    size: str


@dataclass(frozen=True)
class CheckedLine:
    """A number of a verification as the page shows it."""

    label: str
    scope: str
    frozen: str
    then: str
    now: str
    difference: str
    is_same_then: bool
    is_same_now: bool
    causes: tuple[CauseShown, ...]
    address: str


@dataclass(frozen=True)
class Change:
    """A row that came or went, and why."""

    id: int
    place: int | None
    came: bool
    cause: str


def cause_words() -> dict[str, tuple[str, str]]:
    """Each cause with its name and what it means."""
    return {
        "rule": (gettext("Rule changed"), gettext("The pack defines it otherwise than when the version was approved.")),
        "late": (gettext("Late"), gettext("Recorded after approval, about the time of the review.")),
        "corrected": (gettext("Corrected"), gettext("Withdrawn, or recorded again with other values.")),
        "tree": (gettext("Merger or move"), gettext("Organisations were merged, split or moved.")),
        "related": (
            gettext("Related records"),
            gettext("The record is the same; another one that decides about it is not."),
        ),
    }


def checked_line(
    checked: Checked, version: FrozenReview, definitions: Definitions, scope: Scope, language: str
) -> CheckedLine:
    """One number in words."""
    cell = checked.cell
    words = cause_words()
    causes = tuple(
        CauseShown(cause, *words[cause], signed(size, cell, definitions)) for cause, size in checked.causes.items()
    )
    has_rows = cell.kind == "figure" and not checked.is_same_now
    return CheckedLine(
        label=label_of(cell, definitions, language),
        scope=scope_of_cell(cell, scope),
        frozen=number_of(cell.exact, cell, definitions),
        then=number_of(checked.then, cell, definitions),
        now=number_of(checked.now, cell, definitions),
        difference="" if checked.difference is None else signed(checked.difference, cell, definitions),
        is_same_then=checked.is_same_then,
        is_same_now=checked.is_same_now,
        causes=causes,
        address=reverse("review_difference", args=[version.pk, cell.key]) if has_rows else "",
    )


def label_of(cell: KeptCell, definitions: Definitions, language: str) -> str:
    """The name of the figure or parameter; of the year before, it says so."""
    pack = definitions.pack
    if cell.kind == "parameter":
        return pack.parameters[cell.code].text(language) if cell.code in pack.parameters else cell.code
    name = pack.figures[cell.code].label(language) if cell.code in pack.figures else cell.code
    return gettext("%(figure)s, the year before") % {"figure": name} if cell.year == "last" else name


def scope_of_cell(cell: KeptCell, scope: Scope) -> str:
    """The subordinate that the number is about; empty for all together."""
    if cell.group is None:
        return ""
    return next((tree.name(cell.group) for tree in (scope.tree, scope.todays_tree) if cell.group in tree), "")


def number_of(value: Fraction | None, cell: KeptCell, definitions: Definitions) -> str:
    """The number as pages show it."""
    figure = definitions.pack.figures.get(cell.code)
    if figure is None:
        return "—" if value is None else str(value)
    style = Style(grouped=True) if figure.measure is None else Style(grouped=True, scale="", decimals=_decimals(value))
    return written(value, figure.print, "", style)


def _decimals(value: Fraction | None) -> int:
    """Money to the fen, whole numbers as such."""
    return 0 if value is None or value.denominator == 1 else 2


def signed(size: Fraction, cell: KeptCell, definitions: Definitions) -> str:
    """+3, −12; of a share in points."""
    text = number_of(abs(size), cell, definitions)
    return f"+{text}" if size > 0 else f"−{text}" if size < 0 else "0"


def changes_of(differing: Sequence[Differing]) -> list[Change]:
    """Every row that came or went, each once, by id."""
    found = []
    for one in differing:
        before, after = {row.id: row for row in one.before}, {row.id: row for row in one.after}
        found += [_change(row, came=False, cause=one.cause) for key, row in before.items() if key not in after]
        found += [_change(row, came=True, cause=one.cause) for key, row in after.items() if key not in before]
        if before.keys() == after.keys():
            found += [_change(row, came=one.difference > 0, cause=one.cause) for row in after.values()]
    return sorted(found, key=lambda change: (change.id, change.came))


def _change(row: RowItem, *, came: bool, cause: str) -> Change:
    return Change(row.id, row.place, came, cause)


def table_of_changes(kind: RecordType, changes: Sequence[Change], scope: Scope, language: str) -> Table:
    """The rows as a table, those only that the user may list."""
    rights = scope.names(kind)
    store = store_of(kind)
    stored: dict[int, StoredRow] = {
        row.id: row for row in store.read(store.queryset().filter(pk__in=[change.id for change in changes]))
    }
    placed = [
        Placed(change.id, change.place)
        for change in changes
        if change.id in stored and fits(rights, kind, stored[change.id].values, change.place, stored[change.id].anchor)
    ]
    return table_of(kind, placed, columns_of(kind, scope, language), scope, language)
