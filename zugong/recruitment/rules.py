"""Registration fields, stages, totals, order and ties of a recruitment. Values in, answer or error out; no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

KEEP_DAYS = "recruitment_keep_days"
TALENT = "talent"

#: Where a registration stands.
APPLIED, ADMITTED, REFUSED, APPEALED = "applied", "admitted", "refused", "appealed"
SHORTLISTED, UNFIT, VETTED, PROPOSED = "shortlisted", "unfit", "vetted", "proposed"
ENGAGED, DECLINED, STRUCK = "engaged", "declined", "struck"
STAGES = (
    APPLIED, ADMITTED, REFUSED, APPEALED, SHORTLISTED, UNFIT, VETTED, PROPOSED, ENGAGED, DECLINED, STRUCK,
)  # fmt: skip
#: Who got so far has passed the check; so far, and is still in for the place.
PASSED_CHECK = (ADMITTED, SHORTLISTED, UNFIT, VETTED, PROPOSED, ENGAGED, DECLINED, STRUCK)
IN_FOR_THE_PLACE = (SHORTLISTED, VETTED, PROPOSED, ENGAGED)
#: Stage → what a decision may make of it. What needs a reason is told to the applicant with it.
NEXT: Mapping[str, tuple[str, ...]] = {
    APPLIED: (ADMITTED, REFUSED), APPEALED: (ADMITTED, REFUSED), SHORTLISTED: (VETTED, UNFIT, DECLINED),
    PROPOSED: (ENGAGED, DECLINED, STRUCK),
}  # fmt: skip
NEED_REASON = (REFUSED, UNFIT, STRUCK)

WRITTEN, INTERVIEW, FURTHER = PARTS = ("written", "interview", "further")
_CENT = Decimal("0.01")
_FULL = Decimal(100)
_EVERYTHING = 100


@dataclass(frozen=True)
class FormField:
    """A field of a registration: how it is typed, what it is called, and how long it may be."""

    code: str
    way: str
    zh: str
    en: str
    most: int = 60

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


NAME, PHONE, IDENTITY, SEX, BORN = "name", "phone", "identity_number", "sex", "born_on"
#: Every field that a notice may ask for. Name and telephone it always does.
FORM_FIELDS: Mapping[str, FormField] = {
    one.code: one
    for one in (
        FormField(NAME, "text", "姓名", "Name", 40),
        FormField(PHONE, "tel", "手机号", "Mobile phone", 20),
        FormField(IDENTITY, "identity", "身份证号", "Identity number", 18),
        FormField(SEX, "sex", "性别", "Sex", 6),
        FormField(BORN, "day", "出生日期", "Born on", 10),
        FormField("political", "text", "政治面貌", "Political affiliation", 20),
        FormField("education", "text", "学历", "Education", 20),
        FormField("degree", "text", "学位", "Degree", 20),
        FormField("school", "text", "毕业院校", "School"),
        FormField("major", "text", "所学专业", "Subject"),
        FormField("graduated_on", "text", "毕业时间", "Graduated in", 10),
        FormField("title", "text", "职称（执业资格）", "Professional title or licence"),
        FormField("employer", "text", "现工作单位", "Present employer", 80),
        FormField("home", "text", "户籍（生源地）", "Registered residence", 80),
        FormField("experience", "long", "主要学习工作经历", "Studies and work so far", 500),
    )
}
ALWAYS = (NAME, PHONE)
#: As an applicant writes it, with its English.
SEXES = {"男": "male", "女": "female"}
_SEPARATOR = "、"
_PHONE = re.compile(r"^[0-9+\- ]{7,20}$")
_IDENTITY = re.compile(r"^\d{17}[\dX]$")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_LETTERS = "10X98765432"


def asked_fields(written: str) -> tuple[FormField, ...]:
    """The fields of a registration in their order; `written` is how a notice keeps them: in words, so that its record reads."""
    named = set(written.split(_SEPARATOR))
    return tuple(one for one in FORM_FIELDS.values() if one.code in ALWAYS or one.zh in named)


def written_fields(codes: Iterable[str]) -> str:
    """How a notice keeps what its registration asks."""
    wanted = {*ALWAYS, *codes}
    return _SEPARATOR.join(one.zh for one in FORM_FIELDS.values() if one.code in wanted)


def is_readable(field: FormField, text: str) -> bool:
    """Could that be what the field asks for?"""
    if field.way == "tel":
        return bool(_PHONE.match(text))
    if field.way == "identity":
        return is_identity_number(text)
    if field.way == "day":
        return bool(re.match(r"^\d{4}-\d{2}-\d{2}$", text))
    if field.way == "sex":
        return text in SEXES
    return 0 < len(text) <= field.most


def is_identity_number(text: str) -> bool:
    """Eighteen places of which the last one fits the others (GB 11643-1999)."""
    if not _IDENTITY.match(text):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_IDENTITY_WEIGHTS, text, strict=False))
    return _CHECK_LETTERS[total % len(_CHECK_LETTERS)] == text[-1]


@dataclass(frozen=True)
class Weights:
    """How a notice weighs the parts, in percent; what decides equal totals; the least total, if any."""

    written: int
    interview: int
    tie_by: str
    pass_mark: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.written >= 0 and self.interview >= 0 and self.written + self.interview == _EVERYTHING

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that count at all."""
        return tuple(part for part, weight in ((WRITTEN, self.written), (INTERVIEW, self.interview)) if weight)


