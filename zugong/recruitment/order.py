"""The order of those who were examined, who sits which part, who is next, what must be settled before a step, and the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zugong.cases.filed import ledger_store
from zugong.dictionary.store import StoredRow
from zugong.recruitment import rules
from zugong.recruitment.models import Application, Objection
from zugong.recruitment.notices import CHECKED, CLEARED, CLOSED, EXAMINED, RESULT, SHOWN, VETTED, Notice

#: Stage of the tally → the stages of registrations that it counts.
COUNTED = {
    "applied": rules.STAGES, "admitted": rules.PASSED_CHECK,
    "shortlisted": (rules.SHORTLISTED, rules.UNFIT, rules.VETTED, rules.PROPOSED, rules.ENGAGED, rules.DECLINED, rules.STRUCK),
    "proposed": (rules.PROPOSED, rules.ENGAGED, rules.STRUCK), "engaged": (rules.ENGAGED,),
}  # fmt: skip
#: Step of the case → the tallies that it closes.
TALLIES = {
    CHECKED: ("places", "applied", "admitted"), EXAMINED: ("examined",), VETTED: ("shortlisted",), SHOWN: ("proposed",),
    CLOSED: ("engaged",),
}  # fmt: skip


def applications_of(found: Notice) -> QuerySet[Application]:
    """The registrations of a notice, in the order of their numbers."""
    return Application.objects.filter(notice=found.id).order_by("number")


def scored(application: Application) -> rules.Scored:
    """The scores of one registration."""
    return rules.Scored(application.pk, application.written, application.interview, application.further)


@dataclass(frozen=True)
class PostOrder:
    """The order of one post: all who passed the check, and who of them comes next for the places that are free."""

    post: StoredRow
    lines: tuple[rules.Ranked, ...]
    following: rules.NextIn


def orders(found: Notice, only: int | None = None) -> tuple[PostOrder, ...]:
    """The order of each post of a notice, or of one of them. One question; nothing that is sealed is read."""
    passed = applications_of(found).filter(stage__in=rules.PASSED_CHECK)
    if only is not None:
        passed = passed.filter(post=only)
    by_post: dict[int, list[tuple[rules.Scored, str]]] = {}
    for post, stage, *scores in passed.values_list("post", "stage", "pk", *rules.PARTS):
        by_post.setdefault(post, []).append((rules.Scored(*scores), stage))
    return tuple(
        _post_order(found, post, by_post.get(post.anchor or 0, ()))
        for post in found.posts
        if only in (None, post.anchor)
    )


def _post_order(found: Notice, post: StoredRow, everybody: Collection[tuple[rules.Scored, str]]) -> PostOrder:
    lines = rules.ranked([one for one, _ in everybody], found.weights)
    taken = sum(stage in rules.IN_FOR_THE_PLACE for _, stage in everybody)
    called_before = [one.application for one, stage in everybody if stage != rules.ADMITTED]
    free = max(0, post.values["places"] - taken)
    return PostOrder(post, lines, rules.next_in_line(lines, free=free, out=called_before))


def called_to(found: Notice, part: str) -> QuerySet[Application]:
    """Who sits a part: everybody admitted; an interview that follows a written part, only the best of each post."""
    admitted = applications_of(found).filter(stage__in=rules.PASSED_CHECK)
    if part != rules.INTERVIEW:
        return admitted
    by_post: dict[int, list[rules.Scored]] = {}
    for post, *scores in admitted.values_list("post", "pk", *rules.PARTS):
        by_post.setdefault(post, []).append(rules.Scored(*scores))
    ratio, called = found.row.values["interview_ratio"], set[int]()
    for one in found.posts:
        everybody = by_post.get(one.anchor or 0, ())
        called |= rules.interviewed(everybody, places=one.values["places"], ratio=ratio, weights=found.weights)
    return admitted.filter(pk__in=called)


def unsettled(found: Notice, step: str, today: date) -> int:
    """How many things must be settled before a step that closes a batch."""
    there = applications_of(found)
    if step == CHECKED:
        return there.filter(stage__in=(rules.APPLIED, rules.APPEALED)).count() + (
            today <= found.row.values["closes_on"]
        )
    if step == EXAMINED:
        return sum(_unscored(found, part) for part in found.weights.parts)
    if step == VETTED:
        return there.filter(stage=rules.SHORTLISTED).count()
    if step == CLEARED:
        return Objection.objects.filter(notice=found.id, answered_on__isnull=True).count()
    return there.filter(stage=rules.PROPOSED).count() if step == CLOSED else 0


def _unscored(found: Notice, part: str) -> int:
    return called_to(found, part).filter(Q(**{f"{part}__isnull": True})).exclude(absent__contains=part).count()


def tallies(found: Notice, stages: Iterable[str]) -> list[tuple[StoredRow, str, int]]:
    """The numbers of each post at some stages: post, stage, persons. One question for all."""
    rows = list(applications_of(found))
    counts = {
        "places": Counter({post.anchor: post.values["places"] for post in found.posts}),
        "examined": Counter(one.post for one in rows if one.written is not None or one.interview is not None),
    } | {name: Counter(one.post for one in rows if one.stage in counted) for name, counted in COUNTED.items()}
    return [(post, stage, counts[stage][post.anchor]) for stage in stages for post in found.posts]


def recorded_tallies(found: Notice) -> dict[tuple[int, str], int]:
    """The numbers that were recorded when a batch was closed, by post and stage: all that is left in the end."""
    rows = ledger_store(RESULT).believed(organisation_id=found.organisation)
    return {
        (row.values["post"], row.values["stage"]): row.values["persons"]
        for row in rows if row.values["notice"] == found.id
    }  # fmt: skip
