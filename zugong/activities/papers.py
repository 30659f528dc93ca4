"""What a meeting leaves on paper: notice, minutes, resolution; and the papers and notices of a village matter. In Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zugong.activities.filed import RESULT, REVIEW, ROLL, VOTE, Filed, kind_of
from zugong.activities.queries import Matter
from zugong.activities.rules import PASSED
from zugong.activities.wording import share_word
from zugong.dictionary.store import StoredRow, Values
from zugong.packs.meetings import Meeting, Step
from zugong.reviews.documents import saved
from zugong.reviews.outline import Line, Outline
from zugong.reviews.word.building import template_document

NOTICE, MINUTES, RESOLUTION = "notice", "minutes", "resolution"
PAPERS = (NOTICE, MINUTES, RESOLUTION)
_TITLES = {NOTICE: "会议通知", MINUTES: "会议记录", RESOLUTION: "决议"}
_ZH = "zh-hans"
#: Room for one signature; and a line for several, as wide as the page of official papers leaves it.
_TO_SIGN, _LINE_TO_SIGN, _LINES_TO_SIGN = "＿" * 8, "＿" * 24, 3
_LINES_FOR_NAMES = ("leave", "excused", "absent")


@dataclass(frozen=True)
class Paper:
    """One paper: its lines as on the page of official papers."""

    title: str
    outline: Outline


def day_word(day: date) -> str:
    """A day as papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def papers_for(filed: Filed) -> tuple[str, ...]:
    """Which papers there are of a meeting: a notice before it, minutes after it, a resolution where something passed."""
    if not filed.is_held:
        return (NOTICE,)
    is_passed = any(vote["outcome"] == PASSED for vote in filed.values_of(VOTE))
    return (MINUTES, RESOLUTION) if is_passed else (MINUTES,)


def meeting_paper(
    code: str, filed: Filed, meeting: Meeting, *, organisation: str, names: Mapping[int, str], today: date
) -> Paper:  # fmt: skip
    """One of the papers of a meeting; `names` of those on the roll."""
    title = f"{meeting.zh}{_TITLES[code]}"
    lines = {
        NOTICE: lambda: _notice(filed, meeting, organisation, today),
        MINUTES: lambda: _minutes(filed, meeting, organisation, names),
        RESOLUTION: lambda: _resolution(filed, meeting, organisation),
    }[code]()
    return Paper(title, (Line("title", title), Line("subtitle", organisation), *lines))


def word_of(paper: Paper, author: str) -> bytes:
    """The paper as a Word file."""
    document = template_document(paper.outline)
    document.core_properties.title, document.core_properties.author = paper.title, author
    return saved(document)


def notice_text(filed: Filed, meeting: Meeting, organisation: str) -> str:
    """The notice as a message to copy."""
    values = filed.row.values
    parts = [f"定于{day_word(filed.row.since)}召开{meeting.zh}"]
    if values["venue"]:
        parts.append(f"地点：{values['venue']}")
    if values["theme"]:
        parts.append(f"主题：{values['theme']}")
    agenda = _steps(filed.record.get("agenda"))
    if agenda:
        parts.append("议程：" + "、".join(agenda))
    return "；".join(parts) + f"。请按时参加，不能到会的请提前请假。{organisation}"


def _notice(filed: Filed, meeting: Meeting, organisation: str, today: date) -> Iterator[Line]:
    values = filed.row.values
    yield Line("body", f"定于{day_word(filed.row.since)}召开{meeting.zh}，现将有关事项通知如下。")
    agenda = _steps(filed.record.get("agenda"))
    told = (("地点", values["venue"]), ("主题", values["theme"]), ("议程", "；".join(agenda)))
    yield from (Line("body", f"{label}：{text}") for label, text in told if text)
    yield Line("body", "请按时参加。因故不能到会的，请提前向支部请假。")
    yield Line("signature", organisation)
    yield Line("signature", day_word(min(today, filed.row.since)))


def _minutes(filed: Filed, meeting: Meeting, organisation: str, names: Mapping[int, str]) -> Iterator[Line]:
    values, record = filed.row.values, filed.record
    told = (
        ("时间", day_word(filed.row.since)), ("地点", values["venue"]), ("主题", values["theme"]),
        ("主持人", record.get("chair")), ("记录人", record.get("recorder")),
    )  # fmt: skip
    yield from (Line("body", f"{label}：{text}") for label, text in told if text)
    if record.get("due") is not None:
        yield Line("body", "人数：" + _numbers(record))
    yield from _who_was_not_there(filed, names)
    for number, step in enumerate(_steps(record.get("agenda")), start=1):
        yield Line("body", f"议程{number}：{step}")
    yield from _results(filed)
    yield from (Line("body", _vote_sentence(vote)) for vote in filed.values_of(VOTE))
    if filed.problems:
        yield Line("heading1", "待答复事项")
        for row in filed.problems:
            due = row.values["due_on"]
            until = f"（{day_word(due)}前答复）" if due else ""
            yield Line("body", f"{row.values['text']}{until}")
    for review in filed.values_of(REVIEW):
        yield Line("body", f"{_word(REVIEW, 'by', review)}：{_word(REVIEW, 'level', review)}")
    yield Line("signature", f"主持人（签字）：{_TO_SIGN}")
    yield Line("signature", f"记录人（签字）：{_TO_SIGN}")
    yield Line("signature", organisation)


def _numbers(record: Values) -> str:
    parts = [f"应到{record['due']}人，实到{record['present']}人"]
    named = (("excused", "不计入应到"), ("without_vote", "到会无表决权"), ("observers", "列席"))
    parts += [f"{word}{record[code]}人" for code, word in named if record.get(code)]
    return "，".join(parts) + "。"


