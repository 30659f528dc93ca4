"""Where a number of a text leads: to the rows behind it where the reader may see them, else to the page of its figure."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from zugong.figures.queries import this_site
from zugong.kernel.time import last_day
from zugong.packs.figures import Figure
from zugong.web.scope import Scope


@dataclass(frozen=True)
class NumberLinks:
    """The addresses of figures below an organisation, on the clocks of a scope, which stand in the address."""

    scope: Scope
    root: int | None

    def address(self, figure: Figure) -> str:
        """The list of the rows; the page of the figure for one that divides, or whose rows may not be listed."""
        name = "figure_rows" if not figure.parts and self._may_list(figure) else "figure"
        return f"{reverse(name, args=[figure.figure])}?{self._query}"

    def _may_list(self, figure: Figure) -> bool:
        parts = this_site().definitions.measured_parts(figure.figure)
        return all(self.scope.may_list(part.kind) for part in parts)

    @property
    def _query(self) -> str:
        clocks = self.scope.clocks
        asked = {"on": clocks.on, "from": clocks.period.start, "to": last_day(clocks.period.end)}
        return urlencode(({"organisation": self.root} if self.root is not None else {}) | asked)
