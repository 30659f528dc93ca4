"""The ratings of a stage: how those below stand, at once where that is kept, else by a request of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse

from zugong.packs.cycle import Stage
from zugong.schemes.evaluating import question_on
from zugong.schemes.queries import schemes_on
from zugong.web.programmes import the_pack
from zugong.web.schemes.asked import Asked, is_kept, may_know
from zugong.web.schemes.boards import Part, levels_of, spread_of
from zugong.web.scope import scope_of


@dataclass(frozen=True)
class ShownRating:
    """One scheme: how many stand at which level, `parts` empty where nobody is rated; or the address of what will come."""

    label: str
    address: str
    round_name: str
    count: int
    parts: tuple[Part, ...]
    coming_address: str


def ratings_of(request: HttpRequest, stage: Stage, root: int) -> tuple[ShownRating, ...]:
    """The schemes of a stage that are in force and whose rated the user may list."""
    shown = [shown_rating(asked) for asked in _asked(request, stage.schemes, root)]
    return tuple(one for one in shown if one.parts or one.coming_address)


def the_rating(request: HttpRequest, code: str, root: int) -> ShownRating:
    """One scheme of the year, computed now. 404 where the user may list nobody whom it rates, or it is not in force."""
    named = {scheme for stage in the_pack().cycle.stages for scheme in stage.schemes} if the_pack().cycle else set()
    found = _asked(request, (code,) if code in named else (), root)
    if not found:
        raise Http404
    return _counted(found[0])


def shown_rating(asked: Asked) -> ShownRating:
    """The scheme as it stands where its rating is kept; else where it will come from."""
    if is_kept(asked.question):
        return _counted(asked)
    coming = reverse("cycle_rating", args=[asked.scheme.scheme]) + asked.query()
    return ShownRating(asked.label, asked.address("scheme"), asked.round_name, 0, (), coming)


def _counted(asked: Asked) -> ShownRating:
    standings = asked.standings
    parts = spread_of(asked, standings, levels_of(asked.version, standings)) if standings else ()
    return ShownRating(asked.label, asked.address("scheme"), asked.round_name, len(standings), parts, "")


def _asked(request: HttpRequest, codes: tuple[str, ...], root: int) -> list[Asked]:
    scope, pack = scope_of(request), the_pack()
    found = {one.scheme: one for one in schemes_on(pack, scope.clocks.on) if may_know(one, scope)}
    return [Asked(request, question_on(pack, code, scope.clocks), root) for code in codes if code in found]
