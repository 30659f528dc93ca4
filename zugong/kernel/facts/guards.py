"""Constraints that hold in the database itself: rows are only added, and at most one holds at a time.

Values of a row that an `Erasure` names may be emptied, never written.

PostgreSQL gets an exclusion constraint, SQLite a trigger that runs inside its single writer's lock. Both are declared on
the model (`one_at_a_time`) and set again, idempotently, after every migration; `missing` tells a test which are not there.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from zugong.kernel.facts.models import Anchor, Fact, State

#: Of an erased row too, with everything that refers to another row (`…_id`).
_NEVER_EMPTIED = ("id", "since", "until")
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION zugong_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) ? 'retracted_in_id'
     AND to_jsonb(OLD) ->> 'retracted_in_id' IS NULL AND to_jsonb(NEW) ->> 'retracted_in_id' IS NOT NULL
     AND to_jsonb(OLD) - 'retracted_in_id' = to_jsonb(NEW) - 'retracted_in_id' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND EXISTS (
       SELECT 1 FROM kernel_erasure WHERE "table" = TG_TABLE_NAME AND "row" = (to_jsonb(OLD) ->> 'id')::bigint)
     AND NOT EXISTS (
       SELECT 1 FROM jsonb_each(to_jsonb(OLD)) AS was JOIN jsonb_each(to_jsonb(NEW)) AS is_now USING (key)
       WHERE was.value IS DISTINCT FROM is_now.value AND (
         key IN ('id', 'since', 'until') OR right(key, 3) = '_id'
         OR NOT (is_now.value IN ('null', '""')
                 OR key = 'body' AND length(is_now.value #>> '{}') < length(was.value #>> '{}')))) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'append only: rows of % are only added or withdrawn', TG_TABLE_NAME;
END $$
"""


def guarded_models(app: AppConfig) -> list[type[models.Model]]:
    """The anchors and facts of an app, and what declares itself `add_only`, such as a log; in order."""
    return [
        model for model in app.get_models() if issubclass(model, Anchor | Fact) or getattr(model, "add_only", False)
    ]


def is_erasable(model: type[models.Model]) -> bool:
    """Whether values of its rows may be destroyed: of facts always, of other tables where these declare `erasable`."""
    return issubclass(model, Fact) or bool(getattr(model, "erasable", ()))


def install_for_app(*, app_config: AppConfig, using: str, **_: Any) -> None:
    """Receiver of post_migrate: set every guard of the app's tables that exist."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    present = [model for model in guarded_models(app_config) if model._meta.db_table in tables]
    if not present:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            cursor.execute(_POSTGRES_FUNCTION)
        for model in present:
            there = existing(model, connection)
            for name, statement in guards(model, connection.vendor).items():
                if name in there and there[name] in (None, statement):
                    continue
                if name in there:  # that of an earlier release
                    cursor.execute(f'DROP TRIGGER "{name}"')
                cursor.execute(statement)


def guards(model: type[models.Model], vendor: str) -> dict[str, str]:
    """Name and SQL of every guard that the model's table must have."""
    return _sqlite_guards(model) if vendor == "sqlite" else _postgres_guards(model)


def existing(model: type[models.Model], connection: BaseDatabaseWrapper) -> dict[str, str | None]:
    """The triggers and exclusion constraints that the table has, by name, with their SQL where the database keeps it."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        else:
            cursor.execute(
                "SELECT tgname, NULL FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
                " UNION SELECT conname, NULL FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'x'",
                [table, table],
            )
        return dict(cursor.fetchall())


def missing(model: type[models.Model], connection: BaseDatabaseWrapper) -> set[str]:
    """The guards that the table should have and has not."""
    return set(guards(model, connection.vendor)) - set(existing(model, connection))


def _key_columns(model: type[models.Model]) -> list[str]:
    return [model._meta.get_field(name).column for name in getattr(model, "one_at_a_time", ())]


def _sqlite_guards(model: type[models.Model]) -> dict[str, str]:
    table = model._meta.db_table
    refuse = f"SELECT RAISE(ABORT, 'append only: rows of {table} are only added or withdrawn')"
    columns = [field.column for field in model._meta.concrete_fields if field.column != "retracted_in_id"]
    erasure = _sqlite_erasure(model) if is_erasable(model) else "0"
    same = " AND ".join(f'OLD."{column}" IS NEW."{column}"' for column in columns)
    withdrawal = (
        f"OLD.retracted_in_id IS NULL AND NEW.retracted_in_id IS NOT NULL AND {same}"
        if issubclass(model, Fact)
        else "0"
    )
    found = {
        f"{table}_no_delete": f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" BEGIN {refuse}; END',
        f"{table}_add_only": f'CREATE TRIGGER "{table}_add_only" BEFORE UPDATE ON "{table}" '
        f"WHEN NOT ({withdrawal}) AND NOT ({erasure}) BEGIN {refuse}; END",
    }
    if keys := _key_columns(model):
        assert issubclass(model, State)
        equal = " AND ".join(f'"{key}" = NEW."{key}"' for key in keys)
        found[f"{table}_one_at_a_time"] = (
            f'CREATE TRIGGER "{table}_one_at_a_time" BEFORE INSERT ON "{table}" WHEN NEW.retracted_in_id IS NULL '
            f"BEGIN SELECT RAISE(ABORT, 'one at a time: {table}') WHERE EXISTS (SELECT 1 FROM \"{table}\" WHERE {equal} "
            "AND retracted_in_id IS NULL AND (until IS NULL OR until > NEW.since) "
            "AND (NEW.until IS NULL OR NEW.until > since)); END"
        )
    return found


def _sqlite_erasure(model: type[models.Model]) -> str:
    table = model._meta.db_table
    emptied = " AND ".join(_same_or_emptied(field.column) for field in model._meta.concrete_fields)
    return f'EXISTS (SELECT 1 FROM kernel_erasure WHERE "table" = \'{table}\' AND "row" = OLD.id) AND {emptied}'


def _same_or_emptied(column: str) -> str:
    """A value of an erased row stays or goes; of a ledger's body, which holds them all, parts may go."""
    same = f'NEW."{column}" IS OLD."{column}"'
    if column in _NEVER_EMPTIED or column.endswith("_id"):
        return same
    shorter = f' OR length(NEW."{column}") < length(OLD."{column}")' if column == "body" else ""
    return f'({same} OR NEW."{column}" IS NULL OR NEW."{column}" = \'\'{shorter})'


def _postgres_guards(model: type[models.Model]) -> dict[str, str]:
    table = model._meta.db_table
    found = {
        f"{table}_add_only": f'CREATE TRIGGER "{table}_add_only" BEFORE UPDATE OR DELETE ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION zugong_append_only()"
    }
    if keys := _key_columns(model):
        equal = ", ".join(f'"{key}" WITH =' for key in keys)
        found[f"{table}_one_at_a_time"] = (
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_one_at_a_time" EXCLUDE USING gist '
            f"({equal}, daterange(since, until) WITH &&) WHERE (retracted_in_id IS NULL) DEFERRABLE INITIALLY IMMEDIATE"
        )
    return found
