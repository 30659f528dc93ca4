"""Meetings: what each branch has held this month, one branch with its meetings, and the themes that are set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.activities.queries import MeetingLine, last_meetings, meetings_of
from zugong.activities.queries import meetings as kinds_of_meetings
from zugong.kernel.time import Period, months_after
from zugong.packs.meetings import Meeting
from zugong.programmes.evaluating import LineProgress
from zugong.web.activities.begun import SetTheme, theme_set
from zugong.web.activities.doors import BRANCHES, may_fill, may_list_meetings, organisation_asked
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.programmes import counting_below, evaluation_for
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_day, typed_number

_PAGE = 36
_HELD = "good"
_LIST = 12
_THEMES = 24
_AHEAD_DAYS = 62
_LONG = 300


@dataclass(frozen=True)
class KindDone:
    """How many have held a kind of meeting in the round that runs, of how many; its rows are behind the address."""

    label: str
    round_name: str
    done: int
    required: int
    address: str


@dataclass(frozen=True)
class Held:
    """What a branch has of one kind in the month: held, planned, or nothing yet."""

    label: str
    word: str
    level: str
    address: str


@dataclass(frozen=True)
class BranchLine:
    """A branch with what it held in the month."""

    name: str
    address: str
    held: tuple[Held, ...]

    @property
    def done(self) -> int:
        """How many of them were held."""
        return sum(one.level == _HELD for one in self.held)

    @property
    def is_whole(self) -> bool:
        return self.done == len(self.held)


@dataclass(frozen=True, kw_only=True)
class MeetingsPage(Page):
    """What each branch has held in a month."""

    template: ClassVar[str] = "web/activities/meetings.html"
    month: str
    before: str
    after: str
    done: tuple[KindDone, ...]
    headings: tuple[str, ...]
    branches: tuple[BranchLine, ...]
    count: int
    next: str
    is_first: bool
    first: str
    themes_address: str
    matters_address: str


@dataclass(frozen=True)
class ListedMeeting:
    """One meeting of a branch."""

    label: str
    period: str
    on: date
    theme: str
    word: str
    level: str
    address: str


@dataclass(frozen=True)
class NewLink:
    """A kind of meeting that may be begun; `state` says how this month stands with it."""

    label: str
    address: str
    state: str
    level: str


@dataclass(frozen=True, kw_only=True)
class BranchMeetingsPage(Page):
    """The meetings of one branch."""

    template: ClassVar[str] = "web/activities/branch.html"
    crumbs: tuple[Crumb, ...]
    theme: SetTheme | None
    new: tuple[NewLink, ...]
    lines: tuple[ListedMeeting, ...]
    next: str
    is_first: bool
    first: str
    matters_address: str
    ballots_address: str


def meetings(request: HttpRequest) -> HttpResponse:
    """The branches below the user's organisation; whoever has but one branch is led to it."""
    scope = scope_of(request)
    branches = branches_listed(scope)
    if not branches:
        raise Http404
    if len(branches) == 1:
        return HttpResponseRedirect(reverse("meeting_list", args=branches))
    month = _month(scope.clocks.on)
    shown, following = _shown_branches(request, branches, scope)
    language = spoken(request)
    kinds = _regular_kinds()
    lines = meetings_of(shown, Period(month.start.replace(month=1), month.end))
    first = reverse("meetings")
    query = f"?{request.asked.query}" if request.asked.query else ""
    content = MeetingsPage(
        title=gettext("Meetings"),
        month=f"{month.start:%Y-%m}",
        before=f"{first}?on={(month.start - timedelta(days=1)).isoformat()}",
        after=f"{first}?on={(months_after(month.start, 2) - timedelta(days=1)).isoformat()}"
        if month.end <= usual_day()
        else "",
        done=tuple(_done(scope, language)),
        headings=tuple(kind.label(language) for kind in kinds),
        branches=tuple(_branch_line(one, lines, kinds, month.last, scope, language) for one in shown),
        count=len(branches),
        next=f"{first}?{_joined(request, after=following)}" if following else "",
        is_first="after" not in request.GET,
        first=f"{first}{query}",
        themes_address=reverse("meeting_themes"),
        matters_address=reverse("village_matters"),
    )
    return page(request, content)


def _joined(request: HttpRequest, *, after: str) -> str:
    return "&".join(part for part in (request.asked.query, f"after={after}") if part)


def _month(day: date) -> Period:
    start = day.replace(day=1)
    return Period(start, months_after(start, 1))


def branches_listed(scope: Scope) -> list[int]:
    """The branches of today whose meetings the user may read, in the order of their codes."""
    found = [
        node for node in scope.todays_tree
        if node.living and node.kind in BRANCHES and may_list_meetings(scope, node.id)
    ]  # fmt: skip
    return [node.id for node in sorted(found, key=lambda node: (node.code, node.id))]


def _shown_branches(request: HttpRequest, branches: list[int], scope: Scope) -> tuple[list[int], str]:
    """One page of branches from after a code, and the code for the next page."""
    code = request.GET.get("after", "")
    tree = scope.todays_tree
    left = [one for one in branches if not code or tree.node(one).code > code]
    shown = left[:_PAGE]
    return shown, tree.node(shown[-1]).code if len(left) > _PAGE else ""


def _regular_kinds() -> tuple[Meeting, ...]:
    """The kinds that the board has a column for: those that a programme asks for, and that no other meeting can stand for."""
    return tuple(kind for kind in kinds_of_meetings().values() if kind.line and kind.gives is None)


