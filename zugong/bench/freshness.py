"""How long after a commit begins a figure shows it, in a process that has answered before."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from zugong.bench.figures import Promised
from zugong.bench.measuring import Measurement, seconds_of
from zugong.dictionary.store import NewRow, store_of
from zugong.figures.answers import Request
from zugong.figures.grouping import all_rows
from zugong.figures.queries import ask
from zugong.kernel.facts.recording import Source, recording

_FIGURE = "members"


def measure(runs: int) -> Iterator[Measurement]:
    """Withdraw a membership, ask, record it again, ask."""
    promised = Promised.of_this_site()
    kind = promised.site.definitions.kind("membership")
    store, day = store_of(kind), promised.clocks.on
    rows = [
        row for _, row in zip(range(runs + 1), store.believed(on=day), strict=False) if _counts(promised, row.values)
    ]
    times = []
    for row in rows:
        before = _members(promised)
        times.append(seconds_of(partial(_withdrawn_and_seen, promised, store, row.id, before - 1)))
        with recording(Source("command", "bench")) as entry:
            store.insert([NewRow(row.anchor, row.since, row.until, row.values, supersedes=row.id)], entry=entry)
        assert _members(promised) == before
    yield Measurement(
        "freshness",
        "从写入到指标更新",
        "From a write to the figure that shows it",
        "s",
        tuple(times[1:] or times),
        target=1.0,
    )


def _counts(promised: Promised, values: dict) -> bool:
    return values["organisation"] in promised.grouping.group_of and values["standing"] != "suspended"


def _members(promised: Promised) -> int:
    request = Request(_FIGURE, promised.clocks)
    return int(ask([request], promised.grouping, all_rows, site=promised.site).total(request).value or 0)


def _withdrawn_and_seen(promised: Promised, store, row_id: int, expected: int) -> None:
    with recording(Source("command", "bench")) as entry:
        store.retract([row_id], entry=entry)
    assert _members(promised) == expected, "the figure does not show what was recorded"
