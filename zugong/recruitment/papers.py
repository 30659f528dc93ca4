"""The papers of a recruitment as Word files: the notice with its posts, and the tables of names that each batch is closed with.

Made anew from the registrations each time and kept nowhere: when those are destroyed, no table is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zugong.kernel import crypto
from zugong.recruitment import rules
from zugong.recruitment.models import Application
from zugong.recruitment.notices import CHECKED, EXAMINED, PUBLISHED, SHOWN, VETTED, Notice
from zugong.recruitment.order import applications_of, orders
from zugong.recruitment.registering import filled_in
from zugong.reviews.documents import saved
from zugong.reviews.outline import Grid, Line
from zugong.reviews.word.building import template_document

NOTICE_PAPER = "notice"
#: Paper → the step whose batch it closes.
STEPS = {
    NOTICE_PAPER: PUBLISHED, "check_minutes": CHECKED, "scores": EXAMINED, "vetting_report": VETTED, "shown_list": SHOWN,
}  # fmt: skip
_PARTS = {rules.WRITTEN: "笔试", rules.INTERVIEW: "面试", rules.FURTHER: "加试"}
_CHECKED = dict.fromkeys(rules.PASSED_CHECK, "合格") | {rules.REFUSED: "不合格", rules.APPEALED: "申诉待复核"}
_FIT = (rules.VETTED, rules.PROPOSED, rules.ENGAGED, rules.STRUCK)
_VETTED = dict.fromkeys(_FIT, "合格") | {rules.UNFIT: "不合格", rules.DECLINED: "放弃", rules.SHORTLISTED: "未登记"}
_ASKED_IN_TABLE = ("education", "degree", "school", "major", "title")
_ABSENT = "缺考"
_SIGNED = "审核人：＿＿＿＿＿＿　　　复核人：＿＿＿＿＿＿"

Row = Sequence[str]


@dataclass(frozen=True)
class Told:
    """What a paper says that the notice does not hold: who holds it, how the total is made, where one registers."""

    held_by: str
    examination: str
    address: str


def names_anybody(paper: str) -> bool:
    """Does the paper name applicants?"""
    return paper != NOTICE_PAPER


def papers_there(found: Notice) -> tuple[str, ...]:
    """The papers that can be made as far as the recruitment has come; tables of names only while the registrations are there."""
    before = {"check_minutes": PUBLISHED, "scores": CHECKED, "vetting_report": EXAMINED, "shown_list": SHOWN}
    tables = [paper for paper, step in before.items() if found.last(step) is not None]
    return (NOTICE_PAPER, *(tables if applications_of(found).exists() else ()))


def paper_file(found: Notice, paper: str, label: str, told: Told) -> tuple[bytes, int]:
    """The Word file, and how many applicants it names."""
    if paper == NOTICE_PAPER:
        return _saved([Line("title", found.title), *_notice_lines(found, told), *_dated(found, paper, told)]), 0
    head, rows = _TABLES[paper](found)
    lines: list[Line | Grid] = [Line("title", label), Line("subtitle", found.title)]
    if paper == "shown_list":
        lines.append(Line("body", _shown_words(found)))
    lines.append(Grid(tuple(tuple((cell,) for cell in row) for row in (head, *rows))) if rows else Line("body", "无。"))
    if paper in ("check_minutes", "scores"):
        lines.append(Line("body", _SIGNED))
    return _saved([*lines, *_dated(found, paper, told)]), len(rows)


def _saved(lines: Sequence[Line | Grid]) -> bytes:
    return saved(template_document(tuple(lines)))


def _dated(found: Notice, paper: str, told: Told) -> Iterator[Line]:
    act = found.last(STEPS[paper])
    yield Line("signature", told.held_by)
    yield Line("signature", _day(act.on) if act else "＿＿年＿＿月＿＿日")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _notice_lines(found: Notice, told: Told) -> Iterator[Line | Grid]:
    said = found.row.values
    yield Line("body", f"经批准（{said['paper']}），现就有关事项公告如下。")
    yield Line("heading1", "一、招聘（引进）岗位")
    head = ("岗位代码", "岗位名称", "用人单位", "人数", "岗位条件")
    rows = [
        tuple(str(post.values[name]) for name in ("code", "name", "employer", "places", "conditions"))
        for post in found.posts
    ]
    yield Grid(tuple(tuple((cell,) for cell in row) for row in (head, *rows)))
    yield Line("heading1", "二、基本条件")
    yield from _paragraphs(said["conditions"])
    yield Line("heading1", "三、报名")
    yield Line("body", f"报名时间：{_day(said['opens_on'])}至{_day(said['closes_on'])}。每人限报一个岗位。")
    yield Line("body", f"网上报名：{told.address}")
    if said["materials"]:
        yield Line("body", f"资格审查时携带：{said['materials']}")
    yield Line("heading1", "四、考试办法")
    yield Line("body", f"{told.examination}。")
    yield Line("heading1", "五、其他")
    yield Line("body", f"报名资料只用于本次招聘，最迟于{_day(said['destroy_by'])}销毁。")
    yield from _paragraphs(said["note"] or "")
    yield Line("body", f"咨询：{said['contact']}")


def _paragraphs(text: str) -> Iterator[Line]:
    for part in text.splitlines():
        if part.strip():
            yield Line("body", part.strip())


def _shown_words(found: Notice) -> str:
    until, act = found.shown_until(), found.last(SHOWN)
    days = f"公示时间：{_day(act.on)}至{_day(until)}。" if act and until else ""
    return f"{days}对公示人员有异议的，请在公示期内反映：{found.row.values['contact']}"


def _post_name(found: Notice, one: Application) -> str:
    post = found.post(one.post)
    return f"{post.values['code']} {post.values['name']}" if post else ""


def _check(found: Notice) -> tuple[Row, list[Row]]:
    fields = [field for field in found.fields if field.code in _ASKED_IN_TABLE]
    head = ("报名号", "姓名", "岗位", *(field.zh for field in fields), "结论", "理由")
    rows = []
    for one in applications_of(found).prefetch_related("events"):
        values = filled_in(one)
        shown = (values.get(field.code, "") for field in fields)
        conclusion = _CHECKED.get(one.stage, "未审查")
        rows.append((str(one.number), values[rules.NAME], _post_name(found, one), *shown, conclusion, _reason(one)))
    return head, rows


def _reason(one: Application) -> str:
    """Why somebody was not admitted, as it stands last."""
    if one.stage != rules.REFUSED:
        return ""
    said = [event.text_sealed for event in one.events.all() if event.kind == rules.REFUSED and event.text_sealed]
    return crypto.unseal(said[-1]) if said else ""


def _scores(found: Notice) -> tuple[Row, list[Row]]:
    people = {one.pk: one for one in applications_of(found)}
    made = orders(found)
    has_further = any(one.further is not None for one in people.values())
    parts = (*found.weights.parts, *((rules.FURTHER,) if has_further else ()))
    head = ("岗位", "名次", "报名号", "姓名", *(_PARTS[part] for part in parts), "总成绩")
    rows = []
    for order in made:
        for line in order.lines:
            one = people[line.scored.application]
            place = "" if line.place is None else str(line.place)
            scores = (_score(one, part) for part in parts)
            total = "" if line.total is None else str(line.total)
            rows.append((_post_name(found, one), place, str(one.number), filled_in(one)[rules.NAME], *scores, total))
    return head, rows


def _score(one: Application, part: str) -> str:
    if part in one.absent.split(","):
        return _ABSENT
    score = getattr(one, part)
    return "" if score is None else str(score)


def _vetting(found: Notice) -> tuple[Row, list[Row]]:
    called = applications_of(found).filter(stage__in=list(_VETTED))
    return ("岗位", "报名号", "姓名", "体检考察结论"), [
        (_post_name(found, one), str(one.number), filled_in(one)[rules.NAME], _VETTED[one.stage]) for one in called
    ]


def _shown(found: Notice) -> tuple[Row, list[Row]]:
    totals = {line.scored.application: line.total for order in orders(found) for line in order.lines}
    proposed = applications_of(found).filter(stage__in=(rules.PROPOSED, rules.ENGAGED, rules.STRUCK))
    return ("岗位", "用人单位", "报名号", "姓名", "总成绩"), [
        (_post_name(found, one), post.values["employer"] if post else "", str(one.number), filled_in(one)[rules.NAME],
         str(totals.get(one.pk) or ""))
        for one in proposed for post in (found.post(one.post),)
    ]  # fmt: skip


_TABLES: dict[str, Callable[[Notice], tuple[Row, list[Row]]]] = {
    "check_minutes": _check, "scores": _scores, "vetting_report": _vetting, "shown_list": _shown,
}  # fmt: skip
