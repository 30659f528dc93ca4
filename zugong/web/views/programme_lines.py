"""One line of a programme: who asks, how it is counted, how far each round has come, where it is open, and the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.figures.answers import WHOLE, Answers, Group, Request, Whole
from zugong.figures.labels import CatalogueLabels
from zugong.figures.queries import list_rows, rows_of, this_site
from zugong.kernel.time import last_day
from zugong.language.words import explain
from zugong.packs.programmes import DUTY_PARTS
from zugong.programmes.evaluating import Asked, Evaluation, LineProgress, RoundProgress
from zugong.programmes.wording import percent, round_name
from zugong.web.entering.rights import may_add
from zugong.web.listing.tables import Placed, Table, TableRow, columns_of, table_of, without_empty_columns
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page, said_of
from zugong.web.programmes import (
    ShownLine,
    counting_below,
    evaluation_for,
    kept_query,
    shown_line,
)
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_number
from zugong.web.views.figures import Option, chosen_root, options_of, scope_name
from zugong.web.views.records import Heading

_FEW = 10


@dataclass(frozen=True)
class PartLink:
    """One number of a round with the list behind it; "" where the rows may only be counted."""

    label: str
    count: int
    address: str


@dataclass(frozen=True)
class SplitRow:
    """One subordinate's part of a round."""

    name: str
    address: str
    required: int
    done: int
    open_count: int
    excused: int
    width: str
    percent: str
    open_address: str


@dataclass(frozen=True)
class Records:
    """A short list of records about the line: problems, statements, who is excused; and where to enter one."""

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    count: int
    empty: str
    add_label: str
    add_address: str


@dataclass(frozen=True, kw_only=True)
class LinePage(Page):
    """One line with everything about it."""

    template: ClassVar[str] = "web/programmes/line.html"
    scope_name: str
    options: tuple[Option, ...]
    line: ShownLine
    programme_label: str
    programme_address: str
    owes: str
    done: str
    note: str
    is_duty: bool
    is_stated: bool
    round_name: str
    parts: tuple[PartLink, ...]
    split: tuple[SplitRow, ...]
    figure_address: str
    records: tuple[Records, ...]
    round_query: str
    query: str


@dataclass(frozen=True, kw_only=True)
class LineRowsPage(Page):
    """One page of the rows behind a number of a line."""

    template: ClassVar[str] = "web/programmes/rows.html"
    line_label: str
    line_address: str
    scope_name: str
    round_name: str
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    is_first: bool
    first: str
    next: str


@dataclass(frozen=True)
class _Looked:
    """One line looked at: the evaluation of it alone, its progress, and the round that the address names."""

    evaluation: Evaluation
    asked: Asked
    progress: LineProgress
    answers: Answers
    one: RoundProgress | None