@dataclass(frozen=True)
class Scored:
    """What one applicant for a post has: None where there is no score."""

    application: int
    written: Decimal | None
    interview: Decimal | None
    further: Decimal | None = None


@dataclass(frozen=True)
class Ranked:
    """One line of the order of a post. `place` is None without a total or below the least; `is_tied`: nothing decides yet."""

    scored: Scored
    total: Decimal | None
    place: int | None = None
    is_tied: bool = False


def total_of(scored: Scored, weights: Weights) -> Decimal | None:
    """The weighed total, to two decimals, halves up; None while a part that counts is missing."""
    parts = ((scored.written, weights.written), (scored.interview, weights.interview))
    counted = [(score, weight) for score, weight in parts if weight]
    if not counted or any(score is None for score, _ in counted):
        return None
    total = sum((score or Decimal(0)) * weight for score, weight in counted) / _FULL
    return total.quantize(_CENT, ROUND_HALF_UP)


def ranked(everybody: Iterable[Scored], weights: Weights) -> tuple[Ranked, ...]:
    """The order of a post: by total, then by the notice's rule, then by a further test; those without a place last."""
    lines = [Ranked(one, total_of(one, weights)) for one in everybody]
    least = Decimal(weights.pass_mark or 0)
    placed = [one for one in lines if one.total is not None and one.total >= least]
    others = [one for one in lines if one.total is None or one.total < least]
    found, place = [], 1
    for _, group in groupby(
        sorted(placed, key=lambda one: _order(one, weights), reverse=True), lambda one: _order(one, weights)
    ):
        same = list(group)
        found += [replace(one, place=place, is_tied=len(same) > 1) for one in same]
        place += len(same)
    return (*found, *sorted(others, key=lambda one: one.scored.application))


def _order(line: Ranked, weights: Weights) -> tuple[Decimal, Decimal, Decimal]:
    nothing = Decimal(-1)
    rule = {INTERVIEW: line.scored.interview, WRITTEN: line.scored.written}.get(weights.tie_by)
    further = line.scored.further
    return line.total or Decimal(0), nothing if rule is None else rule, nothing if further is None else further


@dataclass(frozen=True)
class NextIn:
    """Who is called for the places that are free; `tied` are those of whom the rule cannot say who comes first."""

    called: tuple[int, ...]
    tied: tuple[int, ...] = ()


def next_in_line(order: Sequence[Ranked], *, free: int, out: Iterable[int]) -> NextIn:
    """The next by the order for so many free places; `out` are those who were called before, whatever became of them."""
    gone, waiting = set(out), []
    for line in order:
        if line.place is not None and line.scored.application not in gone:
            waiting.append(line)
    called: list[int] = []
    for _, group in groupby(waiting, lambda line: line.place):
        same = [line.scored.application for line in group]
        if len(called) >= free:
            break
        if len(called) + len(same) > free:
            return NextIn(tuple(called), tuple(same))
        called += same
    return NextIn(tuple(called))


def interviewed(everybody: Iterable[Scored], *, places: int, ratio: int | None, weights: Weights) -> frozenset[int]:
    """Who of a post goes to the interview: everybody, or so many per place by the written score, the last place's equals too."""
    scored = list(everybody)
    if not ratio or not weights.written:
        return frozenset(one.application for one in scored)
    sat = sorted(
        (one for one in scored if one.written is not None), key=lambda one: one.written or Decimal(0), reverse=True
    )
    if len(sat) <= places * ratio:
        return frozenset(one.application for one in sat)
    last = sat[places * ratio - 1].written
    return frozenset(one.application for one in sat if (one.written or 0) >= (last or 0))


def read_score(text: str) -> Decimal | None:
    """A score from 0 to 100 with at most two decimals; None for anything else."""
    plain = text.strip().replace("．", ".")
    if not re.match(r"^\d{1,3}(\.\d{1,2})?$", plain):
        return None
    score = Decimal(plain)
    return score if score <= _FULL else None


def pasted_scores(text: str) -> Iterable[tuple[int, str, str]]:
    """Line, number and score of each line of a table that was pasted: the first and the last of its cells."""
    for line, row in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in re.split(r"[\t,，;； ]+", row.strip()) if cell.strip()]
        if cells:
            yield line, cells[0], cells[-1] if len(cells) > 1 else ""


def is_open(today: date, *, opens_on: date, closes_on: date) -> bool:
    """Is registration open on the day? Both days count."""
    return opens_on <= today <= closes_on
