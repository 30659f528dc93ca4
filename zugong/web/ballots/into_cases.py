"""The totals of a secret vote in the step of a case that is decided by it, as if they had been typed from paper."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse

from zugong.ballots import queries
from zugong.ballots.models import Ballot
from zugong.cases import queries as case_queries
from zugong.cases.filed import Case, cases
from zugong.packs.case_types import Step
from zugong.web.ballots.doors import AskedBallot
from zugong.web.cases.asked import asked_cases
from zugong.web.cases.forms import Typed
from zugong.web.cases.subjects import named_cases
from zugong.web.looking import log_list
from zugong.web.pages import Crumb
from zugong.web.scope import scope_of
from zugong.web.typed import typed_number

#: The query by which a step is asked for with the totals of a vote.
BALLOT = "ballot"


def steps_decided_by(asked: AskedBallot) -> tuple[Crumb, ...]:
    """The steps of the organisation's cases that wait for a vote, each with these totals; only for who held it."""
    if not (asked.is_holder and _is_one_decision(asked.ballot)):
        return ()
    here = asked_cases(asked.request)
    if not here.may_see_any:
        return ()
    rows = case_queries.waiting(here.reach, here.day, actors=(asked.ballot.organisation_id,)).rows
    found = {one.id: one for one in cases([row.case for row in rows])}
    voted = [
        (found[row.case], step) for row in rows
        if row.case in found and (step := found[row.case].case_type.step(row.step)) and step.is_voted
        and step.lists is None
    ]  # fmt: skip
    names = named_cases(here, [one for one, _ in voted])
    if voted:
        log_list(asked.request, here.kind(voted[0][0].case_type), names.persons, len(voted))
    return tuple(
        Crumb(f"{names.of(one.id)} · {step.label(asked.language)}", _address(one, step, asked.ballot))
        for one, step in voted
    )


def _address(one: Case, step: Step, ballot: Ballot) -> str:
    return f"{reverse('case_do', args=[one.id, step.step])}?{BALLOT}={ballot.pk}"


def _is_one_decision(ballot: Ballot) -> bool:
    is_decision = queries.kind_of(ballot).asks == "approve" and len(ballot.lines) == 1
    return is_decision and ballot.state == Ballot.COUNTED


def with_totals(request: HttpRequest, found: Case, step: Step, typed: Typed) -> Typed:
    """The empty form of a step, with the totals of the vote that the address names, where it was held for the same place."""
    wanted = typed_number(request.GET.get(BALLOT, "")) if step.is_voted else None
    ballot = Ballot.objects.filter(pk=wanted, organisation=found.organisation).first() if wanted else None
    if ballot is None or not _is_one_decision(ballot) or not queries.may_read(scope_of(request).access, ballot):
        return typed
    [(in_favour, *_)] = ballot.totals or [[0]]
    counts = {"eligible": queries.turnout(ballot).due, "present": ballot.present or 0, "yes": in_favour}
    texts = {**typed.texts, "on": ballot.on.isoformat(), **{name: str(count) for name, count in counts.items()}}
    return replace(typed, act=replace(typed.act, on=ballot.on, values=counts), texts=texts)