def _done(scope: Scope, language: str) -> Iterator[KindDone]:
    """How many have held each kind that a programme asks for; one plan for all."""
    kinds = {kind.line: kind for kind in kinds_of_meetings().values() if kind.line}
    evaluation = evaluation_for(scope.root, scope, is_recent=True, lines=tuple(kinds))
    answers = counting_below(scope.root, scope)(evaluation.requests)
    for progress in evaluation.progress(answers):
        kind = kinds.get(progress.asked.code)
        if kind is not None and progress.current is not None:
            yield _kind_done(kind, progress, language)


def _kind_done(kind: Meeting, progress: LineProgress, language: str) -> KindDone:
    current = progress.current
    assert current is not None
    address = reverse("programme_line", args=[progress.asked.code])
    done = current.required - current.open_count
    return KindDone(kind.label(language), f"{current.round.period.start:%Y-%m}", done, current.required, address)


def _branch_line(
    organisation: int, lines: Iterable[MeetingLine], kinds: Iterable[Meeting], day: date, scope: Scope, language: str
) -> BranchLine:  # fmt: skip
    """What a branch has of each kind in the month, quarter or year of a day, as the kind returns."""
    mine = [line for line in lines if line.organisation == organisation]
    held = tuple(_held(kind, _of_kind(kind, mine, day), language) for kind in kinds)
    return BranchLine(scope.todays_tree.name(organisation), reverse("meeting_list", args=[organisation]), held)


def _of_kind(kind: Meeting, lines: Iterable[MeetingLine], day: date) -> list[MeetingLine]:
    """Those of a kind in the same month, quarter or year as a day, as the kind returns."""
    return [line for line in lines if line.values["series"] == kind.meeting and _same_round(kind, line.on, day)]


def _held(kind: Meeting, lines: list[MeetingLine], language: str) -> Held:
    """The best of what there is of a kind: held before planned."""
    label = kind.label(language)
    best = next((line for line in lines if line.status == "held"), lines[0] if lines else None)
    if best is None:
        return Held(label, "", "", "")
    word, level = _word(best)
    return Held(label, f"{word} {best.on:%m-%d}", level, reverse("meeting", args=[best.identity]))


def _word(line: MeetingLine) -> tuple[str, str]:
    return {
        "held": (gettext("was held"), _HELD),
        "planned": (gettext("planned"), "amber"),
    }.get(line.status, (gettext("cancelled"), "grey"))


def meeting_list(request: HttpRequest, identity: int) -> HttpResponse:
    """One branch: what to do this month, and its meetings, the latest first."""
    scope, language = scope_of(request), spoken(request)
    organisation_asked(scope, identity)
    before = _before(request.GET.get("before", ""))
    lines = last_meetings(identity, before=before, limit=_LIST + 1)
    here = reverse("meeting_list", args=[identity])
    last = lines[_LIST - 1] if len(lines) > _LIST else None
    crumbs = (Crumb(gettext("Meetings"), reverse("meetings")),) if len(branches_listed(scope)) > 1 else ()
    content = BranchMeetingsPage(
        title=gettext("Meetings: %(name)s") % {"name": scope.todays_tree.name(identity)},
        crumbs=crumbs,
        theme=_current_theme(identity, scope),
        new=tuple(_new_links(identity, language)) if may_fill(scope, identity) else (),
        lines=tuple(_listed(line, language) for line in lines[:_LIST]),
        next=f"{here}?before={last.on.isoformat()}.{last.identity}" if last else "",
        is_first=before is None,
        first=here,
        matters_address=reverse("village_matters"),
        ballots_address=f"{reverse('ballots')}?of={identity}",
    )
    return page(request, content)


def _before(text: str) -> tuple[date, int] | None:
    day, _, identity = text.partition(".")
    on, pk = typed_day(day), typed_number(identity)
    return (on, pk) if on and pk else None


def _current_theme(organisation: int, scope: Scope) -> SetTheme | None:
    themed = (kind for kind in kinds_of_meetings().values() if kind.has_theme)
    found = (theme_set(kind, kind.period_of(usual_day()), organisation, scope) for kind in themed)
    return next((theme for theme in found if theme), None)


def _new_links(organisation: int, language: str) -> Iterator[NewLink]:
    today = usual_day()
    year = Period(today.replace(month=1, day=1), today + timedelta(days=_AHEAD_DAYS))
    recent = meetings_of([organisation], year)
    for code, kind in kinds_of_meetings().items():
        mine = [line for line in recent if line.values["series"] == code and _same_round(kind, line.on, today)]
        best = next((line for line in mine if line.status == "held"), mine[0] if mine else None)
        word, level = _word(best) if best else ("", "")
        state = f"{word} {best.on:%m-%d}" if best else ""
        yield NewLink(kind.label(language), reverse("meeting_new", args=[organisation, code]), state, level)


def _same_round(kind: Meeting, one: date, other: date) -> bool:
    if kind.returns == "yearly":
        return one.year == other.year
    if kind.returns == "quarterly":
        return (one.year, (one.month - 1) // 3) == (other.year, (other.month - 1) // 3)
    return (one.year, one.month) == (other.year, other.month)


def _listed(line: MeetingLine, language: str) -> ListedMeeting:
    kind = kinds_of_meetings().get(line.values["series"])
    word, level = _word(line)
    return ListedMeeting(
        kind.label(language) if kind else line.values["series"], line.values["period"], line.on, line.values["theme"] or "",
        word, level, reverse("meeting", args=[line.identity]),
    )  # fmt: skip
