"""Fields that several forms of drafts have: words in two languages, the paper, sectors, the lead department."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from zugong.web.drafting.fields import Field, Kind, Option
from zugong.web.drafting.sections import Part


def words(
    label: str,
    path: tuple[str, ...] = (),
    *,
    name: str = "",
    is_needed: bool = True,
    kind: Kind = "text",
    legend: str = "",
) -> tuple[Field, Field]:
    """A text in Chinese and in English; the English may wait."""
    stem = f"{name}_" if name else ""
    return (
        Field(f"{stem}zh", label, (*path, "zh"), kind, is_needed=is_needed, legend=legend),
        Field(
            f"{stem}en",
            gettext("%(label)s in English") % {"label": label},
            (*path, "en"),
            kind,
            hint=gettext("May be left empty; then the Chinese stands there too."),
            legend=legend,
        ),
    )


def paper_fields(legend: str = "") -> tuple[Field, ...]:
    """What is known of the paper."""
    return (
        Field("title", gettext("Title of the paper"), ("paper", "title"), is_needed=True, legend=legend),
        Field(
            "number",
            gettext("Number of the paper"),
            ("paper", "number"),
            legend=legend,
            hint=gettext("The number that the paper bears. It or the day of issue is needed before publication."),
        ),
        Field(
            "published",
            gettext("Issued on"),
            ("paper", "published"),
            legend=legend,
            hint=gettext("As far as it is known: 2027-01-15, 2027-01 or 2027."),
        ),
        *words(gettext("Issued by"), ("paper", "issuer"), name="issuer", legend=legend),
        *words(
            gettext("Note on the paper"),
            ("paper", "note"),
            name="paper_note",
            is_needed=False,
            kind="long",
            legend=legend,
        ),
    )


def sectors_of(part: Part, legend: str = "") -> tuple[Field, ...]:
    sectors = part.desk.holder.get("sectors", {})
    if len(sectors) < 2:
        return ()
    options = tuple(Option(code, label_of(part, one)) for code, one in sectors.items())
    return (
        Field(
            "sectors",
            gettext("Only for"),
            ("sectors",),
            "choices",
            options,
            legend=legend,
            hint=gettext("None ticked: for all."),
        ),
    )


def label_of(part: Part, said: Mapping[str, Any]) -> str:
    return str(said.get("zh" if part.desk.language.startswith("zh") else "en", ""))


def reviewer_fields(part: Part, legend: str, above: str) -> tuple[Field, ...]:
    offices = (Option("", above), *part.desk.choices.offices())
    matters = (Option("", above), *part.desk.choices.matters())
    return (
        Field("reviewer", gettext("Who reviews"), ("reviewer",), "choice", offices, legend=legend),
        Field("matter", gettext("In which matter"), ("matter",), "choice", matters, legend=legend),
    )
