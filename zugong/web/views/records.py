"""Lists: which record types one may see, and the rows of one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.dictionary.declarations import RecordType
from zugong.figures.lists import After
from zugong.figures.queries import PAGE_ROWS
from zugong.kernel.errors import RuleBroken
from zugong.web.entering.rights import may_add
from zugong.web.listing.asking import CLOCKS, Listing, Pairs, listing_of, pairs_of
from zugong.web.listing.filters import Choice, FilterChoice, organisations_of
from zugong.web.listing.narrowed import NarrowedPage
from zugong.web.listing.tables import Column, Placed, Table, TableRow, table_of
from zugong.web.listing.views import ViewLink, views_of
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, scope_of


@dataclass(frozen=True)
class TypeEntry:
    """A record type in the index."""

    code: str
    name: str
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


@dataclass(frozen=True)
class Chip:
    """One thing by which the list is narrowed, and the address without it."""

    label: str
    address: str


@dataclass(frozen=True)
class ColumnChoice:
    """A column that can be shown or not."""

    name: str
    label: str
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class RecordListPage(Page):
    """One page of a list. `next` is the query of the page after this, "" at the end; `query` is all that makes the list,
    `everything` the query without what narrows it."""

    template: ClassVar[str] = "web/record_list.html"
    code: str
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    count: int
    count_text: str
    filters: tuple[FilterChoice, ...]
    more_filters: str
    organisations: tuple[Choice, ...]
    chips: tuple[Chip, ...]
    everything: str
    columns: tuple[ColumnChoice, ...]
    orders: tuple[Choice, ...]
    search: str
    may_search: bool
    asked_for: str
    kept: tuple[tuple[str, str], ...]
    kept_by_filters: tuple[tuple[str, str], ...]
    kept_by_columns: tuple[tuple[str, str], ...]
    has_period: bool
    is_filtered: bool
    is_first: bool
    first: str
    next: str
    query: str
    export: str
    new: str
    views: tuple[ViewLink, ...]
    offices: tuple[tuple[int, str], ...]


_OPEN = "filters"


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
            entry = TypeEntry(kind.code, kind.name(language), kind.owner.in_language(language))
            groups.setdefault(kind.purpose.in_language(language), []).append(entry)
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
    listed = listing_of(request.GET, kind, scope, language)
    found = listed.page(_after(listed), PAGE_ROWS)
    table = table_of(kind, [Placed(*row) for row in found.rows], listed.columns, scope, language)
    log_list(request, kind, table.persons, len(table.rows), organisation=listed.asked.organisation)
    return page(request, _list_page(request, listed, table, found))


def shown_kind(kind: RecordType, scope: Scope) -> RecordType:
    """Persons are placed by their memberships, so a list of persons is a list of memberships."""
    return scope.catalogue.types["membership"] if kind.code == "person" else kind


def _after(listed: Listing) -> After | None:
    text = listed.asked.after
    if not text:
        return None
    try:
        value, row_id = signing.loads(text, salt=_salt(listed))
    except (signing.BadSignature, ValueError, TypeError):
        raise NotAPage(text=text[:60]) from None
    return value, row_id


def _salt(listed: Listing) -> str:
    """A place in a list holds for that list in that order only, and nobody makes one up."""
    return f"records.after.{listed.kind.code}.{listed.order}"


def _list_page(request: HttpRequest, listed: Listing, table: Table, found: NarrowedPage) -> RecordListPage:
    asked, kind, scope, language = listed.asked, listed.kind, listed.scope, listed.language
    kept = pairs_of(request.GET, without=("after", _OPEN))
    is_open = _OPEN in request.GET or any(one.problem for one in asked.filters)
    query = urlencode(kept)
    after = urlencode([*kept, ("after", signing.dumps(found.after, salt=_salt(listed)))]) if found.after else ""
    return RecordListPage(
        title=kind.name(language),
        code=kind.code,
        headings=tuple(_heading(column, listed, kept) for column in table.columns),
        rows=table.rows,
        count=found.count,
        count_text=f"{found.count:,}",
        # The form has hundreds of choices: on a bad line they come only when somebody wants them.
        filters=asked.filters if is_open else (),
        more_filters="" if is_open or not asked.filters else f"?{urlencode([*kept, (_OPEN, 'all')])}#filters",
        organisations=organisations_of(asked, scope) if kind.place else (),
        chips=tuple(_chips(listed, kept)),
        everything=f"?{urlencode([(name, value) for name, value in kept if name in (*CLOCKS, 'col', 'order')])}",
        columns=tuple(_column_choices(listed)),
        orders=tuple(_orders(listed)),
        search=asked.search,
        may_search=kind.about_persons or bool(kind.label),
        asked_for=asked.reference_label,
        kept=tuple((name, value) for name, value in kept if name not in CLOCKS),
        kept_by_filters=tuple(_kept_by_filters(kept, is_open=is_open)),
        kept_by_columns=tuple((name, value) for name, value in kept if name not in ("col", "order")),
        has_period=not kind.is_state,
        is_filtered=asked.is_filtered,
        is_first=not asked.after,
        first=f"?{query}",
        next=f"?{after}" if after else "",
        query=query,
        export=f"{reverse('record_export', args=[kind.code])}?{query}",
        new=reverse("record_new", args=[kind.code]) if may_add(kind, scope) else "",
        views=views_of(request.user, scope.access, kind, kept, language),
        offices=tuple((office.id, office.name) for office in scope.access.offices),
    )


def _heading(column: Column, listed: Listing, kept: Pairs) -> Heading:
    if not listed.may_order(column):
        return Heading(column.label, column.is_number, "", "")
    way = {column.order: "ascending", f"-{column.order}": "descending"}.get(listed.order, "")
    order = f"-{column.order}" if way == "ascending" else column.order
    query = urlencode([*((name, value) for name, value in kept if name != "order"), ("order", order)])
    return Heading(column.label, column.is_number, f"?{query}", way)


def _chips(listed: Listing, kept: Pairs) -> Iterator[Chip]:
    """Everything by which the list is narrowed, each with the address without it."""
    for one in listed.asked.filters:
        if one.is_set:
            names = (one.name, f"{one.name}.from", f"{one.name}.to", f"{one.name}.has")
            yield Chip(f"{one.label}：{one.told}", _without(kept, names))
    if listed.asked.organisation in listed.scope.tree:
        label = gettext("Below %(name)s") % {"name": listed.scope.tree.name(listed.asked.organisation)}
        yield Chip(label, _without(kept, ("organisation",)))
    if listed.asked.search:
        yield Chip(f"“{listed.asked.search}”", _without(kept, ("q",)))
    if listed.asked.reference:
        yield Chip(gettext("Naming %(name)s") % {"name": listed.asked.reference_label}, _without(kept, ("of",)))


def _kept_by_filters(kept: Pairs, *, is_open: bool) -> Iterator[tuple[str, str]]:
    """What the filter form does not ask for and must not lose."""
    for name, value in kept:
        if name in (*CLOCKS, "order", "of", "col") or (not is_open and name not in ("q", "organisation")):
            yield name, value


def _without(kept: Pairs, names: Sequence[str]) -> str:
    return f"?{urlencode([(name, value) for name, value in kept if name not in names])}"


def _column_choices(listed: Listing) -> Iterator[ColumnChoice]:
    shown = {column.path for column in listed.columns}
    for column in listed.all_columns[1:]:
        yield ColumnChoice(".".join(column.path), column.label, column.path in shown)


def _orders(listed: Listing) -> Iterator[Choice]:
    """Every order, for a phone, where rows are cards and columns have no heads."""
    for column in listed.all_columns:
        if listed.may_order(column):
            for value, arrow in ((column.order, "↑"), (f"-{column.order}", "↓")):
                yield Choice(value, f"{column.label} {arrow}", value == listed.order)
