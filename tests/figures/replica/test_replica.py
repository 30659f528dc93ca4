"""The copy holds what the database holds, at any moment of its history."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pyarrow
import pytest
from django.db import transaction

from tests.figures.replica.random_records import SOURCE, WRITTEN, RandomRecords, row_by_the_declaration
from zugong.dictionary.store import store_of
from zugong.figures.replica import open_replica
from zugong.figures.replica.replica import Question
from zugong.kernel.facts.recording import last_number, recording


def rows(replica, type_code, known=None):
    """The believed rows, in order, without the numbers of the entries."""
    table = replica.arrow(f'SELECT * EXCLUDE (rec, ret) FROM {replica.relation(type_code, known)} ORDER BY "id"')
    return table.to_pylist()


def rows_of_all(replica, known=None):
    with replica.question() as question:
        return {code: rows(question, code, known) for code in WRITTEN}


def history(replica, type_code):
    return replica.execute(f'SELECT * FROM "t_{type_code}" ORDER BY "id"')


def stored_rows(records, type_code):
    kind = records.types[type_code]
    return [row_by_the_declaration(kind, row) for row in sorted(store_of(kind).believed(), key=lambda row: row.id)]


@pytest.mark.parametrize("seed", [1, 2])
def test_after_random_writes_the_copy_equals_the_database_and_a_rebuild_and_its_own_earlier_answers(
    replica, settings, tmp_path, seed
):
    records = RandomRecords(seed)
    answers = {}

    for step in range(200):
        records.write()
        if step == 90:
            replica.rebuild()
        if records.chance.random() < 0.1:
            answers[replica.caught_up()] = rows_of_all(replica)

    settings.ZUGONG_REPLICA = tmp_path / "rebuilt"
    rebuilt = open_replica()
    rebuilt.rebuild()
    assert replica.caught_up() == rebuilt.caught_up() == last_number() == 200
    every = sorted(records.types)
    assert rows_of_all(replica) == {code: stored_rows(records, code) for code in WRITTEN}
    assert {code: history(replica, code) for code in every} == {code: history(rebuilt, code) for code in every}
    assert sum(len(history(replica, code)) for code in every) > 300
    for number, answer in answers.items():
        assert rows_of_all(replica, number) == answer
        assert rows_of_all(rebuilt, number) == answer
    rebuilt.close()


def test_an_empty_database_answers_with_no_rows_of_any_type(replica):
    types = RandomRecords(0).types

    assert replica.caught_up() == 0
    assert {code: rows(replica, code) for code in types} == {code: [] for code in types}
    assert {code: rows(replica, code, 0) for code in types} == {code: [] for code in types}


def test_a_write_shows_in_the_next_question(replica):
    records = RandomRecords(3)
    before = rows(replica, "person")

    with recording(SOURCE) as entry:
        first = records.record("person", entry)
    after = rows(replica, "person")
    with recording(SOURCE) as entry:
        records.withdraw("person", entry)

    assert before == []
    assert [row["id"] for row in after] == [first]
    assert rows(replica, "person") == []
    assert [row["id"] for row in rows(replica, "person", 1)] == [first]


def test_all_statements_of_a_question_see_one_state(replica):
    records = RandomRecords(4)
    with recording(SOURCE) as entry:
        records.record("money", entry)

    with replica.question() as question:
        count = f"SELECT count(*) FROM {question.relation('money')}"
        before = question.execute(count)
        with recording(SOURCE) as entry:
            records.record("money", entry)
        meanwhile = replica.execute(count)
        after = question.execute(count)

    assert (question.number, before, meanwhile, after) == (1, [(1,)], [(2,)], [(1,)])


def test_a_table_lent_to_a_question_is_gone_with_it(replica):
    with replica.question() as question:
        question.register("groups", pyarrow.table({"id": [1, 2], "name": ["甲", "乙"]}))
        lent = question.execute('SELECT name FROM "groups" WHERE id = ?', [2])

    with replica.question() as question:
        left = question.execute("SELECT count(*) FROM duckdb_views() WHERE view_name = 'groups'")

    assert (lent, left) == ([("乙",)], [(0,)])


def test_what_was_rolled_back_is_forgotten_even_where_its_number_is_given_again(replica):
    records = RandomRecords(5)
    replica.caught_up()

    with transaction.atomic():
        with recording(SOURCE) as entry:
            records.record("money", entry)
        seen_inside = len(rows(replica, "money"))
        transaction.set_rollback(True)
    with recording(SOURCE) as entry:
        records.record("problem", entry)

    assert (seen_inside, replica.caught_up()) == (1, 1)
    assert (rows(replica, "money"), len(rows(replica, "problem"))) == ([], 1)


def test_a_row_recorded_and_withdrawn_by_one_entry_was_never_believed(replica):
    records = RandomRecords(6)

    with recording(SOURCE) as entry:
        records.record("money", entry)
        records.withdraw("money", entry)

    assert rows(replica, "money") == rows(replica, "money", 1) == []
    assert replica.execute('SELECT rec, ret FROM "t_money"') == [(1, 1)]


def test_a_question_of_an_unknown_record_type_is_an_error(replica):
    with pytest.raises(KeyError, match="nobody"):
        replica.relation("nobody")


class Cursor:
    """Stands for DuckDB: writes down of which questions a statement runs at once."""

    def __init__(self, running: list[str], seen: list[set[str]]) -> None:
        self._running, self._seen = running, seen

    def execute(self, sql: str, parameters: object = ()) -> "Cursor":
        if sql.startswith("of"):
            self._running.append(sql)
            self._seen.append(set(self._running))
            sleep(0.01)
            self._running.remove(sql)
        return self

    def fetchall(self) -> list[tuple[int]]:
        return [(1,)]


def test_questions_of_several_visitors_are_counted_one_after_the_other():
    running, seen = [], []

    def ask(name: str) -> list[list[tuple]]:
        question = Question([Cursor(running, seen), Cursor(running, seen)], frozenset())
        return [*question.execute_all([f"of {name}"] * 4), question.execute(f"of {name}")]

    with ThreadPoolExecutor(4) as visitors:
        answers = list(visitors.map(ask, "abcd"))

    assert answers == [[[(1,)]] * 5] * 4
    assert {len(questions) for questions in seen} == {1}
