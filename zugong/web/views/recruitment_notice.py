"""One recruitment on one page: what is next, what holds it up, the numbers of each post, and the doors to the batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from zugong.cases.acting import may_act
from zugong.recruitment import rules
from zugong.recruitment.destroying import destroys_on
from zugong.recruitment.models import Application, Objection
from zugong.recruitment.notices import CHECKED, CLEARED, EXAMINED, NOTICE, SHOWN, VETTED, Notice, is_public, kind_of
from zugong.recruitment.order import COUNTED, recorded_tallies, unsettled
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.recruitment.doors import may_deal, notice_asked, organisation_name
from zugong.web.recruitment.positions import PositionNow, positions_of
from zugong.web.scope import scope_of
from zugong.web.views.jobs import examination_of, state_of
from zugong.web.views.recruitment_papers import papers_of


@dataclass(frozen=True)
class StepLine:
    """A step of the case: done on which day, or next with what holds it up; `address` takes it."""

    label: str
    on: date | None
    is_next: bool
    address: str
    waits_for: int


@dataclass(frozen=True)
class Door:
    """A batch that can be worked on, with how many wait there."""

    label: str
    address: str
    waiting: int


@dataclass(frozen=True)
class PostNumbers:
    """The numbers of one post."""

    code: str
    name: str
    employer: str
    places: int
    applied: int
    waiting: int
    admitted: int
    called: int
    proposed: int
    engaged: int
    position: PositionNow | None = None


@dataclass(frozen=True, kw_only=True)
class RecruitmentPage(Page):
    """One recruitment for its office; for others that may know of it the notice and the numbers."""

    template: ClassVar[str] = "web/recruitment/notice.html"
    crumbs: tuple[Crumb, ...]
    state: str
    level: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[StepLine, ...]
    doors: tuple[Door, ...]
    papers: tuple[Crumb, ...]
    posts: tuple[PostNumbers, ...]
    total: PostNumbers
    case_address: str
    change_address: str
    public_address: str
    destroyed_on: date
    is_destroyed: bool
    may_deal: bool


def recruitment(request: HttpRequest, identity: int) -> HttpResponse:
    """The page. 404 for a notice out of reach."""
    found, scope, today = notice_asked(request, identity), scope_of(request), usual_day()
    deals = may_deal(scope, found.organisation)
    posts = tuple(_numbers(found, positions_of(found, scope)))
    state, level = state_of(found, today) if found.is_published else (gettext("not published"), "amber")
    content = RecruitmentPage(
        title=found.title,
        crumbs=(Crumb(gettext("Recruitment and introduction of talent"), reverse("recruitments")),),
        state=state,
        level=level,
        facts=tuple(_facts(found, spoken(request), organisation_name(scope, found.organisation))),
        steps=tuple(_steps(request, found, today)),
        doors=tuple(_doors(found)) if deals else (),
        papers=tuple(papers_of(request, found)) if deals else (),
        posts=posts,
        total=_sum(posts),
        case_address=reverse("case", args=[found.case.id]) if found.case else "",
        change_address=reverse("recruitment_change", args=[identity]) if deals and not found.is_published else "",
        public_address=reverse("job", args=[identity]) if is_public(found, today) else "",
        destroyed_on=destroys_on(found),
        is_destroyed=destroys_on(found) <= today,
        may_deal=deals,
    )
    return page(request, content)


def _facts(found: Notice, language: str, held_by: str) -> Iterator[tuple[str, str]]:
    kind, said = kind_of(NOTICE), found.row.values
    for code in ("kind", "paper", "opens_on", "closes_on", "asked", "contact"):
        field = kind.fields[code]
        shown = field.type.show(said[code], field, language)
        if code == "asked":
            shown = ("、" if language.startswith("zh") else ", ").join(one.label(language) for one in found.fields)
        yield field.label(language), shown
    yield gettext("Examination"), examination_of(found, language)
    yield kind.fields["organisation"].label(language), held_by


def _steps(request: HttpRequest, found: Notice, today: date) -> Iterator[StepLine]:
    """Every step of the case in its order; of what is next, what must be settled first."""
    if found.case is None:
        return
    language, access, state = spoken(request), scope_of(request).access, found.case.state
    following = {one.step.step for one in state.offers(today) if not one.waits_for}
    for step in found.case.case_type.steps:
        done = state.done.get(step.step)
        is_next = done is None and step.step in following and not state.ended
        may = is_next and may_act(found.case.case_type, step, found.organisation, access)
        address = reverse("case_do", args=[found.case.id, step.step]) if may else ""
        waits_for = unsettled(found, step.step, today) if is_next else 0
        yield StepLine(step.label(language), done.on if done else None, is_next, address, waits_for)


def _doors(found: Notice) -> Iterator[Door]:
    """Only what can be worked on now or looked up."""
    counts = Counter(dict(Application.objects.filter(notice=found.id).values_list("stage").annotate(Count("pk"))))
    if not sum(counts.values()):
        return
    counts = Counter() if found.ended_on else counts  # nobody waits for anything any more
    waiting = {
        "check": counts[rules.APPLIED] + counts[rules.APPEALED], "vetting": counts[rules.SHORTLISTED],
        "engagement": counts[rules.PROPOSED],
    }  # fmt: skip
    yield Door(gettext("Check of qualifications"), _batch(found, "check"), waiting["check"])
    if found.last(CHECKED) is not None:
        yield Door(gettext("Sittings and slips"), reverse("recruitment_sittings", args=[found.id]), 0)
        for part in found.weights.parts:
            address = reverse("recruitment_scores", args=[found.id, part])
            label = gettext("Scores: written examination") if part == rules.WRITTEN else gettext("Scores: interview")
            yield Door(label, address, 0)
        yield Door(gettext("Order by total"), reverse("recruitment_order", args=[found.id]), 0)
    if found.last(EXAMINED) is not None:
        yield Door(gettext("Medical and background check"), _batch(found, "vetting"), waiting["vetting"])
    if found.last(SHOWN) is not None or found.last(VETTED) is not None:
        objections = Objection.objects.filter(notice=found.id, answered_on__isnull=True).count()
        yield Door(gettext("Objections"), reverse("recruitment_objections", args=[found.id]), objections)
    if found.last(SHOWN) is not None:
        yield Door(
            gettext("Engagement"), _batch(found, "engagement"), waiting["engagement"] if found.last(CLEARED) else 0
        )


def _batch(found: Notice, batch: str) -> str:
    return reverse("recruitment_batch", args=[found.id, batch])


#: The same numbers while registrations are there and once they are destroyed; who waits for the check is no number to keep.
_KEPT = ("applied", "admitted", "shortlisted", "proposed", "engaged")
_WAITING = (rules.APPLIED, rules.APPEALED)


def _numbers(found: Notice, positions: Mapping[int, PositionNow]) -> Iterator[PostNumbers]:
    """Of each post as the registrations stand; once they are destroyed, as the ledger of numbers has them."""
    counts: Counter[tuple[int, str]] = Counter()
    for post, stage, count in (
        Application.objects.filter(notice=found.id).values_list("post", "stage").annotate(Count("pk"))
    ):
        counts[post, stage] = count
    recorded = {} if counts else recorded_tallies(found)
    for one in found.posts:
        said, anchor = one.values, one.anchor or 0
        applied, admitted, called, proposed, engaged = (
            recorded.get((anchor, stage), 0) + sum(counts[anchor, counted] for counted in COUNTED[stage])
            for stage in _KEPT
        )
        waiting = sum(counts[anchor, stage] for stage in _WAITING)
        yield PostNumbers(
            said["code"], said["name"], said["employer"], said["places"], applied, waiting, admitted, called, proposed,
            engaged, positions.get(said.get("position") or 0),
        )  # fmt: skip


def _sum(posts: tuple[PostNumbers, ...]) -> PostNumbers:
    def of(name: str) -> int:
        return sum(getattr(one, name) for one in posts)

    return PostNumbers(
        "",
        "",
        "",
        of("places"),
        of("applied"),
        of("waiting"),
        of("admitted"),
        of("called"),
        of("proposed"),
        of("engaged"),
    )
