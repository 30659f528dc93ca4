"""Programmes as pages show them: evaluated with the rights and clocks of the request, each line in words with its links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from zugong.figures.answers import Answers, Request
from zugong.figures.queries import this_site
from zugong.packs.pack import Pack
from zugong.packs.programmes import Programme
from zugong.programmes.evaluating import Asked, Evaluation, LineProgress, RoundProgress
from zugong.programmes.queries import Common, Counting, DueLine, due_for
from zugong.programmes.rules import State
from zugong.programmes.wording import interval, numbers, percent, round_name, state_word
from zugong.web.countable import countable
from zugong.web.kept_answers import Question, numbers_soon
from zugong.web.scope import Scope

BADGES: dict[State, str] = {
    "overdue": "red", "due": "amber", "done": "good", "not_yet": "grey", "not_required": "grey", "counted": "grey",
    "unknown": "grey",
}  # fmt: skip
#: Where a number that a paper sets for the whole area can be compared: at the committee of the area, not below it.
_WHOLE_AREAS = ("local_committee", "higher_committee")


@dataclass(frozen=True)
class ShownPaper:
    """A paper that asks, with where in it and by which programme."""

    title: str
    number: str
    article: str
    programme: str
    address: str


@dataclass(frozen=True)
class ShownRound:
    """One round as a mark of a row of marks."""

    name: str
    state: str
    badge: str
    numbers: str
    deadline: date
    start: str
    is_current: bool


@dataclass(frozen=True)
class ShownLine:
    """A line in words: what, who, until when, how far, in which state; `papers` are all that ask for it."""

    code: str
    label: str
    address: str
    owner: str
    partners: tuple[str, ...]
    why: str
    interval: str
    round_name: str
    deadline: date | None
    numbers: str
    percent: str
    width: str
    year_percent: str
    state: State
    state_word: str
    badge: str
    papers: tuple[ShownPaper, ...]
    rounds: tuple[ShownRound, ...]
    refusal: str


def the_pack() -> Pack:
    """The pack of this site."""
    return this_site().definitions.pack


def counting_below(root: int | None, scope: Scope) -> Counting:
    """Answers below an organisation with the rights of the request; numbers that nothing touched are not counted again."""

    def counted(requests: Sequence[Request]) -> Answers:
        return numbers_soon(Question(tuple(requests), root, scope)).answers

    return counted


def is_whole_area(root: int | None, scope: Scope) -> bool:
    """Is the organisation the committee of an area, or is the question about everything?"""
    return scope.territory is None if root is None or root not in scope.tree else scope.tree.kind(root) in _WHOLE_AREAS


def evaluation_for(
    root: int | None, scope: Scope, *, is_recent: bool, programmes: tuple[str, ...] = (), lines: tuple[str, ...] = ()
) -> Evaluation:
    """All lines as far as the user may count what stands behind them."""
    return Evaluation(
        the_pack(), scope.clocks, is_whole_area(root, scope), countable(scope).__contains__, programmes, lines,
        is_recent,
    )  # fmt: skip


def due_below(root: int | None, scope: Scope, language: str) -> tuple[DueLine, ...]:
    """What is open below an organisation, overdue first: what the first page shows of programmes."""
    may_count = countable(scope).__contains__
    whole = is_whole_area(root, scope)
    return due_for(the_pack(), scope.clocks, counting_below(root, scope), may_count, language, is_whole=whole)


def the_programme(code: str) -> Programme:
    """The programme of that code. 404 otherwise."""
    found = the_pack().programmes.get(code)
    if found is None:
        raise Http404
    return found


def kept_query(request: HttpRequest, root: int | None, scope: Scope, **more: str) -> str:
    """The query that keeps organisation and clocks on a link: `?…`, or nothing."""
    wanted = dict(more)
    if root is not None and root != scope.root:
        wanted["organisation"] = str(root)
    query = "&".join(part for part in (urlencode(wanted), request.asked.query) if part)
    return f"?{query}" if query else ""


def shown_common(common: Common, language: str, query: str, chosen: RoundProgress | None = None) -> ShownLine:
    """A thing asked for, with all papers that ask."""
    return shown_line(common.progress, common.asked_by, language, query, chosen)


def shown_line(
    progress: LineProgress, asked_by: Sequence[Asked], language: str, query: str, chosen: RoundProgress | None = None
) -> ShownLine:
    """A line in words, with the numbers of the `chosen` round, else of the one that its state is about."""
    pack, asked, line = the_pack(), progress.asked, progress.asked.counted_line
    one = chosen or progress.in_question
    share = one.share if one else None
    owners = {name: words.in_language(language) for name, words in pack.owners.items()}
    return ShownLine(
        code=asked.code,
        label=asked.line.label(language),
        address=reverse("programme_line", args=[asked.code]) + query,
        owner=owners[asked.line.owner],
        partners=tuple(owners[name] for name in asked.line.partners),
        why=_why(asked, language),
        interval=interval(line, language),
        round_name=round_name(one.round, line.returns, language) if one else "",
        deadline=one.round.deadline if one else None,
        numbers=numbers(progress, one, pack, language),
        percent=percent(share) if share is not None else "",
        width=f"{float(share) * 100:.1f}" if share is not None else "0",
        year_percent=percent(progress.share) if progress.asked.counted_line.duty else "",
        state=chosen.state if chosen else progress.state,
        state_word=state_word(chosen.state if chosen else progress.state, language),
        badge=BADGES[chosen.state if chosen else progress.state],
        papers=tuple(shown_paper(each, language, query) for each in asked_by),
        rounds=tuple(_shown_round(progress, each, language) for each in progress.rounds),
        refusal=one.refusal.sentence(language) if one and one.refusal else "",
    )


def _why(asked: Asked, language: str) -> str:
    words = asked.line.why or asked.counted_line.why
    return words.in_language(language) if words else ""


def shown_paper(asked: Asked, language: str, query: str) -> ShownPaper:
    """The paper of a line."""
    paper = asked.programme.paper
    return ShownPaper(
        paper.title, paper.number, asked.line.article, asked.programme.label(language),
        reverse("programme", args=[asked.programme.programme]) + query,
    )  # fmt: skip


def _shown_round(progress: LineProgress, one: RoundProgress, language: str) -> ShownRound:
    return ShownRound(
        name=round_name(one.round, progress.asked.counted_line.returns, language),
        state=state_word(one.state, language),
        badge=BADGES[one.state],
        numbers=numbers(progress, one, the_pack(), language),
        deadline=one.round.deadline,
        start=one.round.period.start.isoformat(),
        is_current=one is progress.in_question,
    )
