"""Differences in words: codes by their labels, references by what the records are called, encrypted values masked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from zugong.dictionary.declarations import Field
from zugong.dictionary.naming import record_names
from zugong.exchange.planning.comparing import Difference
from zugong.exchange.planning.request import ImportRequest
from zugong.exchange.planning.sentences import Sentence

_MADE_HERE = Sentence("（本表新增）", "(new in this file)")

#: A difference with the code of the record type that it is about.
Differing = tuple[str, Difference]


class DifferenceWords:
    """Shows the differences of one import; the names of all records that they refer to are read at once."""

    def __init__(self, request: ImportRequest, differing: Iterable[Differing], language: str) -> None:
        self._request, self._language = request, language
        self._names = self._read_names(differing)

    def _read_names(self, differing: Iterable[Differing]) -> dict[tuple[str, int], str]:
        wanted: dict[str, set[int]] = defaultdict(set)
        for code, difference in differing:
            declared = self._field(code, difference)
            if declared.of:
                wanted[declared.of].update(one for one in (difference.before, difference.after) if one and one > 0)
        types, on = self._request.catalogue.types, self._request.on
        found = {code: record_names(types[code], anchors, on=on) for code, anchors in wanted.items()}
        return {(code, anchor): name for code, names in found.items() for anchor, name in names.items()}

    def _field(self, code: str, difference: Difference) -> Field:
        return self._request.catalogue.types[code].field(difference.code)

    def shown(self, code: str, difference: Difference) -> dict[str, str]:
        """The field's label, and its value before and after."""
        declared = self._field(code, difference)
        show = self._show(declared)
        return {
            "type": code,
            "field": declared.code,
            "label": declared.label(self._language),
            "before": show(difference.before),
            "after": show(difference.after),
        }

    def _show(self, declared: Field) -> Callable[[Any], str]:
        if declared.hidden:
            return declared.type.mask
        if declared.of:
            return lambda anchor: self._name(declared.of, anchor)
        return lambda value: declared.type.show(value, declared, self._language)

    def _name(self, code: str, anchor: int | None) -> str:
        if anchor is None:
            return ""
        if anchor < 0:
            return _MADE_HERE.text(self._language)
        return self._names.get((code, anchor), f"№{anchor}")
