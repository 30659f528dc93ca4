"""Figures: the catalogue with the values of one's scope, one figure with all that it stands on, and its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.figures.answers import WHOLE, Answers, Cell, Group, Request, Whole
from zugong.figures.explaining import Trace
from zugong.figures.queries import explain, rows_of, this_site
from zugong.kernel.errors import RuleBroken
from zugong.kernel.keeping import Kept
from zugong.packs.figures import Figure
from zugong.web.kept_answers import kept_answers, seen_key
from zugong.web.listing.tables import Placed, TableRow, columns_of, table_of
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.numbers import shown_number, unit_of, width_of
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, scope_of
from zugong.web.views.records import Heading


@dataclass(frozen=True)
class FigureLine:
    """A figure of the catalogue with its value; `refusal` says why there is none."""

    code: str
    label: str
    value: str
    unit: str
    refusal: str


@dataclass(frozen=True)
class Chapter:
    title: str
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True)
class Option:
    """An organisation that the page can speak of."""

    id: int
    name: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class FiguresPage(Page):
    """Every figure that one may see, by chapter, for one organisation and all below it."""

    template: ClassVar[str] = "web/figures.html"
    scope_name: str
    options: tuple[Option, ...]
    chapters: tuple[Chapter, ...]
    entry: int
    kept: tuple[tuple[str, str], ...]
    has_period: bool


@dataclass(frozen=True)
class SplitLine:
    """One subordinate's part of a figure, with the length of its bar in per cent."""

    name: str
    value: str
    width: str
    undecided: int
    rows_address: str
    address: str


@dataclass(frozen=True)
class RowsLink:
    """Where the rows behind a number are listed; a share has two lists."""

    label: str
    address: str


@dataclass(frozen=True, kw_only=True)
class FigurePage(Page):
    """One number and what it stands on."""

    template: ClassVar[str] = "web/figure.html"
    code: str
    chapter: str
    value: str
    unit: str
    refusal: str
    scope_name: str
    options: tuple[Option, ...]
    trace: Trace | None
    note: str
    split: tuple[SplitLine, ...]
    rows_links: tuple[RowsLink, ...]
    pack: str
    kept: tuple[tuple[str, str], ...]
    has_period: bool


@dataclass(frozen=True, kw_only=True)
class FigureRowsPage(Page):
    """One page of the rows behind a number."""

    template: ClassVar[str] = "web/figure_rows.html"
    code: str
    figure: str
    value: str
    unit: str
    scope_name: str
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    kept: tuple[tuple[str, str], ...]
    has_period: bool
    is_first: bool
    first: str
    next: str


_countable: Kept[tuple[str, ...]] = Kept()


def countable(scope: Scope) -> dict[str, Figure]:
    """The figures all of whose record types the user may count, in the order of the pack."""
    figures = this_site().definitions.pack.figures
    codes = _countable.value(seen_key(scope), lambda: tuple(code for code in figures if may_count(code, scope)))
    return {code: figures[code] for code in codes}


def may_count(code: str, scope: Scope) -> bool:
    """May the user count every record type that stands behind the figure?"""
    return all(scope.may_count(part.kind) for part in this_site().definitions.measured_parts(code))


def chosen_root(request: HttpRequest, scope: Scope) -> int | None:
    """The organisation that the address names, else the user's own; 404 for one that they may not know of."""
    text = request.GET.get("organisation", "")
    if not text:
        return scope.root
    root = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
    if root is None or root not in scope.tree or not (scope.may_name(root) or root == scope.root):
        raise Http404
    return root


def figures(request: HttpRequest) -> HttpResponse:
    """The catalogue; all values come from one plan."""
    scope, language = scope_of(request), spoken(request)
    root = chosen_root(request, scope)
    shown = countable(scope)
    answers = kept_answers(list(shown), root, scope)
    content = FiguresPage(
        title=gettext("Figures"),
        scope_name=scope_name(scope, root),
        options=options_of(scope, root),
        chapters=chapters_of(shown, answers, scope, language),
        entry=next((cells.total.entry for cells in answers.cells.values()), 0),
        kept=_kept(root, scope),
        has_period=True,
    )
    return page(request, content)


def chapters_of(shown: Mapping[str, Figure], answers: Answers, scope: Scope, language: str) -> tuple[Chapter, ...]:
    """The figures with their values, in the chapters of the pack."""
    lines: dict[str, list[FigureLine]] = {}
    for code, figure in shown.items():
        lines.setdefault(figure.chapter, []).append(_line(figure, Request(code, scope.clocks), answers, language))
    chapters = this_site().definitions.pack.chapters
    ordered = [*(name for name in chapters if name in lines), *(name for name in lines if name not in chapters)]
    return tuple(Chapter(chapter_title(name, language), tuple(lines[name])) for name in ordered)


