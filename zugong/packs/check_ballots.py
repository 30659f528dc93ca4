"""What can be wrong with kinds of secret votes once all files of a pack are read: words that no code list knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from zugong.kernel.errors import PackError
from zugong.language.schema import Schema
from zugong.packs.ballots import BallotKind, read_ballots
from zugong.packs.check_meetings import rule_errors, unknown_words
from zugong.packs.meetings import read_meetings
from zugong.packs.pack import Pack
from zugong.packs.reading import nearest


def ballot_errors(pack: Pack, schema: Schema, mechanisms: Collection[str]) -> Iterator[PackError]:
    """Everything wrong with the kinds of secret votes of a pack, in their order."""
    try:
        kinds, meetings = read_ballots(tuple(pack.folders)), read_meetings(tuple(pack.folders))
    except PackError as error:
        yield error
        return
    for kind in kinds.values():
        yield from unknown_words(kind, "held_by", kind.held_by, "organisation.kind", schema)
        for meeting in kind.meetings:
            if meeting not in meetings:
                yield kind.error(f"there is no meeting {meeting!r}{nearest(meeting, meetings)}", key="meetings")
        for name in kind.implements:
            if mechanisms and name not in mechanisms:
                yield kind.error(f"there is no mechanism {name!r}{nearest(name, mechanisms)}", key="implements")
        yield from _rule_errors(kind, schema)


def _rule_errors(kind: BallotKind, schema: Schema) -> Iterator[PackError]:
    for rule in kind.rules:
        yield from rule_errors(rule, schema)
        if kind.asks in ("approve", "elect") and (rule.voting is None or rule.voting.majority is None):
            yield kind.error("a kind that decides something says how many votes are needed", key="rules")
