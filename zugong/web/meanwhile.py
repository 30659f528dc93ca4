"""Two people with one form open: whoever sends second sees what the first recorded, and decides wherever the two differ.

A form carries what stood in it when it was opened (`stood`), also through days on a telephone without a line. What
somebody else recorded since is taken over where the user had left the field as it was; where both altered it, the
user is asked, and nothing is recorded until that is answered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from zugong.dictionary.store import last_entry_of
from zugong.web.listing.entries import entry_lines

TAKE = "take."
STOOD = "stood"
#: Says that a form was shown with what somebody else recorded, so that it is compared again when it is sent.
COMPARED = "compared"
THEIRS, MINE, BOTH = "theirs", "mine", "both"
#: What a form carries besides its fields.
_OF_THE_FORM = {"csrfmiddlewaretoken", "form_mark", "act", "based_on", "taken", "why", "step", "need", STOOD, COMPARED}


@dataclass(frozen=True)
class Clash:
    """A field that both altered: what is recorded now and what the user typed. `choice` is the name of the choice,
    `chosen` what was chosen of it already, "" for nothing; `may_be_both`: the lines of both may stand together."""

    choice: str
    label: str
    theirs: str
    mine: str
    chosen: str = ""
    may_be_both: bool = False


@dataclass(frozen=True)
class Reconciled:
    """What the form says with what others recorded since: `taken_over` by the name of the field, `differing` with both
    values, and of those the ones that are still `open`; `adds_nothing`: all of it is recorded as it was typed."""

    said: dict[str, str]
    taken_over: Mapping[str, str]
    differing: Mapping[str, tuple[str, str]]
    open: frozenset[str]
    recorded: Mapping[str, str]
    adds_nothing: bool


def as_stood(said: Mapping[str, str]) -> str:
    """What the form carries of what stands in it: fields without a value are left out."""
    return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False, separators=(",", ":"))


def stood_in(posted: Mapping[str, str], found: Reconciled | None) -> str:
    """What a form that is shown again carries: what it carried before, or what is recorded once nothing differs."""
    return as_stood(found.recorded) if found and not found.differing else posted.get(STOOD, "")


def reconciled(posted: Mapping[str, str], recorded: Mapping[str, str]) -> Reconciled:
    """A form that was sent, against what is recorded now under the names of its fields.

    A form that does not say what stood in it is compared as if it had been empty: each difference is asked.
    """
    stood = said_to_stand(posted)
    said = {name: value for name, value in posted.items() if not name.startswith(TAKE)}
    taken_over: dict[str, str] = {}
    differing: dict[str, tuple[str, str]] = {}
    for name, now in _altered_by_others(stood, recorded):
        mine = _plain(posted[name]) if name in posted else None
        if mine is None or mine == stood.get(name, ""):
            said[name] = taken_over[name] = now
        elif not _is_same(mine, now):
            differing[name] = (now, mine)
            said[name] = _chosen(posted.get(TAKE + name, ""), now, mine)
    unanswered = {name for name in differing if posted.get(TAKE + name) not in (THEIRS, MINE, BOTH)}
    fields = {name for name in (*stood, *recorded, *posted) if not name.startswith(TAKE) and name not in _OF_THE_FORM}
    is_same = all(_is_same(_plain(said.get(name, "")), _plain(recorded.get(name, ""))) for name in fields)
    return Reconciled(said, taken_over, differing, frozenset(unanswered), recorded, is_same)


def since_opened(
    posted: Mapping[str, str], based_on: str, recorded: Callable[[], Mapping[str, str]]
) -> Reconciled | None:  # fmt: skip
    """What was sent against what is recorded; None where nobody wrote since the form was opened. `based_on` is what a form
    opened now would be made from; a form that does not say it is taken as it was sent."""
    if posted.get("based_on", based_on) == based_on and COMPARED not in posted:
        return None
    return reconciled(posted, recorded())


def said_to_stand(posted: Mapping[str, str]) -> dict[str, str]:
    """What stood in a form when it was opened, as it carries it; empty where it does not say."""
    try:
        found = json.loads(posted.get(STOOD) or "{}")
    except ValueError:  # not of our making: then everything is asked
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): _plain(value) for name, value in found.items() if isinstance(value, str)}


def _altered_by_others(stood: Mapping[str, str], recorded: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys((*recorded, *stood)):
        now = _plain(recorded.get(name, ""))
        if now != stood.get(name, ""):
            yield name, now


def _plain(text: str) -> str:
    """As the field would be kept: browsers send their own ends of lines."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def _is_same(one: str, other: str) -> bool:
    """Numbers are kept in a form of their own: 3500 and 3500.00 say the same."""
    if one == other:
        return True
    with suppress(InvalidOperation):
        return Decimal(one) == Decimal(other)
    return False


def _chosen(choice: str, theirs: str, mine: str) -> str:
    if choice == THEIRS:
        return theirs
    if choice == BOTH:
        return "\n".join(dict.fromkeys((*theirs.splitlines(), *mine.splitlines())))
    return mine


@dataclass(frozen=True)
class Overtaken:
    """What a form that is shown again tells of the other: who recorded it and when, what of it the form took over, and
    what both altered. `is_open`: something is still to be chosen."""

    by: str
    at: datetime | None
    taken_over: tuple[tuple[str, str], ...]
    clashes: tuple[Clash, ...]
    is_open: bool


#: The label of a field, and the words of its values where they are codes.
Words = Mapping[str, tuple[str, Mapping[str, str]]]


def overtaken(
    found: Reconciled, posted: Mapping[str, str], words: Words, *, rows: Iterable[int], lines: Collection[str] = ()
) -> Overtaken:
    """The same as people read it; `rows` are those of the ledgers that are recorded now.

    Of fields in `lines` both may be kept. What was taken over into a field without words is told by no name.
    """
    by, at = who_recorded(rows)
    return Overtaken(
        by=by,
        at=at,
        taken_over=tuple(_shown(name, words, now) for name, now in found.taken_over.items() if name in words),
        clashes=tuple(
            _clash(name, both, words, posted.get(TAKE + name, ""), may_be_both=name in lines)
            for name, both in found.differing.items()
        ),
        is_open=bool(found.open),
    )


def who_recorded(rows: Iterable[int]) -> tuple[str, datetime | None]:
    """Who recorded the last of these rows of ledgers, and when; nobody for none."""
    last = last_entry_of(rows)
    if last is None:
        return "", None
    told = entry_lines([last])[last.pk]
    return told.actor, told.at


def _shown(name: str, words: Words, value: str) -> tuple[str, str]:
    label, values = words.get(name, (name, {}))
    return label, values.get(value, value)


def _clash(name: str, both: tuple[str, str], words: Words, chosen: str, *, may_be_both: bool) -> Clash:
    (label, theirs), (_, mine) = (_shown(name, words, value) for value in both)
    return Clash(TAKE + name, label, theirs, mine, chosen, may_be_both and bool(theirs) and bool(mine))