def chapter_title(name: str, language: str) -> str:
    """The heading of a chapter."""
    chapters = this_site().definitions.pack.chapters
    return chapters[name].in_language(language) if name in chapters else name


def _line(figure: Figure, request: Request, answers: Answers, language: str) -> FigureLine:
    if request in answers.refused:
        sentence = answers.refused[request].sentence(language)
        return FigureLine(figure.figure, figure.label(language), "—", "", sentence)
    value = shown_number(answers.total(request).value, figure)
    return FigureLine(figure.figure, figure.label(language), value, unit_of(figure, language), "")


def scope_name(scope: Scope, root: int | None) -> str:
    """What the page speaks of, for its heading."""
    return scope.tree.name(root) if root is not None and root in scope.tree else gettext("everything you may see")


def options_of(scope: Scope, root: int | None) -> tuple[Option, ...]:
    """The user's own top and its subordinates, and those of the organisation shown."""
    if scope.root is None:
        return ()
    near = [scope.root, *scope.tree.children(scope.root)]
    if root is not None and root not in near:
        near.append(root)
    if root is not None:
        near += [pk for pk in scope.tree.children(root) if pk not in near]
    shown = [pk for pk in near if scope.may_name(pk) or pk == scope.root]
    return tuple(Option(pk, scope.tree.name(pk), pk == root) for pk in shown)


def _kept(root: int | None, scope: Scope) -> tuple[tuple[str, str], ...]:
    return (("organisation", str(root)),) if root is not None and root != scope.root else ()


def the_figure(code: str, scope: Scope) -> Figure:
    """A figure that the user may count. 404 otherwise."""
    shown = countable(scope)
    if code not in shown:
        raise Http404
    return shown[code]


