"""What if: the criteria of another version on the data of this round, and what differs between two papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.figures.queries import this_site
from zugong.packs.schemes import Version
from zugong.schemes.wording import level_word
from zugong.web.pages import Page, page
from zugong.web.schemes.asked import Asked, Crumb, asked_about, rating_of
from zugong.web.schemes.clauses import Choice
from zugong.web.schemes.trial import (
    MOST_MOVERS,
    Mover,
    MoveRow,
    ShownDifference,
    SideBySide,
    Trial,
    side_by_side,
    versions_differ,
)
from zugong.web.views.figures import Option, options_of


@dataclass(frozen=True, kw_only=True)
class VersionsPage(Page):
    """Two versions of one scheme beside each other."""

    template: ClassVar[str] = "web/schemes/versions.html"
    crumbs: tuple[Crumb, ...]
    options: tuple[Option, ...]
    befores: tuple[Choice, ...]
    afters: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    only_one: str
    said: str
    moves: tuple[MoveRow, ...]
    movers: tuple[Mover, ...]
    movers_said: str
    differences: tuple[ShownDifference, ...]


@dataclass(frozen=True, kw_only=True)
class SideBySidePage(Page):
    """One who is rated by two versions, clause by clause."""

    template: ClassVar[str] = "web/schemes/side_by_side.html"
    crumbs: tuple[Crumb, ...]
    before_name: str
    after_name: str
    before: str
    after: str
    clauses: tuple[SideBySide, ...]
    said: str


@dataclass(frozen=True)
class _Pair:
    """The two versions that are compared."""

    before: Version
    after: Version


def scheme_versions(request: HttpRequest, code: str) -> HttpResponse:
    """Two versions on the data of the round; 404 for a version that the scheme does not have."""
    asked = asked_about(request, code)
    pair = _pair(asked)
    trial = _trial(asked, pair)
    found = () if pair.before.version == pair.after.version else trial.moved
    names = {"before": pair.before.version, "after": pair.after.version}
    definitions = this_site().definitions
    content = VersionsPage(
        title=gettext("What if · compare versions"),
        crumbs=asked.crumbs(),
        options=options_of(asked.scope, asked.root),
        befores=_choices(asked, pair.before),
        afters=_choices(asked, pair.after),
        kept=tuple((name, value) for name, value in request.GET.items() if name not in ("before", "after")),
        only_one=_only_one(asked),
        said=said_of_records(asked),
        moves=trial.rows(),
        movers=trial.movers(found[:MOST_MOVERS], lambda one: asked.address("scheme_version_of_one", one, **names)),
        movers_said=gettext("%(count)s would stand elsewhere") % {"count": len(found)},
        differences=versions_differ(
            (definitions, definitions), asked.scheme, (pair.before, pair.after), asked.language
        ),
    )
    return page(request, content)


def scheme_version_of_one(request: HttpRequest, code: str, identity: int) -> HttpResponse:
    """One who is rated, by two versions; 404 for everybody whom the user may not list."""
    asked = asked_about(request, code)
    pair, standing = _pair(asked), asked.standing(identity)
    trial = _trial(asked, pair)
    after = trial.after.standings.get(identity)
    versions = Crumb(gettext("What if · compare versions"), asked.address("scheme_versions"))
    content = SideBySidePage(
        title=standing.subject.name,
        crumbs=asked.crumbs(versions),
        before_name=pair.before.version,
        after_name=pair.after.version,
        before=level_word(pair.before, standing.level, asked.language),
        after=level_word(pair.after, after.level, asked.language) if after else gettext("not rated by it"),
        clauses=side_by_side(trial, identity),
        said=said_of_records(asked),
    )
    return page(request, content)


def _pair(asked: Asked) -> _Pair:
    """The versions that the address names; usually the one in force and the next, else the one before and that in force."""
    versions = asked.scheme.versions
    place = versions.index(asked.version)
    first = place if place + 1 < len(versions) else max(place - 1, 0)
    last = min(first + 1, len(versions) - 1)
    return _Pair(_named(asked, "before", versions[first]), _named(asked, "after", versions[last]))


def _named(asked: Asked, name: str, usual: Version) -> Version:
    wanted = asked.request.GET.get(name, "")
    found = asked.scheme.version(wanted) if wanted else usual
    if found is None:
        raise Http404
    return found


def _trial(asked: Asked, pair: _Pair) -> Trial:
    before, after = (rating_of(asked.question.what_if(version)) for version in (pair.before, pair.after))
    return Trial(asked, before, after)


def _choices(asked: Asked, chosen: Version) -> tuple[Choice, ...]:
    return tuple(
        Choice(one.version, f"{one.version} 《{one.paper.title}》", one.version == chosen.version)
        for one in asked.scheme.versions
    )


def _only_one(asked: Asked) -> str:
    if len(asked.scheme.versions) > 1:
        return ""
    return gettext(
        "There is one version only. Draft the next one, and try it on this year's data before it is published."
    )


def said_of_records(asked: Asked) -> str:
    """On which records both stand."""
    words = {"round": asked.round_name, "day": asked.question.day}
    return gettext("Both on the records of %(round)s as of %(day)s; nothing is recorded by looking.") % words