def _who_was_not_there(filed: Filed, names: Mapping[int, str]) -> Iterator[Line]:
    """Names of those who were not there; why stands in no paper that hangs on a wall or lies in a folder."""
    for code, label in zip(_LINES_FOR_NAMES, ("请假", "不作要求", "缺席"), strict=True):
        those = [
            names[row["person"]]
            for row in filed.values_of(ROLL)
            if row["attendance"] == code and row["person"] in names
        ]
        if those:
            yield Line("body", f"{label}：{'、'.join(those)}")


def _results(filed: Filed) -> Iterator[Line]:
    by_kind: dict[str, list[str]] = {}
    for values in filed.values_of(RESULT):
        by_kind.setdefault(_word(RESULT, "kind", values), []).append(values["text"] or "")
    for kind, texts in by_kind.items():
        yield Line("heading1", kind)
        yield from (Line("body", f"{number}．{text}") for number, text in enumerate(texts, start=1))


def _vote_sentence(vote: Values) -> str:
    outcome = _word(VOTE, "outcome", vote)
    needed = f"，须{vote['needed']}票" if vote["needed"] is not None else ""
    return (
        f"表决《{vote['matter']}》：应到{vote['due']}人，实到{vote['present']}人，赞成{vote['in_favour']}票，"
        f"反对{vote['against'] or 0}票，弃权{vote['abstained'] or 0}票{needed}，{outcome}。依据{vote['rule']}。"
    )


def _resolution(filed: Filed, meeting: Meeting, organisation: str) -> Iterator[Line]:
    passed = [vote for vote in filed.values_of(VOTE) if vote["outcome"] == PASSED]
    yield Line("body", f"{day_word(filed.row.since)}召开的{meeting.zh}表决通过下列事项：")
    for number, vote in enumerate(passed, start=1):
        yield Line("body", f"{number}．{vote['matter']}")
        yield Line("body", _vote_sentence(vote))
    yield Line("signature", organisation)
    yield Line("signature", day_word(filed.row.since))


def matter_paper(step: Step, matter: Matter, *, organisation: str) -> Paper:
    """The paper or notice of one step of a village matter; before it was held a form to fill in by hand."""
    title, row = step.paper.zh, matter.steps.get(step.step)
    lines = list(_published(row, matter) if step.shown else _deliberated(step, row, matter))
    head = (Line("title", title), Line("subtitle", matter.row.values["title"]))
    signature = [Line("signature", organisation), Line("signature", day_word(row.since) if row else "　　年　月　日")]
    return Paper(title, (*head, *lines, *signature))


def _deliberated(step: Step, row: StoredRow | None, matter: Matter) -> Iterator[Line]:
    yield Line("body", f"事项：{matter.row.values['title']}")
    if matter.row.values["text"]:
        yield Line("body", matter.row.values["text"])
    values = row.values if row else {}
    blank = "＿＿＿"
    yield Line("body", f"时间：{day_word(row.since) if row else blank}")
    if values.get("outcome") == "joined":
        yield Line("body", "本步骤与下一步合并召开。")
        return
    said = {code: values.get(code) if values.get(code) is not None else blank for code in _COUNTS}
    yield Line("body", f"{step.body.zh}应到{said['due']}人，实到{said['present']}人。")
    yield Line("body", f"赞成{said['in_favour']}票，反对{said['against']}票，弃权{said['abstained']}票。")
    yield from (Line("body", text) for text in _rule_sentences(step))
    if row:
        yield Line("body", f"结果：{_word('village_matter_step', 'outcome', values)}。{values.get('text') or ''}")
    yield Line("body", "参加人员签字：")
    yield from (Line("body", _LINE_TO_SIGN) for _ in range(_LINES_TO_SIGN))


_COUNTS = ("due", "present", "in_favour", "against", "abstained")


def _rule_sentences(step: Step) -> Iterator[str]:
    if step.voting and step.voting.quorum:
        yield f"到会要求：{share_word(step.voting.quorum, _ZH)}。"
    if step.voting and step.voting.majority:
        yield f"赞成要求：{share_word(step.voting.majority, _ZH)}。"


def _published(row: StoredRow | None, matter: Matter) -> Iterator[Line]:
    yield Line("body", f"事项：{matter.row.values['title']}")
    text = (row.values["text"] if row else None) or matter.row.values["text"]
    if text:
        yield Line("body", text)
    yield from (Line("body", sentence) for sentence in deliberation_sentences(matter))
    if row:
        last = row.values["shown_until"]
        yield Line("body", f"公开时间：{day_word(row.since)}至{day_word(last)}。对以上内容有意见的，请向村党组织反映。")


def deliberation_sentences(matter: Matter) -> Iterator[str]:
    """Each vote of a village matter in one sentence, in the order of the days."""
    for row in sorted(matter.steps.values(), key=lambda one: (one.since, one.id)):
        values = row.values
        if values["outcome"] == PASSED:
            yield (
                f"{day_word(row.since)}{_word('village_matter_step', 'step', values)}：应到{values['due']}人，"
                f"实到{values['present']}人，赞成{values['in_favour']}票，反对{values['against'] or 0}票，"
                f"弃权{values['abstained'] or 0}票，通过。"
            )


def _steps(agenda: str | None) -> Sequence[str]:
    return [line.strip() for line in (agenda or "").splitlines() if line.strip()]


def _word(type_code: str, code: str, values: Values) -> str:
    field = kind_of(type_code).fields[code]
    return field.type.show(values[code], field, _ZH) if values.get(code) else ""


def paragraphs(paper: Paper) -> Iterable[tuple[str, str]]:
    """The lines of a paper as (role, text), for a page."""
    return ((block.role, block.text) for block in paper.outline if isinstance(block, Line))
