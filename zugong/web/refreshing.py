"""Counts again, beside the pages, what an entry touched: so that the next page finds its numbers ready.

One thread in each serving process. It notices entries of its own process and of others alike, by looking at the last
entry some times a second, takes them into the columnar copy and answers the questions that pages asked lately.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock, Thread
from typing import Final

import duckdb
from django.core.signals import request_started
from django.db import Error, close_old_connections

from zugong.dictionary.freshness import mark_now
from zugong.figures.replica import open_replica
from zugong.finding.actions import catch_up
from zugong.kernel.time import today
from zugong.offices.access import Access
from zugong.recruitment.destroying import destroy_due
from zugong.web.clocks import usual_day
from zugong.web.kept_answers import Told, refreshing
from zugong.web.scope import Scope

_LOOK_EVERY_SECONDS: Final = 0.25
#: Two threads of Python share one lock: a page that began so short a time ago is let finish first, but not for ever.
_A_PAGE_SECONDS: Final = 0.1
_MOST_WAITED_SECONDS: Final = 1.0
_MOST_TOLD = 32
_ASKED_WITHIN_SECONDS = 15 * 60
_log = logging.getLogger(__name__)


class Refresher:
    """What pages showed lately, and the thread that makes it ready again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._told: OrderedDict[Hashable, tuple[float, Told]] = OrderedDict()
        self._page_began = 0.0
        self._thread = Thread(target=self._work, name="zugong-refreshing", daemon=True)

    def start(self) -> None:
        """Begin; from here on pages may show numbers a moment old."""
        self._thread.start()
        refreshing.is_running = self._thread.is_alive
        refreshing.tell = self.remember
        request_started.connect(self._note_page, dispatch_uid="zugong-refreshing")

    def _note_page(self, **sent: object) -> None:
        self._page_began = time.monotonic()

    def _let_pages_finish(self, until: float) -> None:
        while time.monotonic() < min(self._page_began + _A_PAGE_SECONDS, until):
            time.sleep(_A_PAGE_SECONDS / 5)

    def remember(self, told: Told) -> None:
        """A page shows this."""
        key = told.told_as
        with self._lock:
            self._told[key] = (time.monotonic(), told)
            self._told.move_to_end(key)
            while len(self._told) > _MOST_TOLD:
                self._told.popitem(last=False)

    def _lately(self) -> list[Told]:
        """What was shown in the last minutes, the latest first."""
        since = time.monotonic() - _ASKED_WITHIN_SECONDS
        with self._lock:
            self._told = OrderedDict((key, one) for key, one in self._told.items() if one[0] >= since)
            return [told for _, told in reversed(self._told.values())]

    def _work(self) -> None:
        seen = tidied = None
        while True:
            started = time.monotonic()
            try:
                if tidied != (day := usual_day()):  # once a day, also on a site where nobody tidies at night
                    destroy_due(day)
                    tidied = day
                mark = mark_now()
                if mark != seen:
                    self.refresh()
                seen = mark
            except (Error, duckdb.Error, OSError) as error:
                # A restart of the database, a full disk: pages answer for themselves meanwhile.
                _log.warning("Counting again failed with %s: %s", type(error).__name__, error)
            close_old_connections()
            # However fast entries come, half of the time is left to the pages.
            time.sleep(max(_LOOK_EVERY_SECONDS, time.monotonic() - started))

    def refresh(self) -> None:
        """Take in what was recorded, make ready what was shown lately, and name what is new to the search box."""
        until = time.monotonic() + _MOST_WAITED_SECONDS
        self._let_pages_finish(until)
        open_replica().caught_up()
        for told in self._lately():
            self._let_pages_finish(until)
            told.again(_as_of_today(told.scope))
        catch_up(today())


def _as_of_today(scope: Scope) -> Scope:
    """The scope with rights worked out anew: the entry may have moved organisations or posts."""
    access = scope.access
    return Scope(Access(today(), access.offices, access.grants, access.own_person), scope.clocks)


_refresher = Refresher()


def keep_fresh() -> None:
    """Start counting beside the pages of this process, once."""
    if not refreshing.is_running():
        _refresher.start()
