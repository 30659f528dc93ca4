"""What waits for the user that no figure counts: files to decide about, corrections asked for, complaints to answer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from zugong.ballots.queries import count_open_for, first_open_for
from zugong.cases.filed import types_read
from zugong.cases.queries import count_running_of, count_waiting
from zugong.complaints import queries as complaints
from zugong.corrections import queries as corrections
from zugong.dictionary.freshness import mark_now
from zugong.exchange.models import ImportJob
from zugong.figures.queries import this_site
from zugong.kernel.facts.recording import is_recording
from zugong.kernel.keeping import Kept
from zugong.kernel.time import today
from zugong.requests.records import LEDGERS
from zugong.web.administration.duty import may_here
from zugong.web.cases.asked import asked_cases
from zugong.web.cases.news import news_of
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.requests.owed import owed_by_user
from zugong.web.requests.waiting import waiting_for
from zugong.web.schemes.appeals import open_appeals
from zugong.web.scope import scope_of

_A_MONTH = timedelta(days=30)
_KEPT_TASKS = 512
_APPEALS = ("scheme_appeal", "scheme_appeal_decision")
_TREE = ("organisation", "belongs")

Found = TypeVar("Found")
_found: Kept[Any] = Kept(_KEPT_TASKS)


@dataclass(frozen=True)
class Task:
    """So many of something wait. `due` is the first day by which one is owed, "" where there is none."""

    label: str
    count: int
    unit: str
    why: str
    due: str
    is_over: bool
    address: str

    @property
    def level(self) -> str:
        return "red" if self.is_over else "amber"


def tasks_of(request: HttpRequest) -> tuple[Task, ...]:
    """What waits for the user, only that which there is."""
    found = (
        _votes(request),
        *_requests(request),
        _complaints(request),
        _corrections(request),
        _appeals(request),
        _admissions(request),
        _cases(request),
        _case_news(request),
        _own_case(request),
        _imports(request),
    )
    return tuple(task for task in found if task and task.count)


def _kept(request: HttpRequest, what: str, types: Collection[str], find: Callable[[], Found]) -> Found:
    """What is found in records of these types for a user, until an entry touches one of them.

    The scope stands for the rights, the definitions for the pack; neither is the same object once it says something else.
    """
    if is_recording():  # its own changes have no number yet
        return find()
    scope, user = scope_of(request), request.user.get_username()
    key = (what, scope, user, usual_day(), this_site().definitions, mark_now().version((*types, *_TREE)))
    found: Found = _found.value(key, find)
    return found


def _votes(request: HttpRequest) -> Task | None:
    """Open secret votes in which the user has not voted yet."""
    person = request.user.person_id
    first = first_open_for(person) if person else None
    if person is None or first is None:
        return None
    return Task(
        label=gettext("A secret vote is open for you"),
        count=count_open_for(person),
        unit=gettext("votes"),
        why=gettext("Nobody can see how you vote; it takes a minute."),
        due="",
        is_over=False,
        address=reverse("ballot", args=[first]),
    )


def _complaints(request: HttpRequest) -> Task | None:
    """Complaints without an answer that the user may read."""
    due = complaints.waiting(request.access, keeps_accounts=may_here(request, "account"))
    return Task(
        label=gettext("Complaints without an answer"),
        count=len(due),
        unit=gettext("complaints"),
        why=gettext("Whoever complained was promised an answer by this date."),
        due=due[0].isoformat() if due else "",
        is_over=bool(due) and due[0] < today(),
        address=reverse("complaints"),
    )


def _corrections(request: HttpRequest) -> Task | None:
    """Requests of members whose records the user may fill in."""
    scope = scope_of(request)
    if not any(grant.act == "fill" for grant in scope.access.grants):
        return None
    return Task(
        label=gettext("Corrections that members ask for"),
        count=corrections.requests_for(scope.access, scope.catalogue).count(),
        unit=gettext("requests"),
        why=gettext("A member says that the own record is wrong; correct it or say why not."),
        due="",
        is_over=False,
        address=reverse("corrections"),
    )


def _appeals(request: HttpRequest) -> Task:
    """Appeals in ratings about which an office of the user decides."""
    return Task(
        label=gettext("Appeals in ratings"),
        count=_kept(request, "appeals", _APPEALS, lambda: open_appeals(scope_of(request))),
        unit=gettext("appeals"),
        why=gettext("Another person than who reviewed decides; results wait for it."),
        due="",
        is_over=False,
        address=reverse("schemes"),
    )


def _requests(request: HttpRequest) -> list[Task]:
    """Forms from above that one's own organisations must send: each with who asks, by which paper, until when."""
    return [
        Task(
            label=one.title,
            count=one.boxes,
            unit=gettext("boxes, most of them filled"),
            why=gettext("Sent back: %(reason)s") % {"reason": one.sent_back}
            if one.sent_back
            else one.reason(spoken(request)),
            due=one.due_on.isoformat() if one.due_on else "",
            is_over=one.is_late,
            address=reverse("request_fill", args=[one.request, one.organisation]),
        )
        for one in _kept(request, "owed", LEDGERS, lambda: owed_by_user(request))
    ]


