"""What other parts of the platform ask of figures: numbers, the rows behind them, ordinary lists, how a number came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from zugong.figures import engine, lists, rows
from zugong.figures.answers import WHOLE, Answers, Group, Request, Whole
from zugong.figures.columns import ColumnarCopy
from zugong.figures.definitions import Definitions, installed_definitions
from zugong.figures.explaining import Trace, trace
from zugong.figures.grouping import Grouping, Rights
from zugong.figures.lists import After, ListPage
from zugong.figures.plan import Asking
from zugong.figures.replica import Replica, open_replica, separate_replica
from zugong.figures.rows import Between, RowPage
from zugong.kernel.time import Clocks

PAGE_ROWS = 50


@dataclass(frozen=True)
class Site:
    """Which pack is asked, over which columnar copy."""

    definitions: Definitions
    copy: ColumnarCopy

    @contextmanager
    def asking(self, grouping: Grouping, rights: Rights, by: str = "") -> Iterator[Asking]:
        """One question: everything inside speaks of the same moment."""
        with self.copy.question() as columns:
            yield Asking(self.definitions, columns, grouping, rights, by)


def this_site() -> Site:
    """The installed pack and the copy of this site's records."""
    return Site(installed_definitions(settings.ZUGONG_PACK), open_replica())


@dataclass(frozen=True)
class SiteApart(Site):
    """A site over a copy of its own, which knows what was recorded when it was last told to look, and nothing later.

    So it can look inside a transaction and answer after that was rolled back, while nobody waits for it.
    """

    copy: Replica

    def look(self) -> int:
        """Take in what this connection sees now; the number of the last entry in it."""
        return self.copy.caught_up()

    @contextmanager
    def asking(self, grouping: Grouping, rights: Rights, by: str = "") -> Iterator[Asking]:
        with self.copy.question_as_it_is() as columns:
            yield Asking(self.definitions, columns, grouping, rights, by)


@contextmanager
def site_apart() -> Iterator[SiteApart]:
    """A site whose copy goes with it: the copy that answers everybody else never takes in what is rolled back."""
    copy = separate_replica()
    try:
        yield SiteApart(installed_definitions(settings.ZUGONG_PACK), copy)
    finally:
        copy.close()


def ask(
    requests: Sequence[Request], grouping: Grouping, rights: Rights, *, by: str = "", site: Site | None = None
) -> Answers:
    """The cells of all requests, planned together, in every group and in total.

    Groups are the children of the grouping's root; with `by`, a path of the figures' record types, its values.
    A request that cannot be answered (an unknown figure, a rule without value on the day) stands in `refused`.
    """
    with (site or this_site()).asking(grouping, rights, by) as asking:
        return engine.answers(requests, asking)


def rows_of(
    request: Request, grouping: Grouping, rights: Rights, *, part: int = 0, group: Group | Whole | Between = WHOLE,
    by: str = "", after: int | None = None, limit: int = PAGE_ROWS, site: Site | None = None,
) -> RowPage:  # fmt: skip
    """The rows behind a number, by the same compiled condition, in the order of their ids, beginning after `after`.

    `part` is which of the lists of a share or average: 0 the upper, 1 the lower. Raises what `ask` would refuse with.
    """
    with (site or this_site()).asking(grouping, rights, by) as asking:
        return rows.rows_of(request, asking, part=part, group=group, after=after, limit=limit)


def list_rows(
    type_code: str, where: str, clocks: Clocks, grouping: Grouping, rights: Rights, *, order: str = "",
    after: After | None = None, limit: int = PAGE_ROWS, site: Site | None = None,
) -> ListPage:  # fmt: skip
    """An ordinary list: rows of a type in scope for which the condition is true, and how many there are.

    An empty `where` lists what holds on the day; of events, all. `order` is a path, with - before it descending; rows
    without a value come last, rows with equal values by id. Raises LanguageError.
    """
    with (site or this_site()).asking(grouping, rights) as asking:
        return lists.list_rows(type_code, where, clocks, asking, order=order, after=after, limit=limit)


def explain(
    request: Request, grouping: Grouping, rights: Rights, language: str, *, group: Group | Whole = WHOLE, by: str = "",
    site: Site | None = None,
) -> Trace:  # fmt: skip
    """How a number came about, in words of `language`. Raises what `ask` would refuse with."""
    with (site or this_site()).asking(grouping, rights, by) as asking:
        return trace(request, asking, language, group=group)
