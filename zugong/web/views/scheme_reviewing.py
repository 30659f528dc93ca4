"""The review queue of an office: clause by clause, twenty on a page, recorded together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import recording
from zugong.schemes.actions import review, visit
from zugong.schemes.evaluating import Clause
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.schemes.asked import Asked, Crumb, asked_about
from zugong.web.schemes.clauses import Choice, choices_of, outcome_word
from zugong.web.schemes.queue import Queue, QueueLine, my_waiting
from zugong.web.schemes.wording import BADGES, hint_of, listed, plain, way_word
from zugong.web.schemes.writing import (
    Typed,
    answer_of,
    office_of,
    problem_with,
    refusal,
    source_of,
    typed_about,
    writer_of,
    written_on,
)
from zugong.web.views.figures import Option, options_of, scope_name

_LINES = 20


@dataclass(frozen=True)
class Tab:
    label: str
    address: str
    count: int
    is_here: bool


@dataclass(frozen=True)
class ReviewLine:
    """One clause of one who is rated, with what was filled in and what the reviewer typed."""

    key: str
    name: str
    address: str
    place: str
    number: str
    text: str
    way: str
    hint: str
    stated: str
    stated_badge: str
    stated_text: str
    proof: str
    choices: tuple[Choice, ...]
    worth: str
    points: str
    typed: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class ReviewingPage(Page):
    """The queue of the user: of one part, twenty lines at a time."""

    template: ClassVar[str] = "web/schemes/reviewing.html"
    crumbs: tuple[Crumb, ...]
    options: tuple[Option, ...]
    office: str
    round_name: str
    left: str
    problems: tuple[str, ...]
    tabs: tuple[Tab, ...]
    lines: tuple[ReviewLine, ...]
    nothing: str
    is_first: bool
    first: str
    next: str
    back: str


@safe_to_repeat
def scheme_review(request: HttpRequest, code: str) -> HttpResponse:
    """The queue; 403 for who may review nothing here."""
    asked = asked_about(request, code)
    queue = my_waiting(asked, with_reviewed=_with_reviewed(request))
    if not queue.may_review:
        raise PermissionDenied(refusal("check"))
    if request.method != "POST":
        return _queue_page(asked, queue, {}, ())
    lines = {line.key: line for line in queue.lines}
    typed = {key: _checked(request, line) for key, line in lines.items()}
    typed = {key: one for key, one in typed.items() if one.outcome or one.text}
    problems = _recorded(asked, [(lines[key], one) for key, one in typed.items()])
    if problems:
        return _queue_page(asked, queue, typed, problems)
    return HttpResponseRedirect(request.get_full_path())


def _checked(request: HttpRequest, line: QueueLine) -> Typed:
    typed = typed_about(request.POST, line.key)
    problem = problem_with(line.criterion, typed, needs_reason=True)
    if not typed.outcome and typed.text:
        problem = gettext("Choose the outcome as well.")
    return Typed(typed.outcome, typed.points, typed.text, typed.proof, problem)


def _recorded(asked: Asked, said: Sequence[tuple[QueueLine, Typed]]) -> tuple[str, ...]:
    """Records everything as one entry, or nothing; what stands against it."""
    wrong = sum(bool(typed.problem) for _, typed in said)
    if wrong:
        return (gettext("%(count)s clauses need another look; they are marked below.") % {"count": wrong},)
    if not said:
        return (gettext("Choose an outcome for at least one clause."),)
    source = source_of(asked.request, note=asked.label)
    try:
        with recording(source):
            for line, typed in said:
                _record(asked, line, typed, source)
    except RuleBroken as error:
        return (error.sentence(asked.language),)
    messages.success(asked.request, gettext("%(count)s reviews recorded.") % {"count": len(said)})
    return ()


def _record(asked: Asked, line: QueueLine, typed: Typed, source) -> None:
    """What was seen on the spot is a visit, everything else a review."""
    answers = (answer_of(line.criterion, typed),)
    written = {
        "filing": asked.filing(line.standing), "answers": answers, "reviewer": writer_of(asked.request),
        "source": source, "access": asked.scope.access, "on": written_on(asked),
    }  # fmt: skip
    if line.criterion.way == "visit":
        visit(**written)
        return
    matter = asked.version.reviewer_of(line.criterion)[1]
    review(**written, office=office_of(asked, matter, line.standing.subject.organisation))


def _queue_page(asked: Asked, queue: Queue, typed: dict[str, Typed], problems: tuple[str, ...]) -> HttpResponse:
    request = asked.request
    part = _part(asked, queue)
    mine = [line for line in queue.lines if line.criterion.group == part and _is_asked(request, line)]
    shown, following = _paged(request, mine)
    if problems:
        shown, following = [line for line in queue.lines if line.key in typed] or shown, ""
    kept = {name: value for name, value in request.GET.items() if value and name != "after"}
    offices = dict.fromkeys(office_of(asked, asked.version.matter, one.subject.organisation) for one in asked.standings)
    content = ReviewingPage(
        title=gettext("Review: %(scheme)s") % {"scheme": asked.label},
        crumbs=asked.crumbs(),
        options=options_of(asked.scope, asked.root),
        office=listed(name for name in offices if name) or scope_name(asked.scope, asked.root),
        round_name=asked.round_name,
        left=gettext("%(count)s clauses wait") % {"count": queue.count},
        problems=problems,
        tabs=_tabs(asked, queue, part),
        lines=tuple(_shown(asked, line, typed.get(line.key, Typed())) for line in shown),
        nothing=_nothing(asked),
        is_first="after" not in request.GET,
        first=f"?{urlencode(kept)}",
        next=f"?{urlencode({**kept, 'after': following})}" if following else "",
        back=asked.address("scheme"),
    )
    return page(request, content, status=422 if problems else 200)


def _with_blank(request: HttpRequest) -> bool:
    """Are clauses asked for too of which nothing was filled in?"""
    return request.GET.get("blank") == "1"


def _with_reviewed(request: HttpRequest) -> bool:
    """Is what was reviewed already asked for, to be reviewed once more?"""
    return request.GET.get("again") == "1"


def _is_asked(request: HttpRequest, line: QueueLine) -> bool:
    """Does the page that the address names show the line?"""
    if _with_reviewed(request):
        return line.is_reviewed
    return line.is_filled or _with_blank(request)


def _part(asked: Asked, queue: Queue) -> str:
    """The group that the address names, else the first in which something waits."""
    wanted = asked.request.GET.get("part", "")
    if wanted in asked.version.groups:
        return wanted
    return next((line.criterion.group for line in queue.lines if _is_asked(asked.request, line)), "")


def _tabs(asked: Asked, queue: Queue, part: str) -> tuple[Tab, ...]:
    request = asked.request
    counts = Counter(line.criterion.group for line in queue.lines if _is_asked(request, line))
    kept = {name: "1" for name, is_on in (("blank", _with_blank(request)), ("again", _with_reviewed(request))) if is_on}
    tabs = [
        Tab(group.label(asked.language), asked.address("scheme_review", part=code, **kept), counts[code], code == part)
        for code, group in asked.version.groups.items()
        if counts[code] or code == part
    ]
    others = (
        ({}, gettext("only what was filled in")),
        ({"blank": "1"}, gettext("also where nothing was filled in")),
        ({"again": "1"}, gettext("review once more")),
    )
    further = (
        Tab(label, asked.address("scheme_review", **query), 0, False) for query, label in others if query != kept
    )
    return (*tabs, *further)


def _paged(request: HttpRequest, lines: Sequence[QueueLine]) -> tuple[Sequence[QueueLine], str]:
    keys, after = [line.key for line in lines], request.GET.get("after", "")
    start = keys.index(after) + 1 if after in keys else 0
    shown = lines[start : start + _LINES]
    return shown, shown[-1].key if start + _LINES < len(lines) else ""


def _nothing(asked: Asked) -> str:
    if _with_reviewed(asked.request):
        return gettext("Nothing has been reviewed in this part yet.")
    if _with_blank(asked.request):
        return gettext("Every clause of this part has been reviewed.")
    return gettext("Nothing that was filled in waits for a review in this part.")


def _shown(asked: Asked, line: QueueLine, typed: Typed) -> ReviewLine:
    criterion, subject = line.criterion, line.standing.subject
    clause = _clause(asked, line)
    filed = clause.record if line.is_reviewed else clause.self_check
    numbers = {one.criterion: place for place, one in enumerate(asked.rating.rules_of(subject.anchor).places, start=1)}
    return ReviewLine(
        key=line.key,
        name=subject.name,
        address=asked.address("scheme_rated", subject.anchor) + f"#clause-{criterion.criterion}",
        place=asked.place_name(line.standing),
        number=str(numbers[criterion.criterion]),
        text=criterion.label(asked.language),
        way=way_word(criterion),
        hint=hint_of(criterion, asked.language),
        stated=outcome_word(asked, filed.outcome) if filed else "",
        stated_badge=BADGES[filed.outcome] if filed else "",  # type: ignore[index]
        stated_text=filed.text if filed else "",
        proof=gettext("Proof: %(proof)s") % {"proof": filed.document} if filed and filed.document else "",
        choices=choices_of(asked, criterion.points, typed.outcome),
        worth=plain(criterion.points),
        points=typed.points or (plain(filed.points) if filed and filed.points is not None else ""),
        typed=typed.text,
        problem=typed.problem,
    )


def _clause(asked: Asked, line: QueueLine) -> Clause:
    clauses = asked.rating.clauses(line.standing.subject.anchor)
    return next(one for one in clauses if one.criterion.criterion == line.criterion.criterion)
