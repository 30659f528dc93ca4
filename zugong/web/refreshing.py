"""Counts again, beside the pages, what an entry touched: so that the next page finds its numbers ready.

One thread in each serving process. It notices entries of its own process and of others alike, by looking at the last
entry some times a second, takes them into the columnar copy and answers the questions that pages asked lately.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace
from threading import Lock, Thread
from typing import Final

import duckdb
from django.db import Error, close_old_connections

from zugong.dictionary.freshness import mark_now
from zugong.figures.replica import open_replica
from zugong.finding.actions import catch_up
from zugong.kernel.time import today
from zugong.offices.access import Access
from zugong.web.kept_answers import Question, recounted, refreshing
from zugong.web.scope import Scope

_LOOK_EVERY_SECONDS: Final = 0.25
_QUESTIONS = 24
_ASKED_WITHIN_SECONDS = 15 * 60
_log = logging.getLogger(__name__)


class Refresher:
    """The questions that pages asked lately, and the thread that keeps their answers fresh."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._questions: OrderedDict[Hashable, tuple[float, Question]] = OrderedDict()
        self._thread = Thread(target=self._work, name="zugong-refreshing", daemon=True)

    def start(self) -> None:
        """Begin; from here on pages may show numbers a moment old."""
        self._thread.start()
        refreshing.is_running = self._thread.is_alive
        refreshing.tell = self.remember

    def remember(self, question: Question) -> None:
        """A page asks this."""
        access = question.scope.access
        key = (question.requests, question.root, question.by, question.groups, access.grants, access.own_person)
        with self._lock:
            self._questions[key] = (time.monotonic(), question)
            self._questions.move_to_end(key)
            while len(self._questions) > _QUESTIONS:
                self._questions.popitem(last=False)

    def _lately(self) -> list[Question]:
        """What was asked in the last minutes, the latest first."""
        since = time.monotonic() - _ASKED_WITHIN_SECONDS
        with self._lock:
            self._questions = OrderedDict((key, one) for key, one in self._questions.items() if one[0] >= since)
            return [question for _, question in reversed(self._questions.values())]

    def _work(self) -> None:
        seen = None
        while True:
            started = time.monotonic()
            try:
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
        """Take in what was recorded, answer again what was asked lately, and name what is new to the search box."""
        open_replica().caught_up()
        for question in self._lately():
            recounted(_as_of_today(question))
        catch_up(today())


def _as_of_today(question: Question) -> Question:
    """The question with rights worked out anew: the entry may have moved organisations or posts."""
    access = question.scope.access
    anew = Access(today(), access.offices, access.grants, access.own_person)
    return replace(question, scope=Scope(anew, question.scope.clocks))


_refresher = Refresher()


def keep_fresh() -> None:
    """Start counting beside the pages of this process, once."""
    if not refreshing.is_running():
        _refresher.start()
