"""What was asked within the year already: the same words, or the same field, and what was answered then.

A definer reads it while defining and may take those answers; who answers finds the own last answer filled in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zugong.dictionary.declarations import Depth, RecordType
from zugong.figures.grouping import EVERYWHERE
from zugong.figures.judging import value_rows
from zugong.figures.queries import this_site
from zugong.kernel.scope import RowRights
from zugong.kernel.time import Clocks
from zugong.offices.access import Access
from zugong.requests import records
from zugong.requests.queries import standings_of
from zugong.requests.records import DataRequest, Given
from zugong.requests.rules import ASKED_BEFORE_DAYS, Box, same_words

_MOST_WORDS = 4


@dataclass(frozen=True)
class AskedBefore:
    """The same was asked: in which request, in which box, how many answered, and the most frequent answers."""

    request: DataRequest
    box: int
    answered: int
    frequent: tuple[tuple[str, int], ...]

    @property
    def takes_from(self) -> str:
        """How a box names it whose answers it takes."""
        return f"{self.request.code}/{self.box}"


def asked_before(boxes: Sequence[Box], request: DataRequest, access: Access, on: date) -> dict[int, AskedBefore]:
    """By number of the box the last time that the same was asked in another request, with an answer at least."""

    def named(kind: RecordType) -> RowRights:
        return access.rights(kind, "see", Depth.NAME)

    if not boxes:
        return {}
    with this_site().asking(EVERYWHERE, named) as asking:
        fields = ["request", "box", "words", "source", "value", "origin"]
        given = value_rows(
            records.ANSWER, f"on >= day('{on - timedelta(days=ASKED_BEFORE_DAYS)}')", Clocks.at(on), asking, fields
        )
    asked: dict[tuple[str, str], dict[tuple[int, int], Counter[str]]] = {}
    for _, asked_in, number, words, source, value, origin in given:
        if asked_in != request.id and origin != records.DISPUTED:
            by_box = asked.setdefault(_meaning(words, source or ""), {})
            by_box.setdefault((asked_in, number), Counter())[value] += 1
    found = {
        box.number: asked[_meaning(box.words, box.source)] for box in boxes if _meaning(box.words, box.source) in asked
    }
    requests = {
        one.request.id: one.request for one in standings_of({pk for by_box in found.values() for pk, _ in by_box})
    }
    return {number: last for number, by_box in found.items() if (last := _last(by_box, requests))}


def _meaning(words: str, source: str) -> tuple[str, str]:
    """Two boxes ask the same when they name the same field, or are questions in the same words."""
    return (source, "") if source else ("", same_words(words))


def _last(by_box: Mapping[tuple[int, int], Counter[str]], requests: Mapping[int, DataRequest]) -> AskedBefore | None:
    known = [(requests[pk], number, answers) for (pk, number), answers in by_box.items() if pk in requests]
    if not known:
        return None
    request, number, answers = max(known, key=lambda one: (one[0].on, one[0].id))
    return AskedBefore(request, number, answers.total(), tuple(answers.most_common(_MOST_WORDS)))


def own_earlier_answers(organisation: int, request: DataRequest, boxes: Collection[Box], on: date) -> dict[int, Given]:
    """By number of the box what the organisation answered to the same within the year, in another request; the last."""
    since = on - timedelta(days=ASKED_BEFORE_DAYS)
    given = records.answers_from(_of_the_year(organisation, since))
    last: dict[tuple[str, str], Given] = {}
    for one in sorted(given, key=lambda one: (one.on, one.id)):
        if one.request != request.id and one.origin != records.DISPUTED:
            last[_meaning(one.words, one.source)] = one
    return {box.number: last[key] for box in boxes if (key := _meaning(box.words, box.source)) in last}


def _of_the_year(organisation: int, since: date) -> Iterable[records.StoredRow]:
    return records.ledger(records.ANSWER).believed(organisation=organisation, since__gte=since)
