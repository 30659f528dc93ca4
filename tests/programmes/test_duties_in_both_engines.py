"""Generated rows: the one question about all lines answers what counting row by row in plain Python does."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.tiny import History, MemoryCopy, grouping
from zugong.dictionary.catalogue import load_catalogue
from zugong.figures.definitions import Definitions
from zugong.figures.grouping import all_rows
from zugong.figures.queries import Site, ask
from zugong.kernel.time import Clocks, PartialDate
from zugong.packs.pack import load_pack
from zugong.programmes.evaluating import Evaluation
from zugong.programmes.reference import duty_counts

PACKS = Path(__file__).parent / "packs"
ORGANISATIONS = range(1, 9)
_ESTABLISHED = [None, "2019", "2020-03", "2020-03-01", "2020-05-20", "1985"]


@cache
def little() -> Definitions:
    return Definitions(load_pack("little", folder=PACKS), load_catalogue("little", folder=PACKS))


def generated(seed: int) -> History:
    """A county of eight organisations with meetings and excuses on days of 2020, some of them withdrawn."""
    chance = random.Random(seed)

    def day() -> date:
        return date(2020, 1, 1) + timedelta(days=chance.randrange(366))

    def row(number: int, **values: object) -> dict:
        return {"id": number, "rec": 1, "ret": chance.choice([None, None, None, 2]), **values}

    organisations = [
        row(
            number, anchor=number, since=chance.choice([date(2018, 1, 1), day()]), until=None, name=f"支部{number}",
            kind=chance.choice(["branch", "branch", "committee"]),
            established_on=PartialDate(text) if (text := chance.choice(_ESTABLISHED)) else None,
        )
        for number in ORGANISATIONS
    ]  # fmt: skip
    meetings = [
        row(100 + n, anchor=None, on=day(), organisation=chance.choice([None, *ORGANISATIONS]), held=chance.choice([True, None]))
        for n in range(40)
    ]  # fmt: skip
    excuses = [
        row(
            200 + n, anchor=None, since=day(), until=chance.choice([None, date(2020, 7, 1), date(2021, 1, 1)]),
            line=chance.choice(["meetings.monthly", "meetings.twice"]), organisation=chance.choice(ORGANISATIONS),
        )
        for n in range(8)
    ]  # fmt: skip
    return History({"organisation": organisations, "meeting": meetings, "not_required": excuses})


@given(seed=st.integers(0, 10_000), month=st.integers(1, 12), root=st.sampled_from([None, 1, 2, 3]))
@settings(max_examples=25, deadline=None)
def test_one_question_counts_duties_as_row_by_row_does(seed: int, month: int, root: int | None):
    definitions, history, below = little(), generated(seed), grouping(root)
    evaluation = Evaluation(definitions.pack, Clocks.at(date(2020, month, 17)), is_whole=True)
    answers = ask(evaluation.requests, below, all_rows, site=Site(definitions, MemoryCopy(definitions, history)))

    found = {
        (line.asked.code, one.round): (one.owed, one.done, one.excused, one.open_count)
        for line in evaluation.progress(answers)
        for one in line.begun
    }

    world = history.world_at(None)
    expected = {}
    for asked in evaluation.asked:
        for one in evaluation.rounds(asked):
            if one.period.start <= evaluation.on:
                clocks = evaluation.clocks_of(asked, one)
                counted = duty_counts(asked.programme, asked.line, clocks, definitions, world, below)
                expected[asked.code, one] = tuple(counted[part] for part in ("owed", "done", "excused", "open"))
    assert found == expected
