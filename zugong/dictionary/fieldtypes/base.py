"""What every kind of value can do."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from zugong.dictionary.declarations import Field

_BETWEEN_MARKS = re.compile("[^，：；！？]+")


class CellProblem(Exception):
    """A cell that cannot be taken as it stands. `zh` and `en` say what is there, what is allowed, what to do."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(en)

    def sentence(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


def cell_text(cell: Any) -> str:
    """A cell as text: full-width digits, letters and brackets made half-width, surrounding and repeated spaces removed.

    Brackets stand in names, which are written in either width. The marks of a Chinese sentence stay as they are. A number that
    Excel holds as 12.0 is 12. Empty cells give "".
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = cell if isinstance(cell, str) else str(cell)
    if not unicodedata.is_normalized("NFKC", text):
        text = _BETWEEN_MARKS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return " ".join(text.split())


class FieldType:
    """A kind of value. Subclasses override what differs; an instance has no state.

    `hidden` values are encrypted at rest. `replica` is the SQL type of the columnar copy, "" where there is none, and
    "range" for dates that may be partial, which take two columns there.
    """

    name: ClassVar[str]
    hidden: ClassVar[bool] = False
    replica: ClassVar[str] = "VARCHAR"

    def parse(self, cell: Any, field: Field) -> Any:
        """The value of a non-empty cell. Raises CellProblem."""
        raise NotImplementedError  # pragma: no cover

    def show(self, value: Any, field: Field, language: str) -> str:
        """The value in words of `language`. Empty for None."""
        return "" if value is None else str(value)

    def mask(self, value: Any) -> str:
        """The value as it is shown to those who may not see it in full."""
        return "" if value is None else "＊＊＊"

    def to_sheet(self, value: Any, field: Field, language: str) -> Any:
        """The value as a cell of an exported workbook."""
        return self.show(value, field, language)

    def to_json(self, value: Any) -> Any:
        """The value as JSON: in a ledger row's body and in the API."""
        return value

    def from_json(self, value: Any) -> Any:
        return value
