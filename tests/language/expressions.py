"""Random texts of the language that are well-formed and well-typed for the small county."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.language.county import DAYS, SCHEMA
from zugong.language.schema import Kind

_DERIVED = {
    "person": {
        "age": Kind.INTEGER,
        "income_and_age": Kind.INTEGER,
        "young": None,
        "in_office": None,
        "has_comrade": None,
    },
    "organisation": {"has_young": None},
    "appointment": {"dual_post": None},
}
_OPERATORS = ["=", "!=", "<", "<=", ">", ">="]
_TEXTS = ["'Wang'", "'O''Neil'", "'王芳'", "''", "rule('word')"]
_FIXED_DAYS = ["day", "period_start", "period_end", "years_before(day, 3)", "years_before(day('2020-02-29'), 18)"]
_FIXED_DAYS += [f"day('{day}')" for day in DAYS[::4]]


@dataclass(frozen=True)
class Place:
    """Where a part stands: the type of its row, and that of the enclosing row."""

    type_code: str
    enclosing: str | None = None


def paths(place: Place, steps: int = 2) -> list[tuple[str, Kind | None, str]]:
    """(path, kind, code of REF target or field owner) that may be written there; kind None is a derived condition."""
    found = _paths(place.type_code, "", steps)
    return found + (_paths(place.enclosing, "this.", steps) if place.enclosing else [])


def _paths(type_code: str, prefix: str, steps: int) -> list[tuple[str, Kind | None, str]]:
    table = SCHEMA[type_code]
    found = [(prefix + name, Kind.DAY, "") for name in table.implicit]
    found += [(prefix + name, kind, "") for name, kind in _DERIVED.get(type_code, {}).items()]
    for name, type in table.fields.items():
        if not type.hidden:
            found.append((prefix + name, type.kind, type.target or f"{type_code}.{name}"))
        if type.target and steps:
            found += _paths(type.target, f"{prefix}{name}.", steps - 1)
    return found


def _of_kind(place: Place, *kinds: Kind | None) -> list[tuple[str, str]]:
    return [(path, about) for path, kind, about in paths(place) if kind in kinds]


@st.composite
def integers(draw: st.DrawFn, place: Place, depth: int = 1) -> str:
    simple = [path for path, _ in _of_kind(place, Kind.INTEGER)] + ["0", "1", "18", "-1", "35", "rule('line')"]
    shape = draw(st.sampled_from(["simple", "simple", "years", "sum"])) if depth else "simple"
    if shape == "years":
        return f"years({draw(dates(place))}, {draw(dates(place))})"
    if shape == "sum":
        sign = draw(st.sampled_from("+-"))
        return f"({draw(integers(place, depth - 1))} {sign} {draw(integers(place, depth - 1))})"
    return draw(st.sampled_from(simple))


def dates(place: Place) -> st.SearchStrategy[str]:
    partial = [path for path, _ in _of_kind(place, Kind.DATE)]
    whole = [path for path, _ in _of_kind(place, Kind.DAY)]
    return st.one_of(st.sampled_from(partial or whole), st.sampled_from(whole), st.sampled_from(_FIXED_DAYS))


@st.composite
def references(draw: st.DrawFn, place: Place) -> str:
    """A comparison of two references to the same type."""
    own = _of_kind(place, Kind.REF)
    anchored = place.enclosing and SCHEMA[place.enclosing].anchored
    others = own + ([("this", place.enclosing)] * 4 if anchored else [])
    left, target = draw(st.sampled_from(own))
    right = draw(st.sampled_from([path for path, about in others if about == target]))
    return f"{left} {draw(st.sampled_from(['=', '=', '!=']))} {right}"


@st.composite
def codes(draw: st.DrawFn, place: Place) -> str:
    path, about = draw(st.sampled_from(_of_kind(place, Kind.CODE)))
    type_code, field = about.split(".")
    literals = [f"'{code}'" for code in sorted(SCHEMA[type_code].fields[field].codes or ())]
    literals += ["rule('kind')"] if about == "post.kind" else []
    if draw(st.booleans()):
        return f"{path} {draw(st.sampled_from(['=', '!=']))} {draw(st.sampled_from(literals))}"
    return f"{path} in ({', '.join(draw(st.lists(st.sampled_from(literals), min_size=1, max_size=3)))})"


@st.composite
def comparisons(draw: st.DrawFn, place: Place) -> str:
    shape = draw(st.sampled_from(["integers", "dates", "dates", "in", "known", "texts", "booleans"]))
    operator = draw(st.sampled_from(_OPERATORS))
    if shape == "integers":
        return f"{draw(integers(place))} {operator} {draw(integers(place))}"
    if shape == "dates":
        return f"{draw(dates(place))} {operator} {draw(dates(place))}"
    if shape == "in":
        options = draw(st.lists(st.sampled_from(["0", "1", "17", "18", "19", "20", "-1", "rule('line')"]), min_size=1))
        return f"{draw(integers(place))} in ({', '.join(options)})"
    if shape == "known":
        return f"{draw(values(place))} is {draw(st.sampled_from(['known', 'unknown']))}"
    kind = Kind.TEXT if shape == "texts" else Kind.BOOLEAN
    fixed = _TEXTS if shape == "texts" else ["true", "false"]
    known = [path for path, _ in _of_kind(place, kind)] or fixed
    operator = draw(st.sampled_from(["=", "!="]))
    return f"{draw(st.sampled_from(known))} {operator} {draw(st.sampled_from(known + fixed))}"


def values(place: Place) -> st.SearchStrategy[str]:
    """Any value: a path, a sum, years."""
    known = [path for path, kind, _ in paths(place) if kind is not None]
    return st.one_of(st.sampled_from(known), integers(place), dates(place))


def simple_conditions(place: Place) -> st.SearchStrategy[str]:
    boolean = [path for path, _ in _of_kind(place, Kind.BOOLEAN, None)]
    held = ["holds()"] if SCHEMA[place.type_code].time == "state" else []
    whole = [st.sampled_from(["true", "false", *held, *boolean])]
    with_codes = [codes(place)] if _of_kind(place, Kind.CODE) else []
    return st.one_of(comparisons(place), comparisons(place), references(place), *with_codes, *whole)


@st.composite
def conditions(draw: st.DrawFn, place: Place, depth: int = 3, quantifiers: int = 2) -> str:
    """A condition about a row of the place, nested up to `depth`."""
    shapes = ["simple", "and", "or", "not"] + (["some", "none", "linked", "counted"] if quantifiers else [])
    shape = draw(st.sampled_from(shapes)) if depth else "simple"
    if shape == "simple":
        return draw(simple_conditions(place))
    if shape == "not":
        return f"not ({draw(conditions(place, depth - 1, quantifiers))})"
    if shape in ("and", "or"):
        parts = draw(st.lists(conditions(place, depth - 1, quantifiers), min_size=2, max_size=3))
        return f" {shape} ".join(f"({part})" for part in parts)
    return draw(quantified(place, depth, quantifiers, shape))


@st.composite
def quantified(draw: st.DrawFn, place: Place, depth: int, quantifiers: int, shape: str) -> str:
    """`some`, `none`, a `count` or a `total`; a linked one begins with an equality with the enclosing row, as real ones do."""
    inner = Place(draw(st.sampled_from(sorted(SCHEMA))), place.type_code)
    condition = draw(conditions(inner, depth - 1, quantifiers - 1))
    if shape == "counted":
        whole = f"{draw(references(inner))} and ({condition})"
        amounts = [name for name, type in SCHEMA[inner.type_code].fields.items() if type.kind is Kind.INTEGER]
        word = f"total({inner.type_code}, {draw(st.sampled_from(amounts))}, " if amounts and draw(st.booleans()) else ""
        word = word or f"count({inner.type_code}, "
        return f"{word}{whole}) {draw(st.sampled_from(_OPERATORS))} {draw(st.integers(0, 3))}"
    if shape != "linked":
        return f"{shape}({inner.type_code}, {condition})"
    return f"{draw(st.sampled_from(['some', 'none']))}({inner.type_code}, {draw(references(inner))} and ({condition}))"


def any_condition() -> st.SearchStrategy[tuple[str, str]]:
    """(type code, condition)."""
    return st.sampled_from(sorted(SCHEMA)).flatmap(lambda code: st.tuples(st.just(code), conditions(Place(code))))


def any_value() -> st.SearchStrategy[tuple[str, str]]:
    """(type code, value)."""
    return st.sampled_from(sorted(SCHEMA)).flatmap(lambda code: st.tuples(st.just(code), values(Place(code))))
