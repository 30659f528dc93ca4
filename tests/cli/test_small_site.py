"""A new site used from outside by somebody who makes mistakes: sentences and exit codes, never a trace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.site import CommandLineSite
from zugong.dictionary.fieldtypes.sealed import identity_check_character

PASSWORD = "Sunny-Field-2031"
ON = ("--on", "2020-12-31")
ORGANISATIONS = [
    ("党组织代码", "党组织名称", "上级党组织", "组织类别", "单位名称", "单位代码", "单位性质类别"),
    ("C", "示例县委", None, "县委", None, None, None),
    ("T", "河东镇党委", "示例县委", "党委", None, None, None),
    ("J", "甲乙联合党支部", "河东镇党委", "联合党支部", "甲村", "U1", "行政村"),
    ("J", "甲乙联合党支部", "河东镇党委", "联合党支部", "乙村", "U2", "行政村"),
    ("B", "丙村党支部", "河东镇党委", "党支部", "丙村", "U3", "行政村"),
]
MEMBERS = [
    ("姓名", "公民身份证号", "所在党支部", "人员类别", "爱好"),
    ("张三", "14999919700101001" + identity_check_character("14999919700101001"), "丙村党支部", "正式党员", "下棋"),
]


def workbook(file: Path, **sheets: list[tuple[Any, ...]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return file


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> CommandLineSite:
    folder = tmp_path_factory.mktemp("small")
    site = CommandLineSite(folder / "home")
    site.must("init", "--pack", "national", "--owner", "示例县", "--password", PASSWORD)
    site.must("import", str(workbook(folder / "组织.xlsx", 组织=ORGANISATIONS)), "--on", "2020-01-01")
    return site


def told(site: CommandLineSite, *arguments: str) -> tuple[int, str]:
    result = site.run(*arguments)
    return result.code, result.err.strip().splitlines()[-1]


def test_a_weak_password_is_refused_before_anything_is_made(tmp_path):
    nowhere = CommandLineSite(tmp_path / "home")

    assert told(nowhere, "init", "--pack", "national", "--owner", "某县", "--password", "short") == (
        1,
        "密码过短或过于常见，请至少用十个字符，且不易被猜到。",
    )
    assert not nowhere.home.exists()


@pytest.mark.parametrize("english", [(), ("--english",)])
def test_exported_organisations_come_back_unchanged_whatever_the_language(site, tmp_path, english):
    file = tmp_path / "组织.xlsx"

    site.must("export", "organisations", *english, "-o", str(file))
    (found,) = site.json("import", str(file), *ON, "--check")

    assert (found["counts"], found["notes"]) == ({"unchanged": 5}, [])


def test_an_import_says_what_of_the_file_it_left_unread(site, tmp_path):
    file = workbook(tmp_path / "党员.xlsx", 党员=MEMBERS, 说明=[("请认真填写",)])

    result = site.run("import", str(file), *ON, "--check")

    assert (result.code, result.out) == (0, "党员.xlsx · 党员基本信息采集表: 新增 1\n")
    assert result.err.splitlines() == [
        "  ! 只读取了工作表“党员”；未读取：说明（用 --worksheet 指定）",
        "  ! 未导入的列：爱好",
    ]


def test_what_cannot_be_exported_is_refused_in_a_sentence(site, tmp_path):
    nowhere = tmp_path / "no such folder" / "x.xlsx"

    assert told(site, "export", "members", "-o", str(tmp_path / "x.pdf")) == (
        1,
        "x.pdf：文件名请以 .xlsx 或 .csv 结尾。",
    )
    assert told(site, "export", "organisation_changes", "-o", str(tmp_path / "x.xlsx")) == (
        1,
        "“组织机构变动台账”是办理事项，不留存为行；请导出 organisations 或 units。",
    )
    assert told(site, "export", "members", "-o", str(nowhere)) == (
        1,
        f"无法读写 {nowhere.with_name('.x.xlsx.partial')}：No such file or directory。请检查文件夹、权限和磁盘空间后重试。",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_day_alone_means_what_was_known_at_its_end_and_no_entry_is_invented(site):
    last = site.json("figure", "members", *ON)[0]["entry"]
    today = site.must("undo").splitlines()[1].split()[1]

    known = site.json("figure", "primary_organisations", *ON, "--known", today)[0]["value"]
    result = site.run("figure", "members", "--known", "999")

    assert known == 3
    assert (result.code, result.err.splitlines()[-1]) == (
        2,
        f"Error: Invalid value for '--known': there is no entry 999 yet; the last one is {last}",
    )


def test_the_rows_behind_a_number_are_named(site):
    told = site.must("figure", "primary_organisations", *ON, "--rows").splitlines()

    assert [line.split("\t")[1:3] for line in told[-4:]] == [
        ["about", "organisation"],
        ["河东镇党委", "河东镇党委"],
        ["甲乙联合党支部", "甲乙联合党支部"],
        ["丙村党支部", "丙村党支部"],
    ]


def test_a_token_that_would_be_over_is_not_issued(site):
    code, sentence = told(site, "user", "token", "admin", "--name", "报表", "--until", "2020-01-01")

    assert (code, sentence.partition("，请")[0]) == (1, "有效期至2020-01-01的令牌已经过期")


def test_a_site_whose_database_is_damaged_or_whose_key_is_gone_says_so(site, tmp_path):
    damaged, keyless = site.copied_to(tmp_path / "damaged"), site.copied_to(tmp_path / "keyless")
    (damaged.home / "zugong.sqlite3").write_bytes(b"no database at all, whatever its name may say")
    (keyless.home / "secret.key").unlink()

    assert told(damaged, "figure", "members")[0] == 1
    assert "Traceback" not in damaged.run("figure", "members").err
    assert told(keyless, "figure", "members") == (
        1,
        f"找不到站点密钥 {keyless.home / 'secret.key'}；请把保管的 secret.key 放回原处。",
    )
