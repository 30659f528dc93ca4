"""Papers of a case as Word files: a layout with names in braces, checked by name, filled from the file of the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zugong.cases.elections import Listed
from zugong.cases.filed import Case
from zugong.cases.rules import Act
from zugong.kernel.errors import RuleBroken
from zugong.packs.case_types import CaseType, Step
from zugong.reviews.documents import saved
from zugong.reviews.outline import Line
from zugong.reviews.placeholders import Names, UnknownName, placeholders_in
from zugong.reviews.word.building import template_document
from zugong.reviews.word.filling import fill_paragraph
from zugong.reviews.word.reading import open_document, paragraphs_in, text_of
from zugong.reviews.written import Span

_EXCERPT = 40
#: What any paper may say: name in braces → code. In English likewise.
_COMMON = {
    "事项编号": "number", "number": "number", "对象": "about", "about": "about", "党组织": "organisation",
    "organisation": "organisation", "上级党组织": "above", "committee above": "above", "承办党组织": "other",
    "other organisation": "other", "县级党组织": "county", "county": "county",
    "事项": "type", "case": "type", "今日": "today", "today": "today",
}  # fmt: skip


class UnknownCaseName(RuleBroken):
    code = "cases.unknown_name"
    message = "Nothing in this case is called “{name}”{nearest}."
    message_zh = "本事项中没有“{name}”这一项{nearest_zh}。"


@dataclass(frozen=True)
class Mistake:
    """A name that leads nowhere: the beginning of its paragraph, and the sentence with the nearest right ones."""

    place: str
    error: RuleBroken


@dataclass(frozen=True)
class Around:
    """What of a paper does not stand in the file itself: what the case is about, where, who is named, and the day.

    `above` and `county` are who takes their steps, in the tree of the day on which the case began. `places` are organisations
    that steps name. `hidden` are fields that whoever prints may not see.
    """

    about: str
    organisation: str
    above: str
    other: str
    today: date
    county: str = ""
    persons: Mapping[int, str] = field(default_factory=dict)
    places: Mapping[int, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


def names_of(case_type: CaseType) -> dict[str, str]:
    """Every name that a paper of the type may have in braces, with its code; the day, outcome and fields of each step."""
    names = dict(_COMMON)
    for step in case_type.steps:
        for label, suffixes in ((step.zh, ("日期", "结果")), (step.en, (", day", ", outcome"))):
            names[label + suffixes[0]] = f"{step.step}.on"
            if step.outcomes:
                names[label + suffixes[1]] = f"{step.step}.outcome"
        if step.lists is not None:
            names[f"{step.zh}·名单"] = names[f"{step.en}: list"] = f"{step.step}.listed"
        for asked in step.asks:
            names[f"{step.zh}·{asked.zh}"] = f"{step.step}.{asked.field}"
            names[f"{step.en}: {asked.en}"] = f"{step.step}.{asked.field}"
    return names | _alone(case_type)


def _alone(case_type: CaseType) -> dict[str, str]:
    """The fields that only one step asks for need no step before their name."""
    asked = [
        (label, f"{step.step}.{one.field}")
        for step in case_type.steps
        for one in step.asks
        for label in (one.zh, one.en)
    ]
    counts = Counter(label for label, _ in asked)
    return {label: code for label, code in asked if counts[label] == 1 and label not in _COMMON}


def usual_layout(case_type: CaseType, paper: str, way: Container[str] | None = None) -> bytes:
    """The layout to begin with: what the paper is called, whose it is, and everything that its steps record.

    It is signed by who takes the step and dated by its day. A paper on a change of organisations repeats what was applied for.
    Of the steps that put it into the file those on the `way` of a case stand in it; all of them where none is yet.
    """
    every = [one for one in case_type.steps if paper in one.papers]
    steps = [one for one in every if way is None or one.step in way] or every
    is_itself = case_type.about == "organisation" and not case_type.stands_above
    lines = [Line("title", case_type.papers[paper].zh), Line("subtitle", "{{事项}} {{事项编号}}")]
    lines += [Line("body", "{{对象}}：" if is_itself else "{{对象}}（{{党组织}}）：")]
    if any(one.carries_out for one in case_type.steps) and case_type.steps[0] not in steps:
        lines += _asked_lines(case_type.steps[0])
    for step in steps:
        lines += _lines_of(step)
    signed = (_signed_by(steps[0]), f"{{{{{steps[0].zh}日期}}}}") if steps else ("{{上级党组织}}", "{{今日}}")
    lines += [Line("signature", one) for one in signed]
    return saved(template_document(tuple(lines)))


def _signed_by(step: Step) -> str:
    """Who takes a step, as a name in braces."""
    if step.does == "branch":
        return "{{党组织}}" if step.side == "own" else "{{承办党组织}}"
    return "{{上级党组织}}" if step.does == "committee" else "{{县级党组织}}"


def _asked_lines(step: Step) -> Iterator[Line]:
    """What a step asked for, but for its reasons."""
    if step.outcome_words:
        yield Line("body", f"{step.outcome_words.zh}：{{{{{step.zh}结果}}}}")
    for asked in step.asks:
        if asked.field != "text":
            yield Line("body", f"{asked.zh}：{{{{{step.zh}·{asked.zh}}}}}")


def _lines_of(step: Step) -> Iterator[Line]:
    outcome = f"，{{{{{step.zh}结果}}}}" if step.outcomes else ""
    yield Line("heading1", step.zh)
    yield Line("body", f"办理日期：{{{{{step.zh}日期}}}}{outcome}")
    if step.lists is not None:
        yield Line("body", f"名单：{{{{{step.zh}·名单}}}}")
    for asked in step.asks:
        yield Line("body", f"{asked.zh}：{{{{{step.zh}·{asked.zh}}}}}")


def mistakes_in(content: bytes, name: str, case_type: CaseType) -> list[Mistake]:
    """What is wrong with a layout. Raises NotAWordFile, TooLarge."""
    return mistakes_among(content, name, names_of(case_type))


def mistakes_among(content: bytes, name: str, words: Mapping[str, str]) -> list[Mistake]:
    """What is wrong with a layout that may use these names. Raises NotAWordFile, TooLarge."""
    names = Names.of_words(words)
    texts = [text_of(one) for one in paragraphs_in(open_document(content, name))]
    return [one for text in texts for one in _mistakes(text, names)]


def _mistakes(text: str, names: Names) -> Iterator[Mistake]:
    for placeholder in placeholders_in(text):
        try:
            names.target(placeholder.name)
        except UnknownName as error:
            told = {key: error.details[key] for key in ("name", "nearest", "nearest_zh")}
            yield Mistake(text[:_EXCERPT], UnknownCaseName(**told))


def filled(layout: bytes, found: Case, around: Around, language: str) -> bytes:
    """The layout with what the file says; what is not recorded yet becomes a line to be filled in by hand."""
    values = values_of(found, around, language)
    return filled_with(layout, names_of(found.case_type), values, title=around.about, author=around.organisation)


def filled_with(
    layout: bytes, words: Mapping[str, str], values: Mapping[str, str], *, title: str, author: str
) -> bytes:  # fmt: skip
    """A layout with the values of its names, by code; one without a value becomes a line to be filled in by hand."""
    document, names = open_document(layout), Names.of_words(words)
    for paragraph in paragraphs_in(document):
        text = text_of(paragraph)
        if "{" in text or "｛" in text:
            fill_paragraph(paragraph, tuple(_spans(text, names, values)))
    document.core_properties.title, document.core_properties.author = title, author
    return saved(document)


def _spans(text: str, names: Names, values: Mapping[str, str]) -> Iterator[Span]:
    at = 0
    for one in placeholders_in(text):
        yield Span(text[at : one.start], at, one.start)
        yield Span(values.get(names.target(one.name).code, "") or "＿＿＿＿＿＿", one.start, one.end)
        at = one.end
    yield Span(text[at:], at, len(text))


def values_of(found: Case, around: Around, language: str) -> dict[str, str]:
    """By code what the case says, in words: the last time that each step was done."""
    values = {
        "number": found.number, "about": around.about, "organisation": around.organisation, "above": around.above,
        "other": around.other, "county": around.county,
        "type": found.case_type.label(language), "today": _day(around.today, language),
    }  # fmt: skip
    for act in found.acts:
        step = found.case_type.step(act.step)
        outcome = step.outcome(act.outcome) if step and step.outcomes else None
        values = {code: said for code, said in values.items() if not code.startswith(f"{act.step}.")}
        values[f"{act.step}.on"] = _day(act.on, language)
        values[f"{act.step}.outcome"] = outcome.label(language) if outcome else ""
        values[f"{act.step}.listed"] = _list(found.case_type, act, around, language) if act.listed else ""
        values |= {f"{act.step}.{name}": _said(name, value, around, language) for name, value in act.values.items()}
    return values


def _list(case_type: CaseType, act: Act, around: Around, language: str) -> str:
    """Whom an act lists, post by post, with the votes where they were counted; who is elected stands first."""
    zh = language.startswith("zh")
    told = []
    for post in case_type.posts:
        named = sorted((one for one in act.listed if one.post == post.post), key=lambda one: not one.is_chosen)
        if named:
            words = [_on_list(one, around.persons.get(one.person, ""), zh=zh) for one in named]
            told.append(f"{post.zh}：{'、'.join(words)}" if zh else f"{post.en}: {', '.join(words)}")
    return ("；" if zh else "; ").join(told)


def _on_list(one: Listed, name: str, *, zh: bool) -> str:
    if one.votes is None:
        return name
    if zh:
        return f"{name}（{one.votes}票{'，当选' if one.is_chosen else ''}）"
    return f"{name} ({one.votes} votes{', elected' if one.is_chosen else ''})"


def _said(name: str, value: Any, around: Around, language: str) -> str:
    if name in around.hidden:
        return ""
    if name == "other":
        return around.places.get(value, "") or around.other
    if name in ("first_person", "second_person"):
        return around.persons.get(value, "")
    return _day(value, language) if isinstance(value, date) else str(value)


def _day(day: date, language: str) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if language.startswith("zh") else day.isoformat()
