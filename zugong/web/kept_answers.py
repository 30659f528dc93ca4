"""Answers kept as long as nothing is recorded: the same figures for the same rights up to the same entry.

A sealed entry never changes and what gives rights is part of the key, so a kept answer is what would be computed anew.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from django.conf import settings

from zugong.figures.answers import Answers, Request
from zugong.figures.queries import ask
from zugong.kernel.facts.recording import last_seal
from zugong.kernel.keeping import Kept
from zugong.kernel.time import today
from zugong.web.scope import Scope

_answers: Kept[Answers] = Kept()


def seen_key(scope: Scope) -> Hashable:
    """What everything that a user sees depends on: the last entry, the day, the clocks, and what their offices hold.

    Mandates, seats, places and managed posts are facts themselves, so the same entry and grants mean the same rights.
    """
    access = scope.access
    return last_seal(), today(), scope.clocks, access.grants, access.own_person, settings.ZUGONG_CADRE


def kept_answers(codes: Sequence[str], root: int | None, scope: Scope) -> Answers:
    """The figures below an organisation, as the user may count them."""
    key = (seen_key(scope), root, tuple(codes))
    requests = [Request(code, scope.clocks) for code in codes]
    return _answers.value(key, lambda: ask(requests, scope.grouping(root), scope.numbers))
