"""What the forms of an import's page say, as clean values."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.http import QueryDict

from zugong.exchange.commit import Decision
from zugong.exchange.models import ImportJob
from zugong.exchange.previews import recognition_of, refused_numbers
from zugong.exchange.recognising import Choices
from zugong.kernel.errors import RuleBroken


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
    confirmed = {int(number) for number in posted.getlist("confirm") if number.isascii() and number.isdigit()}
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


def decisions_of(posted: QueryDict) -> dict[int, Decision]:
    """What became of the missing, by key; those for whom nothing was chosen stay open. Raises NotADay."""
    decisions = {}
    for name, choice in posted.items():
        key = name.removeprefix("missing-")
        if key != name and key.isdigit() and choice:
            decisions[int(key)] = Decision(str(choice), _day(str(posted.get(f"day-{key}", ""))))
    return decisions


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise NotADay(text=text) from None
