"""Whom a scan of a village matter names: everybody of the village's members, some who are named, or no member.

A signed paper has no roll from which that would follow, so who keeps the scan says it; what nobody said is taken to name
every member, so that an erasure reaches too many scans rather than too few.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from zugong.activities import errors
from zugong.activities.actions import Writing, require_fill
from zugong.activities.filed import MATTER, SCAN, SCAN_PERSON, kind_of, ledger, rows_with_keys
from zugong.activities.filing import file_differences
from zugong.activities.queries import Matter, person_names
from zugong.activities.scans import Kept
from zugong.dictionary.erasing import rows_about
from zugong.dictionary.store import StoredRow, store_of
from zugong.kernel.facts.recording import recording
from zugong.kernel.time import today
from zugong.organisations.queries.tree import Tree, tree_at

EVERYBODY, SOME, NOBODY = "everybody", "some", "nobody"
_BETWEEN_NAMES = re.compile(r"[\s、，,；;]+")


def members_named(text: str, organisation: int, day: date) -> list[int]:
    """The members of an organisation, and of those below it, who bear the names of a text; namesakes all of them.

    Raises NoSuchMember for a name that nobody bears, NobodyNamed for no name.
    """
    wanted = [name for name in _BETWEEN_NAMES.split(text) if name]
    if not wanted:
        raise errors.NobodyNamed
    tree = tree_at(day)
    places = tree.below(organisation) if organisation in tree else (organisation,)
    members = store_of(kind_of("membership")).queryset().believed().holding(day).filter(organisation_id__in=places)
    names = person_names(list(members.values_list("person_id", flat=True)), day)
    for name in wanted:
        if name not in names.values():
            raise errors.NoSuchMember(name=name)
    return [person for person, name in names.items() if name in wanted]


def keep_matter_scan(*, matter: Matter, kept: Kept, naming: str, persons: Collection[int], writing: Writing) -> None:
    """A scan belongs to a village matter, with whom it names; the same again corrects that. Raises NotYours."""
    require_fill(matter.organisation, writing.access)
    said = {
        "organisation": matter.organisation, "village_matter": matter.identity, "name": kept.name, "file": kept.digest,
        "naming": naming,
    }  # fmt: skip
    named = [
        {"organisation": matter.organisation, "village_matter": matter.identity, "file": kept.digest, "person": person}
        for person in persons
    ]
    standing = rows_with_keys({SCAN: [{"themed_day": None} | said]})[SCAN]
    before = [row for row in named_on(matter) if row.values["file"] == kept.digest]
    with recording(writing.source) as entry:
        file_differences(SCAN, standing, [said], standing[0].since if standing else writing.on, entry=entry)
        file_differences(SCAN_PERSON, before, named, before[0].since if before else writing.on, entry=entry)


def named_on(matter: Matter) -> tuple[StoredRow, ...]:
    """Who was said to be named on the scans of a matter."""
    rows = ledger(SCAN_PERSON).believed(organisation_id=matter.organisation)
    return tuple(row for row in rows if row.values["village_matter"] == matter.identity)


def files_naming(person: int, scans: Iterable[StoredRow]) -> set[str]:
    """The files among scans of village matters that name a person, as was said of them or as must be feared."""
    told = {
        (row.values["village_matter"], row.values["file"])
        for row in ledger(SCAN_PERSON).read(rows_about(kind_of(SCAN_PERSON), "person", person))
    }
    found, unsaid = set(), []
    for row in scans:
        matter, file, naming = (row.values[code] for code in ("village_matter", "file", "naming"))
        if matter is None or naming == NOBODY:
            continue
        if (matter, file) in told:
            found.add(file)
        elif naming != SOME:
            unsaid.append(row)
    return found | _of_a_member(person, unsaid)


def _of_a_member(person: int, scans: Sequence[StoredRow]) -> set[str]:
    """The files of matters that went on while the person was a member there, or in an organisation below."""
    if not scans:
        return set()
    begun = {
        row.anchor: row.since
        for row in ledger(MATTER).believed(anchor_id__in=[s.values["village_matter"] for s in scans])
    }
    stays = list(
        store_of(kind_of("membership"))
        .queryset()
        .filter(person_id=person)
        .values_list("organisation_id", "since", "until")
    )
    tree = tree_at(today())
    return {
        row.values["file"]
        for row in scans
        for place, since, until in stays
        if _is_at(place, row.values["organisation"], tree)
        and since <= row.since and (until is None or until > begun.get(row.values["village_matter"], row.since))
    }  # fmt: skip


def _is_at(place: int, organisation: int, tree: Tree) -> bool:
    return place == organisation or (place in tree and organisation in tree and tree.is_below(place, organisation))
