"""The columnar copy that answers figures: fresh before each question, one per process, safe for its threads."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
from django.conf import settings
from django.db import connection, connections

from zugong.dictionary.catalogue import Catalogue, installed_catalogue
from zugong.dictionary.freshness import has_erased
from zugong.figures.replica import source
from zugong.figures.replica.base import write_base
from zugong.figures.replica.columns import fingerprint
from zugong.figures.replica.folder import BaseFolder
from zugong.figures.replica.local import LocalCopy, believed_view, history_view

_DELTA_ROWS = 50_000
_STATEMENTS_AT_ONCE = 2
#: One question of a process counts at a time: the memory of the copy is enough for each, not for those of several visitors.
_counting = threading.Lock()


class Question:
    """One question to the copy: all its statements see one state, that of the entry `number`. For one thread.

    `register` lends it small tables (ids, groups) under a name; they go when the question ends.
    """

    def __init__(self, cursors: Sequence[duckdb.DuckDBPyConnection], types: frozenset[str]) -> None:
        """`cursors` see the same state: they begin here, while nobody may take in anything newer."""
        self._cursors, self._types = cursors, types
        self._cursor = cursors[0]
        for cursor in cursors:
            cursor.execute("BEGIN").fetchall()
            self.number: int = cursor.execute("SELECT number FROM mark").fetchall()[0][0]

    def relation(self, type_code: str, known: int | None = None) -> str:
        """What stands after FROM for the believed rows of a record type: now, or as known at the entry `known`.

        Raises KeyError for a type that the catalogue does not have.
        """
        return _relation(self._types, type_code, known)

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple]:
        """All rows of the answer."""
        with _counting:
            return self._cursor.execute(sql, list(parameters)).fetchall()

    def execute_all(self, statements: Sequence[str]) -> list[list[tuple]]:
        """The rows of each statement in their order, two statements at a time: half of a small one is spent planning it."""
        waiting = iter(enumerate(statements))
        found: list[list[tuple]] = [[] for _ in statements]
        lock = threading.Lock()

        def work(cursor: duckdb.DuckDBPyConnection) -> None:
            while True:
                with lock:
                    place, sql = next(waiting, (-1, ""))
                if place < 0:
                    return
                found[place] = cursor.execute(sql).fetchall()

        with _counting, ThreadPoolExecutor(len(self._cursors)) as threads:
            for done in [threads.submit(work, cursor) for cursor in self._cursors]:
                done.result()
        return found

    def arrow(self, sql: str, parameters: Sequence[Any] = ()) -> pyarrow.Table:
        """The answer as an Arrow table."""
        with _counting:
            return self._cursor.sql(sql, params=list(parameters)).to_arrow_table()

    def register(self, name: str, table: pyarrow.Table) -> None:
        """Let statements of this question read `table` under `name`, quoted where they use it."""
        for cursor in self._cursors:
            cursor.register(name, table)

    def close(self) -> None:
        for cursor in self._cursors:
            cursor.close()


def _relation(types: frozenset[str], type_code: str, known: int | None) -> str:
    if type_code not in types:
        raise KeyError(type_code)
    if known is None:
        return believed_view(type_code)
    return (
        f"(SELECT * FROM {history_view(type_code)} WHERE rec <= {int(known)} AND (ret IS NULL OR ret > {int(known)}))"
    )


class Replica:
    """The copy of one site's records for one catalogue."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self._folder = BaseFolder(folder)
        self._types = frozenset(catalogue.types)
        self._tables, self._fingerprint = source.source_tables(catalogue), fingerprint(catalogue)
        self._lock = threading.RLock()
        self._copy: LocalCopy | None = None
        self._considered: Path | None = None
        self._rebuilding = False

    def caught_up(self) -> int:
        """Take in what was recorded meanwhile; the number of the entry up to which the copy answers."""
        with self._lock:
            return self._fresh_copy().seal.number

    @contextmanager
    def question(self) -> Iterator[Question]:
        """Catches up first; then every statement inside sees the same state."""
        with self._lock:
            copy = self._fresh_copy()
            question = Question([copy.cursor() for _ in range(_STATEMENTS_AT_ONCE)], self._types)
        try:
            yield question
        finally:
            question.close()

    @contextmanager
    def question_as_it_is(self) -> Iterator[Question]:
        """A question to what was taken in last, whatever was recorded or rolled back since. Needs `caught_up` before."""
        with self._lock:
            assert self._copy is not None, "nothing has been taken in yet"
            question = Question([self._copy.cursor() for _ in range(_STATEMENTS_AT_ONCE)], self._types)
        try:
            yield question
        finally:
            question.close()

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple]:
        """The rows of a question of one statement. Catches up first."""
        with self.question() as question:
            return question.execute(sql, parameters)

    def arrow(self, sql: str, parameters: Sequence[Any] = ()) -> pyarrow.Table:
        """The answer to a question of one statement, as an Arrow table. Catches up first."""
        with self.question() as question:
            return question.arrow(sql, parameters)

    def relation(self, type_code: str, known: int | None = None) -> str:
        """As `Question.relation`: the text is the same in every question."""
        return _relation(self._types, type_code, known)

    def rebuild(self) -> None:
        """Build a new base now, after waiting for one that is being built. For the night."""
        with self._folder.building(wait=True):
            self._build()

    def rebuild_alone(self) -> None:
        """Build a new base now and remove every other: after data were destroyed no file may keep them."""
        with self._folder.building(wait=True):
            self._build()
            self._folder.sweep(kept=1)

    def close(self) -> None:
        """Let go of memory and files. The next question opens them again."""
        with self._lock:
            if self._copy is not None:
                self._copy.close()
            self._copy = self._considered = None

    def before_fork(self) -> None:
        """Close, and keep every thread from opening again: DuckDB's threads do not live on in a child, which then crashes."""
        self._lock.acquire()
        self.close()

    def after_fork(self) -> None:
        self._lock.release()

    def _fresh_copy(self) -> LocalCopy:
        # The pointer first, then the last entry: so the base is never ahead of the entry that it is compared with.
        current = self._folder.current()
        top = source.last_seal()
        copy = self._copy
        if copy is None or current != self._considered or not _leads_to(copy.seal, top):
            copy = self._copy = self._other_copy(current, top)
            top = source.last_seal()  # building took a while
        if copy.seal != top:
            copy.catch_up(top)
        if copy.delta_rows > getattr(settings, "ZUGONG_REPLICA_DELTA_ROWS", _DELTA_ROWS):
            self._rebuild_beside()
        return copy

    def _other_copy(self, current: Path | None, top: source.Seal) -> LocalCopy:
        """A copy on the base that is there now; or else the one that we have, where it is still true; or else a new one.

        The old copy is let go, not closed: questions that other threads are asking of it hold it until they end.
        """
        copy = self._copy_on(current, top)
        if copy is None and self._copy is not None and _leads_to(self._copy.seal, top):
            copy = self._copy
        return copy or self._built_copy()

    def _copy_on(self, base: Path | None, top: source.Seal) -> LocalCopy | None:
        """A copy on a base, where that belongs to this catalogue and to the history that ends with `top`."""
        self._considered = base
        copy = LocalCopy.on_file(base, self._tables, self._fingerprint) if base else None
        if copy is not None and not _leads_to(copy.seal, top):
            copy.close()
            return None
        return copy

    def _built_copy(self) -> LocalCopy:
        if connection.in_atomic_block:
            # Others must not see what may be rolled back, and must not be waited for while we hold locks.
            return LocalCopy.in_memory(self._folder.path, self._tables, self._fingerprint)
        with self._folder.building(wait=True):
            # Somebody may have built it while we waited.
            while (copy := self._copy_on(self._folder.current(), source.last_seal())) is None:
                self._build()
            return copy

    def _build(self) -> None:
        self._folder.sweep()  # first, for what a killed build left may fill the disk
        path = self._folder.next_path()
        write_base(path, self._tables, self._fingerprint)
        self._folder.publish(path)
        self._folder.sweep()

    def _rebuild_beside(self) -> None:
        """Start a new base in a thread, unless one is being built; questions go on with their delta meanwhile."""
        if connection.in_atomic_block or self._rebuilding:
            return
        self._rebuilding = True
        threading.Thread(target=self._rebuild_unless_others_do, name="zugong-replica-rebuild").start()

    def _rebuild_unless_others_do(self) -> None:
        try:
            with self._folder.building(wait=False) as ours:
                if ours:
                    self._build()
        finally:
            self._rebuilding = False
            connections.close_all()  # those of this thread


