"""What a database keeps of deleted rows: free pages, logs, dead versions. Sealed as they are, votes shall not linger there.

It cannot reach copies that somebody made before, nor archived logs of PostgreSQL; docs/decisions says what follows.
"""

from __future__ import annotations

from django.db import connection

from zugong.ballots.models import Box, Elector

_PATIENCE_MS = 2000


def wipe_what_is_deleted() -> None:
    """On SQLite: what this connection deletes or replaces from now on is overwritten with zeros."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def forget_what_was_deleted() -> None:
    """After a commit: the log of SQLite is emptied into the file; PostgreSQL writes the boxes anew, without dead versions."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _empty_log(cursor)
        elif connection.vendor == "postgresql":
            cursor.execute(f'VACUUM FULL "{Box._meta.db_table}"')
            cursor.execute(f'VACUUM FULL "{Elector._meta.db_table}"')


def _empty_log(cursor) -> None:
    """Readers are not waited for long: what stays in the log is sealed, and the next checkpoint takes it."""
    cursor.execute("PRAGMA busy_timeout")
    [usual] = cursor.fetchone()
    cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cursor.execute(f"PRAGMA busy_timeout = {usual}")
