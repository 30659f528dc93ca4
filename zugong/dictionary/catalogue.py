"""The catalogue: every record type, code list and sheet that a pack and its ancestors declare, checked and linked."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from zugong.dictionary.declarations import FIELD_DEPTHS, Code, CodeList, Column, Derived, Field, RecordType, Sheet
from zugong.dictionary.fieldtypes import FIELD_TYPES
from zugong.dictionary.fieldtypes.dates import DAY
from zugong.dictionary.schemas import FIELD_KEYS, TYPE_KEYS
from zugong.dictionary.sheets import ReadField, default_sheet, read_sheet
from zugong.kernel.errors import PackError
from zugong.packs import yaml
from zugong.packs.folder import lineage
from zugong.packs.reading import Words, validated


@dataclass(frozen=True)
class Catalogue:
    """What a pack declares, its ancestors' declarations included."""

    pack: str
    code_lists: Mapping[str, CodeList]
    types: Mapping[str, RecordType]
    sheets: Mapping[str, Sheet]

    def sheet(self, code: str) -> Sheet:
        """The declared sheet `code`, or the default sheet of the record type of that code. Raises PackError."""
        if code in self.sheets:
            return self.sheets[code]
        if code in self.types:
            return default_sheet(self.types[code], self.types)
        raise PackError(f"there is no sheet or record type {code!r}{nearest(code, [*self.sheets, *self.types])}")

    def all_sheets(self) -> list[Sheet]:
        """Every sheet an import can recognise: the declared ones, then the default of each type that none of them serves."""
        declared = list(self.sheets.values())
        defaults = [default_sheet(kind, self.types) for kind in self.types.values()]
        return [*declared, *(sheet for sheet in defaults if not any(_serves(one, sheet) for one in declared))]


def _serves(declared: Sheet, default: Sheet) -> bool:
    """Is a declared sheet the roster of the type, or takes what the default would and asks for nothing more, by headers?"""
    if declared.roster in default.writes:
        return True
    headers = {column.header for column in default.columns}
    needed = {column.header for column in declared.columns if _is_needed(column, declared)}
    return default.writes[0] in declared.writes and needed <= headers <= {column.header for column in declared.columns}


def _is_needed(column: Column, sheet: Sheet) -> bool:
    return column.is_required and column.type_code not in sheet.optional


def nearest(word: str, allowed: Iterable[str]) -> str:
    """`; nearest: …` for an error's end, or nothing where nothing is near."""
    near = difflib.get_close_matches(word, list(allowed), n=2, cutoff=0.5)
    return f"; nearest: {', '.join(near)}" if near else ""


@cache
def installed_catalogue(pack: str) -> Catalogue:
    """The catalogue of an installed pack, read once per process. Raises PackError."""
    return load_catalogue(pack)


def load_catalogue(pack: str, *, folder: Path | None = None) -> Catalogue:
    """Read and check the declarations of `pack` and its ancestors. Raises PackError with file, line and what is allowed."""
    folders = lineage(pack, folder=folder)
    code_lists: dict[str, CodeList] = {}
    types: dict[str, RecordType] = {}
    sheets: dict[str, Sheet] = {}
    for place in folders:
        for path in sorted(place.glob("codes/*.yaml")):
            _read_code_lists(path, code_lists)
    for place in folders:
        for path in sorted(place.glob("types/*.yaml")):
            _read_type(path, place.name, code_lists, types)
    _check_links(types)
    for place in folders:
        for path in sorted(place.glob("sheets/*.yaml")):
            sheet = read_sheet(yaml.read(path), file=str(path), types=types, read_field=_field_reader(code_lists))
            sheets[sheet.code] = sheet
    return Catalogue(pack, code_lists, types, sheets)


def _read_code_lists(path: Path, known: dict[str, CodeList]) -> None:
    for code, declared in yaml.read(path).items():
        line = declared.line
        if declared.get("extends"):
            if code not in known:
                raise PackError(
                    f"extends a code list that is not there{nearest(code, known)}", file=str(path), line=line
                )
            base = known[code]
            known[code] = CodeList(code, base.zh, base.en, base.standard, {**base.codes, **_codes(declared, path)})
        elif code in known:
            raise PackError(
                "is declared already; write extends: true to add to it", file=str(path), line=line, key=code
            )
        else:
            known[code] = CodeList(
                code, declared["zh"], declared["en"], declared.get("standard", ""), _codes(declared, path)
            )


def _codes(declared: Any, path: Path) -> dict[str, Code]:
    result = {}
    for code, entry in declared.get("codes", {}).items():
        if not isinstance(code, str) or not isinstance(entry, dict) or not {"zh", "en"} <= set(entry):
            raise PackError(
                "a code needs a quoted key, zh and en",
                file=str(path),
                line=declared["codes"].line_of(code),
                key=str(code),
            )
        also = tuple(str(word) for word in entry.get("also", ()))
        result[code] = Code(code, entry["zh"], entry["en"], str(entry.get("standard", "")), also)
    return result


def _field_reader(code_lists: Mapping[str, CodeList]) -> ReadField:
    def read(code: str, declared: Any, file: str) -> Field:
        return _field(code, declared, file, code_lists)

    return read


