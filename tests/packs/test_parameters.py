"""Dated settings: which value is in force on a day, and what is said where there is none."""

from datetime import date

import pytest

from tests.packs.pack_folder import FILES, write_pack, write_town
from zugong.kernel.errors import PackError
from zugong.packs.pack import load_pack
from zugong.packs.parameters import NoLocalValue, NoValueYet, Parameter

LINE = "name: line\nlabel: 线\nlabel_en: Line\nunit: {zh: 元, en: yuan}\nkind: money\n"
SET = "values: {2020-01-01: 50000}\nsources: {2020-01-01: {title: A paper}}\nchecked_on: 2021-03-01\n"
SOURCES = {date(2015, 1, 1): {"title": "Rules"}, date(2021, 7, 1): {"title": "Amendment"}}


def probation() -> Parameter:
    return Parameter.model_validate(
        {
            "name": "probation",
            "label": "试用期",
            "label_en": "Probation",
            "unit": {"zh": "个月", "en": "months"},
            "values": {date(2015, 1, 1): 6, date(2021, 7, 1): 12},
            "sources": SOURCES,
            "checked_on": date(2026, 3, 1),
        }
    )


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2015, 1, 1), 6), (date(2021, 6, 30), 6), (date(2021, 7, 1), 12), (date(2021, 7, 2), 12)],
)
def test_the_value_in_force_has_the_latest_start_not_after_the_day(day, value):
    assert probation().value_on(day) == value


def test_before_the_first_value_there_is_none_and_we_say_so():
    with pytest.raises(NoValueYet) as raised:
        probation().value_on(date(2014, 12, 31))

    assert [raised.value.sentence("en"), raised.value.sentence("zh-hans")] == [
        "Probation has no value on 2014-12-31; its first value is from 2015-01-01 on.",
        "参数“试用期”在 2014-12-31 没有取值，最早的取值自 2015-01-01 起。",
    ]


def test_a_value_left_to_localities_is_asked_of_them(tmp_path):
    write_pack(tmp_path, changed={"parameters/line.yaml": LINE + "set_by: locality\n"})

    with pytest.raises(NoLocalValue, match=r"each locality sets its own in parameters/line\.yaml"):
        load_pack("small", folder=tmp_path).rule_value("line", date(2020, 12, 31))


def test_a_locality_sets_what_its_ancestor_leaves_open_and_conditions_compare_fen(tmp_path):
    write_pack(tmp_path, changed={"parameters/line.yaml": LINE + "set_by: locality\n"})
    write_town(tmp_path, {"parameters/line.yaml": LINE + SET})

    pack = load_pack("town", folder=tmp_path)

    day = date(2020, 12, 31)
    assert (pack.parameters["line"].value_on(day), pack.rule_value("line", day)) == (50_000, 5_000_000)
    assert pack.version == "small@1 town@2"


def test_a_locality_cannot_change_the_unit_of_a_parameter(tmp_path):
    write_pack(tmp_path, changed={"parameters/line.yaml": LINE + "set_by: locality\n"})
    other = LINE.replace("元, en: yuan", "万元, en: ten thousand yuan") + SET
    write_town(tmp_path, {"parameters/line.yaml": other})

    with pytest.raises(PackError, match=r"town/parameters/line\.yaml:4: unit: has another unit or kind in .*small"):
        load_pack("town", folder=tmp_path)


def test_two_packs_of_a_lineage_cannot_both_give_values(tmp_path):
    write_pack(tmp_path)
    parameter = "parameters/least_years.yaml"
    write_town(tmp_path, {parameter: FILES[parameter]})

    with pytest.raises(PackError, match="only set_by: locality leaves them open"):
        load_pack("town", folder=tmp_path)
