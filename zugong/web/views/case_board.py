"""Case types side by side: below each organisation how many places stand in which stage, where all is done, what is late."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.cases import queries
from zugong.cases.queries import Stood
from zugong.cases.rules import SUSPENDED
from zugong.cases.wording import step_called
from zugong.figures.answers import Request
from zugong.figures.queries import this_site
from zugong.kernel.time import months_after
from zugong.organisations.queries import organisations_in
from zugong.packs.case_boards import CaseBoard
from zugong.packs.case_types import CaseType
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.kept_answers import Question, numbers_soon
from zugong.web.numbers import shown_number
from zugong.web.pages import Crumb, Page, page

_NOT_BEGUN, _DONE = "_not_begun", "_done"


@dataclass(frozen=True)
class BoardColumn:
    """A stage of a type, or what comes before and after all stages."""

    code: str
    label: str


@dataclass(frozen=True)
class BoardType:
    label: str
    address: str
    columns: tuple[BoardColumn, ...]


@dataclass(frozen=True)
class BoardCell:
    """How many places; in a line of one place the state itself, with the address of its case."""

    label: str
    count: int
    address: str = ""


@dataclass(frozen=True)
class TypeCells:
    label: str
    cells: tuple[BoardCell, ...]


@dataclass(frozen=True)
class BoardLine:
    """An organisation below: its places, its cells type by type, where all types are done, figures, what is late."""

    name: str
    address: str
    places: int
    types: tuple[TypeCells, ...]
    all_done: int
    figures: tuple[tuple[str, str], ...]
    overdue: int


@dataclass(frozen=True, kw_only=True)
class CaseBoardPage(Page):
    """The board. `is_of_places`: each line is one place, and says in which stage it stands."""

    template: ClassVar[str] = "web/cases/board.html"
    crumbs: tuple[Crumb, ...]
    note: str
    since: str
    places_label: str
    types: tuple[BoardType, ...]
    figures: tuple[tuple[str, str], ...]
    total: BoardLine
    lines: tuple[BoardLine, ...]
    is_of_places: bool


@dataclass(frozen=True)
class _Counted:
    """Everything that the lines are made of, read once."""

    board: CaseBoard
    types: Sequence[CaseType]
    groups: Mapping[int, int]
    places: Mapping[int, list[int]]
    stood: Mapping[int, list[Stood]]
    late: Collection[int]
    figures: Mapping[int | None, tuple[tuple[str, str], ...]]
    language: str

    @property
    def is_of_places(self) -> bool:
        """Is below every line one place only?"""
        return all(len(places) == 1 for places in self.places.values())


def case_board(request: HttpRequest, code: str) -> HttpResponse:
    """The board below the user's own organisation, or below one of those there. 404 for who sees no such case."""
    asked = asked_cases(request)
    board = asked.types.boards.get(code)
    if board is None or not any(asked.reach.sees_any(one) for one in board.types):
        raise Http404
    root = _root(asked)
    counted, children = _counted(asked, board, root), asked.tree.children(root)
    lines = [_line(asked, counted, child, board) for child in children if counted.places.get(child)]
    content = CaseBoardPage(
        title=board.label(asked.language),
        crumbs=_crumbs(asked, board, root),
        note=board.note.in_language(asked.language) if board.note else "",
        since=months_after(asked.day, -board.months).isoformat(),
        places_label=board.places.in_language(asked.language),
        types=tuple(_type(one, asked.language) for one in counted.types),
        figures=tuple((_figure_label(asked, one), reverse("figure", args=[one])) for one in board.figures),
        total=_total(asked, counted, root),
        lines=tuple(lines),
        is_of_places=counted.is_of_places,
    )
    return page(request, content)


def _root(asked: AskedCases) -> int:
    """The organisation of the page. 404 for one whose numbers may not be told."""
    wanted = asked.request.GET.get("organisation", "")
    root = int(wanted) if wanted.isdigit() else asked.scope.root
    if root is None or root not in asked.tree or not asked.scope.may_name(root):
        raise Http404
    return root


def _counted(asked: AskedCases, board: CaseBoard, root: int) -> _Counted:
    groups = asked.tree.group_of(root)
    inside = _highest(asked, [one for one in organisations_in(board.of_units, asked.day) if one in groups])
    rights = [asked.reach.rights(one) for one in board.types]
    seen = {one for one in inside if any(right.reach(one, None) for right in rights)}
    since = months_after(asked.day, -board.months)
    stood: dict[int, list[Stood]] = defaultdict(list)
    for one in queries.standing_since(asked.reach, board.types, since, asked.day):
        stood[one.organisation].append(one)
    places: dict[int, list[int]] = defaultdict(list)
    for one in sorted(seen):
        places[groups[one]].append(one)
    late = queries.overdue_cases(asked.reach, board.types, asked.day)
    types = [asked.types.types[one] for one in board.types]
    return _Counted(board, types, groups, places, stood, late, _figures(asked, board, root), asked.language)


def _highest(asked: AskedCases, organisations: Collection[int]) -> list[int]:
    """Without those below another of them: the branches of a village's general branch are no places of their own."""
    there = set(organisations)
    return [one for one in organisations if there.isdisjoint(asked.tree.above(one))]


