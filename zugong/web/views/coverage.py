"""Which units have a Party organisation and which are blank spots, by kind and by territory, and the joint branches."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.exchange.exporting import export_rows
from zugong.exchange.sheet_rows import SheetRows
from zugong.figures.answers import Answers, Group, Request
from zugong.figures.lists import After
from zugong.figures.queries import PAGE_ROWS, list_rows, this_site
from zugong.web.cases.asked import asked_cases
from zugong.web.cases.beginning import BeginLink, links_for_candidates
from zugong.web.files import workbook_file
from zugong.web.kept_answers import Question, numbers_now
from zugong.web.listing.filters import Choice
from zugong.web.listing.tables import Mask, Placed, Table, columns_of, table_of
from zugong.web.middleware import spoken
from zugong.web.numbers import shown_number
from zugong.web.organisations.joint import JointBranch, joint_branches
from zugong.web.organisations.tabs import tabs_of
from zugong.web.pages import Page, Tab, page
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_number

#: What the page counts: the units that ought to have an organisation, those that have one, the share, those without.
TO_COVER, COVERED, SHARE, BLANK = FIGURES = ("units_to_cover", "units_covered", "organisation_coverage", "blank_spots")
JOINT = "joint_branches"
_SHEET = "units"
_EXPORTED_AT_ONCE = 1000


@dataclass(frozen=True)
class CoverageLine:
    """One kind of unit, or one territory; `address` narrows the page to it."""

    name: str
    address: str
    to_cover: str
    covered: str
    share: str
    blank: str


@dataclass(frozen=True, kw_only=True)
class CoveragePage(Page):
    """Coverage below an organisation, and one page of the blank spots."""

    template: ClassVar[str] = "web/organisations/coverage.html"
    tabs: tuple[Tab, ...]
    scope_name: str
    whole: CoverageLine
    by_kind: tuple[CoverageLine, ...]
    by_territory: tuple[CoverageLine, ...]
    kinds: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    is_narrowed: bool
    blanks: Table
    headings: tuple[str, ...]
    blank_count: int
    cases: tuple[BeginLink, ...]
    export: str
    next: str
    is_first: bool
    first: str
    joint: tuple[JointBranch, ...]
    joint_count: int
    joint_address: str


@dataclass(frozen=True)
class _Asked:
    root: int | None
    kind: str
    after: After | None


def coverage(request: HttpRequest) -> HttpResponse:
    """The page."""
    scope, language = _scope(request), spoken(request)
    asked = _asked(request, scope)
    unit = scope.catalogue.types["unit"]
    columns = tuple(
        one for one in columns_of(unit, scope, language) if one.field.code in ("name", "code", "kind", "territory")
    )
    columns = tuple(sorted(columns, key=lambda one: one.field.code != "name"))
    found = list_rows(
        "unit", _where(asked), scope.clocks, scope.grouping(asked.root), scope.names, order="code", after=asked.after,
        limit=PAGE_ROWS,
    )  # fmt: skip
    blanks = table_of(unit, [Placed(row.id, row.place) for row in found.rows], columns, scope, language)
    joint = joint_branches(_condition(JOINT), asked.root, scope, language)
    kept = {name: value for name, value in request.GET.items() if value and name != "after"}
    content = CoveragePage(
        title=gettext("Coverage by organisations"),
        tabs=tabs_of(scope, "coverage", scope.root),
        scope_name=scope.tree.name(asked.root) if asked.root is not None else gettext("All units"),
        **_lines(asked, scope, language, kept),
        kinds=_kinds(asked, scope, language),
        kept=tuple((name, value) for name, value in kept.items() if name != "kind"),
        is_narrowed=bool(asked.kind or request.GET.get("organisation")),
        blanks=blanks,
        headings=tuple(column.label for column in columns),
        blank_count=found.count,
        cases=links_for_candidates(asked_cases(request), BLANK) if found.count else (),
        export=f"{reverse('blank_spots_export')}?{urlencode(kept)}",
        next=_query(kept | {"after": json.dumps(found.after, ensure_ascii=False)}) if found.after else "",
        is_first=asked.after is None,
        first=_query(kept),
        joint=joint.branches,
        joint_count=joint.count,
        joint_address=f"{reverse('figure_rows', args=[JOINT])}?{urlencode({**kept, 'organisation': asked.root or ''})}",
    )
    return page(request, content)


def blank_spots_export(request: HttpRequest) -> FileResponse:
    """Every blank spot that the page lists, in the columns of the sheet of units."""
    scope, language = _scope(request), spoken(request)
    asked = _asked(request, scope)
    sheet = next(one for one in scope.catalogue.all_sheets() if one.code == _SHEET)
    mask = Mask(scope.catalogue.types["unit"], scope)
    rows = SheetRows(
        sheet, scope.catalogue, scope.clocks, lambda field, row, place: not mask.hides(field, row.values, place)
    )  # fmt: skip
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it when it has been sent)
    export_rows(
        sheet, rows.rows(_every_blank(asked, scope)), file, language="zh" if language.startswith("zh") else "en"
    )
    file.seek(0)
    return workbook_file(file, f"{gettext('Blank spots')}-{scope.clocks.on.isoformat()}")


def _scope(request: HttpRequest) -> Scope:
    scope = scope_of(request)
    if not scope.may_list(scope.catalogue.types["unit"]):
        raise Http404
    return scope


def _asked(request: HttpRequest, scope: Scope) -> _Asked:
    text, kind = request.GET.get("organisation", ""), request.GET.get("kind", "")
    root = typed_number(text)
    if text and (root is None or root not in scope.tree or not scope.may_name(root)):
        raise Http404
    codes = scope.catalogue.types["unit"].fields["kind"].codes.codes
    # Without a word the page speaks of all that the user may see: their own village is placed at the township.
    return _Asked(root, kind if kind in codes else "", _after(request.GET.get("after", "")))


def _after(text: str) -> After | None:
    try:
        value, row_id = json.loads(text) if text else (None, None)
    except (ValueError, TypeError):
        raise Http404 from None
    if not text:
        return None
    if not isinstance(value, str) or not isinstance(row_id, int) or isinstance(row_id, bool):
        raise Http404
    return value, row_id


def _condition(figure: str) -> str:
    found = this_site().definitions.figure(figure).where
    assert found
    return found


def _where(asked: _Asked) -> str:
    return f"({_condition(BLANK)})" + (f" and kind = '{asked.kind}'" if asked.kind else "")


def _every_blank(asked: _Asked, scope: Scope) -> Iterator[tuple[int, int | None]]:
    after, grouping = None, scope.grouping(asked.root)
    while True:
        found = list_rows(
            "unit",
            _where(asked),
            scope.clocks,
            grouping,
            scope.names,
            order="code",
            after=after,
            limit=_EXPORTED_AT_ONCE,
        )
        yield from ((row.id, row.place) for row in found.rows)
        if found.after is None:
            return
        after = found.after


def _lines(asked: _Asked, scope: Scope, language: str, kept: Mapping[str, str]) -> dict[str, object]:
    """The three tables of the page, in two questions."""
    requests = tuple(Request(code, scope.clocks) for code in FIGURES)
    by_kind = numbers_now(Question(requests, asked.root, scope, by="kind")).answers
    root = asked.root if asked.root is not None else scope.root
    by_place = numbers_now(Question(requests, root, scope)).answers
    field = scope.catalogue.types["unit"].fields["kind"]
    kinds = [code for code in field.codes.codes if code in by_kind.groups(requests[0])]
    places = [pk for pk in by_place.groups(requests[0]) if isinstance(pk, int) and pk != root and scope.may_name(pk)]
    return {
        "whole": _line("", "", None, by_kind, requests, is_whole=True),
        "by_kind": tuple(
            _line(field.type.show(code, field, language), _query({**kept, "kind": code}), code, by_kind, requests)
            for code in kinds
        ),
        "by_territory": tuple(
            line
            for pk in places
            if (
                line := _line(scope.tree.name(pk), _query({**kept, "organisation": str(pk)}), pk, by_place, requests)
            ).to_cover
            != "0"
        ),
    }


def _line(
    name: str, address: str, group: Group, answers: Answers, requests: tuple[Request, ...], *, is_whole: bool = False
) -> CoverageLine:
    definitions = this_site().definitions
    cells = [answers.total(one) if is_whole else answers.groups(one).get(group) for one in requests]
    words = [
        shown_number(cell.value if cell else 0, definitions.figure(one.figure))
        for cell, one in zip(cells, requests, strict=True)
    ]
    return CoverageLine(name, address, *words)


def _kinds(asked: _Asked, scope: Scope, language: str) -> tuple[Choice, ...]:
    field = scope.catalogue.types["unit"].fields["kind"]
    return tuple(Choice(code, field.type.show(code, field, language), code == asked.kind) for code in field.codes.codes)


def _query(parameters: Mapping[str, str]) -> str:
    return f"?{urlencode(parameters)}"
