"""Duties of programmes whose day is past, by the organisation that has them open: what a board shows beside its matters.

A board that said "in order" of a branch whose meeting is overdue would contradict the list of duties above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from zugong.figures.answers import WHOLE, Group, Whole
from zugong.programmes.evaluating import LineProgress
from zugong.programmes.queries import Common, DueLine, common_lines, due_lines
from zugong.web.attention import Matter
from zugong.web.middleware import spoken
from zugong.web.programmes import counting_below, evaluation_for, kept_query
from zugong.web.scope import Scope, scope_of


@dataclass(frozen=True)
class Overdue:
    """Each overdue duty as a red matter: in all, and by subordinate organisation where it is open there."""

    in_all: tuple[Matter, ...]
    by_organisation: dict[int, tuple[Matter, ...]]


def overdue_below(request: HttpRequest, root: int | None) -> Overdue:
    """What is overdue below an organisation, as far as the user may count it; the longest overdue first."""
    scope = scope_of(request)
    if root is None or root not in scope.tree:
        return Overdue((), {})
    evaluation = evaluation_for(root, scope, is_recent=True)
    answers = counting_below(root, scope)(evaluation.requests)

    def told(found: Iterable[LineProgress], group: Group | Whole) -> tuple[Matter, ...]:
        return tuple(_matters(request, common_lines(found), root, scope, group))

    every = [one for one in evaluation.progress(answers) if _is_overdue(one)]
    groups = (root, *scope.tree.children(root)) if every else ()
    parts = {
        group: told((evaluation.line_progress(one.asked, answers, group) for one in every), group) for group in groups
    }
    return Overdue(told(every, WHOLE), {group: matters for group, matters in parts.items() if matters})


def _is_overdue(progress: LineProgress) -> bool:
    return progress.asked.counted_line.duty is not None and any(one.state == "overdue" for one in progress.rounds)


def _matters(
    request: HttpRequest, found: Iterable[Common], root: int, scope: Scope, group: Group | Whole
) -> Iterator[Matter]:
    due = [(one, common) for common in found for one in due_lines(common, spoken(request)) if one.is_over]
    for one, common in sorted(due, key=lambda pair: (pair[0].deadline, pair[0].code)):
        yield _matter(request, one, common, root, scope, group)


def _matter(
    request: HttpRequest, due: DueLine, common: Common, root: int, scope: Scope, group: Group | Whole
) -> Matter:
    asked = common.progress.asked
    duty = asked.counted_line.duty
    assert duty is not None
    more = {"part": "open", "round": due.round_start.isoformat()}
    more |= {"group": str(group)} if isinstance(group, int) else {}
    may_list = scope.may_list(scope.catalogue.types[duty.of])
    return Matter(
        code=due.code,
        level="red",
        label=f"{due.label}（{due.round_name}）" if due.round_name else due.label,
        count=due.open_count,
        unit=gettext("still open"),
        why=due.why,
        source=due.papers[0] if due.papers else "",
        article="",
        due=due.deadline.isoformat(),
        is_over=True,
        address=reverse("programme_rows", args=[due.code]) + kept_query(request, root, scope, **more)
        if may_list
        else "",
    )
