"""The monthly report as a Word file: each heading speaks of the round that it is about."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from types import SimpleNamespace

from docx import Document

from zugong.kernel.time import Period
from zugong.packs.programmes import Duty, Line, Paper, Programme
from zugong.packs.reading import Words
from zugong.programmes.evaluating import Asked, LineProgress, RoundProgress
from zugong.programmes.papers import sheet_paper
from zugong.programmes.queries import Common
from zugong.programmes.rules import Round, State
from zugong.programmes.sheets import OwnerLines, Sheet, SheetLine

SECTION = Words(zh="组织科", en="Section")
PACK = SimpleNamespace(owners={"section": SECTION})
DUTY = Duty(of="organisation", owes="true", done="true")
LINE = Line(line="a", zh="召开支部党员大会", en="Meeting", owner="section", returns="monthly", duty=DUTY)
PLAN = Programme(
    programme="p",
    zh="计划",
    en="Plan",
    paper=Paper(title="通知", issuer=SECTION),
    since=date(2020, 1, 1),
    lines=(LINE,),
)
NOVEMBER = Round(Period(date(2020, 11, 1), date(2020, 12, 1)), date(2020, 11, 30))
DECEMBER = Round(Period(date(2020, 12, 1), date(2021, 1, 1)), date(2020, 12, 31))


def progress(state: State, on: date, done_in_december: int) -> LineProgress:
    december = RoundProgress(DECEMBER, "done" if done_in_december == 9 else "due", owed=9, done=done_in_december)
    november = RoundProgress(NOVEMBER, "overdue", owed=9, done=7)
    return LineProgress(Asked(PLAN, LINE, PLAN, LINE), (november, december), state, on)


def report(organisation: str) -> Document:
    now = progress("overdue", date(2020, 12, 31), 9)
    line = SheetLine(Common(now, (now.asked,)), progress("overdue", date(2020, 12, 24), 5))
    sheet = Sheet(date(2020, 12, 31), date(2020, 12, 24), (OwnerLines("section", (line,)),))
    return Document(BytesIO(sheet_paper(sheet, PACK, organisation=organisation)))


def test_what_was_done_since_and_what_is_overdue_are_told_of_their_own_rounds():
    texts = [paragraph.text for paragraph in report("中共某县委员会").paragraphs]

    assert texts[1] == "中共某县委员会  截至2020年12月31日，对比12月24日"
    assert [text for text in texts if text.startswith("召开支部党员大会")] == [
        "召开支部党员大会：7 / 9，责任单位组织科，期限2020-11-30。依据《通知》。",
        "召开支部党员大会：9 / 9，责任单位组织科，期限2020-12-31。依据《通知》。",
    ]


def test_without_an_organisation_the_day_stands_alone():
    assert report("").paragraphs[1].text == "截至2020年12月31日，对比12月24日"


def test_the_file_says_what_it_is():
    properties = report("中共某县委员会").core_properties

    assert (properties.title, properties.author) == ("2020年12月党建计划落实情况", "中共某县委员会")
