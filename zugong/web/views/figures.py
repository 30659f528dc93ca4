"""The catalogue of figures with the values of one's scope: by chapter, or by the papers that ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.figures.answers import Answers, Request
from zugong.figures.explaining import definition_in_words
from zugong.figures.queries import this_site
from zugong.kernel.keeping import Kept
from zugong.kernel.time import Clocks
from zugong.packs.figures import Figure
from zugong.web.countable import countable
from zugong.web.figuring.knowledge import Beginnings, beginnings
from zugong.web.figuring.plots import Point, Spark, spark_of
from zugong.web.kept_answers import Question, numbers_soon
from zugong.web.middleware import spoken
from zugong.web.numbers import shown_number, unit_of
from zugong.web.pages import Page, page, said_of
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_number

_YEARS_BACK = 5
_VIEWS = ("chapters", "papers")
_questions: Kept[Question] = Kept()


@dataclass(frozen=True)
class FigureLine:
    """A figure of the catalogue with its value; `refusal` says why there is none.

    `asked` is what a paper says of it, where it stands under that paper; `spark` its last years, where they were asked for.
    """

    code: str
    label: str
    value: str
    unit: str
    refusal: str
    asked: str = ""
    spark: Spark | None = None


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


@dataclass(frozen=True)
class ViewLink:
    """One of the ways to look at the catalogue."""

    label: str
    address: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class FiguresPage(Page):
    """Every figure that one may see, for one organisation and all below it."""

    template: ClassVar[str] = "web/figures.html"
    scope_name: str
    options: tuple[Option, ...]
    chapters: tuple[Chapter, ...]
    is_by_chapter: bool
    views: tuple[ViewLink, ...]
    trends: ViewLink
    searched: str
    count: int
    entry: int
    sealed_at: datetime | None
    behind: bool
    kept: tuple[tuple[str, str], ...]
    has_period: bool


def chosen_root(request: HttpRequest, scope: Scope) -> int | None:
    """The organisation that the address names, else the user's own; 404 for one that they may not know of."""
    text = request.GET.get("organisation", "")
    if not text:
        return scope.root
    root = typed_number(text)
    if root is None or root not in scope.tree or not (scope.may_name(root) or root == scope.root):
        raise Http404
    return root


def figures(request: HttpRequest) -> HttpResponse:
    """The catalogue; all values come from one plan."""
    scope, language = scope_of(request), spoken(request)
    root, searched = chosen_root(request, scope), request.GET.get("q", "").strip()[:60]
    view, has_trends = request.GET.get("view", _VIEWS[0]), request.GET.get("trends", "") == "1"
    if view not in _VIEWS:
        raise Http404
    everything = countable(scope).figures
    shown = {code: figure for code, figure in everything.items() if is_meant(figure, searched, language)}
    # All of them are asked for at once, so that searching counts nothing.
    numbers = numbers_soon(_question(root, scope))
    # Of the usual day everything is known; asking from when on would wait for the last entry.
    begin = (
        None
        if request.asked.is_usual and not has_trends
        else beginnings(everything, scope.clocks.known, soon=numbers.behind)
    )
    sparks = _sparks(shown, root, scope, begin, language) if begin and has_trends else {}
    listed = chapters_of if view == "chapters" else papers_of
    content = FiguresPage(
        title=gettext("Figures"),
        scope_name=scope_name(scope, root),
        options=options_of(scope, root),
        chapters=listed(shown, numbers.answers, scope, language, begin=begin, sparks=sparks),
        is_by_chapter=view == _VIEWS[0],
        views=tuple(_view_link(request, label, "view", name, name == view) for name, label in _view_labels().items()),
        trends=_view_link(request, gettext("Last years"), "trends", "" if has_trends else "1", has_trends),
        searched=searched,
        count=len(shown),
        entry=numbers.entry,
        sealed_at=numbers.sealed_at,
        behind=numbers.behind,
        kept=tuple(
            (name, value) for name, value in request.GET.items() if name in ("organisation", "view", "q", "trends")
        ),
        has_period=True,
    )
    return page(request, content)


def _question(root: int | None, scope: Scope) -> Question:
    """All figures at once; put together once for each scope."""

    def put_together() -> Question:
        return Question(tuple(Request(code, scope.clocks) for code in countable(scope).figures), root, scope)

    return _questions.value((this_site().definitions, root, scope), put_together)


def _view_labels() -> dict[str, str]:
    return {"chapters": gettext("By chapter"), "papers": gettext("By paper that asks for them")}


def _view_link(request: HttpRequest, label: str, name: str, value: str, is_chosen: bool) -> ViewLink:
    query = {key: text for key, text in request.GET.items() if text and key != name} | ({name: value} if value else {})
    return ViewLink(label, f"?{urlencode(query)}", is_chosen)


def is_meant(figure: Figure, searched: str, language: str) -> bool:
    """Do all words searched for stand in what the figure is called or what it counts?"""
    if not searched:
        return True
    definitions = this_site().definitions
    texts = [figure.zh, figure.en, figure.figure, *figure.also, chapter_title(figure.chapter, language)]
    texts.append(definition_in_words(figure.figure, definitions, language))
    found = " ".join(texts).casefold()
    return all(word in found for word in searched.casefold().split())


