"""Whether a number is known at all: what the records say begins somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from zugong.dictionary.freshness import mark_now
from zugong.figures.answers import Request
from zugong.figures.beginnings import first_days, is_known
from zugong.figures.queries import this_site
from zugong.kernel.facts.recording import is_recording
from zugong.kernel.keeping import Kept

_first_days: Kept[dict[str, date | None]] = Kept()


@dataclass(frozen=True)
class Beginnings:
    """From which day on each record type says anything, as known at an entry."""

    days: Mapping[str, date | None]

    def knows(self, request: Request) -> bool:
        """Do the rows say anything of what is asked?"""
        return bool(self.known_of((request,)))

    def known_of(self, requests: Iterable[Request]) -> tuple[Request, ...]:
        """Those of which the rows say anything."""
        definitions = this_site().definitions
        return tuple(one for one in requests if is_known(one, self.days, definitions))

    def of(self, code: str) -> date | None:
        """The first day of which a figure can be told; None where nothing was recorded yet."""
        days = [self.days[part.kind.code] for part in this_site().definitions.measured_parts(code)]
        return None if None in days else max(day for day in days if day)


_last_found: Kept[Beginnings] = Kept()


def beginnings(codes: Iterable[str], known: int | None, *, soon: bool = False) -> Beginnings:
    """The beginnings of all that these figures measure; `soon`: the last that were found do, beside numbers as old as they."""
    definitions = this_site().definitions
    kinds = {part.kind.code: part.kind for code in codes for part in definitions.measured_parts(code)}
    if is_recording():
        return Beginnings(first_days(kinds.values(), known))
    of_these, mark = (settings.ZUGONG_PACK, known, frozenset(kinds)), mark_now()
    last = _last_found.get((of_these, mark.history)) if soon else None
    if last is not None:
        return last
    key = (of_these, mark.version(kinds, known))
    found = Beginnings(_first_days.value(key, lambda: first_days(kinds.values(), known)))
    _last_found.keep((of_these, mark.history), found)
    return found
