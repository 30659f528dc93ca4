"""The forms for the parts of a scheme's version: paper, procedure, sectors, parts, clauses, levels, vetoes, what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext

from zugong.drafting.text import Data
from zugong.web.drafting.clause_forms import clause_fields, more_of_clause, settle_clause
from zugong.web.drafting.fields import Field, Option, Values, both_languages
from zugong.web.drafting.form_parts import label_of, paper_fields, reviewer_fields, sectors_of, words
from zugong.web.drafting.sections import Part, Section

_PAPER = ("version", "paper", "since", "until", "note")
_PROCEDURE = (
    "fills", "reviewer", "matter", "sample", "publication", "appeal", "adjustment", "valid_months", "graded",
)  # fmt: skip


def scheme_sections() -> tuple[Section, ...]:
    """Everything that a version says, in the order in which it is written."""
    clauses = Section(
        "clauses", gettext("Its clauses"), gettext("a clause"), "criteria", "criterion", clause_fields, more=more_of_clause,
        settle=settle_clause,
    )  # fmt: skip
    who = gettext("Who fills in, reviews, decides")
    after = gettext("What follows from the result")
    return (
        Section("paper", gettext("Paper and days"), "", "", "", _paper, settle=_settle_paper, keys=_PAPER),
        Section("procedure", who, "", "", "", _procedure, settle=_settle_procedure, keys=_PROCEDURE),
        _worded("sectors", gettext("Who is rated alike"), gettext("a sector"), "", _sector),
        Section("groups", gettext("Parts and stars"), gettext("a part"), "groups", "", _group, settle=_settle_group),
        clauses,
        _worded("levels", gettext("Levels, the best first"), gettext("a level"), "level", _level),
        _worded("vetoes", gettext("Grounds of veto"), gettext("a veto"), "veto", _veto),
        _worded("causes", after, gettext("a consequence"), "cause", _cause),
    )


def _worded(name: str, label: str, one: str, key: str, fields: Callable[[Part, Values], tuple[Field, ...]]) -> Section:
    """Parts that stand under their own name, each with words in two languages."""
    return Section(name, label, one, name, key, fields, settle=_settle_words)


def _paper(part: Part, values: Values) -> tuple[Field, ...]:
    days = gettext("Days")
    return (
        *paper_fields(gettext("The paper")),
        Field(
            "since",
            gettext("In force from"),
            ("since",),
            "day",
            is_needed=True,
            legend=days,
            hint=gettext("The version before ends on the day before, without anybody doing anything."),
        ),
        Field(
            "until",
            gettext("No longer in force from"),
            ("until",),
            "day",
            legend=days,
            hint=gettext("Usually left empty."),
        ),
        *words(
            gettext("Note on this version"),
            ("note",),
            name="note",
            is_needed=False,
            kind="long",
            legend=gettext("Note"),
        ),
    )


def _settle_paper(part: Part, data: Data, values: Mapping[str, Any]) -> dict[str, str]:
    both_languages(data, ("paper", "issuer"), ("paper", "note"), ("note",))
    return {}


def _procedure(part: Part, values: Values) -> tuple[Field, ...]:
    offices = part.desk.choices.offices()
    return (*_reviewing_fields(part, offices), *_publishing_fields((Option("", "—"), *offices)))


def _reviewing_fields(part: Part, offices: tuple[Option, ...]) -> tuple[Field, ...]:
    reviewing, sample = gettext("Self-check and review"), gettext("Sample by lot")
    return (
        Field("fills", gettext("Who checks itself"), ("fills",), "choice", offices, is_needed=True, legend=reviewing),
        Field(
            "reviewer",
            gettext("Who reviews"),
            ("reviewer",),
            "choice",
            offices,
            is_needed=True,
            legend=reviewing,
            hint=gettext("Everything that no part and no clause gives to another office."),
        ),
        Field(
            "matter",
            gettext("In which matter"),
            ("matter",),
            "choice",
            part.desk.choices.matters(),
            is_needed=True,
            legend=reviewing,
            hint=gettext("A review is recorded by an office whose mandate lets it check in this matter."),
        ),
        Field(
            "sample_percent",
            gettext("How many per cent are drawn"),
            ("sample", "percent"),
            "whole",
            legend=sample,
            hint=gettext("Left empty, everybody proves every clause."),
        ),
        Field("sample_least", gettext("So many of each sector at least"), ("sample", "least"), "whole", legend=sample),
    )


def _publishing_fields(any_office: tuple[Option, ...]) -> tuple[Field, ...]:
    after, month = gettext("Publication and appeal"), gettext("Monthly adjustment")
    return (
        Field("publication_days", gettext("Shown for so many days"), ("publication", "days"), "whole", legend=after),
        Field("appeal_days", gettext("Appeals within so many days"), ("appeal", "days"), "whole", legend=after),
        Field(
            "appeal_by",
            gettext("Who decides about appeals"),
            ("appeal", "decided_by"),
            "choice",
            any_office,
            legend=after,
            hint=gettext("Never the person who reviewed."),
        ),
        Field(
            "valid_months", gettext("The result is valid for so many months"), ("valid_months",), "whole", legend=after
        ),
        Field(
            "adjusted_by",
            gettext("Who may adjust each month"),
            ("adjustment", "decided_by"),
            "choice",
            any_office,
            legend=month,
            hint=gettext("Left empty, nothing is adjusted between two rounds."),
        ),
        Field(
            "most_points", gettext("Points of one month at most"), ("adjustment", "most_points"), "number", legend=month
        ),
        Field(
            "moves_level",
            gettext("The level may go up or down by the month"),
            ("adjustment", "moves_level"),
            "flag",
            legend=month,
        ),
    )


def _settle_procedure(part: Part, data: Data, values: Mapping[str, Any]) -> dict[str, str]:
    """What belongs together is there together, or not at all."""
    problems = {}
    if not values["sample_percent"]:
        data.pop("sample", None)
    if bool(values["appeal_days"]) != bool(values["appeal_by"]):
        problems["appeal_by" if values["appeal_days"] else "appeal_days"] = gettext(
            "Days and office of appeals go together."
        )
    if not values["adjusted_by"]:
        data.pop("adjustment", None)
    return problems


def _sector(part: Part, values: Values) -> tuple[Field, ...]:
    return (
        *words(gettext("Name of the sector")),
        Field(
            "where",
            gettext("Who belongs to it"),
            ("where",),
            "condition",
            is_needed=True,
            of=part.desk.rates,
            hint=gettext("A condition on those rated; the first sector that fits counts."),
        ),
    )


def _settle_words(part: Part, data: Data, values: Mapping[str, Any]) -> dict[str, str]:
    both_languages(data, ())
    return {}


def _group(part: Part, values: Values) -> tuple[Field, ...]:
    star = gettext("Star")
    return (
        *words(gettext("Name of the part")),
        Field(
            "unnamed",
            gettext("Places whose text is still to come"),
            ("unnamed",),
            "whole",
            hint=gettext("Where the paper names a number of clauses and you do not have their text yet."),
        ),
        *sectors_of(part),
        Field("star", gettext("This part is a star that is won"), ("star",), "flag", legend=star),
        Field(
            "wins_clauses",
            gettext("Won with so many clauses"),
            ("wins", "clauses"),
            "whole",
            legend=star,
            hint=gettext("Fill in one of the three at most; with none, all clauses win it."),
        ),
        Field("wins_points", gettext("Won with so many points"), ("wins", "points"), "number", legend=star),
        Field(
            "wins_percent",
            gettext("Won with so many per cent of the points"),
            ("wins", "percent"),
            "whole",
            legend=star,
        ),
        *reviewer_fields(part, gettext("Lead department"), gettext("as the whole version")),
    )


def _settle_group(part: Part, data: Data, values: Mapping[str, Any]) -> dict[str, str]:
    if not data.get("star"):
        data.pop("wins", None)
    return _settle_words(part, data, values)


def _level(part: Part, values: Values) -> tuple[Field, ...]:
    needs, holder = gettext("What it takes"), part.desk.holder
    if holder.get("graded"):
        return (*words(gettext("Name of the level")), *sectors_of(part))
    stars = any(one.get("star") for one in holder.get("groups", {}).values())
    return (
        *words(gettext("Name of the level")),
        *sectors_of(part),
        *((Field("stars", gettext("Stars won"), ("needs", "stars"), "whole", legend=needs),) if stars else ()),
        Field("clauses", gettext("Clauses met in all"), ("needs", "clauses"), "whole", legend=needs),
        Field("least_points", gettext("Points in all"), ("needs", "points"), "number", legend=needs),
        Field("percent", gettext("Per cent of the points that apply"), ("needs", "percent"), "whole", legend=needs),
        *(
            Field(
                f"needs_{code}",
                gettext("Clauses of “%(part)s”") % {"part": label_of(part, one)},
                ("needs", "groups", code),
                "whole",
                legend=needs,
            )
            for code, one in holder.get("groups", {}).items()
        ),
    )


def _levels(part: Part) -> tuple[Option, ...]:
    return tuple(Option(str(one.get("level", "")), label_of(part, one)) for one in part.desk.holder.get("levels", []))


def _veto(part: Part, values: Values) -> tuple[Field, ...]:
    takes = gettext("What it takes away")
    stars = tuple(
        Option(code, label_of(part, one)) for code, one in part.desk.holder.get("groups", {}).items() if one.get("star")
    )
    removes = Field("removes", gettext("Only these stars"), ("removes",), "choices", stars, legend=takes)
    return (
        *words(gettext("Text of the veto"), kind="long"),
        Field(
            "condition",
            gettext("Found in the records when"),
            ("condition",),
            "condition",
            of=part.desk.rates,
            hint=gettext("Left empty, it is recorded by the reviewing office, with its paper."),
        ),
        *((removes,) if stars else ()),
        Field(
            "caps",
            gettext("At best this level"),
            ("caps",),
            "choice",
            (Option("", gettext("no level at all")), *_levels(part)),
            legend=takes,
        ),
        Field("article", gettext("Article of the paper"), ("article",)),
        *sectors_of(part),
    )


def _cause(part: Part, values: Values) -> tuple[Field, ...]:
    kinds = (
        Option("title", gettext("a title")),
        Option("pay_rate", gettext("a rate of pay")),
        Option("case", gettext("a case")),
        Option("honour", gettext("an honour")),
        Option("training", gettext("training")),
        Option("other", gettext("something else")),
    )
    levels = (*_levels(part), Option("none", gettext("no level reached")))
    return (
        *words(gettext("What is proposed"), kind="long"),
        Field("kind", gettext("Kind"), ("kind",), "choice", kinds, is_needed=True),
        Field("levels", gettext("At these levels"), ("levels",), "choices", levels, is_needed=True),
        Field("rate_percent", gettext("Per cent of the usual pay"), ("rate_percent",), "whole"),
    )
