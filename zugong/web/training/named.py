"""Somebody to be sent to a class, found by the name that is typed: in full, by pinyin or by initials."""

from __future__ import annotations

from collections.abc import Iterator

from zugong.dictionary.declarations import Depth
from zugong.finding.actions import catch_up
from zugong.finding.conditions import ALWAYS
from zugong.finding.queries import PERSON, found, visible, wanted_of
from zugong.kernel.time import today
from zugong.packs.training import TrainingGroup
from zugong.training.hours import Standing
from zugong.training.queries import groups
from zugong.web.scope import Scope
from zugong.web.training.doors import kind_named, may_count_group, naming_rights
from zugong.web.training.listed import listed

_MOST = 200


def standing_named(text: str, group: TrainingGroup, organisation: int, scope: Scope) -> list[Standing]:
    """Those below an organisation who may be listed in any group and are called so, best first, with what they have.

    Hours are those of the group that was chosen where somebody stands in it, else of the first that has them.
    """
    catch_up(today())
    members = visible(scope.access, kind_named(PERSON, scope), Depth.NAME)
    # Who lists posts and no members is shown whoever the index finds, as far as a group of theirs has them.
    allowed = members if scope.may_list(kind_named("membership", scope)) else ALWAYS
    pages = found(wanted_of(text), {PERSON: allowed}, limit=_MOST)
    wanted = [hit.anchor for hit in pages[PERSON].hits] if PERSON in pages else []
    standing: dict[int, Standing] = {}
    for one in _groups(group, scope):
        if all(person in standing for person in wanted):
            break
        for each in listed(one, organisation, scope, naming_rights(scope)):
            standing.setdefault(each.person, each)
    return [standing[person] for person in wanted if person in standing]


def _groups(first: TrainingGroup, scope: Scope) -> Iterator[TrainingGroup]:
    yield first
    yield from (one for one in groups().values() if one is not first and may_count_group(scope, one))
