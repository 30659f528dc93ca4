"""The medal for years in the Party, and titles of organisations: approved, handed over, renewed, revoked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zugong.activities.actions import Writing
from zugong.activities.filed import ledger
from zugong.commendations import errors
from zugong.commendations.actions import MEMBERS, WORK, changed, require_fill
from zugong.commendations.queries import MEDAL, TITLE
from zugong.dictionary.store import NewRow, StoredRow
from zugong.kernel.facts.recording import EndsBeforeItBegins, recording

FIFTY_YEARS = "fifty_years"


def approve_medals(*, members: Mapping[int, int], year: int, paper: str, writing: Writing) -> int:
    """Put members (person to branch) on the list of a year; how many. Raises NotYours, NobodyChosen, NoPaper."""
    if not members:
        raise errors.NobodyChosen
    if not paper:
        raise errors.NoPaper
    for organisation in set(members.values()):
        require_fill(MEMBERS, organisation, writing, act="check")
    store = ledger(MEDAL)
    empty = dict.fromkeys(store.kind.fields)
    rows = [
        NewRow(None, writing.on, None, empty | {
            "kind": FIFTY_YEARS, "person": person, "organisation": organisation, "year": year, "paper": paper,
        })
        for person, organisation in members.items()
    ]  # fmt: skip
    with recording(writing.source) as entry:
        store.insert(rows, entry=entry)
    return len(rows)


def hand_over_medals(
    *, medals: Sequence[StoredRow], on: date, received_by: str, number: str, writing: Writing
) -> int:  # fmt: skip
    """Medals are handed over on a day; a number is kept where there is but one.

    Raises NotYours, NobodyChosen, DayToCome, HandedAlready.
    """
    if not medals:
        raise errors.NobodyChosen
    if on > writing.on:
        raise errors.DayToCome(day=on)
    for row in medals:
        require_fill(MEMBERS, row.values["organisation"], writing)
        if row.values["handed_on"]:
            raise errors.HandedAlready
    with recording(writing.source) as entry:
        for row in medals:
            said = {
                "handed_on": on,
                "received_by": received_by,
                "number": number if len(medals) == 1 and number else None,
            }
            changed(MEDAL, row, said, writing.on, entry)
    return len(medals)


def renew_title(*, title: StoredRow, until: date, paper: str, writing: Writing) -> None:
    """A title is valid until a later day. Raises NotYours, NoPaper, NotLater."""
    require_fill(WORK, title.values["organisation"], writing, act="check")
    if not paper:
        raise errors.NoPaper
    before = title.values["valid_until"] or writing.on
    if until <= before:
        raise errors.NotLater(until=until, before=before)
    with recording(writing.source) as entry:
        changed(TITLE, title, {"valid_until": until, "paper": paper}, writing.on, entry)


def revoke_title(*, title: StoredRow, on: date, because: str, writing: Writing) -> None:
    """A title ends on a day, with the reason. Raises NotYours, DayToCome, EndsBeforeItBegins."""
    require_fill(WORK, title.values["organisation"], writing, act="check")
    if on > writing.on:
        raise errors.DayToCome(day=on)
    if on <= title.since:
        raise EndsBeforeItBegins(until=on, since=title.since)
    store = ledger(TITLE)
    with recording(writing.source) as entry:
        store.retract([title.id], entry=entry)
        ended = NewRow(None, title.since, on, title.values | {"ended_because": because}, supersedes=title.id)
        store.insert([ended], entry=entry)
