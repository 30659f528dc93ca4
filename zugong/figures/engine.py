"""The fast engine: many figures in one plan, from the columnar copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zugong.figures.answers import Answers, Request
from zugong.figures.cells import Assembly
from zugong.figures.definitions import Definition, Definitions
from zugong.figures.plan import Asking, tallies
from zugong.kernel.errors import RuleBroken


def answers(requests: Sequence[Request], asking: Asking) -> Answers:
    """The cells of all requests, planned together. A request that cannot be answered stands in `refused`."""
    wanted, refused = measured(requests, asking.definitions, asking.by)
    groups = [] if asking.by else asking.grouping.groups
    assembly = Assembly(asking.definitions, tallies(wanted, asking), groups, asking.columns.number)
    return assembly.answers(requests, refused)


def measured(
    requests: Iterable[Request], definitions: Definitions, by: str
) -> tuple[dict[Request, Definition], dict[Request, RuleBroken]]:
    """What must be counted for the requests, both parts of a share included; and what is refused, with the reason."""
    wanted: dict[Request, Definition] = {}
    refused: dict[Request, RuleBroken] = {}
    for request in requests:
        try:
            wanted |= _parts(request, definitions, by)
        except RuleBroken as error:
            refused[request] = error
    return wanted, refused


def _parts(request: Request, definitions: Definitions, by: str) -> dict[Request, Definition]:
    parts = {Request(part.code, request.clocks): part for part in definitions.measured_parts(request.figure)}
    for part in parts.values():
        definitions.check_rules(part, request.clocks)
        if by:
            definitions.value(part.kind, by)
    return parts