def chapters_of(
    shown: Mapping[str, Figure], answers: Answers, scope: Scope, language: str, *,
    begin: Beginnings | None = None, sparks: Mapping[str, Spark] | None = None,
) -> tuple[Chapter, ...]:  # fmt: skip
    """The figures with their values, in the chapters of the pack."""
    lines: dict[str, list[FigureLine]] = {}
    for code, figure in shown.items():
        line = _line(figure, Request(code, scope.clocks), answers, language, begin, sparks or {})
        lines.setdefault(figure.chapter, []).append(line)
    chapters = this_site().definitions.pack.chapters
    ordered = [*(name for name in chapters if name in lines), *(name for name in lines if name not in chapters)]
    return tuple(Chapter(chapter_title(name, language), tuple(lines[name])) for name in ordered)


def papers_of(
    shown: Mapping[str, Figure], answers: Answers, scope: Scope, language: str, *,
    begin: Beginnings | None = None, sparks: Mapping[str, Spark] | None = None,
) -> tuple[Chapter, ...]:  # fmt: skip
    """The figures under the papers that ask for them, in the order of each paper; at the end those that none asks for."""
    sections: dict[str, list[FigureLine]] = {}
    for asked in papers_asked(language):
        if asked.figure in shown:
            line = _line(
                shown[asked.figure], Request(asked.figure, scope.clocks), answers, language, begin, sparks or {}
            )
            sections.setdefault(asked.paper, []).append(replace(line, asked=asked.said))
    named = {line.code for lines in sections.values() for line in lines}
    rest = [
        _line(one, Request(code, scope.clocks), answers, language, begin, sparks or {})
        for code, one in shown.items()
        if code not in named
    ]
    if rest:
        sections[gettext("Asked for by no paper of this pack")] = rest
    return tuple(Chapter(title, tuple(lines)) for title, lines in sections.items())


@dataclass(frozen=True)
class AskedByPaper:
    """That a paper asks for a figure, and in which words."""

    paper: str
    figure: str
    said: str


def papers_asked(language: str) -> Iterable[AskedByPaper]:
    """What the papers of the pack ask for: the numbers of its published document, and the lines of its programmes."""
    pack, chinese = this_site().definitions.pack, language.startswith("zh")
    if pack.promises:
        document = pack.promises.document
        title = document.title if chinese else document.title_en
        for promise in pack.promises.promises:
            for code in (promise.figure,) if promise.figure else promise.used_by:
                yield AskedByPaper(title, code, promise.printed)
    for programme in pack.programmes.values():
        for line in programme.lines:
            if line.figure:
                yield AskedByPaper(programme.paper.title, line.figure, line.label(language))


def papers_asking(code: str, language: str) -> tuple[str, ...]:
    """The papers that ask for a figure, each with its words."""
    mark = "“{}”" if language.startswith("zh") else '"{}"'
    found = [said_of(one.paper, mark.format(one.said)) for one in papers_asked(language) if one.figure == code]
    return tuple(dict.fromkeys(found))


def _sparks(
    shown: Mapping[str, Figure], root: int | None, scope: Scope, begin: Beginnings, language: str
) -> dict[str, Spark]:
    """The ends of the last years of each figure, all in one plan."""
    clocks = scope.clocks
    days = [*(date(clocks.on.year - back, 12, 31) for back in range(_YEARS_BACK - 1, 0, -1)), clocks.on]
    asked = [Clocks.at(day, tree=clocks.tree, known=clocks.known) for day in days]
    requests = {code: [Request(code, one) for one in asked] for code in shown}
    wanted = begin.known_of(one for those in requests.values() for one in those)
    cells = numbers_soon(Question(wanted, root, scope)).answers.cells if wanted else {}

    def point(request: Request, figure: Figure) -> Point:
        year, value = str(request.clocks.on.year), cells[request].total.value if request in cells else None
        exact = None if value is None else Fraction(value)
        said = gettext("not known") if request not in cells else shown_number(value, figure)
        return Point(year, year, exact, said, unit_of(figure, language), "")

    return {code: spark_of([point(one, shown[code]) for one in those]) for code, those in requests.items()}


def chapter_title(name: str, language: str) -> str:
    """The heading of a chapter."""
    chapters = this_site().definitions.pack.chapters
    return chapters[name].in_language(language) if name in chapters else name


def _line(
    figure: Figure, request: Request, answers: Answers, language: str, begin: Beginnings | None, sparks: Mapping[str, Spark]
) -> FigureLine:  # fmt: skip
    label, spark = figure.label(language), sparks.get(figure.figure)
    if request in answers.refused:
        return FigureLine(figure.figure, label, "—", "", answers.refused[request].sentence(language), spark=spark)
    if begin is not None and not begin.knows(request):
        return FigureLine(figure.figure, label, gettext("not known"), "", "", spark=spark)
    value = shown_number(answers.total(request).value, figure)
    return FigureLine(figure.figure, label, value, unit_of(figure, language), "", spark=spark)


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


def the_figure(code: str, scope: Scope) -> Figure:
    """A figure that the user may count. 404 otherwise."""
    definitions = this_site().definitions
    if code not in definitions.pack.figures or code not in countable(scope):
        raise Http404
    return definitions.pack.figures[code]


def may_list_rows(figure: Figure, scope: Scope) -> bool:
    """May the user see the rows behind the number, or the number only?"""
    return all(scope.may_list(part.kind) for part in this_site().definitions.measured_parts(figure.figure))
