"""What the comment at a number in the Word document says: which figure it is, what it means, and where its list is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext

from zugong.figures.answers import Number, Request
from zugong.figures.explaining import Trace
from zugong.figures.queries import explain, this_site
from zugong.kernel.time import last_day
from zugong.reviews.last_year import Change
from zugong.web.number_links import NumberLinks
from zugong.web.numbers import shown_number, unit_of
from zugong.web.scope import Scope
from zugong.web.views.figures import scope_name


@dataclass(frozen=True)
class Comments:
    """Comments on this year's numbers. `absolute` makes an address of the site complete."""

    scope: Scope
    root: int | None
    then: Mapping[str, Number | None]
    language: str
    absolute: Callable[[str], str]

    @cached_property
    def _traces(self) -> dict[str, Trace]:
        return {}

    def text(self, change: Change) -> str:
        """The comment: name, definition, days, organisation, last year's and this year's value, address of the list."""
        code = change.stated.figure
        figure = this_site().definitions.figure(code)
        values = {
            "was": shown_number(self.then.get(code), figure), "now": shown_number(change.value, figure),
            "unit": unit_of(figure, self.language),
        }  # fmt: skip
        lines = [
            figure.label(self.language),
            *self._definition(code, change),
            gettext("Last year %(was)s %(unit)s, this year %(now)s %(unit)s") % values,
            self._when(code, change),
            gettext("Of: %(name)s and all below it") % {"name": scope_name(self.scope, self.root)},
            gettext("List: %(address)s")
            % {"address": self.absolute(NumberLinks(self.scope, self.root).address(figure))},
        ]
        return "\n".join(line for line in lines if line)

    def _definition(self, code: str, change: Change) -> list[str]:
        if change.value is None:
            return []
        return [gettext("Definition: %(text)s") % {"text": self._trace(code).definition}]

    def _when(self, code: str, change: Change) -> str:
        clocks = self.scope.clocks
        if change.value is not None and self._trace(code).first_day:
            days = {"first": clocks.period.start, "last": last_day(clocks.period.end)}
            return gettext("From %(first)s to %(last)s") % days
        return gettext("As of %(day)s") % {"day": clocks.on}

    def _trace(self, code: str) -> Trace:
        if code not in self._traces:
            asked = Request(code, self.scope.clocks)
            self._traces[code] = explain(asked, self.scope.grouping(self.root), self.scope.numbers, self.language)
        return self._traces[code]
