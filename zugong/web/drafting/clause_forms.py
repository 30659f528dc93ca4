"""The form of a clause: its text, how it is judged, and what a number must reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from zugong.drafting.text import Data
from zugong.packs.scheme_criteria import WAYS
from zugong.web.drafting.fields import Field, Option, Values, both_languages, number
from zugong.web.drafting.form_parts import label_of, reviewer_fields, sectors_of, words
from zugong.web.drafting.sections import Part

_BANDS_TO_SPARE = 2


def ways() -> dict[str, str]:
    """How a clause can be judged, in words for who chooses."""
    return {
        "figure": gettext("computed: a figure reaches a number"),
        "record": gettext("computed: records that must exist"),
        "condition": gettext("computed: a condition on the organisation or unit itself"),
        "document": gettext("reviewed: something to be shown"),
        "visit": gettext("reviewed: looked at on the spot"),
        "judgement": gettext("reviewed: weighed by the reviewer"),
    }


def clause_fields(part: Part, values: Values) -> tuple[Field, ...]:
    groups = part.desk.holder.get("groups", {})
    options = tuple(Option(code, label_of(part, one)) for code, one in groups.items())
    how = gettext("How it is judged")
    return (
        *words(gettext("Text of the clause"), kind="long"),
        Field("group", gettext("In which part"), ("group",), "choice", options, is_needed=len(options) > 1),
        *_open_place(part, groups),
        *sectors_of(part),
        Field(
            "points",
            gettext("Points"),
            ("points",),
            "number",
            hint=gettext("Left empty, the clause is met or not, without points."),
        ),
        Field("article", gettext("Article of the paper"), ("article",)),
        Field(
            "way",
            gettext("Way of judging"),
            (),
            "choice",
            tuple(Option(*one) for one in ways().items()),
            is_needed=True,
            legend=how,
            asks_again=True,
        ),
        *_of_way(part, values, how),
        *reviewer_fields(part, gettext("Lead department"), gettext("as the part")),
        *words(gettext("Note"), ("note",), name="note", is_needed=False, kind="long", legend=gettext("Note")),
    )


def _open_place(part: Part, groups: Mapping[str, Any]) -> tuple[Field, ...]:
    if not part.is_new or not any(one.get("unnamed") for one in groups.values()):
        return ()
    hint = gettext("So a paper of ten clauses keeps ten: one of the numbered places gets its text.")
    return (Field("fills_place", gettext("It takes one of the open places of its part"), (), "flag", hint=hint),)


def _of_way(part: Part, values: Values, legend: str) -> tuple[Field, ...]:
    """What the chosen way of judging asks for."""
    way = values.get("way", "")
    if way == "condition":
        label, rates = gettext("Condition"), part.desk.rates
        return (Field("condition", label, ("condition",), "condition", is_needed=True, of=rates, legend=legend),)
    if way == "figure":
        return _figure_fields(part, values, legend)
    if way == "record":
        return _record_fields(part, values, legend)
    if way in ("document", "visit", "judgement"):
        label = {
            "document": gettext("What is to be shown"),
            "visit": gettext("What is looked at"),
            "judgement": gettext("What is weighed"),
        }[way]
        return words(label, (way,), name="shown", legend=legend)
    return ()


def _figure_fields(part: Part, values: Values, legend: str) -> tuple[Field, ...]:
    desk = part.desk
    figure = desk.pack.figures.get(values.get("figure", ""))
    counted = figure and (
        figure.of or next((desk.pack.figures[one].of for one in figure.parts if one in desk.pack.figures), "")
    )
    return (
        Field(
            "figure",
            gettext("Figure"),
            ("figure", "figure"),
            "choice",
            (Option("", "—"), *desk.choices.figures()),
            is_needed=True,
            legend=legend,
            asks_again=True,
        ),
        Field(
            "by",
            gettext("Counted for"),
            ("figure", "by"),
            "choice",
            desk.choices.ways_to(desk.rates, counted or ""),
            legend=legend,
        ),
        *_threshold_fields(part, values, legend),
    )


def _record_fields(part: Part, values: Values, legend: str) -> tuple[Field, ...]:
    desk = part.desk
    counted = values.get("of", "")
    return (
        Field(
            "of",
            gettext("Ledger"),
            ("record", "of"),
            "choice",
            (Option("", "—"), *desk.choices.types()),
            is_needed=True,
            legend=legend,
            asks_again=True,
        ),
        Field(
            "where",
            gettext("Which records"),
            ("record", "where"),
            "condition",
            is_needed=True,
            of=counted,
            legend=legend,
        ),
        Field(
            "about",
            gettext("Counted for"),
            ("record", "about"),
            "choice",
            desk.choices.ways_to(desk.rates, counted),
            legend=legend,
        ),
        Field("measure", gettext("What is counted"), (), "choice", desk.choices.measures(counted), legend=legend),
        *_threshold_fields(part, values, legend),
    )


def _threshold_fields(part: Part, values: Values, legend: str) -> tuple[Field, ...]:
    way, settings = values["way"], (Option("", "—"), *part.desk.choices.parameters())
    limits = (
        Option("at_least", gettext("at least")),
        Option("at_most", gettext("at most")),
        Option("bands", gettext("points by bands")),
    )
    windows = (
        Option("", gettext("the round")),
        Option("month", gettext("the month")),
        Option("quarter", gettext("the quarter")),
        Option("half_year", gettext("the half year")),
        Option("year", gettext("the year")),
        Option("day", gettext("the day")),
    )
    head = (Field("limit", gettext("Standard"), (), "choice", limits, legend=legend, asks_again=True),)
    window = Field("window", gettext("What time counts"), (way, "window"), "choice", windows, legend=legend)
    if values.get("limit") == "bands":
        return (*head, *_band_fields(values, legend), window)
    proportional = Field(
        "proportional", gettext("Below that, points in proportion"), (way, "proportional"), "flag", legend=legend
    )
    return (
        *head,
        Field(
            "bound", gettext("Number"), (), "number", legend=legend, hint=gettext("A share in per cent, money in yuan.")
        ),
        Field("bound_rule", gettext("or the number that is ruled"), (), "choice", settings, legend=legend),
        *((proportional,) if values.get("limit", "") in ("", "at_least") else ()),
        window,
    )


def _band_fields(values: Values, legend: str) -> tuple[Field, ...]:
    count = sum(1 for name in values if name.startswith("band_from_") and values[name])
    fields: list[Field] = []
    for place in range(count + _BANDS_TO_SPARE):
        words = {"number": place + 1}
        fields.append(
            Field(f"band_from_{place}", gettext("Band %(number)s: at least") % words, (), "number", legend=legend)
        )
        fields.append(
            Field(f"band_points_{place}", gettext("Band %(number)s: points") % words, (), "number", legend=legend)
        )
    return tuple(fields)


def more_of_clause(data: Data) -> Values:
    """The way of judging, and what stands of its threshold."""
    way = next((one for one in WAYS if one in data), "")
    test = data.get(way) if way in ("figure", "record") else None
    found: Values = {"way": way}
    if not isinstance(test, dict):
        return found | {"limit": "at_least"}
    found["limit"] = next((one for one in ("at_most", "bands") if one in test), "at_least")
    bound = test.get(found["limit"]) if found["limit"] != "bands" else None
    found["bound_rule" if isinstance(bound, str) else "bound"] = "" if bound is None else str(bound)
    for place, band in enumerate(test.get("bands", ())):
        found |= {
            f"band_from_{place}": str(band.get("at_least", "")),
            f"band_points_{place}": str(band.get("points", "")),
        }
    measure = test.get("measure", "rows")
    found["measure"] = "" if measure == "rows" else next(f"{kind}:{path}" for kind, path in measure.items())
    return found


def settle_clause(part: Part, data: Data, values: Mapping[str, Any]) -> dict[str, str]:
    """Of the ways of judging only the chosen one stands, with its threshold."""
    both_languages(data, (), ("note",), ("document",), ("visit",), ("judgement",))
    way = values["way"]
    for other in WAYS:
        if other != way:
            data.pop(other, None)
    if way not in ("figure", "record") or not isinstance(data.get(way), dict):
        return {}
    test = data[way]
    problems = _settle_threshold(test, values)
    if way == "record":
        kind, _, path = values.get("measure", "").partition(":")
        test.pop("measure", None)
        if kind:
            test["measure"] = {kind: path}
    return problems


def _settle_threshold(test: Data, values: Mapping[str, Any]) -> dict[str, str]:
    bands = test.pop("bands", [])
    for key in ("at_least", "at_most"):
        test.pop(key, None)
    limit = values.get("limit") or "at_least"
    if limit == "bands":
        test.pop("proportional", None)
        return _settle_bands(test, bands, values)
    if limit == "at_most":
        test.pop("proportional", None)
    if values.get("bound_rule"):
        test[limit] = values["bound_rule"]
        return {}
    if not values.get("bound"):
        return {"bound": gettext("Write the number, or choose one that is ruled.")}
    try:
        test[limit] = number(values["bound"])
    except ValueError as error:
        return {"bound": str(error)}
    return {}


def _settle_bands(test: Data, before: list[Data], values: Mapping[str, Any]) -> dict[str, str]:
    """Bands from the form. One that counts up to a number, or names a setting, is kept as its file has it."""
    problems, found = {}, [band for band in before if "at_least" not in band]
    for name, said in values.items():
        if name.startswith("band_from_") and said:
            place = name.removeprefix("band_from_")
            try:
                bound = number(said) if said[:1].isdigit() or said[:1] in "-." else said
                found.append({"at_least": bound, "points": number(values.get(f"band_points_{place}", ""))})
            except ValueError as error:
                problems[f"band_points_{place}"] = str(error)
    if found:
        test["bands"] = found
    return problems or ({} if found else {"limit": gettext("Fill in at least one band.")})
