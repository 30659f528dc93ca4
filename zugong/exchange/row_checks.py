"""What can be said against the rows of a file by the file alone: what is empty, contradicts itself or comes twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from zugong.dictionary.fieldtypes.sealed import IdentityFacts, identity_facts
from zugong.exchange.mapping import MappedTable, required_columns
from zugong.exchange.parsing import CellIssue, ParsedRow, ParsedTable, parse_cells, place_of
from zugong.kernel.time import PartialDate

_FULL_AGE = 18
_SEXES = {"male": ("男", "male"), "female": ("女", "female")}

#: A check of one row: the key of the column to blame, and the sentence in Chinese and English.
Complaint = tuple[str, str, str]
RowCheck = Callable[[dict[str, Any]], Iterator[Complaint]]


def parse_rows(mapped: MappedTable) -> ParsedTable:
    """The values of every row, and all that stands against them without looking into the store, in the file's order."""
    table = parse_cells(mapped)
    table.issues += _empty_required(table)
    keys = table.columns
    table.issues += _complaints(table, _identity_checks(keys), doubt=True)
    table.issues += _complaints(table, _order_checks(keys))
    table.warnings += _complaints(table, _age_checks(keys))
    table.issues += _duplicates(table)
    for found in (table.issues, table.warnings):
        found.sort(key=lambda issue: (issue.row, -1 if issue.column is None else issue.column))
    return table


def _complaints(table: ParsedTable, checks: list[RowCheck], *, doubt: bool = False) -> list[CellIssue]:
    if not checks:
        return []
    found = ((row, complaint) for row in table.rows for check in checks for complaint in check(row.values))
    return [CellIssue(row.number, *place_of(table.mapped, key), zh, en, doubt) for row, (key, zh, en) in found]


def confirm(table: ParsedTable, rows: Collection[int]) -> None:
    """What was only doubtful about these rows, an officer has confirmed: it becomes a warning."""
    confirmed = [issue for issue in table.issues if issue.doubt and issue.row in rows]
    table.warnings += confirmed
    table.issues = [issue for issue in table.issues if issue not in confirmed]


def _empty_required(table: ParsedTable) -> list[CellIssue]:
    mapped = table.mapped
    present = {column.key for column in mapped.columns.values()}
    required = [column for column in required_columns(mapped.sheet, mapped.columns.values()) if column.key in present]
    wrong = {(issue.row, issue.column) for issue in table.issues}
    issues = []
    for column in required:
        index, header = place_of(mapped, column.key)
        siblings = _columns_of_type(mapped, column.type_code) if column.type_code in mapped.sheet.optional else None
        zh, en = f"“{header}”必须填写", f"{column.field.en} must be filled in"
        for row in table.rows:
            stated = siblings is None or any(key in row.values for key in siblings)
            if stated and column.key not in row.values and (row.number, index) not in wrong:
                issues.append(CellIssue(row.number, index, header, zh, en))
    return issues


def _columns_of_type(mapped: MappedTable, type_code: str) -> list[str]:
    return [column.key for column in mapped.columns.values() if column.type_code == type_code]


def _identity_checks(keys: Iterable[str]) -> list[RowCheck]:
    """For each identity number with a birth date or a sex beside it: do they agree?"""
    checks: list[RowCheck] = []
    for key in sorted(key for key in keys if key.endswith(".identity_number")):
        prefix = key.removesuffix("identity_number")
        checks.append(_identity_check(key, prefix + "born_on", prefix + "sex"))
    return checks


_facts = lru_cache(maxsize=50_000)(identity_facts)


def _identity_check(number_key: str, born_key: str, sex_key: str) -> RowCheck:
    def check(values: dict[str, Any]) -> Iterator[Complaint]:
        facts = _facts(values[number_key]) if number_key in values else None
        if facts is not None:
            yield from _other_birth_date(facts, values.get(born_key), born_key)
            yield from _other_sex(facts, values.get(sex_key), sex_key)

    return check


def _other_birth_date(facts: IdentityFacts, born: PartialDate | None, key: str) -> Iterator[Complaint]:
    if born is not None and not facts.born_on.isoformat().startswith(born.text):
        yield (
            key,
            f"出生日期“{born}”与身份证号中的{facts.born_on}不符，请核对；确属如此的，请确认该行",
            f"The birth date {born} is not that of the identity number, {facts.born_on}; mend it, or confirm the row",
        )


