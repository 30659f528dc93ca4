"""With what the form of a meeting begins: what is recorded of it, else what was set from above and said the last time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from zugong.activities.filed import APPRAISAL, RECORD, RESULT, REVIEW, ROLL, VOTE, Filed, rows_with_keys
from zugong.activities.queries import last_of_kind, last_rolls, theme_for
from zugong.activities.rules import Called, Presence
from zugong.dictionary.store import Values
from zugong.mobile.queries import persons_registered
from zugong.packs.meetings import Meeting
from zugong.web.activities.typed_meeting import ROLL as BY_NAME
from zugong.web.activities.typed_meeting import TOTALS, UNLISTED, choice_of
from zugong.web.scope import Scope

#: Reasons that last: whoever did not come for one of them last time, to a meeting of whatever kind, begins with it.
_LASTING = ("old", "bedridden", "abroad", "to_be_transferred", "away")
#: Whoever stands in the register of mobile members begins with this one: nobody is asked again where they are.
_MOBILE = "away"


@dataclass(frozen=True)
class SetTheme:
    """The theme that the level above set: by which paper, until when."""

    theme: str
    by: str
    paper: str
    due_on: date | None
    steps: str


def theme_set(meeting: Meeting, period: str, organisation: int, scope: Scope) -> SetTheme | None:
    """The theme that stands for an organisation in a period; None where the kind of meeting has none."""
    row = theme_for(meeting.meeting, period, organisation, scope.todays_tree) if meeting.has_theme else None
    if row is None:
        return None
    values = row.values
    by = scope.todays_tree.name(values["organisation"])
    return SetTheme(values["theme"], by, values["paper"] or "", values["due_on"], values["steps"] or "")


def begun_new(
    meeting: Meeting, organisation: int, on: date, called: tuple[Called, ...], theme: SetTheme | None, language: str
) -> dict[str, str]:  # fmt: skip
    """A meeting of which nothing is recorded yet: place and chair as last time, agenda as set or usual."""
    last = last_of_kind(organisation, meeting.meeting, before=on)
    minutes = rows_with_keys({RECORD: [{"themed_day": last["identity"]}]})[RECORD] if last else []
    record = minutes[0].values if minutes else {}
    usual = "\n".join(step.in_language(language) for step in meeting.steps)
    said = {
        "on": on.isoformat(), "venue": last.get("venue") or "", "theme": theme.theme if theme else "",
        "agenda": (theme.steps if theme else "") or usual, "chair": record.get("chair") or "",
        "recorder": record.get("recorder") or "", "way": BY_NAME if called else TOTALS,
    }  # fmt: skip
    return said | usual_absences(organisation, on, [one.person for one in called])


def usual_absences(organisation: int, on: date, persons: Collection[int]) -> dict[str, str]:
    """Why some of these will not come, as far as it was said already: on the last roll, or in the register of who is away.

    As a form says it: p with the person.
    """
    if not persons:
        return {}
    before = last_rolls(organisation, persons, by=on)
    reasons = dict.fromkeys(persons_registered(organisation, on) & set(persons), _MOBILE)
    reasons |= {person: row["reason"] for person, row in before.items() if row["reason"] in _LASTING}
    return {f"p{person}": reason for person, reason in reasons.items()}


def begun_filed(filed: Filed, meeting: Meeting, called: tuple[Called, ...]) -> dict[str, str]:
    """What is recorded of a meeting, as it would be typed; whom a roll does not name is not said to have been there."""
    values, record = filed.row.values, filed.record
    said = {
        "on": filed.row.since.isoformat(), "venue": values["venue"] or "", "theme": values["theme"] or "",
        "agenda": record.get("agenda") or "", "chair": record.get("chair") or "",
        "recorder": record.get("recorder") or "", "observers": _number(record.get("observers")),
        "way": TOTALS if _is_by_totals(filed) else BY_NAME,
    }  # fmt: skip
    if record.get("named") is False:
        said |= {"due": _number(record.get("due")), "present": _number(record.get("present"))}
    if filed.is_held and filed.values_of(ROLL):
        said |= {f"p{one.person}": UNLISTED for one in called}
    said |= {
        f"p{row['person']}": choice_of(Presence(row["attendance"], row["reason"])) for row in filed.values_of(ROLL)
    }
    said |= {f"grade.{row['person']}": row["grade"] for row in filed.values_of(APPRAISAL)}
    said |= {f"review.{row['by']}": row["level"] for row in filed.values_of(REVIEW)}
    said |= _lines(filed, meeting)
    for row in filed.values_of(VOTE):
        said |= _vote(row)
    return said


def _is_by_totals(filed: Filed) -> bool:
    """Was it counted without names? A meeting that was held and has no roll does not get one by being corrected."""
    return filed.record.get("named") is False or (filed.is_held and not filed.values_of(ROLL))


def _lines(filed: Filed, meeting: Meeting) -> dict[str, str]:
    """Results, opinions and problems, one to a line."""
    lines: dict[str, list[str]] = {}
    for row in filed.values_of(RESULT):
        lines.setdefault(f"result.{row['kind']}", []).append(row["text"] or "")
    lines["problems"] = [row.values["text"] for row in filed.problems if row.values["source"] == meeting.problems]
    return {name: "\n".join(texts) for name, texts in lines.items()}


def _vote(row: Values) -> dict[str, str]:
    name = f"vote.{row['number']}"
    return {
        f"{name}.matter": row["matter"], f"{name}.for": _number(row["in_favour"]),
        f"{name}.against": _number(row["against"]), f"{name}.abstained": _number(row["abstained"]),
    }  # fmt: skip


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
