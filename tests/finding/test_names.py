"""How names are read and what fits them, without a database."""

import pytest

from zugong.finding.queries import name_key, wanted_of
from zugong.finding.readings import readings


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("古城", "古城镇党委"),
        ("gucheng", "古城镇党委"),
        ("gcz", "古城镇党委"),
        ("GuCheng", "古城镇党委"),
        ("城镇", "古城镇党委"),
        ("chengzhen", "古城镇党委"),
        ("古cheng", "古城镇党委"),
        ("gu城", "古城镇党委"),
        ("古c", "古城镇党委"),
        ("gchzh", "古城镇党委"),
        ("guchz", "古城镇党委"),
        ("古城 镇", "古城镇党委"),
        ("2号 楼", "2号楼党支部"),
        ("管理办法(试行)", "服务中心管理办法（试行）"),
        (
            "关于印发古城镇农村党群服务中心规范化建设标准的通知",
            "关于印发《古城镇农村党群服务中心规范化建设标准》的通知",
        ),
    ],
)
def test_a_name_is_found_by_letters_pinyin_initials_and_a_mixture(asked: str, name: str):
    assert name_key(wanted_of(asked), name) != ""


@pytest.mark.parametrize(
    ("asked", "name"), [("城古", "古城镇党委"), ("gz", "古城镇党委"), ("古zhen", "古城镇党委"), ("shan", "单杠")]
)
def test_what_is_not_so_called_is_not_found(asked: str, name: str):
    assert name_key(wanted_of(asked), name) == ""


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("单田", [("shan", "tian"), ("dan", "tian")]),
        ("尉迟恭", [("yu", "chi", "gong")]),
        ("卜民", [("bu", "min"), ("bo", "min")]),
        ("区大", [("ou", "da"), ("qu", "da")]),
        ("李国强", [("li", "guo", "qiang")]),
    ],
)
def test_a_surname_is_read_as_one_and_found_by_its_common_reading_too(name: str, read: list):
    assert list(readings(name, is_person=True)) == read


def test_the_whole_name_comes_before_beginnings_and_those_before_middles():
    names = ["东古城村", "古城村党支部", "古城", "古城村"]

    assert sorted(names, key=lambda name: name_key(wanted_of("古城"), name)) == [
        "古城",
        "古城村",
        "古城村党支部",
        "东古城村",
    ]


def test_nothing_asked_finds_nothing():
    assert [name_key(wanted_of(text), "古城") for text in ("", "  ", "（）")] == ["", "", ""]