def _field(code: str, declared: Any, file: str, code_lists: Mapping[str, CodeList]) -> Field:
    line = declared.line
    _only(declared, FIELD_KEYS, file)
    kind = declared.get("type", "text")
    if kind not in FIELD_TYPES:
        raise PackError(f"no field type {kind!r}; there are: {', '.join(FIELD_TYPES)}", file=file, line=line, key=code)
    if (kind == "code") != ("codes" in declared) or (kind == "ref") != ("of" in declared):
        raise PackError("a code field names its codes, a ref field its of", file=file, line=line, key=code)
    if kind == "code" and declared["codes"] not in code_lists:
        near = nearest(declared["codes"], code_lists)
        raise PackError(f"no code list {declared['codes']!r}{near}", file=file, line=line, key=code)
    depth = declared.get("depth", "open")
    if depth not in FIELD_DEPTHS:
        raise PackError(f"depth is one of {', '.join(FIELD_DEPTHS)}", file=file, line=line, key=code)
    return Field(
        code=code,
        zh=declared["zh"],
        en=declared["en"],
        type=FIELD_TYPES[kind],
        of=declared.get("of", ""),
        codes=code_lists.get(declared.get("codes", "")),
        required=declared.get("required", False),
        fixed=declared.get("fixed", False),
        depth=FIELD_DEPTHS[depth],
        also=tuple(declared.get("also", ())),
    )


def _only(declared: Any, allowed: Set[str], file: str) -> None:
    for key in declared:
        if key not in allowed:
            near = nearest(str(key), allowed)
            known = ", ".join(sorted(allowed))
            raise PackError(f"unknown key{near}; allowed: {known}", file=file, line=declared.line_of(key), key=str(key))


def _read_type(path: Path, pack: str, code_lists: Mapping[str, CodeList], known: dict[str, RecordType]) -> None:
    declared = yaml.read(path)
    file = str(path)
    _only(declared, TYPE_KEYS, file)
    missing = {"type", "zh", "en", "time", "store", "fields", "key", "matter"} - set(declared)
    if missing:
        raise PackError(f"is missing: {', '.join(sorted(missing))}", file=file, line=declared.line)
    code = declared["type"]
    if code in known:
        raise PackError(f"record type {code!r} is declared already in {known[code].file}", file=file, line=1)
    if declared["time"] not in ("state", "event"):
        raise PackError("time is state or event", file=file, line=declared.line_of("time"), key="time")
    fields = {name: _field(name, entry, file, code_lists) for name, entry in declared["fields"].items()}
    dated = _dated(declared)
    unknown = [name for name in declared["key"] if name not in fields and name not in dated]
    if unknown:
        raise PackError(f"key names no field: {', '.join(unknown)}", file=file, line=declared.line_of("key"), key="key")
    known[code] = RecordType(
        code=code,
        zh=declared["zh"],
        en=declared["en"],
        time=declared["time"],
        store=declared["store"],
        anchored=declared.get("anchored", False),
        place=declared.get("place") or "",
        rights=declared.get("rights", "organisation"),
        matter=declared["matter"],
        act=declared.get("act", "fill"),
        dates=declared.get("dates", "roster"),
        key=tuple(declared["key"]),
        label=declared.get("label", ""),
        purpose=_words(declared.get("purpose"), file),
        owner=_words(declared.get("owner"), file),
        keep=declared.get("keep", ""),
        fields=fields,
        dated=dated,
        derived={name: _derived(name, entry, file) for name, entry in declared.get("derived", {}).items()},
        pack=pack,
        file=file,
    )


def _words(declared: Any, file: str) -> Words:
    return Words(zh="", en="") if declared is None else validated(Words, declared, file=file)


#: Of days that a type does not call by a name of its own: Chinese, English, other headers. An end is the first day after.
_DATE_LABELS = {
    "since": ("起始日期", "Since", ()),
    "until": ("终止日期", "Ended on", ("截止日期", "结束日期")),
    "on": ("日期", "On", ()),
}


def _dated(declared: Any) -> dict[str, Field]:
    names = ("since", "until") if declared["time"] == "state" else ("on",)
    given = declared.get("dates") == "given" or declared["time"] == "event"
    result = {}
    for name in names:
        zh, en, also = _DATE_LABELS[name]
        header = declared.get(f"{name}_header", {})
        result[name] = Field(
            code=name,
            zh=header.get("zh", zh),
            en=header.get("en", en),
            type=DAY,
            required=given and name != "until",
            also=tuple(header.get("also", () if header else also)),
        )
    return result


def _derived(code: str, declared: Any, file: str) -> Derived:
    _only(declared, {"zh", "en", "is"}, file)
    if set(declared) != {"zh", "en", "is"}:
        raise PackError("a derived field has zh, en and is", file=file, line=declared.line, key=code)
    return Derived(code, declared["zh"], declared["en"], declared["is"])


def _check_links(types: Mapping[str, RecordType]) -> None:
    for kind in types.values():
        for field in kind.fields.values():
            if field.of and (field.of not in types or not types[field.of].anchored):
                raise PackError(
                    f"{field.of!r} is not an anchored record type{nearest(field.of, types)}",
                    file=kind.file,
                    key=field.code,
                )
        _check_place(kind, types)


def _check_place(kind: RecordType, types: Mapping[str, RecordType]) -> None:
    if kind.place in ("", "this"):
        return
    here = kind
    for name in kind.place.split("."):
        field = here.fields.get(name)
        if field is None or not field.of:
            raise PackError(f"place {kind.place!r} does not lead to an organisation", file=kind.file, key="place")
        here = types[field.of]
    if here.code != "organisation":
        raise PackError(
            f"place {kind.place!r} leads to {here.code}, not to an organisation", file=kind.file, key="place"
        )