def _other_sex(facts: IdentityFacts, sex: str | None, key: str) -> Iterator[Complaint]:
    if sex in _SEXES and sex != facts.sex:
        stated, expected = _SEXES[sex], _SEXES[facts.sex]
        yield (
            key,
            f"性别“{stated[0]}”与身份证号中的“{expected[0]}”不符，请核对；确属如此的，请确认该行",
            f"The sex {stated[1]} is not that of the identity number, {expected[1]}; mend it, or confirm the row",
        )


def _order_checks(keys: Iterable[str]) -> list[RowCheck]:
    """For each pair of dates of one record of which one cannot come before the other."""
    present = set(keys)
    checks: list[RowCheck] = []
    for later in sorted(present):
        for later_name, earlier_name in (("full_on", "joined_on"), ("until", "since")):
            earlier = later.removesuffix(later_name) + earlier_name
            if later.endswith("." + later_name) and earlier in present:
                checks.append(_order_check(earlier, later))
    return checks


def _order_check(earlier_key: str, later_key: str) -> RowCheck:
    words = {
        "full_on": ("转为正式党员日期", "加入党组织日期", "The day of full membership", "the day of joining"),
        "until": ("结束日期", "开始日期", "The end", "the start"),
    }[later_key.rpartition(".")[2]]

    def check(values: dict[str, Any]) -> Iterator[Complaint]:
        earlier, later = values.get(earlier_key), values.get(later_key)
        if earlier is not None and later is not None and _last(later) < _first(earlier):
            yield (
                later_key,
                f"{words[0]}“{later}”早于{words[1]}“{earlier}”，请核对",
                f"{words[2]}, {later}, comes before {words[3]}, {earlier}; compare them",
            )

    return check


def _age_checks(keys: Iterable[str]) -> list[RowCheck]:
    present = set(keys)
    if "membership.joined_on" not in present or not present & {"person.identity_number", "person.born_on"}:
        return []
    return [_joined_under_age]


def _joined_under_age(values: dict[str, Any]) -> Iterator[Complaint]:
    """Source: the Party's constitution, article 1: who applies is eighteen."""
    joined, born = values.get("membership.joined_on"), _born(values)
    if joined is not None and born is not None and joined.last < _birthday(born, _FULL_AGE):
        yield (
            "membership.joined_on",
            f"加入党组织日期“{joined}”时不满{_FULL_AGE}周岁（出生日期{born}），请核对",
            f"On joining, {joined}, the person (born {born}) was not yet {_FULL_AGE}; compare the dates",
        )


def _born(values: dict[str, Any]) -> date | None:
    """The birth date to the day: from the identity number, else as stated; the earliest day that it can be."""
    number = values.get("person.identity_number")
    facts = _facts(number) if number else None
    stated = values.get("person.born_on")
    return facts.born_on if facts else (stated.first if stated else None)


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # born on 29 February
        return date(born.year + years, 3, 1)


def _first(day: date | PartialDate) -> date:
    return day.first if isinstance(day, PartialDate) else day


def _last(day: date | PartialDate) -> date:
    return day.last if isinstance(day, PartialDate) else day


def _duplicates(table: ParsedTable) -> list[CellIssue]:
    """Rows that speak of the same thing as an earlier one; each names it."""
    keys = table.mapped.sheet.key
    if not keys or not set(keys) <= table.columns:
        return []
    headers = "、".join(place_of(table.mapped, key)[1] for key in keys)
    index, header = place_of(table.mapped, keys[0])
    named = (*keys, *table.mapped.sheet.beside)
    seen: dict[tuple[Any, ...], ParsedRow] = {}
    issues = []
    for row in table.rows:
        if not all(key in row.values for key in keys):
            continue
        earlier = seen.setdefault(tuple(row.values.get(key) for key in named), row)
        if earlier is not row:
            zh = f"第{row.number}行与第{earlier.number}行重复（{headers}相同），请只保留一行"
            en = f"Row {row.number} repeats row {earlier.number} (the same {headers}); keep one of them"
            issues.append(CellIssue(row.number, index, header, zh, en))
    return issues
