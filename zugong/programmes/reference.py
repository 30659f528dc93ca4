"""The slow, obvious way to count a duty: row by row, in plain Python. It defines what the one question must answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from zugong.figures.definitions import HERE, Definitions
from zugong.figures.grouping import Grouping
from zugong.kernel.time import Clocks
from zugong.language.reference import Reference, RowData, World
from zugong.packs.programmes import Duty, Line, Programme

InScope = Callable[[RowData], bool]


def duty_counts(
    programme: Programme, line: Line, clocks: Clocks, definitions: Definitions, world: World, grouping: Grouping
) -> Mapping[str, int]:
    """How many rows below the grouping's root owe the duty, have done it, are excused, have it open."""
    duty = line.duty
    assert duty is not None
    kind = definitions.kind(duty.of)
    reading = Reference(world, definitions.moment(clocks))
    owes, done = definitions.condition(kind, duty.owes), definitions.condition(kind, duty.done)
    counted: Counter[str] = Counter()
    for row in world.rows(kind.code):
        place = row["anchor"] if kind.place == HERE else row.get(kind.place)
        if grouping.root is not None and place not in grouping.group_of:
            continue
        if reading.verdict(owes, row).holds:
            is_done = reading.verdict(done, row).holds
            counted["owed"] += 1
            counted["done" if is_done else _not_done(programme.code_of(line), duty, row, clocks, world)] += 1
    return counted


def _not_done(code: str, duty: Duty, row: RowData, clocks: Clocks, world: World) -> str:
    """Excused where a believed record of not_required names the line and whatever the row is about, on a day of the round."""
    own, _, about = duty.excuse.partition(" = ")
    wanted = row["anchor"] if about == "this" else row.get(own)
    for record in world.rows("not_required"):
        until = record["until"]
        is_in_time = record["since"] <= clocks.on and (until is None or until > clocks.period.start)
        if record["line"] == code and wanted is not None and record.get(own) == wanted and is_in_time:
            return "excused"
    return "open"
