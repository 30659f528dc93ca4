"""Which figures a form would move, before and after: asked of the columnar copy with the rows laid over it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from zugong.exchange.planning.outcomes import Plan
from zugong.figures.answers import Answers, Request
from zugong.figures.queries import ask, this_site
from zugong.figures.supposing import Supposed, ask_supposing
from zugong.kernel.errors import RuleBroken
from zugong.packs.pack import installed_pack
from zugong.web.numbers import shown_number, unit_of
from zugong.web.scope import Scope

_MOST_ASKED = 60
_MOST_SHOWN = 8
#: What moves the tree itself is not laid over the copy: the tree by which figures are grouped is that of the store.
_MOVE_THE_TREE = frozenset(("organisation", "belongs"))


@dataclass(frozen=True)
class Move:
    """A figure with its value before and after."""

    name: str
    before: str
    after: str


def moves_of(plan: Plan, scope: Scope, language: str) -> tuple[Move, ...]:
    """The figures that would change where the user counts, the first few; none for what moves the tree.

    Asked are the figures of the site's promises, of a pack without promises its first ones. None in a branch: its own numbers
    are small enough to be known, and on the last evening of a month two hundred secretaries would wait for them.
    """
    is_branch = scope.root is not None and not scope.tree.children(scope.root)
    if is_branch or _MOVE_THE_TREE & set(plan.writes) or scope.clocks.known is not None:
        return ()
    types = plan.request.catalogue.types
    requests = [Request(code, scope.clocks) for code in _codes(set(plan.writes))]
    supposed = [Supposed(types[code], tuple(one.withdraw), tuple(one.add)) for code, one in plan.writes.items()]
    grouping = scope.grouping(scope.root)
    before = ask(requests, grouping, scope.numbers)
    after = ask_supposing(requests, grouping, scope.numbers, supposed)
    return tuple(_moved(requests, before, after, language))[:_MOST_SHOWN]


def _codes(written: set[str]) -> list[str]:
    definitions, pack = this_site().definitions, installed_pack(settings.ZUGONG_PACK)
    chosen = {promise.figure for promise in pack.promises.promises if promise.figure} if pack.promises else set()
    codes = [code for code in pack.figures if not chosen or code in chosen]
    return [code for code in codes if written & definitions.types_read(code)][:_MOST_ASKED]


def _moved(requests: Iterable[Request], before: Answers, after: Answers, language: str) -> Iterable[Move]:
    figures = installed_pack(settings.ZUGONG_PACK).figures
    for request in requests:
        try:
            values = [answers.total(request).value for answers in (before, after)]
        except RuleBroken:  # a figure that has no value on this day moves nothing
            continue
        if values[0] != values[1]:
            figure = figures[request.figure]
            shown = [f"{shown_number(value, figure)}{unit_of(figure, language)}" for value in values]
            yield Move(figure.label(language), *shown)
