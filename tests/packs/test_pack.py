"""A pack as a whole: what it holds and what it inherits."""

from tests.packs.pack_folder import write_pack, write_town
from zugong.packs.pack import load_pack

RATIO = """\
- figure: ratio
  zh: 比
  en: Ratio
  unit: {zh: 名, en: persons}
  chapter: more
  ratio: {of: members, to: full_members}
"""


def test_a_pack_has_what_it_declares_and_what_it_inherits(tmp_path):
    write_pack(tmp_path)
    write_town(tmp_path, {"figures/more.yaml": RATIO, "chapters.yaml": "more: {zh: 其他, en: More}\n"})

    pack = load_pack("town", folder=tmp_path)

    assert list(pack.figures) == ["members", "full_members", "full_share", "ratio"]
    assert [pack.figures[name].parts for name in pack.figures] == [
        (),
        (),
        ("full_members", "members"),
        ("members", "full_members"),
    ]
    assert {name: words.en for name, words in pack.chapters.items()} == {"members": "Members", "more": "More"}
    assert pack.promises is None


def test_every_figure_of_the_county_stands_in_a_chapter_and_has_both_languages():
    pack = load_pack("jiangxian")

    unlabelled = [name for name, figure in pack.figures.items() if not (figure.label("zh-hans") and figure.label("en"))]

    assert unlabelled == []
    assert {figure.chapter for figure in pack.figures.values()} == set(pack.chapters)
