"""Forms of schemes: who writes, from which form, and what was typed about each clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext

from zugong.kernel.facts.recording import Source
from zugong.packs.scheme_criteria import Criterion
from zugong.schemes.actions import Answer
from zugong.schemes.evaluating import Standing
from zugong.web.clocks import usual_day
from zugong.web.schemes.asked import Asked
from zugong.web.schemes.rights import may

_LONGEST = 300
_LONGEST_PROOF = 200


@dataclass(frozen=True)
class Typed:
    """What a form says about one clause, as it was typed; `problem` is what stands against it."""

    outcome: str = ""
    points: str = ""
    text: str = ""
    proof: str = ""
    problem: str = ""


def typed_about(posted: Mapping[str, str], key: str) -> Typed:
    """What was typed under the names that end in the key."""
    return Typed(
        outcome=posted.get(f"outcome.{key}", ""),
        points=posted.get(f"points.{key}", "").strip()[:8],
        text=posted.get(f"text.{key}", "").strip()[:_LONGEST],
        proof=posted.get(f"proof.{key}", "").strip()[:_LONGEST_PROOF],
    )


def answer_of(criterion: Criterion, typed: Typed) -> Answer:
    """What was typed as an answer; points only where the clause was met in part."""
    points = int(typed.points) if typed.points and typed.outcome == "part" else None
    return Answer(criterion.criterion, typed.outcome, points, typed.text, typed.proof)


def problem_with(criterion: Criterion, typed: Typed, *, needs_reason: bool) -> str:
    """What stands against it, in a sentence; "" where nothing does."""
    if typed.outcome == "part" and criterion.points is not None:
        is_number = typed.points.isascii() and typed.points.isdigit()
        if not is_number or int(typed.points) > criterion.points:
            return gettext("Write the points as a whole number from 0 to %(most)s.") % {"most": int(criterion.points)}
    if needs_reason and typed.outcome in ("unmet", "part") and not typed.text:
        return gettext("Write why: the branch reads it, and may appeal.")
    return ""


def writer_of(request: HttpRequest) -> str:
    """Who says it, as records name people."""
    return request.user.full_name or request.user.get_username()


def source_of(request: HttpRequest, *, paper: str = "", note: str = "") -> Source:
    """Where what a form of schemes records comes from."""
    return Source("form", request.user.get_username(), paper, note)


def office_of(asked: Asked, matter: str, organisation: int | None) -> str:
    """The office of the user that may check in the matter there."""
    tree = asked.scope.access.tree
    for grant in asked.scope.access.grants:
        reaches = organisation is not None and (
            organisation == grant.territory or tree.is_below(organisation, grant.territory)
        )
        if reaches and grant.allows(matter, "check"):
            return grant.office.name
    return ""


def written_on(asked: Asked) -> date:
    """The day on which something is recorded now: the usual day, whatever day the page speaks of."""
    return min(usual_day(), asked.question.round.period.last) if asked.request.asked.is_usual else usual_day()


def require(act: str, matter: str, standing: Standing, asked: Asked) -> None:
    """403 with the reason, where the user may not do the act about one who is rated."""
    if not may(act, matter, standing, asked.scope):
        raise PermissionDenied(refusal(act))


def refusal(act: str) -> str:
    """Why somebody may not do what they asked for."""
    return {
        "fill": gettext("No office of yours may fill in for this organisation."),
        "check": gettext("Reviews are recorded by an office that may check in this matter here."),
        "decide": gettext("This is decided by an office that may decide in this matter here."),
    }[act]
