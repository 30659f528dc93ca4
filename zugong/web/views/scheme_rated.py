"""One who is rated: one chart, one table, one list for the wall, and the rows behind each computed clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.figures.queries import rows_of
from zugong.kernel.time import today
from zugong.schemes.evaluating import Clause, Standing
from zugong.schemes.wording import gap_sentence
from zugong.web.listing.tables import Placed, TableRow, columns_of, table_of
from zugong.web.looking import log_list
from zugong.web.pages import Page, page, said_of
from zugong.web.schemes.adjusted import change_said
from zugong.web.schemes.asked import Asked, Crumb, asked_about
from zugong.web.schemes.clauses import ShownClause, ShownPart, counted_kind, shown_parts
from zugong.web.schemes.doors import Door, rated_doors
from zugong.web.schemes.standings import ShownStanding, shown_standing
from zugong.web.schemes.wording import plain
from zugong.web.views.records import Heading


@dataclass(frozen=True)
class Told:
    """Something recorded in the round, with its day."""

    on: date
    label: str
    text: str
    address: str
    link: str


@dataclass(frozen=True, kw_only=True)
class RatedPage(Page):
    """The sheet for the wall, which on screen opens everything that it tells."""

    template: ClassVar[str] = "web/schemes/rated.html"
    crumbs: tuple[Crumb, ...]
    scheme_label: str
    scheme_address: str
    round_name: str
    sector: str
    place: str
    standing: ShownStanding
    doors: tuple[Door, ...]
    parts: tuple[ShownPart, ...]
    missing: tuple[ShownClause, ...]
    missing_said: str
    story: tuple[Told, ...]
    footer: str


@dataclass(frozen=True, kw_only=True)
class RatedRowsPage(Page):
    """The rows that one computed clause counts."""

    template: ClassVar[str] = "web/schemes/rows.html"
    crumbs: tuple[Crumb, ...]
    text: str
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    is_first: bool
    first: str
    next: str


def scheme_rated(request: HttpRequest, code: str, identity: int) -> HttpResponse:
    """One who is rated; 404 for everybody whom the user may not list."""
    asked = asked_about(request, code)
    standing = asked.standing(identity)
    parts = shown_parts(asked, standing)
    gap = asked.rating.next_gap(identity)
    by_code = {clause.code: clause for part in parts for clause in part.clauses}
    sectors = asked.version.sectors
    content = RatedPage(
        title=standing.subject.name,
        crumbs=asked.crumbs(),
        scheme_label=asked.label,
        scheme_address=asked.address("scheme"),
        round_name=asked.round_name,
        sector=sectors[standing.subject.sector].label(asked.language) if len(sectors) > 1 else "",
        place=asked.place_name(standing),
        standing=shown_standing(asked, standing),
        doors=rated_doors(asked, standing),
        parts=parts,
        missing=tuple(by_code[one] for one in gap.clauses if one in by_code) if gap else (),
        missing_said=gap_sentence(gap, asked.question, asked.language) if gap else _nothing_missing(asked),
        story=tuple(sorted(_story(asked, standing), key=lambda one: one.on, reverse=True)),
        footer=_footer(asked),
    )
    return page(request, content)


def _nothing_missing(asked: Asked) -> str:
    if not asked.version.levels:
        return gettext("The paper names no levels.")
    return gettext("The best level is reached; nothing is missing.")


def _footer(asked: Asked) -> str:
    paper = " ".join(part for part in (f"《{asked.version.paper.title}》", asked.version.paper.number) if part)
    words = {"paper": paper, "on": asked.question.day, "printed": today()}
    return gettext("By %(paper)s · as of %(on)s · printed %(printed)s") % words


def _story(asked: Asked, standing: Standing) -> Iterator[Told]:
    for one in standing.adjustments:
        words = gettext("fallen after an appeal") if not one.counts else ""
        text = " · ".join(part for part in (change_said(asked, one), one.reason, one.paper, words) if part)
        address = asked.address("scheme_months", month=one.month)
        yield Told(one.on, gettext("Monthly adjustment"), text, address, gettext("Open"))
    for clause in asked.rating.clauses(standing.subject.anchor):
        if clause.appeal:
            decided = clause.appeal.decision
            text = said_of(clause.criterion.label(asked.language), clause.appeal.text)
            yield Told(clause.appeal.on, gettext("Appeal"), text, asked.address("scheme_appeals"), gettext("Open"))
            if decided:
                yield Told(decided.on, gettext("Appeal decided"), decided.text, "", "")


def scheme_rows(request: HttpRequest, code: str, identity: int, criterion: str) -> HttpResponse:
    """The rows behind a computed clause."""
    asked = asked_about(request, code)
    standing = asked.standing(identity)
    clause = _counted_clause(asked, standing, criterion)
    scope, language = asked.scope, asked.language
    kind = counted_kind(clause)
    if not scope.may_list(kind):
        raise PermissionDenied(gettext("You may see this number but not the names behind it."))
    after = request.GET.get("after", "")
    assert clause.request is not None
    # Without a path the clause counts everything below whoever is rated.
    root = asked.scope.root if clause.by else standing.subject.organisation
    found = rows_of(
        clause.request, scope.grouping(root), scope.names, by=clause.by,
        after=int(after) if after.isascii() and after.isdigit() else None,
        **({"group": identity} if clause.by else {}),
    )  # fmt: skip
    columns = columns_of(kind, scope, language)
    table = table_of(kind, [Placed(row.id, row.place) for row in found.rows], columns, scope, language)
    log_list(request, kind, table.persons, len(table.rows), organisation=standing.subject.organisation)
    kept = {name: value for name, value in request.GET.items() if value and name != "after"}
    content = RatedRowsPage(
        title=said_of(standing.subject.name, clause.criterion.label(language)),
        crumbs=asked.crumbs(Crumb(standing.subject.name, asked.address("scheme_rated", identity))),
        text=gettext("Counted: %(value)s") % {"value": plain_number(clause)},
        headings=tuple(Heading(column.label, column.is_number, "", "") for column in columns),
        rows=table.rows,
        is_first=not after,
        first=f"?{urlencode(kept)}",
        next=f"?{urlencode({**kept, 'after': found.after})}" if found.after else "",
    )
    return page(request, content)


def plain_number(clause: Clause) -> str:
    """The value that was compared, as people write numbers."""
    value = clause.value
    return plain(value) if isinstance(value, int) else "—" if value is None else f"{float(value):g}"


def _counted_clause(asked: Asked, standing: Standing, criterion: str) -> Clause:
    found = (one for one in asked.rating.clauses(standing.subject.anchor) if one.criterion.criterion == criterion)
    clause = next(found, None)
    if clause is None or clause.request is None:
        raise Http404
    return clause
