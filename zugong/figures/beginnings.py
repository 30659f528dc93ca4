"""From which day on the rows of a record type say anything: before the first roster a number is not nought but not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from zugong.dictionary.declarations import RecordType
from zugong.figures.answers import Request
from zugong.figures.definitions import Definitions
from zugong.figures.queries import Site, this_site


def first_days(kinds: Iterable[RecordType], known: int | None, *, site: Site | None = None) -> dict[str, date | None]:
    """The first day of which a believed row of each type speaks; None for a type without rows."""
    wanted = {kind.code: "since" if kind.is_state else "on" for kind in kinds}
    if not wanted:
        return {}
    with (site or this_site()).copy.question() as columns:
        questions = [
            f"SELECT '{code}', min(\"{day}\") FROM {columns.relation(code, known)}" for code, day in wanted.items()
        ]
        return {code: _day(found) for code, found in columns.execute(" UNION ALL ".join(questions))}


def is_known(request: Request, first: Mapping[str, date | None], definitions: Definitions) -> bool:
    """Do the rows say anything of the day, or of the period, that the request asks about?"""
    for part in definitions.measured_parts(request.figure):
        asked = request.clocks.period.last if part.figure.time == "flow" else request.clocks.on
        begins = first[part.kind.code]
        if begins is None or asked < begins:
            return False
    return True


def _day(number: int | None) -> date | None:
    return None if number is None else date(number // 10_000, number // 100 % 100, number % 100)
