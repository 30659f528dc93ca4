"""How far each organisation below has confirmed its register, and how many nobody reached: counts, and nobody's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from zugong.figures.answers import Answers, Request
from zugong.kernel.time import Clocks
from zugong.mobile.queries import out_of_reach_months
from zugong.mobile.rules import quarter_of, so_far
from zugong.web.kept_answers import Question, numbers_soon
from zugong.web.mobile.doors import may_list
from zugong.web.scope import Scope

_REGISTERED, _CONFIRMED, _NOT_REACHED = "mobile_members", "mobile_members_confirmed", "mobile_members_not_reached"


@dataclass(frozen=True)
class Counts:
    """The numbers of one organisation; `not_reached` is None where no rule says after how many months."""

    registered: int = 0
    confirmed: int = 0
    not_reached: int | None = None

    @property
    def open(self) -> int:
        return self.registered - self.confirmed


@dataclass(frozen=True)
class Counted:
    """The numbers of an organisation and of each below it."""

    total: Counts
    below: Mapping[int, Counts]
    months: int | None


@dataclass(frozen=True)
class BoardLine:
    """An organisation with its numbers; `level` is good where everybody is confirmed, grey where there is nobody."""

    name: str
    address: str
    counts: Counts
    level: str


def counts_of(root: int, scope: Scope) -> Counted:
    """The numbers below an organisation, in one plan, with the rights of the request."""
    on, tree = scope.clocks.on, scope.clocks.tree
    months = out_of_reach_months(on)
    requests = {
        _REGISTERED: Request(_REGISTERED, Clocks.at(on, tree=tree)),
        _CONFIRMED: Request(_CONFIRMED, Clocks.at(on, tree=tree, period=quarter_of(on))),
    }
    if months is not None:
        requests[_NOT_REACHED] = Request(_NOT_REACHED, Clocks.at(on, tree=tree, period=so_far(on, months=months)))
    answers = numbers_soon(Question(tuple(requests.values()), root, scope)).answers
    below = {child: _counts(requests, answers, child) for child in scope.todays_tree.children(root)}
    return Counted(_counts(requests, answers, None), below, months)


def _counts(requests: Mapping[str, Request], answers: Answers, child: int | None) -> Counts:
    def number(code: str) -> int | None:
        if code not in requests or requests[code] in answers.refused:
            return None
        request = requests[code]
        cell = answers.total(request) if child is None else answers.groups(request).get(child)
        return int(cell.value or 0) if cell else 0

    return Counts(number(_REGISTERED) or 0, number(_CONFIRMED) or 0, number(_NOT_REACHED))


def board_lines(counted: Counted, scope: Scope) -> Iterator[BoardLine]:
    """One line for each organisation below; those without anybody in the register come last."""
    found = [_board_line(child, counts, scope) for child, counts in counted.below.items()]
    yield from sorted(found, key=lambda line: not line.counts.registered)


def _board_line(child: int, counts: Counts, scope: Scope) -> BoardLine:
    tree = scope.todays_tree
    level = "grey" if not counts.registered else "amber" if counts.open else "good"
    return BoardLine(tree.name(child), _address(child, scope), counts, level)


def _address(child: int, scope: Scope) -> str:
    if scope.todays_tree.children(child):
        return f"{reverse('mobile')}?organisation={child}"
    return reverse("mobile_branch", args=[child]) if may_list(scope, child) else ""
