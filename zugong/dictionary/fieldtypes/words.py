"""Text, entries of code lists, yes and no, references."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from zugong.dictionary.fieldtypes.base import CellProblem, FieldType, cell_text

if TYPE_CHECKING:
    from zugong.dictionary.declarations import Field

MAX_TEXT = 2000
_YES = frozenset(("是", "有", "yes", "y", "true", "1", "√", "对"))
_NO = frozenset(("否", "无", "no", "n", "false", "0", "×", "不是", "没有"))


class Text(FieldType):
    name = "text"

    def parse(self, cell: Any, field: Field) -> str:
        text = cell_text(cell)
        if len(text) > MAX_TEXT:
            raise CellProblem(
                f"“{field.zh}”有{len(text)}个字，最多{MAX_TEXT}个字",
                f"{field.en} has {len(text)} characters; at most {MAX_TEXT} are allowed",
            )
        return self._names_without_spaces(text) if field.code == "name" else text

    @staticmethod
    def _names_without_spaces(text: str) -> str:
        """Two-character names are often typed with a space between, to line up in print."""
        return text.replace(" ", "") if not text.isascii() else text


class CodeEntry(FieldType):
    name = "code"

    def parse(self, cell: Any, field: Field) -> str:
        text = cell_text(cell)
        assert field.codes is not None
        found = field.codes.by_word.get(text.casefold())
        if found is None:
            allowed = [code.zh for code in field.codes.codes.values()]
            near = difflib.get_close_matches(text, allowed, n=1, cutoff=0.4)
            hint = f"；最接近的是“{near[0]}”" if near else ""
            hint_en = f"; nearest: {near[0]}" if near else ""
            listed = "、".join(allowed[:8]) + ("等" if len(allowed) > 8 else "")
            raise CellProblem(
                f"“{field.zh}”不能是“{text}”，可填：{listed}{hint}",
                f"{field.en} cannot be {text!r}; allowed: {listed}{hint_en}",
            )
        return found

    def show(self, value: Any, field: Field, language: str) -> str:
        if value is None or field.codes is None:
            return ""
        entry = field.codes.codes.get(value)
        if entry is None:
            return str(value)
        return entry.zh if language.startswith("zh") else entry.en


class YesNo(FieldType):
    name = "yes_no"
    replica = "BOOLEAN"

    def parse(self, cell: Any, field: Field) -> bool:
        text = cell_text(cell).casefold()
        if text in _YES:
            return True
        if text in _NO:
            return False
        raise CellProblem(
            f"“{field.zh}”只能填“是”或“否”，现为“{text}”", f"{field.en} must be 是 or 否 (yes or no), not {text!r}"
        )

    def show(self, value: Any, field: Field, language: str) -> str:
        if value is None:
            return ""
        return ("是" if value else "否") if language.startswith("zh") else ("Yes" if value else "No")


class Reference(FieldType):
    """The anchor of another record. The import resolves what the cell says; here it is only text."""

    name = "ref"
    replica = "BIGINT"

    def parse(self, cell: Any, field: Field) -> str:
        return cell_text(cell)


TEXT, CODE, YES_NO, REF = Text(), CodeEntry(), YesNo(), Reference()
