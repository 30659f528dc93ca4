"""The board of a request: who sent, who opened it, who did not; by subordinate, and one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from zugong.requests.queries import openings_of, sendings_of, standing_of
from zugong.requests.records import Standing
from zugong.web.clocks import usual_day
from zugong.web.requests.opened import Opened, Sent, sent_state

#: The states in the order in which a board counts them; the first two are sent.
STATES = ("sent", "late", "back", "missing", "opened", "waiting")
PAGE_ROWS = 60
#: So many stand below each subordinate on average where a table of them is worth its room.
_LEAST_IN_EACH = 2


@dataclass(frozen=True)
class Part:
    """The organisations below one subordinate, counted by state."""

    id: int
    name: str
    all: int
    counts: Counter[str]

    @property
    def sent(self) -> int:
        return self.counts["sent"] + self.counts["late"]

    @property
    def missing(self) -> int:
        return self.all - self.sent


@dataclass(frozen=True)
class BoardRow:
    id: int
    name: str
    above: str
    sent: Sent
    address: str
    can_send_back: bool


@dataclass(frozen=True)
class Board:
    """All who owe it, as far as the user may list them."""

    opened: Opened
    standing: Standing
    states: dict[int, Sent]

    @property
    def counts(self) -> Counter[str]:
        return Counter(one.code for one in self.states.values())

    @property
    def sent(self) -> int:
        return self.counts["sent"] + self.counts["late"]

    def parts(self) -> tuple[Part, ...]:
        """By child of the highest organisation above all of them; none where they stand below one only."""
        tree, root = self.opened.scope.todays_tree, self.opened.scope.root
        if root is None or root not in tree:
            return ()
        by_part: dict[int, Counter[str]] = {}
        for pk, one in self.states.items():
            by_part.setdefault(self.part_of(pk), Counter())[one.code] += 1
        if _LEAST_IN_EACH * len(by_part) > len(self.states):  # one in most tells no more than the list below
            return ()
        ordered = sorted(by_part, key=lambda pk: tree.node(pk).code)
        return tuple(Part(pk, tree.name(pk), by_part[pk].total(), by_part[pk]) for pk in ordered)

    def part_of(self, organisation: int) -> int:
        """The subordinate of one's own organisation under which it stands; itself where it stands beside."""
        tree, root = self.opened.scope.todays_tree, self.opened.scope.root
        line = (*tree.above(organisation), organisation)
        return line[line.index(root) + 1] if root in line[:-1] else organisation

    def rows(self, wanted: Sequence[int]) -> tuple[BoardRow, ...]:
        tree, may_ask = self.opened.scope.todays_tree, self.opened.may_ask
        return tuple(
            BoardRow(
                pk, tree.name(pk), _above(tree, pk), self.states[pk],
                reverse("request_fill", args=[self.opened.request.id, pk]),
                may_ask and self.standing.is_open and self.states[pk].code in ("sent", "late"),
            )
            for pk in wanted
        )  # fmt: skip


def _above(tree, organisation: int) -> str:
    parent = tree.parent(organisation)
    return tree.name(parent) if parent is not None else ""


def board_of(opened: Opened) -> Board:
    """How each of those who owe it stands; a few questions for all of them."""
    owed, request = opened.owed_by, opened.request
    keys = [(request.id, pk) for pk in owed]
    sent, seen = sendings_of(keys), openings_of(keys)
    standing = standing_of(request.id, owed) or opened.standing
    on = usual_day()
    states = {pk: sent_state(standing, pk, sent.get((request.id, pk)), (request.id, pk) in seen, on) for pk in owed}
    return Board(opened, standing, states)