def line(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a line; 404 for one that is not asked for or whose rows the user may not count."""
    scope, language = scope_of(request), spoken(request)
    root = chosen_root(request, scope)
    looked = _looked(request, code, root, scope)
    asked, counted = looked.asked, looked.asked.counted_line
    query = kept_query(request, root, scope)
    same = [one for one in evaluation_for(root, scope, is_recent=True).asked if one.measure == asked.measure]
    asked_by = [asked, *(one for one in same if one.code != asked.code)]
    content = LinePage(
        title=asked.line.label(language),
        scope_name=scope_name(scope, root),
        options=options_of(scope, root),
        line=shown_line(looked.progress, asked_by, language, query, looked.one),
        programme_label=asked.programme.label(language),
        programme_address=reverse("programme", args=[asked.programme.programme]) + query,
        owes=_in_words(asked, "owes", language),
        done=_in_words(asked, "done", language),
        note=(asked.line.note or counted.note).in_language(language) if asked.line.note or counted.note else "",
        is_duty=counted.duty is not None,
        is_stated=counted.is_stated,
        round_name=round_name(looked.one.round, counted.returns, language) if looked.one else "",
        parts=tuple(_parts(request, looked, root, scope)),
        split=tuple(_split(request, looked, root, scope)) if counted.duty else (),
        figure_address=_figure_address(request, looked, root, scope),
        records=tuple(_records(request, looked, root, scope, language)),
        round_query=f"{query}&round=" if query else "?round=",
        query=query,
    )
    return page(request, content)


def _looked(request: HttpRequest, code: str, root: int | None, scope: Scope) -> _Looked:
    evaluation = evaluation_for(root, scope, is_recent=False, lines=(code,))
    if not evaluation.asked or not scope.access.grants:
        raise Http404
    asked = evaluation.asked[0]
    answers = counting_below(root, scope)(evaluation.requests)
    progress = evaluation.line_progress(asked, answers)
    wanted = request.GET.get("round", "")
    chosen = [one for one in progress.begun if one.round.period.start.isoformat() == wanted]
    if wanted and not chosen:
        raise Http404
    return _Looked(evaluation, asked, progress, answers, chosen[0] if chosen else progress.in_question)


def _in_words(asked: Asked, part: str, language: str) -> str:
    """A condition of the duty in words; "" where the line is no duty."""
    duty, definitions = asked.counted_line.duty, this_site().definitions
    if duty is None:
        return ""
    kind = definitions.kind(duty.of)
    checked = definitions.condition(kind, duty.owes if part == "owes" else duty.done)
    return explain(checked, CatalogueLabels(definitions.catalogue, definitions.pack, language), language)


def _parts(request: HttpRequest, looked: _Looked, root: int | None, scope: Scope) -> Iterator[PartLink]:
    one = looked.one
    if one is None or looked.asked.counted_line.duty is None or one.refusal or one.state == "not_yet":
        return
    labels = {
        "owed": (gettext("asked of"), one.owed),
        "done": (gettext("have done it"), one.done),
        "open": (gettext("still open"), one.open_count),
        "excused": (gettext("not required of"), one.excused),
    }
    for part, (label, count) in labels.items():
        address = _rows_address(request, looked, part, root, scope) if count else ""
        yield PartLink(label, count, address)


def _rows_address(
    request: HttpRequest, looked: _Looked, part: str, root: int | None, scope: Scope, group: int | None = None
) -> str:
    """The list behind a number; "" where its rows may only be counted."""
    duty, one = looked.asked.counted_line.duty, looked.one
    if duty is None or one is None or not scope.may_list(scope.catalogue.types[duty.of]):
        return ""
    more = {"part": part, "round": one.round.period.start.isoformat()}
    more |= {"group": str(group)} if group is not None else {}
    return reverse("programme_rows", args=[looked.asked.code]) + kept_query(request, root, scope, **more)


def _split(request: HttpRequest, looked: _Looked, root: int | None, scope: Scope) -> Iterator[SplitRow]:
    """The chosen round by subordinate organisation, the most open first."""
    if looked.one is None or looked.one.state == "not_yet" or looked.one.refusal or root is None:
        return
    groups = [pk for pk in (root, *scope.tree.children(root)) if scope.may_name(pk) or pk == scope.root]
    found = [(pk, _round_of(looked, pk)) for pk in groups]
    owing = [(pk, one) for pk, one in found if one.owed]
    if [pk for pk, _ in owing] == [root]:
        return
    for pk, one in sorted(owing, key=lambda pair: -pair[1].open_count):
        share = one.share
        yield SplitRow(
            name=gettext("%(name)s itself") % {"name": scope.tree.name(pk)} if pk == root else scope.tree.name(pk),
            address=_split_address(request, looked, pk, scope) if scope.tree.children(pk) and pk != root else "",
            required=one.required,
            done=one.done,
            open_count=one.open_count,
            excused=one.excused,
            width=f"{float(share) * 100:.1f}" if share is not None else "0",
            percent=percent(share),
            open_address=_rows_address(request, looked, "open", root, scope, pk) if one.open_count else "",
        )


def _round_of(looked: _Looked, group: int) -> RoundProgress:
    """The chosen round in one group."""
    assert looked.one is not None
    progress = looked.evaluation.line_progress(looked.asked, looked.answers, group)
    return next(one for one in progress.rounds if one.round == looked.one.round)


def _split_address(request: HttpRequest, looked: _Looked, pk: int, scope: Scope) -> str:
    assert looked.one is not None
    more = {"round": looked.one.round.period.start.isoformat()}
    return reverse("programme_line", args=[looked.asked.code]) + kept_query(request, pk, scope, **more)


def _figure_address(request: HttpRequest, looked: _Looked, root: int | None, scope: Scope) -> str:
    """The page of the figure by which the line is counted, on the clocks on which it was asked."""
    figure, one = looked.asked.counted_line.figure, looked.one
    if figure is None or one is None or one.state == "not_yet":
        return ""
    clocks = looked.evaluation.clocks_of(looked.asked, one.round)
    last = last_day(clocks.period.end)
    query = {
        "on": clocks.on.isoformat(), "from": clocks.period.start.isoformat(), "to": last.isoformat() if last else "",
    }  # fmt: skip
    query |= {"organisation": str(root)} if root is not None and root != scope.root else {}
    return f"{reverse('figure', args=[figure])}?{urlencode(query)}"


def _records(request: HttpRequest, looked: _Looked, root: int | None, scope: Scope, language: str) -> Iterator[Records]:
    """Problems found, what its owner stated, and who is excused, as far as the user may list them."""
    code, is_duty = looked.asked.counted_code, looked.asked.counted_line.duty is not None
    listed = {
        "problem": (gettext("Problems found"), gettext("No problem is on the list for this line."), gettext("Enter a problem")),
        "progress_statement": (gettext("Stated progress"), gettext("Nothing was stated yet."), gettext("State progress")),
        "not_required": (gettext("Not required, because"), gettext("Nobody is excused from this."), gettext("Excuse somebody")),
    }  # fmt: skip
    for type_code, (title, empty, add_label) in listed.items():
        kind = scope.catalogue.types[type_code]
        is_wanted = {"progress_statement": looked.asked.counted_line.is_stated, "not_required": is_duty}
        if not is_wanted.get(type_code, True) or not scope.may_list(kind):
            continue
        table, count = _about(type_code, code, root, scope, language)
        log_list(request, kind, table.persons, len(table.rows), organisation=root)
        preset = {f"{type_code}.line": code} | ({"problem.source": "supervision"} if type_code == "problem" else {})
        add = f"{reverse('record_new', args=[type_code])}?{urlencode(preset)}" if may_add(kind, scope) else ""
        headings = tuple(Heading(column.label, column.is_number, "", "") for column in table.columns)
        yield Records(title, headings, table.rows, count, empty, add_label, add)


def _about(type_code: str, code: str, root: int | None, scope: Scope, language: str) -> tuple[Table, int]:
    """The first records that name the line, and how many there are."""
    kind = scope.catalogue.types[type_code]
    where = f"line = '{code}'" + (
        " and holds()" if kind.is_state else ""
    )  # the code of a pack, never what a user typed
    found = list_rows(type_code, where, scope.clocks, scope.grouping(root), scope.names, limit=_FEW)
    placed = [Placed(row.id, row.place) for row in found.rows]
    columns = [
        column for column in columns_of(kind, scope, language) if column.path != ("line",)
    ]  # the page's own line
    table = table_of(kind, placed, columns, scope, language)
    return without_empty_columns(table), found.count


def line_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The rows behind a number of a line: who owes it, has done it, is excused, or has it still open."""
    scope, language = scope_of(request), spoken(request)
    root = chosen_root(request, scope)
    looked = _looked(request, code, root, scope)
    part, duty, one = request.GET.get("part", "open"), looked.asked.counted_line.duty, looked.one
    if duty is None or part not in DUTY_PARTS or one is None or one.state == "not_yet":
        raise Http404
    kind = scope.catalogue.types[duty.of]
    if not scope.may_list(kind):
        raise PermissionDenied(gettext("You may see this number but not the names behind it."))
    group, after = _group(request, root, scope), request.GET.get("after", "")
    asked = Request(looked.asked.figure(part), looked.evaluation.clocks_of(looked.asked, one.round))
    found = rows_of(
        asked, scope.grouping(root), scope.names, group=group, after=typed_number(after)
    )  # fmt: skip
    columns = columns_of(kind, scope, language)
    table = table_of(kind, [Placed(row.id, row.place) for row in found.rows], columns, scope, language)
    log_list(request, kind, table.persons, len(table.rows), organisation=root, figure=looked.asked.line.zh)
    kept = {name: value for name, value in request.GET.items() if value and name != "after"}
    content = LineRowsPage(
        title=said_of(looked.asked.line.label(language), _part_word(part)),
        line_label=looked.asked.line.label(language),
        line_address=reverse("programme_line", args=[code]) + kept_query(request, root, scope, round=_start(one)),
        scope_name=scope_name(scope, group if isinstance(group, int) else root),
        round_name=round_name(one.round, looked.asked.counted_line.returns, language),
        headings=tuple(Heading(column.label, column.is_number, "", "") for column in columns),
        rows=table.rows,
        is_first=not after,
        first=f"?{urlencode(kept)}",
        next=f"?{urlencode({**kept, 'after': found.after})}" if found.after else "",
    )
    return page(request, content)


def _start(one: RoundProgress) -> str:
    return one.round.period.start.isoformat()


def _part_word(part: str) -> str:
    words = {
        "owed": gettext("all of whom it is asked"), "done": gettext("those who have done it"),
        "open": gettext("those who have it open"), "excused": gettext("those not required"),
    }  # fmt: skip
    return words[part]


def _group(request: HttpRequest, root: int | None, scope: Scope) -> Group | Whole:
    """The group that the address names; 404 for an organisation that is no part of the page's."""
    text = request.GET.get("group", "")
    if not text:
        return WHOLE
    group = typed_number(text)
    if group is None or root is None or group not in (root, *scope.tree.children(root)) or not scope.may_name(group):
        raise Http404
    return group