def _leads_to(seal: source.Seal, top: source.Seal) -> bool:
    """Is the entry `seal` part of the history that ends with `top`, and nothing that was copied then destroyed since?"""
    if seal == top:
        return True
    is_continued = seal.number < top.number and source.seal_at(seal.number) == seal
    return is_continued and not has_erased(seal.number, top.number)


_replicas: dict[tuple[os.PathLike[str] | str, str], Replica] = {}
_replicas_lock = threading.RLock()


def open_replica() -> Replica:
    """The copy of this site, one per process."""
    key = (settings.ZUGONG_REPLICA, settings.ZUGONG_PACK)  # as they are: a page asks some hundred times
    with _replicas_lock:
        if key not in _replicas:
            _replicas[key] = Replica(Path(key[0]), installed_catalogue(key[1]))
        return _replicas[key]


def separate_replica() -> Replica:
    """A copy that only its caller asks, and closes: it rests on the same base and takes in what the caller's connection sees."""
    return Replica(Path(settings.ZUGONG_REPLICA), installed_catalogue(settings.ZUGONG_PACK))


def _before_fork() -> None:
    _replicas_lock.acquire()
    for replica in _replicas.values():
        replica.before_fork()


def _after_fork() -> None:
    for replica in _replicas.values():
        replica.after_fork()
    _replicas_lock.release()


os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork)
