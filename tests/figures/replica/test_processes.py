"""Several processes, one database, one folder of bases; processes that are killed."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from zugong.kernel.crypto import create_key_file

PROGRAM = Path(__file__).with_name("site_process.py")


class Process:
    """A process of the site that waits for what it is told."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, PROGRAM], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def tell(self, word: str, number: int = 0) -> None:
        self.process.stdin.write(f"{word} {number}\n")
        self.process.stdin.flush()

    def answer(self):
        return json.loads(self.process.stdout.readline())

    def __call__(self, word: str, number: int = 0):
        self.tell(word, number)
        return self.answer()

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup):
    """The environment of a site with an empty database of its own, on whichever database the tests run."""
    home = tmp_path_factory.mktemp("site")
    create_key_file(home / "secret.key")
    environment = {**os.environ, "ZUGONG_HOME": str(home), "ZUGONG_PACK": "jiangxian"}
    environment.pop("ZUGONG_KEY_FILE", None)
    address = os.environ.get("ZUGONG_DATABASE_URL", "")
    if not address:
        yield environment
        return
    parts, name = urlsplit(address), f"zugong_{uuid.uuid4().hex[:12]}"
    host = parts.hostname or dict(pair.split("=") for pair in parts.query.split("&"))["host"]
    with psycopg.connect(host=unquote(host), user=parts.username, dbname="postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield environment | {"ZUGONG_DATABASE_URL": parts._replace(path=f"/{name}").geturl()}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def two(site):
    """Two processes of the site."""
    first, second = Process(site), Process(site)
    first("migrate")
    yield first, second
    first.end()
    second.end()


def replica_folder(site) -> Path:
    return Path(site["ZUGONG_HOME"]) / "replica"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_one_process_records_the_other_answers_at_once(two):
    first, second = two
    number, total = first("ask")

    first("record", 5)
    after_first = second("ask")
    second("withdraw", 2)

    assert after_first == [number + 1, total + 5]
    assert first("ask") == second("ask") == [number + 2, total + 3]


def test_a_base_built_beside_a_writer_holds_what_was_sealed_when_it_began(two):
    first, second = two
    first("record", 30_000)

    second.tell("rebuild", 3)
    for _ in range(25):
        first("record", 40)
        first("withdraw", 20)
    second.answer()
    beside = first("everything")
    second("rebuild", 1)

    assert first("ask")[1] == second("ask")[1] == first("stored")
    assert second("everything") == first("everything") == beside


def test_a_killed_build_leaves_the_base_before_it_in_use_and_is_swept_away(two, site):
    first, second = two
    folder = replica_folder(site)
    first("rebuild", 1)
    current = (folder / "CURRENT").read_text()
    builder = Process(site)

    builder.tell("rebuild", 1)
    while not list(folder.glob(".base-*.tmp")):
        time.sleep(0.002)
    builder.process.send_signal(signal.SIGKILL)
    builder.process.wait()
    left = {name for name in names(folder) if name.startswith(".base-")}

    assert (len(left) > 0, (folder / "CURRENT").read_text()) == (True, current)
    newcomer = Process(site)
    assert newcomer("ask") == second("ask")
    newcomer.end()
    second("rebuild", 1)
    assert {name for name in names(folder) if name.startswith(".base-")} == set()
    assert len(list(folder.glob("base-*.duckdb"))) == 2


def test_files_of_the_copy_are_for_their_owner_only(two, site):
    two[0]("rebuild", 1)
    folder = replica_folder(site)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.glob("base-*.duckdb")} == {0o600}


def test_a_delta_over_the_limit_makes_a_new_base_and_nobody_waits_for_it(two, site):
    first, second = two
    first("rebuild", 1)
    pointer = replica_folder(site) / "CURRENT"
    before = pointer.read_text()

    first("limit", 50)
    first("record", 60)
    answered = first("ask")
    deadline = time.monotonic() + 60
    while pointer.read_text() == before and time.monotonic() < deadline:
        time.sleep(0.05)

    assert pointer.read_text() != before
    assert first("ask") == second("ask") == answered


def test_threads_of_one_process_are_answered_from_one_state_each(two):
    first, _ = two
    number, total = first("ask")

    answers = first("ask_in_threads", 25)

    # Each entry adds one row, so number and total go up together; a mixture of two states would not fit.
    assert {answer_total - answer_number for answer_number, answer_total in answers} == {total - number}
    assert (len(answers), first("ask")) == (100, [number + 25, total + 25])


def test_a_child_of_a_process_with_an_open_copy_asks_and_ends_like_any_other(two):
    first, _ = two
    before = first("ask")

    assert first("fork") == [0, before]
