"""The doors of a scheme: only those behind which the user can do or read something, with how much waits there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.schemes.actions import may_fill
from zugong.schemes.evaluating import Standing
from zugong.web.drafting.rights import may_draft
from zugong.web.schemes.asked import Asked, results_kept
from zugong.web.schemes.queue import my_waiting
from zugong.web.schemes.rights import may, within


@dataclass(frozen=True)
class Door:
    """A page of the scheme. `is_first` where it is what the user has most likely come for."""

    label: str
    address: str
    count: int = 0
    is_first: bool = False


def doors_of(asked: Asked, own: Standing | None) -> tuple[Door, ...]:
    """The doors that stand open to the user; `own` is the one rated where there is but one."""
    return tuple(_doors(asked, own))


def list_doors(asked: Asked, own: Standing | None) -> tuple[Door, ...]:
    """What the list offers of a scheme: the self-check to whoever is rated, what waits for the user's review to others."""
    if own:
        return rated_doors(asked, own)[:1]
    waiting = my_waiting(asked)
    return (
        (Door(gettext("Review"), asked.address("scheme_review"), waiting.count, is_first=True),)
        if waiting.count
        else ()
    )


def _doors(asked: Asked, own: Standing | None) -> Iterator[Door]:
    version, scope, standings = asked.version, asked.scope, asked.standings
    if own is not None:
        yield from rated_doors(asked, own)
        yield Door(gettext("Chart, table, list"), asked.address("scheme_rated", own.subject.anchor))
    waiting = my_waiting(asked)
    if waiting.may_review:
        yield Door(gettext("Review"), asked.address("scheme_review"), waiting.count, is_first=bool(waiting.count))
    if version.adjustment and standings:
        yield Door(gettext("Monthly adjustment"), asked.address("scheme_months"))
    if version.appeal and standings:
        mine = {one.subject.anchor for one in standings}
        count = sum(one.decision is None for one in asked.appeals if one.anchor in mine)
        yield Door(gettext("Appeals"), asked.address("scheme_appeals"), count)
    if version.sample and len(standings) > 1:
        yield Door(gettext("Sample by lot"), asked.address("scheme_sample"))
    if standings:
        yield Door(gettext("Publication"), asked.address("scheme_publication"))
    if version.causes and within(standings, "decide", version.matter, scope):
        yield Door(gettext("What follows"), asked.address("scheme_proposals"))
    if len(standings) > 1:
        yield Door(gettext("What if · compare"), asked.address("scheme_versions"))
    if may_draft(scope):
        last = asked.scheme.versions[-1].version
        query = urlencode({"scheme": asked.scheme.scheme, "version": last})
        yield Door(gettext("Draft the next one"), f"{reverse('draft_new')}?{query}")


def asks_anything(asked: Asked, standing: Standing) -> bool:
    """Is there a clause that whoever is rated fills in?"""
    return any(one.is_named and not one.is_computed for one in asked.version.places_in(standing.subject.sector))


def _is_open(asked: Asked, standing: Standing) -> bool:
    """Is the self-check still open, because nothing of the round is published yet?"""
    result = results_kept(asked.question).get(standing.subject.anchor)
    return result is None or not result.is_out


def rated_doors(asked: Asked, standing: Standing) -> tuple[Door, ...]:
    """The doors of the page of one who is rated."""
    found = []
    filing = asked.filing(standing)
    if may_fill(filing, asked.scope.access) and asks_anything(asked, standing) and _is_open(asked, standing):
        address = asked.address("scheme_self_check", standing.subject.anchor)
        found.append(Door(gettext("Self-check"), address, is_first=True))
    if asked.version.vetoes and may("check", asked.version.matter, standing, asked.scope):
        found.append(Door(gettext("Record a veto"), asked.address("scheme_veto", standing.subject.anchor)))
    return tuple(found)