def _admissions(request: HttpRequest) -> Task:
    """Requests for data that somebody else defined and that wait to be admitted."""
    return Task(
        label=gettext("Forms that wait to be admitted"),
        count=_kept(request, "admissions", LEDGERS, lambda: len(waiting_for(request))),
        unit=gettext("requests"),
        why=gettext("Nobody below need fill them in until another person admits them."),
        due="",
        is_over=False,
        address=reverse("requests"),
    )


def _cases(request: HttpRequest) -> Task | None:
    """Steps of cases that wait for the user's offices and are overdue or fall due within a month."""
    asked = asked_cases(request)
    if not asked.may_see_any:
        return None
    counts = _kept(
        request, "cases", types_read(),
        lambda: count_waiting(asked.reach, asked.day, asked.day + _A_MONTH, actors=asked.own_organisations),
    )  # fmt: skip
    return Task(
        label=gettext("Steps in cases that fall due"),
        count=counts.overdue + counts.soon,
        unit=gettext("steps"),
        why=gettext("Each says by which rule it is due, and since when."),
        due=counts.first.isoformat() if counts.first else "",
        is_over=counts.overdue > 0,
        address=reverse("cases"),
    )


def _case_news(request: HttpRequest) -> Task:
    """Steps that others took in cases of the user's offices since the last visit; told once."""
    return Task(
        label=gettext("Done in cases since the last visit"),
        count=len(news_of(asked_cases(request))),
        unit=gettext("steps"),
        why=gettext("Others took a step that your office is to hear of."),
        due="",
        is_over=False,
        address=f"{reverse('cases')}?whose=news",
    )


def _own_case(request: HttpRequest) -> Task | None:
    """The own cases of an applicant or a member, with what comes next."""
    person = request.user.person_id
    if person is None:
        return None
    return Task(
        label=gettext("My case"),
        count=count_running_of(person, usual_day()),
        unit=gettext("cases"),
        why=gettext("The steps so far, what comes next, and who does it."),
        due="",
        is_over=False,
        address=reverse("own_cases"),
    )


def _imports(request: HttpRequest) -> Task | None:
    """The user's own files that were read and neither taken in nor put away."""
    if not any(grant.act == "fill" for grant in scope_of(request).access.grants):
        return None
    waiting = Q(state__in=(ImportJob.CHECKED, ImportJob.REFUSED))
    jobs = ImportJob.objects.filter(user=request.user).aggregate(waiting=Count("pk", filter=waiting))
    return Task(
        label=gettext("Files waiting for your decision"),
        count=jobs["waiting"],
        unit=gettext("files"),
        why=gettext("They were read and checked; nothing of them is recorded until you say so."),
        due="",
        is_over=False,
        address=reverse("imports"),
    )
