"""A core record type's declaration and the model that keeps it say the same."""

from datetime import date

import pytest
from django.apps import apps
from django.db import models

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import NewRow, store_of
from zugong.kernel.facts.models import Anchor
from zugong.kernel.facts.recording import Source, recording
from zugong.kernel.time import PartialDate
from zugong.people.models import PersonState

CATALOGUE = installed_catalogue("jiangxian")
CORE = [kind for kind in CATALOGUE.types.values() if not kind.is_ledger]
FIELD_CLASSES = {
    "text": models.CharField,
    "code": models.CharField,
    "date": models.CharField,
    "yes_no": models.BooleanField,
    "ref": models.ForeignKey,
    "integer": models.BigIntegerField,
    "day": models.DateField,
}


@pytest.mark.parametrize("kind", CORE, ids=lambda kind: kind.code)
def test_a_model_has_exactly_the_declared_fields(kind):
    model = apps.get_model(kind.store)
    own = {"id", "since", "until", "recorded_in", "retracted_in", "supersedes", *getattr(model, "computed_columns", {})}
    found = {field.name for field in model._meta.concrete_fields} - own - ({"anchor"} if kind.anchored else set())
    declared = {f"{field.code}_sealed" if field.hidden else field.code for field in kind.fields.values()}
    hashes = {name for name in found if name.endswith("_hash")}

    assert found - hashes == declared
    assert {name.removesuffix("_hash") for name in hashes} <= {
        code for code, field in kind.fields.items() if field.hidden
    }


@pytest.mark.parametrize("kind", CORE, ids=lambda kind: kind.code)
def test_a_model_keeps_each_field_in_a_column_of_its_kind(kind):
    model = apps.get_model(kind.store)

    for field in kind.fields.values():
        if field.hidden:
            assert isinstance(model._meta.get_field(f"{field.code}_sealed"), models.BinaryField)
            continue
        column = model._meta.get_field(field.code)
        assert isinstance(column, FIELD_CLASSES[field.type.name]), field.code
        if field.of:
            assert issubclass(column.related_model, Anchor)
            assert (
                column.related_model
                is apps.get_model(CATALOGUE.types[field.of].store)._meta.get_field("anchor").related_model
            )
        assert column.null or field.required, f"{kind.code}.{field.code} may be unknown but its column may not"


@pytest.mark.django_db
def test_a_row_comes_back_as_it_was_recorded_and_its_number_is_not_readable_in_the_table():
    store = store_of(CATALOGUE.types["person"])
    values = {
        "identity_number": "149999197005200015",
        "name": "单晓明",
        "sex": "male",
        "ethnicity": None,
        "born_on": PartialDate("1970-05"),
        "education": "31",
        "occupation": None,
        "mobile_phone": "15400000001",
        "landline": None,
        "address": "某镇某村1号",
    }
    with recording(Source("command", "tester")) as entry:
        anchor = store.new_anchors(1)[0]
        store.insert([NewRow(anchor, date(2020, 1, 1), None, values)], entry=entry)

    [row] = store.believed(unsealed=True)
    stored = PersonState.objects.get()
    assert (row.anchor, row.since, row.until, row.values) == (anchor, date(2020, 1, 1), None, values)
    assert b"149999" not in bytes(stored.identity_number_sealed)
    assert stored.pinyin == "shanxiaoming sxm"


@pytest.mark.django_db
def test_a_ledger_row_comes_back_as_it_was_recorded():
    store = store_of(CATALOGUE.types["problem"])
    values = {
        "number": "2020-001",
        "source": "theme_day_check",
        "aspect": "学习教育",
        "text": "“三会一课”记录不全",
        "organisation": None,
        "responsible": None,
        "listed_on": date(2020, 3, 1),
        "status": "open",
    }
    values = {**dict.fromkeys(CATALOGUE.types["problem"].fields), **values}
    with recording(Source("command", "tester")) as entry:
        anchor = store.new_anchors(1)[0]
        store.insert([NewRow(anchor, date(2020, 3, 1), None, values)], entry=entry)

    [row] = store.believed()
    assert (row.anchor, row.since, row.until, row.values) == (anchor, date(2020, 3, 1), None, values)
