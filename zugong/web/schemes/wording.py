"""Words, marks and colours for clauses, levels and points, the same on every page of a scheme."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy

from zugong.packs.pack import Pack
from zugong.packs.scheme_criteria import Criterion, Group, Way
from zugong.packs.schemes import Version
from zugong.schemes.rules import GroupSum, State, points_of

BADGES: dict[State, str] = {
    "met": "good", "part": "amber", "unmet": "red", "not_applicable": "grey", "waiting": "amber", "blank": "grey",
    "unnamed": "grey",
}  # fmt: skip
MARKS: dict[State, str] = {
    "met": "●", "part": "◐", "unmet": "✕", "not_applicable": "–", "waiting": "◇", "blank": "○", "unnamed": "□",
}  # fmt: skip
_WAYS: dict[Way, Promise] = {
    "condition": gettext_lazy("computed"),
    "record": gettext_lazy("from records"),
    "figure": gettext_lazy("from a figure"),
    "document": gettext_lazy("to be shown"),
    "visit": gettext_lazy("looked at on the spot"),
    "judgement": gettext_lazy("to be weighed"),
    "unnamed": gettext_lazy("text still to come"),
}
_STAR, _NO_STAR = "★", "☆"


def listed(words: Iterable[str]) -> str:
    """Several words in a row, as the language of the page parts them."""
    return ("、" if (get_language() or "zh").startswith("zh") else ", ").join(words)


def plain(points: Decimal | int | None) -> str:
    """Points as people write them: 12, 2.5."""
    if points is None:
        return ""
    number = Decimal(points)
    return f"{number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize():f}"


def plain_hundredths(counted: int) -> str:
    return plain(points_of(counted))


def reached(one: GroupSum) -> str:
    """How far a part has come: points where it gives points, else clauses."""
    if one.most:
        words = {"points": plain_hundredths(one.points), "most": plain_hundredths(one.most)}
        return gettext("%(points)s of %(most)s points") % words
    return gettext("%(met)s of %(all)s clauses") % {"met": one.met, "all": one.clauses}


def share(one: GroupSum) -> float:
    """How far a part has come in per cent, for a bar."""
    whole, done = (one.most, one.points) if one.most else (one.clauses, one.met)
    return round(min(done, whole) * 100 / whole, 1) if whole else 0.0


def stars_drawn(won: int, all_of_them: int) -> str:
    """★★★☆☆, or nothing where the scheme gives no stars."""
    return _STAR * won + _NO_STAR * (all_of_them - won)


def office_name(owner: str, pack: Pack, language: str) -> str:
    """The office that a pack names by its code."""
    return pack.owners[owner].in_language(language) if owner in pack.owners else owner


def reviewer_name(version: Version, criterion: Criterion, pack: Pack, language: str) -> str:
    return office_name(version.reviewer_of(criterion)[0], pack, language)


def way_word(criterion: Criterion) -> str:
    """How a clause is judged, in a word."""
    return str(_WAYS[criterion.way])


def notes_of(declared: Criterion | Group, language: str) -> tuple[str, ...]:
    """What its pack says beside a clause or a part: why it is asked, what is to be known, and what is only assumed."""
    said = [getattr(declared, "why", None), declared.note]
    notes = [words.in_language(language) for words in said if words]
    if declared.assumption:
        notes.append(gettext("Assumption: %(text)s") % {"text": declared.assumption.in_language(language)})
    return tuple(notes)


def hint_of(criterion: Criterion, language: str) -> str:
    """What is to be shown, looked at or weighed; "" of what is computed."""
    asked = criterion.document or criterion.visit or criterion.judgement
    return asked.in_language(language) if asked else ""