def _figures(asked: AskedCases, board: CaseBoard, root: int) -> dict[int | None, tuple[tuple[str, str], ...]]:
    """The figures of the board for the whole (None) and for each organisation below, as they are printed."""
    site = this_site().definitions.pack.figures
    requests = {one: Request(one, asked.scope.clocks) for one in board.figures if _may_count(asked, one)}
    if not requests:
        return {}
    answers = numbers_soon(Question(tuple(requests.values()), root, asked.scope)).answers
    known = {code: one for code, one in requests.items() if one not in answers.refused}
    found: dict[int | None, tuple[tuple[str, str], ...]] = {}
    for group in (None, *asked.tree.children(root)):
        cells = {
            code: answers.total(one) if group is None else answers.groups(one).get(group) for code, one in known.items()
        }
        found[group] = tuple(
            (_figure_label(asked, code), shown_number(cell.value if cell else None, site[code]))
            for code, cell in cells.items()
        )
    return found


def _may_count(asked: AskedCases, code: str) -> bool:
    figure = this_site().definitions.pack.figures.get(code)
    while figure is not None and figure.share is not None:
        figure = this_site().definitions.pack.figures.get(figure.share.part)
    return figure is not None and asked.scope.may_count(asked.scope.catalogue.types[figure.of or ""])


def _figure_label(asked: AskedCases, code: str) -> str:
    return this_site().definitions.pack.figures[code].label(asked.language)


def _type(declared: CaseType, language: str) -> BoardType:
    stages = (BoardColumn(code, words.in_language(language)) for code, words in declared.stages.items())
    before, after = BoardColumn(_NOT_BEGUN, gettext("not begun")), BoardColumn(_DONE, gettext("done"))
    address = reverse("case_type", args=[declared.case_type])
    return BoardType(declared.label(language), address, (before, *stages, after))


def _line(asked: AskedCases, counted: _Counted, child: int, board: CaseBoard) -> BoardLine:
    has_more = bool(asked.tree.children(child)) and len(counted.places[child]) > 1
    query = urlencode({"organisation": child})
    address = f"{reverse('case_board', args=[board.board])}?{query}" if has_more else ""
    figures, is_one = counted.figures.get(child, ()), counted.is_of_places
    return _of_places(counted, counted.places[child], asked.tree.name(child), address, figures, is_one=is_one)


def _total(asked: AskedCases, counted: _Counted, root: int) -> BoardLine:
    every = [one for places in counted.places.values() for one in places]
    return _of_places(counted, every, asked.tree.name(root), "", counted.figures.get(None, ()), is_one=False)


def _of_places(
    counted: _Counted, places: Sequence[int], name: str, address: str, figures: tuple[tuple[str, str], ...], *,
    is_one: bool,
) -> BoardLine:  # fmt: skip
    done = [{one.case_type for one in counted.stood[place] if _is_done(counted, one)} for place in places]
    late = {one.case for place in places for one in counted.stood[place] if one.case in counted.late}
    return BoardLine(
        name=name, address=address, places=len(places),
        types=tuple(_cells(counted, declared, places, is_one=is_one) for declared in counted.types),
        all_done=sum(len(types) == len(counted.types) for types in done),
        figures=figures, overdue=len(late),
    )  # fmt: skip


def _cells(counted: _Counted, declared: CaseType, places: Sequence[int], *, is_one: bool) -> TypeCells:
    """How many places stand in each column of a type, of one place the state; the last case of a place counts."""
    last = {place: _last(counted.stood[place], declared.case_type) for place in places}
    counts = Counter(_column(counted, one) for one in last.values())
    label = declared.label(counted.language)
    if is_one:
        return TypeCells(label, tuple(_state(counted, declared, one) for one in last.values()))
    columns = _type(declared, counted.language).columns
    return TypeCells(label, tuple(BoardCell(column.label, counts[column.code]) for column in columns))


def _last(stood: Iterable[Stood], code: str) -> Stood | None:
    return next((one for one in reversed(list(stood)) if one.case_type == code and not _is_given_up(one)), None)


def _is_given_up(one: Stood) -> bool:
    return one.state in ("stopped", "withdrawn")


def _is_done(counted: _Counted, one: Stood) -> bool:
    return any(one.case_type == declared.case_type and one.state in declared.ends for declared in counted.types)


def _column(counted: _Counted, one: Stood | None) -> str:
    if one is None:
        return _NOT_BEGUN
    return _DONE if _is_done(counted, one) else one.stage


def _state(counted: _Counted, declared: CaseType, one: Stood | None) -> BoardCell:
    """Of one place the stage in words."""
    if one is None:
        return BoardCell(gettext("not begun"), 0)
    label = gettext("done") if _is_done(counted, one) else declared.stages[one.stage].in_language(counted.language)
    if one.state == "suspended":
        label = step_called(SUSPENDED, declared).in_language(counted.language)
    return BoardCell(label, 1, reverse("case", args=[one.case]))


def _crumbs(asked: AskedCases, board: CaseBoard, root: int) -> tuple[Crumb, ...]:
    found = [Crumb(gettext("Cases"), reverse("cases"))]
    if root != asked.scope.root:
        found.append(Crumb(board.label(asked.language), reverse("case_board", args=[board.board])))
    return tuple(found)
