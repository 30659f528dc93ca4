"""The forms for the parts of a programme: its paper and days, its parts, its lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from zugong.drafting.text import Data
from zugong.web.drafting.fields import Field, Option, Values, both_languages
from zugong.web.drafting.form_parts import label_of, paper_fields, words
from zugong.web.drafting.sections import Part, Section


def programme_sections() -> tuple[Section, ...]:
    """Everything that a programme says, in the order in which it is written."""
    return (
        Section(
            "paper",
            gettext("Paper and days"),
            "",
            "",
            "",
            _paper,
            settle=_settle_paper,
            keys=("programme", "zh", "en", "paper", "since", "until", "replaces", "note", "unnamed_lines"),
        ),
        Section("parts", gettext("Parts of the paper"), gettext("a part"), "parts", "", _part, settle=_settle_part),
        Section(
            "lines",
            gettext("Lines"),
            gettext("a line"),
            "lines",
            "line",
            _line,
            more=_more_of_line,
            settle=_settle_line,
        ),
    )


def _paper(part: Part, values: Values) -> tuple[Field, ...]:
    desk, days = part.desk, gettext("Days")
    others = tuple(
        Option(one.programme, one.label(desk.language))
        for one in desk.pack.programmes.values()
        if one.programme != desk.code
    )
    return (
        *words(gettext("Name of the programme")),
        *paper_fields(gettext("The paper")),
        Field("since", gettext("In force from"), ("since",), "day", is_needed=True, legend=days),
        Field(
            "until",
            gettext("No longer in force from"),
            ("until",),
            "day",
            legend=days,
            hint=gettext("Left empty, it stays in force."),
        ),
        Field(
            "replaces",
            gettext("It takes the place of"),
            ("replaces",),
            "choice",
            (Option("", gettext("none: it stands beside the others")), *others),
            legend=days,
            hint=gettext("That one ends the day before this one begins."),
        ),
        *words(gettext("Note"), ("note",), name="note", is_needed=False, kind="long", legend=gettext("Note")),
    )


def _settle_paper(part: Part, data: Data, values: Mapping[str, Any]) -> dict[str, str]:
    both_languages(data, (), ("paper", "issuer"), ("paper", "note"), ("note",))
    return {}


def _part(part: Part, values: Values) -> tuple[Field, ...]:
    return (
        *words(gettext("Name of the part")),
        Field(
            "unnamed_lines",
            gettext("Places whose text is still to come"),
            ("unnamed_lines",),
            "whole",
            hint=gettext("Where the paper names a number of lines and you do not have their text yet."),
        ),
        *words(gettext("Note"), ("note",), name="note", is_needed=False, kind="long"),
    )


def _settle_part(part: Part, data: Data, values: Mapping[str, Any]) -> dict[str, str]:
    both_languages(data, (), ("note",))
    return {}


def ways() -> dict[str, str]:
    """How a line is counted, in words for who chooses."""
    return {
        "figure": gettext("computed: a figure, with a target or without"),
        "duty": gettext("computed: who owes it, and what shows that it was done"),
        "same_as": gettext("the same as a line of another paper"),
        "stated": gettext("stated by its owner, with a paper"),
    }


def _line(part: Part, values: Values) -> tuple[Field, ...]:
    desk, holder = part.desk, part.desk.holder
    parts = tuple(Option(code, label_of(part, one)) for code, one in holder.get("parts", {}).items())
    offices, who, when, how = (
        desk.choices.offices(),
        gettext("Who"),
        gettext("Until when"),
        gettext("How it is counted"),
    )
    returns = (
        Option("", gettext("once")),
        Option("monthly", gettext("every month")),
        Option("quarterly", gettext("every quarter")),
        Option("half_yearly", gettext("every half year")),
        Option("yearly", gettext("every year")),
    )
    return (
        *words(gettext("Text of the line"), kind="long"),
        *((Field("part", gettext("In which part"), ("part",), "choice", (Option("", "—"), *parts)),) if parts else ()),
        Field("article", gettext("Article of the paper"), ("article",)),
        Field("owner", gettext("Owner"), ("owner",), "choice", offices, is_needed=True, legend=who),
        Field("partners", gettext("Partners"), ("partners",), "choices", offices, legend=who),
        Field("returns", gettext("How often"), ("returns",), "choice", returns, legend=when),
        Field(
            "deadline",
            gettext("Deadline"),
            ("deadline",),
            "day",
            legend=when,
            hint=gettext("For what is asked once; what returns is due at the end of its period."),
        ),
        Field("grace_days", gettext("Days more"), ("grace_days",), "whole", legend=when),
        Field(
            "way",
            gettext("Way of counting"),
            (),
            "choice",
            tuple(Option(*one) for one in ways().items()),
            is_needed=True,
            legend=how,
            asks_again=True,
        ),
        *_of_way(part, values, how),
        *words(
            gettext("Why it is asked"),
            ("why",),
            name="why",
            is_needed=False,
            kind="long",
            legend=gettext("Explanation"),
        ),
    )


def _of_way(part: Part, values: Values, legend: str) -> tuple[Field, ...]:
    choices, way = part.desk.choices, values.get("way", "")
    nothing = (Option("", "—"),)
    if way == "same_as":
        lines = choices.lines_elsewhere(part.desk.code)
        return (
            Field(
                "same_as",
                gettext("Which line"),
                ("same_as",),
                "choice",
                (*nothing, *lines),
                is_needed=True,
                legend=legend,
            ),
        )
    if way == "duty":
        return _duty_fields(part, values, legend)
    if way != "figure":
        return ()
    figures = (*nothing, *choices.figures())
    return (
        Field("figure", gettext("Figure"), ("figure",), "choice", figures, is_needed=True, legend=legend),
        Field(
            "target_number",
            gettext("Target: a number"),
            ("target", "number"),
            "whole",
            legend=legend,
            hint=gettext("One of the three; with none, it is only counted."),
        ),
        Field(
            "target_rule",
            gettext("or a number that is ruled"),
            ("target", "rule"),
            "choice",
            (*nothing, *choices.parameters()),
            legend=legend,
        ),
        Field("target_figure", gettext("or another figure"), ("target", "figure"), "choice", figures, legend=legend),
        Field("at_most", gettext("At most, not at least"), ("target", "at_most"), "flag", legend=legend),
    )


def _duty_fields(part: Part, values: Values, legend: str) -> tuple[Field, ...]:
    counted = values.get("of", "")
    excused = (
        Option("", gettext("the row itself")),
        Option("person", gettext("the person")),
        Option("unit", gettext("the unit")),
        Option("organisation", gettext("the organisation")),
    )
    return (
        Field(
            "of",
            gettext("Ledger"),
            ("duty", "of"),
            "choice",
            (Option("", "—"), *part.desk.choices.types()),
            is_needed=True,
            legend=legend,
            asks_again=True,
        ),
        Field("owes", gettext("Who owes it"), ("duty", "owes"), "condition", is_needed=True, of=counted, legend=legend),
        Field(
            "done",
            gettext("What shows that it was done"),
            ("duty", "done"),
            "condition",
            is_needed=True,
            of=counted,
            legend=legend,
        ),
        Field(
            "excused_by", gettext("Excused by a record about"), ("duty", "excused_by"), "choice", excused, legend=legend
        ),
    )


def _more_of_line(data: Data) -> Values:
    way = next((one for one in ("figure", "duty", "same_as") if one in data), "stated" if data else "")
    return {"way": way}


def _settle_line(part: Part, data: Data, values: Mapping[str, Any]) -> dict[str, str]:
    """Of the ways of counting only the chosen one stands."""
    both_languages(data, (), ("why",))
    for other in ("figure", "duty", "same_as"):
        if other != values["way"]:
            data.pop(other, None)
    target = data.get("target", {})
    if values["way"] != "figure" or not set(target) - {"at_most"}:
        data.pop("target", None)
    elif len(set(target) - {"at_most"}) > 1:
        return {"target_number": gettext("Only one of number, ruled number and other figure.")}
    return {}
