"""The numbers that a demonstration must show, counted after it was loaded: what the start page of the place speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zugong.demo.targets import Targets
from zugong.figures.answers import Number, Request
from zugong.figures.grouping import EVERYWHERE, all_rows
from zugong.figures.queries import Site, ask
from zugong.kernel.time import Clocks


@dataclass(frozen=True)
class Otherwise:
    """A figure that came out otherwise than the targets say; `found` is None where it could not be counted."""

    figure: str
    expected: int | Decimal
    found: Number | None


def told_otherwise(targets: Targets, site: Site) -> tuple[Otherwise, ...]:
    """The figures of `expects` that the records do not yield on the closing day, all counted in one plan."""
    return tuple(_otherwise(targets, site))


def _otherwise(targets: Targets, site: Site) -> Iterator[Otherwise]:
    requests = {code: Request(code, Clocks.at(targets.closed_on)) for code in targets.expects}
    answers = ask(list(requests.values()), EVERYWHERE, all_rows, site=site)
    for code, expected in targets.expects.items():
        found = None if requests[code] in answers.refused else answers.total(requests[code]).value
        if found != expected:
            yield Otherwise(code, expected, found)
