"""A process of a site: does what it is told, one word and a number a line, and answers each with a line of JSON.

The tests start it to see what several processes make of one database and one folder of bases.
"""

import json
import os
import sys
import threading
import time
from datetime import date, timedelta
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parents[3]))
os.environ["DJANGO_SETTINGS_MODULE"] = "zugong.config.settings"
django.setup()

from django.conf import settings  # noqa: E402 - only after the set-up
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from zugong.dictionary.catalogue import installed_catalogue  # noqa: E402
from zugong.dictionary.store import NewRow, store_of  # noqa: E402
from zugong.figures.replica import open_replica  # noqa: E402
from zugong.kernel.facts.recording import Source, recording  # noqa: E402

MONEY = installed_catalogue(settings.ZUGONG_PACK).types["money"]


def migrate(_: int) -> None:
    call_command("migrate", verbosity=0)


def record(count: int) -> int:
    """One entry with that many rows; they all have amount 1."""
    store = store_of(MONEY)
    stamp = f"{os.getpid()}-{time.monotonic_ns()}"
    values = {"payer": "a", "purpose": "b", "amount": 1, "status": "c", "organisation": None}
    days = [date(2020, 1, 1) + timedelta(days=number % 1000) for number in range(count)]
    with recording(Source(kind="command", actor="test")) as entry:
        store.insert(
            [NewRow(None, day, None, values | {"number": f"{stamp}-{place}"}) for place, day in enumerate(days)],
            entry=entry,
        )
        return entry.pk


def withdraw(count: int) -> None:
    """One entry that withdraws the oldest rows."""
    store = store_of(MONEY)
    with recording(Source(kind="command", actor="test")) as entry:
        ids = store.queryset().believed().order_by("id").values_list("id", flat=True)[:count]
        store.retract(list(ids), entry=entry)


def ask(_: int) -> list[int]:
    """The number up to which the copy answers, and the believed rows."""
    with open_replica().question() as question:
        ((total,),) = question.execute(f"SELECT coalesce(sum(amount), 0)::BIGINT FROM {question.relation('money')}")
        return [question.number, total]


def stored(_: int) -> int:
    """What the copy must say, from the database itself."""
    return store_of(MONEY).queryset().believed().count()


def everything(_: int) -> list[tuple]:
    return open_replica().execute('SELECT id, rec, ret FROM "t_money" ORDER BY id')


def rebuild(times: int) -> None:
    for _ in range(times):
        open_replica().rebuild()


def limit(rows: int) -> None:
    settings.ZUGONG_REPLICA_DELTA_ROWS = rows


def ask_in_threads(times: int) -> list[list[int]]:
    """What four threads are answered, each that many times, while this one records one row after another."""
    answers: list[list[int]] = []

    def asking() -> None:
        answers.extend([ask(0) for _ in range(times)])
        connections.close_all()

    threads = [threading.Thread(target=asking) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(times):
        record(1)
    for thread in threads:
        thread.join()
    return answers


def fork(_: int) -> list:
    """How a child ends that asks too, and what this process answers then."""
    connections.close_all()  # a connection to the database must not be shared
    child = os.fork()
    if child == 0:
        sys.exit(0 if ask(0) else 1)
    _, status = os.waitpid(child, 0)
    return [status, ask(0)]


ACTS = (migrate, record, withdraw, ask, stored, everything, rebuild, limit, ask_in_threads, fork)
COMMANDS = {act.__name__: act for act in ACTS}

for line in sys.stdin:
    word, number = line.split()
    print(json.dumps(COMMANDS[word](int(number))), flush=True)  # noqa: T201 - this is how it answers
