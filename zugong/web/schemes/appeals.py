"""Appeals in words: what is appealed against, in which state, and who may decide."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from zugong.dictionary.store import store_of
from zugong.schemes.actions import may_fill
from zugong.schemes.evaluating import Appeal, Filed, Standing
from zugong.web.schemes.asked import Asked
from zugong.web.schemes.clauses import outcome_word
from zugong.web.schemes.rights import may, territory_of
from zugong.web.scope import Scope

ADJUSTMENT = "adjustment:"
#: What an appeal and its decision have in common.
_ABOUT = ("scheme", "round", "organisation", "unit", "criterion")


@dataclass(frozen=True)
class ShownAppeal:
    """One appeal; `address` leads to its decision, for who may decide."""

    name: str
    rated_address: str
    about: str
    on: str
    state: str
    badge: str
    text: str
    answer: str
    address: str


def about_of(asked: Asked, criterion: str) -> str:
    """What is appealed against, in words; "" where there is no such thing."""
    if criterion.startswith(ADJUSTMENT):
        month = criterion.removeprefix(ADJUSTMENT)
        return gettext("Adjustment of %(month)s") % {"month": month}
    place = asked.version.place(criterion)
    return place.label(asked.language) if place else ""


def may_appeal(asked: Asked, standing: Standing) -> bool:
    """Does the paper know appeals, and may the user fill in for the one who is rated?"""
    return asked.version.appeal is not None and may_fill(asked.filing(standing), asked.scope.access)


def shown_appeal(asked: Asked, standing: Standing, appeal: Appeal) -> ShownAppeal:
    """An appeal with its answer."""
    decided = appeal.decision
    is_mine = decided is None and may("decide", asked.version.matter, standing, asked.scope)
    anchor = standing.subject.anchor
    return ShownAppeal(
        name=standing.subject.name,
        rated_address=asked.address("scheme_rated", anchor),
        about=about_of(asked, appeal.criterion),
        on=appeal.on.isoformat(),
        state=gettext("waits for its decision") if decided is None else decision_word(asked, appeal),
        badge="amber" if decided is None else "good",
        text=" · ".join(part for part in (appeal.text, appeal.document) if part),
        answer=_answer(decided) if decided else "",
        address=asked.address("scheme_appeal_decide", anchor, appeal.criterion) if is_mine else "",
    )


def _answer(decided: Filed) -> str:
    words = {"who": decided.said_by, "on": decided.on, "text": decided.text}
    return gettext("%(who)s, %(on)s: %(text)s") % words


def open_appeals(scope: Scope) -> int:
    """How many appeals wait for a decision that an office of the user may make; appeals are few, so that all are read."""
    kind, decisions = (scope.catalogue.types[code] for code in ("scheme_appeal", "scheme_appeal_decision"))
    territory = territory_of("decide", kind.matter, scope)
    if territory.is_nothing:
        return 0
    decided = {tuple(row.values[name] for name in _ABOUT) for row in store_of(decisions).believed()}
    waiting = (row.values for row in store_of(kind).believed() if row.values["organisation"] in territory)
    return sum(tuple(values[name] for name in _ABOUT) not in decided for values in waiting)


def decision_word(asked: Asked, appeal: Appeal) -> str:
    """What was decided, in a word."""
    assert appeal.decision is not None
    if not appeal.is_valid:
        return gettext("decided by who had reviewed: does not count")
    if appeal.criterion.startswith(ADJUSTMENT):
        return dict(adjustment_outcomes()).get(appeal.decision.outcome, appeal.decision.outcome)
    return gettext("decided: %(outcome)s") % {"outcome": outcome_word(asked, appeal.decision.outcome)}


def adjustment_outcomes() -> tuple[tuple[str, str], ...]:
    """What may be decided about a monthly adjustment."""
    return (("met", gettext("the adjustment falls")), ("unmet", gettext("the adjustment stays")))
