"""Which columns the copy has, and what partial dates become."""

import pytest

from tests.figures.replica.random_records import SOURCE, RandomRecords
from zugong.dictionary.store import NewRow, store_of
from zugong.figures.replica.columns import replica_columns
from zugong.kernel.facts.recording import recording
from zugong.kernel.time import PartialDate

MONTHS = {
    None: (None, None),
    "1987": (19870101, 19871231),
    "1987-05": (19870501, 19870531),
    "1987-04": (19870401, 19870430),
    "2000-02": (20000201, 20000229),
    "1900-02": (19000201, 19000228),
    "2023-02": (20230201, 20230228),
    "2024-12": (20241201, 20241231),
    "2000-02-29": (20000229, 20000229),
    "0001-02": (10201, 10228),
    "9998-12": (99981201, 99981231),
}


@pytest.mark.parametrize("in_base", [True, False])
def test_a_partial_date_becomes_its_first_and_last_possible_day(replica, in_base):
    records = RandomRecords(1)
    store = store_of(records.types["organisation"])
    replica.caught_up()

    with recording(SOURCE) as entry:
        for anchor, text in zip(store.new_anchors(len(MONTHS)), MONTHS, strict=True):
            row = records.new_row(records.types["organisation"])
            established = PartialDate(text) if text else None
            store.insert([NewRow(anchor, row.since, None, row.values | {"established_on": established})], entry=entry)
    if in_base:
        replica.rebuild()

    days = f"SELECT established_on_lo, established_on_hi FROM {replica.relation('organisation')} ORDER BY anchor"
    assert replica.execute(days) == list(MONTHS.values())


def test_encrypted_fields_never_enter_the_copy(replica):
    records = RandomRecords(2)
    with recording(SOURCE) as entry:
        records.record("person", entry)

    columns = [name for name, *_ in replica.execute("DESCRIBE t_person")]

    assert columns == [
        "id", "anchor", "since", "until", "rec", "name", "sex", "ethnicity", "born_on_lo", "born_on_hi", "education",
        "occupation", "ret",
    ]  # fmt: skip


def test_every_field_of_every_type_that_is_not_encrypted_has_its_column():
    records = RandomRecords(3)

    for kind in records.types.values():
        sources = {column.source for column in replica_columns(kind)}
        hidden = {code for code, field in kind.fields.items() if field.hidden}
        assert sources & set(kind.fields) == set(kind.fields) - hidden


def test_the_columns_of_an_event_have_the_types_of_their_fields():
    kind = RandomRecords(4).types["training_attendance"]

    assert [(column.name, column.sql_type) for column in replica_columns(kind)] == [
        ("id", "BIGINT"), ("anchor", "BIGINT"), ("on", "INTEGER"), ("rec", "BIGINT"), ("ret", "BIGINT"),
        ("training_class", "BIGINT"), ("person", "BIGINT"), ("rank", "VARCHAR"), ("hours", "BIGINT"),
        ("missed", "VARCHAR"), ("reason", "VARCHAR"), ("completed", "BOOLEAN"),
    ]  # fmt: skip