def figure(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one figure."""
    scope, language = scope_of(request), spoken(request)
    found, root = the_figure(code, scope), chosen_root(request, scope)
    asked, grouping = Request(code, scope.clocks), scope.grouping(root)
    answers = kept_answers([code], root, scope)
    refusal = answers.refused[asked].sentence(language) if asked in answers.refused else ""
    trace = None if refusal else explain(asked, grouping, scope.numbers, language)
    flows = any(part.figure.time == "flow" for part in this_site().definitions.measured_parts(code))
    content = FigurePage(
        title=found.label(language),
        code=code,
        chapter=chapter_title(found.chapter, language),
        value="—" if refusal else shown_number(answers.total(asked).value, found),
        unit="" if refusal else unit_of(found, language),
        refusal=refusal,
        scope_name=scope_name(scope, root),
        options=options_of(scope, root),
        trace=trace,
        note=found.note.in_language(language) if found.note else "",
        split=() if refusal else _split(found, answers.groups(asked), scope, root, request),
        rows_links=() if refusal else _rows_links(found, scope, root, request, language),
        pack=this_site().definitions.pack.version,
        kept=_kept(root, scope),
        has_period=flows,
    )
    return page(request, content)


def _split(
    figure: Figure, groups: Mapping[Group, Cell], scope: Scope, root: int | None, request: HttpRequest
) -> tuple[SplitLine, ...]:
    greatest = max((Fraction(cell.value) for cell in groups.values() if cell.value is not None), default=Fraction(0))
    has_rows = not figure.parts and _may_list_rows(figure, scope)
    lines = []
    for group, cell in groups.items():
        is_elsewhere = isinstance(group, int) and group in scope.tree and not scope.may_name(group)
        if (group == root and not cell.rows) or is_elsewhere:
            continue
        rows = _address("figure_rows", figure.figure, request, organisation=root, group=group)
        lines.append(
            SplitLine(
                name=_group_name(group, scope, root),
                value=shown_number(cell.value, figure),
                width=width_of(cell, greatest),
                undecided=cell.undecided,
                rows_address=rows if cell.rows and has_rows else "",
                address=_address("figure", figure.figure, request, organisation=group) if _opens(group, scope, root) else "",
            )
        )  # fmt: skip
    return tuple(lines)


def _opens(group: Group, scope: Scope, root: int | None) -> bool:
    return isinstance(group, int) and group != root and bool(scope.tree.children(group))


def _group_name(group: Group, scope: Scope, root: int | None) -> str:
    if not isinstance(group, int) or group not in scope.tree:
        return gettext("Without organisation")
    return gettext("%(name)s itself") % {"name": scope.tree.name(group)} if group == root else scope.tree.name(group)


def _may_list_rows(figure: Figure, scope: Scope) -> bool:
    """May the user see the rows behind the number, or the number only?"""
    return all(scope.may_list(part.kind) for part in this_site().definitions.measured_parts(figure.figure))


def _rows_links(
    figure: Figure, scope: Scope, root: int | None, request: HttpRequest, language: str
) -> tuple[RowsLink, ...]:
    if not _may_list_rows(figure, scope):
        return ()
    definitions = this_site().definitions
    if not figure.parts:
        return (RowsLink(gettext("Open the rows"), _address("figure_rows", figure.figure, request, organisation=root)),)
    labels = [definitions.figure(part).label(language) for part in figure.parts]
    return tuple(
        RowsLink(label, _address("figure_rows", figure.figure, request, organisation=root, part=part))
        for part, label in enumerate(labels)
    )


def _address(name: str, code: str, request: HttpRequest, **parameters: Group) -> str:
    wanted = {key: "none" if value is None else str(value) for key, value in parameters.items()}
    if wanted.get("organisation") == "none":
        del wanted["organisation"]
    query = "&".join(part for part in (urlencode(wanted), request.asked.query) if part)
    return f"{reverse(name, args=[code])}?{query}" if query else reverse(name, args=[code])


class NotAGroup(RuleBroken):
    code: ClassVar[str] = "figures.not_a_group"
    message: ClassVar[str] = "{text} is no group of this figure; open the figure and choose one of its rows."
    message_zh: ClassVar[str] = "{text} 不是该指标的分组，请从指标页选择。"


def figure_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The rows behind a number, by the same condition and the same columns as the list of their type."""
    scope, language = scope_of(request), spoken(request)
    found, root = the_figure(code, scope), chosen_root(request, scope)
    part, group, after = _place_in_list(request, found)
    definition = this_site().definitions.measured_parts(code)[part]
    if not scope.may_list(definition.kind):
        raise PermissionDenied(gettext("You may see this number but not the names behind it."))
    _check_group(group, scope, root)
    asked, grouping = Request(code, scope.clocks), scope.grouping(root)
    rows = rows_of(asked, grouping, scope.names, part=part, group=group, after=after)
    kind = scope.catalogue.types[rows.type_code]
    columns = columns_of(kind, scope, language)
    table = table_of(kind, [Placed(row.id, row.place) for row in rows.rows], columns, scope, language)
    log_list(request, kind, table.persons, len(table.rows), organisation=root, figure=found.zh)
    cell = _cell(Request(definition.code, scope.clocks), group, scope, root)
    kept = {name: value for name, value in request.GET.items() if value and name != "after"}
    content = FigureRowsPage(
        title=gettext("%(figure)s: the rows") % {"figure": definition.figure.label(language)},
        code=code,
        figure=found.label(language),
        value=shown_number(cell.value, definition.figure) if cell else "0",
        unit=unit_of(definition.figure, language),
        scope_name=_rows_scope(group, scope, root),
        headings=tuple(Heading(column.label, column.is_number, "", "") for column in columns),
        rows=table.rows,
        kept=tuple((name, value) for name, value in kept.items() if name in ("organisation", "group", "part")),
        has_period=definition.figure.time == "flow",
        is_first=after is None,
        first=f"?{urlencode(kept)}",
        next=f"?{urlencode({**kept, 'after': rows.after})}" if rows.after else "",
    )
    return page(request, content)


def _check_group(group: Group | Whole, scope: Scope, root: int | None) -> None:
    """404 for an organisation that is no part of the page's: its very name may be none of the user's business."""
    if not isinstance(group, int) or group == root:
        return
    if root is None or group not in scope.tree.children(root) or not scope.may_name(group):
        raise Http404


def _rows_scope(group: Group | Whole, scope: Scope, root: int | None) -> str:
    return scope_name(scope, root) if isinstance(group, Whole) else _group_name(group, scope, root)


def _cell(request: Request, group: Group | Whole, scope: Scope, root: int | None) -> Cell | None:
    answers = kept_answers([request.figure], root, scope)
    return answers.total(request) if isinstance(group, Whole) else answers.groups(request).get(group)


def _place_in_list(request: HttpRequest, figure: Figure) -> tuple[int, Group | Whole, int | None]:
    texts: Sequence[str] = [request.GET.get(name, "") for name in ("part", "group", "after")]
    wrong = [text for text in texts if text and text != "none" and not (text.isascii() and text.isdigit())]
    if wrong:
        raise NotAGroup(text=wrong[0][:60])
    part, group, after = texts
    if part and int(part) >= max(len(figure.parts), 1):
        raise NotAGroup(text=part)
    chosen: Group | Whole = WHOLE if not group else None if group == "none" else int(group)
    return int(part or 0), chosen, int(after) if after and after != "none" else None
