"""A small pack on disk, complete and right, of which a test changes one file."""

from pathlib import Path

from zugong.language.schema import FieldType, Kind, TypeTable

CODES = frozenset({"branch", "committee"})
SCHEMA = {
    "organisation": TypeTable("organisation", "state", True, {"kind": FieldType(Kind.CODE, CODES)}),
    "person": TypeTable("person", "state", True, {}),
    "member": TypeTable(
        "member",
        "state",
        False,
        {
            "person": FieldType(Kind.REF, target="person"),
            "organisation": FieldType(Kind.REF, target="organisation"),
            "years": FieldType(Kind.INTEGER),
            "full": FieldType(Kind.BOOLEAN),
        },
    ),
    "meeting": TypeTable("meeting", "event", True, {"organisation": FieldType(Kind.REF, target="organisation")}),
}

TOWN = 'pack: town\nzh: 镇\nen: Town\nversion: "2"\nterritory: 镇\ninherits: [small]\n'
FILES = {
    "pack.yaml": 'pack: small\nzh: 小县\nen: Small\nversion: "1"\nterritory: 小县\n',
    "chapters.yaml": "members: {zh: 党员, en: Members}\n",
    "figures/members.yaml": """\
- figure: members
  zh: 党员
  en: Members
  unit: {zh: 名, en: persons}
  chapter: members
  of: member
  measure: {distinct: person}
  where: holds() and years >= rule('least_years')
  time: stock
- figure: full_members
  zh: 正式党员
  en: Full members
  unit: {zh: 名, en: persons}
  chapter: members
  of: member
  measure: {distinct: person}
  where: holds() and full
  time: stock
- figure: full_share
  zh: 正式党员占比
  en: Share of full members
  unit: {zh: "%", en: percent}
  chapter: members
  share: {part: full_members, whole: members}
  print: {form: percent, decimals: 1}
""",
    "parameters/least_years.yaml": """\
name: least_years
label: 最少年数
label_en: Least years
unit: {zh: 年, en: years}
values:
  2020-01-01: 3
sources:
  2020-01-01: {title: A paper}
checked_on: 2021-03-01
""",
    "promises.yaml": """\
document: {title: 巡礼, title_en: A review, place: 小县, published: "2021"}
scope: {organisation: 小县县委}
clocks:
  day: 2020-12-31
  period: {first: 2020-01-01, last: 2020-12-31}
  tree: 2020-12-31
promises:
  - id: small-members
    zh: 党员
    en: Members
    printed: 10名
    value: 10
    unit: {zh: 名, en: persons}
    qualifier: exact
    figure: members
    arithmetic: ["{small-members} / {small-years} >= 2"]
  - id: small-years
    zh: 年数
    en: Years
    printed: 3年
    value: 3
    unit: {zh: 年, en: years}
    qualifier: exact
    parameter: least_years
    used_by: [members]
""",
}


def write_pack(folder: Path, *, changed: dict[str, str] | None = None) -> Path:
    """Writes the pack `small` into `folder`, with the files of `changed` in place of its own. Returns `folder`."""
    return write_files(folder, "small", FILES | (changed or {}))


def write_town(folder: Path, files: dict[str, str]) -> Path:
    """Writes the pack `town`, which inherits `small` and has these files only. Returns `folder`."""
    return write_files(folder, "town", {"pack.yaml": TOWN} | files)


def write_files(folder: Path, pack: str, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / pack / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / pack / path).write_text(text, encoding="utf-8")
    return folder


def with_words(path: str, old: str, new: str) -> dict[str, str]:
    """The change of one file in which `old` stands once or more and `new` is put first."""
    assert old in FILES[path]
    return {path: FILES[path].replace(old, new, 1)}
