"""An element of a pack as data and as the text of a file. Every key has a line of its own, so that a line tells the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import yaml as writer

from zugong.kernel.errors import PackError
from zugong.packs import yaml

Data = dict[str, Any]
Path = tuple[str | int, ...]
_WIDE = 1_000_000  # a sentence stays in one line
#: By these an entry is known; they are written first.
_CODES = ("scheme", "programme", "version", "criterion", "level", "veto", "cause", "case", "line")


class _Dumper(writer.SafeDumper):
    """Writes no aliases, which packs refuse."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(data: Mapping[str, Any]) -> str:
    """The element as the file that a pack would have of it: a list with one entry."""
    return writer.dump(
        [plain(data)], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDE, default_flow_style=False
    )


def read(text: str, *, file: str = "") -> Data:
    """The one element of a text. Raises PackError where there is another number of them."""
    entries = yaml.parse(text, file=file)
    if not isinstance(entries, list) or len(entries) != 1 or not isinstance(entries[0], Mapping):
        raise PackError(
            "should be a list with one entry",
            file=file,
            line=1,
            zh="应为只有一项的列表，以“- scheme:”或“- programme:”开头",
        )
    return plain(entries[0])


def plain(value: Any) -> Any:
    """The value in nothing but dicts, lists and scalars, copied."""
    if isinstance(value, Mapping):
        copied = {str(key): plain(each) for key, each in value.items()}
        return {key: copied[key] for key in _CODES if isinstance(copied.get(key), str)} | copied
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def paths(text: str) -> dict[int, Path]:
    """By line of the text the path within its one element that is written there."""
    entries = yaml.parse(text, file="")
    return dict(_lines(entries[0], ())) if isinstance(entries, list) and entries else {}


def _lines(value: Any, path: Path) -> Iterator[tuple[int, Path]]:
    if isinstance(value, yaml.Mapping):
        yield value.line, path
        for key, each in value.items():
            # The first key of an entry shares the line of the entry and says more.
            yield value.line_of(key), (*path, key)
            yield from ((line, found) for line, found in _lines(each, (*path, key)) if line != value.line_of(key))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _lines(each, (*path, place))
