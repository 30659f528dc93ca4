"""What the forms of an import's page say, as clean values."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.http import QueryDict

from zugong.exchange.commit import Decision
from zugong.exchange.models import ImportJob
from zugong.exchange.previews import (
    issue_kinds,
    kept_decisions,
    preview_missing,
    recognition_of,
    refused_numbers,
    rows_alike,
)
from zugong.exchange.recognising import Choices
from zugong.kernel.errors import RuleBroken
from zugong.web.typed import typed_number


class NotADay(RuleBroken):
    code: ClassVar[str] = "imports.not_a_day"
    message: ClassVar[str] = "{text} is not a day; write it as 2020-12-31."
    message_zh: ClassVar[str] = "“{text}”不是日期，请写成 2020-12-31。"


def choices_of(posted: QueryDict, job: ImportJob) -> Choices:
    """The mapping, the marks of correction and the rows left out, as the form states them.

    Only columns that differ from what stands now become choices, so that what was proposed goes on being explained.
    Another sheet or worksheet begins with a new proposal.
    """
    former, known = Choices.from_json(job.choices), recognition_of(job.pk)
    sheet = posted.get("sheet") or known.get("sheet", former.sheet)
    worksheet = posted.get("worksheet") or known.get("worksheet", former.worksheet)
    if known and (sheet != known["sheet"] or worksheet != known["worksheet"]):
        return Choices(sheet=sheet, worksheet=worksheet)
    set_aside = set() if "take_back_rows" in posted else set(former.set_aside)
    if "leave_out_refused" in posted:
        set_aside.update(refused_numbers(job.pk))
    set_aside |= _numbers(posted, "leave_out") | _rows_of_kind(posted, "leave_out_kind", job)
    confirmed = _numbers(posted, "confirm") | _rows_of_kind(posted, "confirm_kind", job)
    has_marks = "sheet" in posted  # the form of the mapping; that of the rows has no boxes for its columns
    return Choices(
        sheet=sheet,
        worksheet=worksheet,
        columns=_columns(posted, former, known),
        corrections=frozenset(posted.getlist("correction")) if has_marks else former.corrections,
        blanks_are_values=frozenset(posted.getlist("blank")) if has_marks else former.blanks_are_values,
        set_aside=frozenset(set_aside),
        confirmed=former.confirmed | confirmed,
    )


def _columns(posted: QueryDict, former: Choices, known: dict) -> dict[int, str]:
    columns = dict(former.columns)
    for column in known.get("columns", ()):
        chosen = posted.get(f"column-{column['index']}")
        if chosen is not None and chosen != column["key"]:
            columns[column["index"]] = chosen
    return columns


def _numbers(posted: QueryDict, name: str) -> set[int]:
    return {number for text in posted.getlist(name) if (number := typed_number(text)) is not None}


def _rows_of_kind(posted: QueryDict, name: str, job: ImportJob) -> set[int]:
    """The rows of a kind of issues, named by its place in the list and its first row: it may have changed meanwhile."""
    text, _, first = posted.get(name, "").partition("-")
    kinds, place = issue_kinds(job.pk), typed_number(text)
    if place is None or place >= len(kinds) or str(kinds[place].example.row) != first:
        return set()
    return set(kinds[place].rows)


def decided(posted: QueryDict, job: ImportJob) -> dict[int, tuple[str, str]]:
    """What has been said about the missing, with what the form says now: of one by its button, or of all still open.

    Whoever may well stand in a row that is not recorded is not among all: of them it is said one by one.
    Raises NotADay.
    """
    kept = kept_decisions(job.pk)
    text, _, choice = posted.get("decide", "").partition(":")
    key = typed_number(text)
    if key is not None and choice == "open":
        kept.pop(key, None)
    elif key is not None and choice:
        kept[key] = (choice, _day_text(posted.get(f"day-{key}", "")))
    if posted.get("decide_all") and posted.get("all"):
        chosen, day = posted["all"], _day_text(posted.get("all_day", ""))
        missing, alike = preview_missing(job.pk, skip=0, limit=job.missing), rows_alike(job.pk)
        open_ones = [one for one in missing if one.key not in kept and one.name not in alike]
        kept.update({one.key: (chosen, day) for one in open_ones if chosen in one.choices})
    return kept


def decisions_of(job: ImportJob) -> dict[int, Decision]:
    """What became of the missing, by key; those for whom nothing was chosen stay open."""
    return {
        key: Decision(choice, date.fromisoformat(day) if day else None)
        for key, (choice, day) in kept_decisions(job.pk).items()
    }


def _day_text(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise NotADay(text=text[:20]) from None
