"""What a database keeps of deleted rows: free pages, logs, dead versions. Sealed as they are, votes shall not linger there.

It cannot reach copies that somebody made before, nor archived logs of PostgreSQL; docs/decisions says what follows.
"""

from __future__ import annotations

from django.db import OperationalError, connection

from zugong.ballots.models import Ballot, Box, Elector

#: Whoever counts waits no longer; and behind a table that is to be written anew others would have to wait as well.
_PATIENCE_MS = 1000


def wipe_what_is_deleted() -> None:
    """On SQLite: what this connection deletes or replaces from now on is overwritten with zeros."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def is_possible_now() -> bool:
    """Can files be overwritten? Not inside a transaction."""
    return not connection.in_atomic_block


def forget_what_was_deleted() -> bool:
    """The log of SQLite is emptied into the file; PostgreSQL writes the boxes anew, without dead versions.

    False where somebody reads what was there before, so that it has to be done once more.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return _empty_log(cursor)
        return _write_anew(cursor)


def _empty_log(cursor) -> bool:
    cursor.execute("PRAGMA busy_timeout")
    [usual] = cursor.fetchone()
    cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    is_busy, *_ = cursor.fetchone()
    cursor.execute(f"PRAGMA busy_timeout = {usual}")
    return not is_busy


def _write_anew(cursor) -> bool:
    """A snapshot older than the count keeps dead versions alive, and a dump holds the tables themselves."""
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND age(backend_xmin) >= "
        f'(SELECT min(age(xmin)) FROM "{Ballot._meta.db_table}" WHERE is_left_over)'
    )
    [older] = cursor.fetchone()
    cursor.execute(f"SET lock_timeout = {_PATIENCE_MS}")
    try:
        for table in (Box._meta.db_table, Elector._meta.db_table):
            cursor.execute(f'VACUUM FULL "{table}"')
    except OperationalError:  # somebody holds the table
        return False
    finally:
        cursor.execute("RESET lock_timeout")
    return not older
