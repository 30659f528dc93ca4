"""The ratings of a stage: how those below stand, at once where that is kept, else by a request of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest
from django.urls import reverse

from zugong.kernel.facts.recording import is_recording
from zugong.kernel.keeping import Kept
from zugong.packs.cycle import Stage
from zugong.schemes.evaluating import question_on
from zugong.schemes.queries import schemes_on
from zugong.web.kept_answers import seen_key
from zugong.web.programmes import the_pack
from zugong.web.schemes.asked import Asked, is_kept, may_know, results_kept
from zugong.web.schemes.boards import Part, levels_of, spread_of
from zugong.web.scope import scope_of

_KEPT_RATINGS = 200


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


#: Ratings as the year shows them, each until the next entry.
_shown: Kept[ShownRating] = Kept(_KEPT_RATINGS)


def shown_rating(asked: Asked) -> ShownRating:
    """The scheme as it stands where its rating is kept; else where it will come from."""
    key = (seen_key(asked.scope), asked.scheme.scheme, asked.round_name, asked.root, asked.language, asked.query())
    if not is_recording() and (_shown.has(key) or is_kept(asked.question)):
        return _shown.value(key, lambda: _counted(asked))
    coming = reverse("cycle_rating", args=[asked.scheme.scheme]) + asked.query()
    return ShownRating(asked.label, asked.address("scheme"), asked.round_name, 0, (), coming)


@dataclass(frozen=True)
class _Given:
    """One who has been given a level."""

    level: str | None


def _counted(asked: Asked) -> ShownRating:
    if asked.version.graded:
        return _graded(asked)
    standings = asked.standings
    parts = spread_of(asked, standings, levels_of(asked.version, standings)) if standings else ()
    return ShownRating(asked.label, asked.address("scheme"), asked.round_name, len(standings), parts, "")


def _graded(asked: Asked) -> ShownRating:
    """Levels that are given and not computed: those of the results, where they are published by level."""
    results = results_kept(asked.question)
    found = [results.get(one.subject.anchor) for one in asked.standings]
    given = [_Given(one.level) for one in found if one]
    parts = spread_of(asked, given, levels_of(asked.version, given)) if given else ()
    published = asked.address("scheme_publication")
    shown = tuple(replace(part, address=published) for part in parts)
    return ShownRating(asked.label, asked.address("scheme"), asked.round_name, len(given), shown, "")


def _asked(request: HttpRequest, codes: tuple[str, ...], root: int) -> list[Asked]:
    scope, pack = scope_of(request), the_pack()
    found = {one.scheme: one for one in schemes_on(pack, scope.clocks.on) if may_know(one, scope)}
    return [Asked(request, question_on(pack, code, scope.clocks), root) for code in codes if code in found]
