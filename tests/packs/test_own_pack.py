"""What an heir adds to a pack that it inherits: versions of a scheme, a programme in the place of another, texts of a site."""

from __future__ import annotations

from datetime import date

import pytest

from zugong.kernel.errors import PackError
from zugong.packs.own import OwnTexts
from zugong.packs.pack import load_pack, with_own

SCHEME = """
- scheme: ten_good
  zh: 农村基层党组织“十个好”创建
  en: Ten good of rural organisations
  extends: true
  versions:
  - version: '{year}'
    paper: {{title: 标准, issuer: {{zh: 县委, en: County committee}}}}
    since: {year}-01-01
    sectors: {{village: {{zh: 村党组织, en: Villages, where: holds()}}}}
    fills: branches
    reviewer: primary_committees
    matter: work
"""
PROGRAMME = """
- programme: branch_life_2030
  zh: 支部组织生活
  en: Branch life
  replaces: branch_life
  paper: {title: 通知, issuer: {zh: 县委, en: County committee}}
  since: 2030-01-01
"""


def with_texts(**texts: str):
    return with_own(
        load_pack("jiangxian"), OwnTexts(tuple(texts), {path.replace("__", "/"): text for path, text in texts.items()})
    )


def test_each_version_ends_where_a_later_one_begins_in_whatever_order_they_came():
    pack = with_texts(schemes__b=SCHEME.format(year=2031), schemes__a=SCHEME.format(year=2030))

    versions = [(one.version, one.since, one.until) for one in pack.schemes["ten_good"].versions]

    assert versions == [
        ("2020", date(2020, 1, 1), date(2030, 1, 1)),
        ("2030", date(2030, 1, 1), date(2031, 1, 1)),
        ("2031", date(2031, 1, 1), None),
    ]


def test_a_programme_ends_where_the_one_begins_that_replaces_it():
    pack = with_texts(programmes__next=PROGRAMME)

    assert (pack.programmes["branch_life"].until, pack.own_problems) == (date(2030, 1, 1), ())


def test_a_text_that_cannot_be_read_is_named_and_takes_nothing_down():
    pack = with_texts(schemes__bad="- scheme: [", programmes__next=PROGRAMME)

    assert [one.file for one in pack.own_problems] == ["jiangxian_own/schemes/bad"]
    assert "branch_life_2030" in pack.programmes


def test_a_scheme_of_an_inherited_code_that_does_not_extend_it_is_refused():
    pack = with_texts(schemes__again=SCHEME.format(year=2030).replace("  extends: true\n", ""))

    with pytest.raises(PackError, match="write extends: true to add a version") as refused:
        raise pack.own_problems[0]
    assert refused.value.said("zh") == "已有同代码的评定方案，请换一个代码"
