"""Lists: which record types one may see, and the rows of one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.dictionary.declarations import RecordType
from zugong.figures.lists import After
from zugong.figures.queries import PAGE_ROWS, list_rows
from zugong.kernel.errors import RuleBroken
from zugong.web.listing.filters import Asked, FilterChoice, asked_of, choices_of, condition_of, narrowing_of
from zugong.web.listing.narrowed import narrowed_rows
from zugong.web.listing.tables import Column, Placed, Table, TableRow, columns_of, table_of
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, scope_of


@dataclass(frozen=True)
class TypeEntry:
    """A record type in the index."""

    code: str
    name: str
    purpose: str
    owner: str


@dataclass(frozen=True)
class TypeGroup:
    """The record types of one purpose."""

    purpose: str
    types: tuple[TypeEntry, ...]


@dataclass(frozen=True, kw_only=True)
class RecordsPage(Page):
    """The record types that one may list, by what they are for."""

    template: ClassVar[str] = "web/records.html"
    groups: tuple[TypeGroup, ...]


@dataclass(frozen=True)
class Heading:
    """The head of a column: where a click on it sorts, and which way it is sorted now."""

    label: str
    is_number: bool
    address: str
    sorted: str


@dataclass(frozen=True, kw_only=True)
class RecordListPage(Page):
    """One page of a list. `next` is the query of the page after this, "" at the end."""

    template: ClassVar[str] = "web/record_list.html"
    code: str
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    count: int
    count_text: str
    filters: tuple[FilterChoice, ...]
    search: str
    may_search: bool
    asked_for: str
    kept: tuple[tuple[str, str], ...]
    has_period: bool
    is_filtered: bool
    is_first: bool
    first: str
    next: str


class NotAPage(RuleBroken):
    code: ClassVar[str] = "records.not_a_page"
    message: ClassVar[str] = "after={text} begins no page; go back to the first page of the list."
    message_zh: ClassVar[str] = "after={text} 不是某一页的开头，请回到列表第一页。"


def records(request: HttpRequest) -> HttpResponse:
    """Every record type that the user may list, by purpose."""
    scope, language = scope_of(request), spoken(request)
    groups: dict[str, list[TypeEntry]] = {}
    for kind in scope.catalogue.types.values():
        if scope.may_list(kind):
            entry = TypeEntry(kind.code, kind.name(language), kind.purpose, kind.owner)
            groups.setdefault(kind.purpose, []).append(entry)
    shown = tuple(TypeGroup(purpose, tuple(types)) for purpose, types in groups.items())
    return page(request, RecordsPage(title=gettext("Records"), groups=shown))


def listable(scope: Scope, code: str) -> RecordType:
    """The record type of that code. 404 for one that is not there or that the user may not list."""
    kind = scope.catalogue.types.get(code)
    if kind is None or not scope.may_list(kind):
        raise Http404
    return kind


def record_list(request: HttpRequest, code: str) -> HttpResponse:
    """One page of the rows of a type, narrowed, searched and sorted as the address says."""
    scope, language = scope_of(request), spoken(request)
    kind = shown_kind(listable(scope, code), scope)
    asked = asked_of(request.GET, kind, scope, language)
    columns = columns_of(kind, scope, language)
    found = _found(kind, asked, columns, scope)
    table = table_of(kind, found.rows, columns, scope, language)
    log_list(request, kind, table.persons, len(table.rows), organisation=asked.organisation)
    return page(request, _list_page(request, kind, asked, table, found, scope, language))


def shown_kind(kind: RecordType, scope: Scope) -> RecordType:
    """Persons are placed by their memberships, so a list of persons is a list of memberships."""
    return scope.catalogue.types["membership"] if kind.code == "person" else kind


@dataclass(frozen=True)
class _Found:
    rows: tuple[Placed, ...]
    count: int
    after: str


def _found(kind: RecordType, asked: Asked, columns: tuple[Column, ...], scope: Scope) -> _Found:
    where = condition_of(kind, asked)
    grouping = scope.grouping(asked.organisation)
    narrowing = narrowing_of(kind, asked, scope)
    after = _after(asked.after)
    if narrowing is not None:
        start = after[1] if after else None
        narrowed = narrowed_rows(
            kind, where, asked.clocks, grouping, scope.names, narrowing, after=start, limit=PAGE_ROWS
        )
        more = json.dumps([None, narrowed.after]) if narrowed.after else ""
        return _Found(tuple(Placed(*row) for row in narrowed.rows), narrowed.count, more)
    order = asked.order if asked.order.removeprefix("-") in {column.order for column in columns} else ""
    listed = list_rows(kind.code, where, asked.clocks, grouping, scope.names, order=order, after=after, limit=PAGE_ROWS)
    more = json.dumps(listed.after, ensure_ascii=False) if listed.after else ""
    return _Found(tuple(Placed(row.id, row.place) for row in listed.rows), listed.count, more)


def _after(text: str) -> After | None:
    if not text:
        return None
    try:
        value, row_id = json.loads(text)
    except (ValueError, TypeError):
        raise NotAPage(text=text[:60]) from None
    if not isinstance(row_id, int) or not isinstance(value, int | str | bool | None):
        raise NotAPage(text=text[:60])
    return value, row_id


def _list_page(
    request: HttpRequest, kind: RecordType, asked: Asked, table: Table, found: _Found, scope: Scope, language: str
) -> RecordListPage:
    kept = {name: value for name, value in request.GET.items() if value and name != "after"}
    clocks = ("on", "tree", "from", "to", "known")
    return RecordListPage(
        title=kind.name(language),
        code=kind.code,
        headings=tuple(_heading(column, asked, kept) for column in table.columns),
        rows=table.rows,
        count=found.count,
        count_text=f"{found.count:,}",
        filters=choices_of(kind, asked, scope, language),
        search=asked.search,
        may_search=kind.about_persons or bool(kind.label),
        asked_for=asked.reference_label,
        kept=tuple((name, value) for name, value in kept.items() if name not in clocks),
        has_period=not kind.is_state,
        is_filtered=asked.is_filtered,
        is_first=not asked.after,
        first=_query(kept),
        next=_query(kept | {"after": found.after}) if found.after else "",
    )


def _heading(column: Column, asked: Asked, kept: Mapping[str, str]) -> Heading:
    if not column.order or asked.search or asked.reference:
        return Heading(column.label, column.is_number, "", "")
    way = {column.order: "ascending", f"-{column.order}": "descending"}.get(asked.order, "")
    order = f"-{column.order}" if way == "ascending" else column.order
    return Heading(column.label, column.is_number, _query({**kept, "order": order}), way)


def _query(parameters: Mapping[str, str]) -> str:
    return f"?{urlencode(parameters)}"
