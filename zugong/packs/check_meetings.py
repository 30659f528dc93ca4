"""What can be wrong with meetings and procedures once all files of a pack are read: words that no code list knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zugong.kernel.errors import PackError
from zugong.language.schema import Schema
from zugong.packs.meetings import Meeting, MeetingRule, Procedure, read_meetings, read_procedures
from zugong.packs.pack import Pack
from zugong.packs.reading import Declared, nearest

#: The record types whose fields give the words, where a pack has them.
_NEEDED = ("themed_day", "themed_day_roll", "themed_day_result", "problem", "membership", "village_matter_step")


def meeting_errors(pack: Pack, schema: Schema) -> Iterator[PackError]:
    """Everything wrong with the meetings and procedures of a pack, in their order."""
    try:
        meetings, procedures = read_meetings(tuple(pack.folders)), read_procedures(tuple(pack.folders))
    except PackError as error:
        yield error
        return
    if not all(name in schema for name in _NEEDED):
        return
    for meeting in meetings.values():
        yield from _meeting_errors(meeting, pack, schema)
        for rule in meeting.rules:
            yield from rule_errors(rule, schema)
    for procedure in procedures.values():
        yield from _procedure_errors(procedure, schema)


def _meeting_errors(meeting: Meeting, pack: Pack, schema: Schema) -> Iterator[PackError]:
    kinds = [*meeting.results, *(kind for kind in (meeting.gives, meeting.opinions) if kind)]
    yield from unknown_words(meeting, "meeting", [meeting.meeting], "themed_day.series", schema)
    yield from unknown_words(meeting, "results", kinds, "themed_day_result.kind", schema)
    yield from unknown_words(
        meeting, "problems", [meeting.problems] if meeting.problems else [], "problem.source", schema
    )
    yield from unknown_words(meeting, "posts", meeting.posts, "position.kind", schema)
    if meeting.line and pack.line(meeting.line) is None:
        yield meeting.error(f"there is no line {meeting.line!r} in any programme", key="line")


def rule_errors(rule: MeetingRule, schema: Schema) -> Iterator[PackError]:
    """Words of a rule that no code list knows."""
    yield from unknown_words(rule, "votes", rule.votes, "membership.category", schema)
    yield from unknown_words(rule, "not_called", rule.not_called, "membership.standing", schema)
    yield from unknown_words(rule, "excused", rule.excused, "themed_day_roll.reason", schema)
    yield from unknown_words(rule, "limited", rule.limited, "appraisal.grade", schema)


def _procedure_errors(procedure: Procedure, schema: Schema) -> Iterator[PackError]:
    yield from unknown_words(procedure, "serves", procedure.serves, "unit.kind", schema)
    for rule in procedure.rules:
        yield from unknown_words(rule, "steps", [step.step for step in rule.steps], "village_matter_step.step", schema)


def unknown_words(about: Declared, key: str, words: Iterable[str], field: str, schema: Schema) -> Iterator[PackError]:
    """Words that the code list of a field does not have."""
    type_code, _, name = field.partition(".")
    table = schema.get(type_code)
    found = table.field_type(name) if table else None
    for word in words:
        if found is not None and found.codes is not None and word not in found.codes:
            yield about.error(f"{word!r} is no code of {field}{nearest(word, found.codes)}", key=key)
