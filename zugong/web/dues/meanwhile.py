"""Two who tick one list of names: what the other took since it was opened, name by name, and which of the two holds.

A form names with each tick the months that were open when it was opened. Where one of them is paid by now, somebody
else took it: the same money on the same day needs no question, anything else is asked before it is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from zugong.dictionary.store import StoredRow
from zugong.dues.actions import AmountDraft
from zugong.dues.queries import Owing, payments_of, whole_receipts
from zugong.dues.records import PAYMENT
from zugong.dues.rules import in_yuan
from zugong.web.dues.fixing import FixLine
from zugong.web.dues.lines import months_of
from zugong.web.dues.wording import code_word, months_named
from zugong.web.meanwhile import (
    BOTH,
    COMPARED,
    MINE,
    TAKE,
    THEIRS,
    Clash,
    Overtaken,
    as_stood,
    said_to_stand,
    who_recorded,
)

#: How a form says that somebody had no amount when it was opened.
NOTHING_YET = "-"


@dataclass(frozen=True)
class Ticked:
    """What a form says was paid: by person the months as it names them; `way` and `day` hold for all of them."""

    organisation: int
    month: str
    persons: Mapping[int, str]
    way: str
    day: str


@dataclass(frozen=True)
class Differing:
    """A member whose money somebody else took otherwise. `receipts` are the whole ones that stand in the way."""

    person: int
    name: str
    months: str
    receipts: tuple[StoredRow, ...]
    is_more: bool

    @property
    def choice(self) -> str:
        """The name of the choice: with the receipts, so that what was altered once more is asked once more."""
        return f"{TAKE}m{self.person}.{'.'.join(sorted({row.values['receipt'] for row in self.receipts}))}"


@dataclass(frozen=True)
class Compared:
    """The ticks against what is recorded now: `differing` are asked, `amounts` changed since the form was opened."""

    ticked: Ticked
    differing: tuple[Differing, ...]
    amounts: tuple[tuple[str, str], ...]
    posted: Mapping[str, str]

    def chosen(self, one: Differing) -> str:
        """Which holds: chosen for this name, or by one button for all of them; "" while nobody said."""
        said = (self.posted.get(one.choice, ""), self.posted.get("act", ""))
        return next((choice for choice in said if choice in (THEIRS, MINE, BOTH)), "")

    @property
    def is_open(self) -> bool:
        """Is something still to be looked at before anything is recorded?"""
        is_unanswered = any(not self.chosen(one) for one in self.differing)
        return is_unanswered or bool(self.amounts)

    @property
    def left(self) -> dict[int, str]:
        """Whom to record: without those for whom what stands already holds."""
        gone = {one.person for one in self.differing if self.chosen(one) == THEIRS}
        return {person: months for person, months in self.ticked.persons.items() if person not in gone}

    @property
    def instead_of(self) -> tuple[StoredRow, ...]:
        """The payments that what was typed replaces."""
        return tuple(row for one in self.differing if self.chosen(one) == MINE for row in one.receipts)


def as_shown(owing: Iterable[Owing]) -> str:
    """What the form carries of the amounts that it showed, by person."""
    return as_stood({str(one.member.person): in_yuan(one.fen_for(one.month)) for one in owing if one.amounts})


def compared(ticked: Ticked, owing: Sequence[Owing], posted: Mapping[str, str]) -> Compared:
    """The ticks of a form against what was recorded since it was opened."""
    names = {one.member.person: one.member.name for one in owing}
    months = {person: months_of(text, ticked.month) for person, text in ticked.persons.items() if person in names}
    every = sorted({month for listed in months.values() for month in listed})
    paid = payments_of(list(months), every)
    there = {
        person: [paid[person, one] for one in listed if (person, one) in paid] for person, listed in months.items()
    }
    found = [row for rows in there.values() for row in rows if row.values["organisation"] == ticked.organisation]
    by_person: dict[int, list[StoredRow]] = {}
    for row in sorted(whole_receipts(found), key=lambda row: row.values["month"].text):
        by_person.setdefault(row.values["person"], []).append(row)
    differing = tuple(
        Differing(person, names[person], ticked.persons[person], tuple(rows), len(there[person]) < len(months[person]))
        for person, rows in by_person.items()
        if not _is_same(ticked, months[person], rows)
    )
    amounts = tuple(_amounts_altered(ticked, owing, said_to_stand(posted)))
    return Compared(ticked, differing, amounts, posted)


def _is_same(ticked: Ticked, months: Sequence[str], rows: Iterable[StoredRow]) -> bool:
    said = {(month, ticked.way, ticked.day) for month in months}
    return said == {(row.values["month"].text, row.values["way"], row.since.isoformat()) for row in rows}


def _amounts_altered(ticked: Ticked, owing: Iterable[Owing], stood: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for one in owing:
        before = stood.get(str(one.member.person), "")
        if one.member.person not in ticked.persons or not one.amounts or not before:
            continue
        now = in_yuan(one.fen_for(one.month))
        if now != before:
            told = gettext("%(now)s yuan a month; the form was opened with %(before)s")
            yield one.member.name, told % {"now": now, "before": before}


def overtaken_ticks(found: Compared, language: str, *, with_amounts: bool) -> Overtaken | None:
    """The same as people read it; None where nothing stands between."""
    if not found.differing and not found.amounts:
        return None
    rows = [row.id for one in found.differing for row in one.receipts]
    by, at = who_recorded(rows)
    clashes = tuple(
        Clash(
            one.choice, one.name, _taken(one.receipts, language, with_amounts=with_amounts), _typed(one, found.ticked, language),
            found.chosen(one), may_be_both=one.is_more,
        )
        for one in found.differing
    )  # fmt: skip
    return Overtaken(by, at, found.amounts, clashes, any(not clash.chosen for clash in clashes))


def _taken(rows: Sequence[StoredRow], language: str, *, with_amounts: bool) -> str:
    """What somebody else took: each receipt with its day, way, months and number."""
    by_receipt: dict[str, list[StoredRow]] = {}
    for row in rows:
        by_receipt.setdefault(row.values["receipt"], []).append(row)
    return "\n".join(_receipt(number, one, language, with_amounts=with_amounts) for number, one in by_receipt.items())


def _receipt(number: str, rows: Sequence[StoredRow], language: str, *, with_amounts: bool) -> str:
    told = _words(
        [row.values["month"].text for row in rows], rows[0].since.isoformat(), rows[0].values["way"], language
    )
    receipt = gettext("receipt %(number)s") % {"number": number}
    if not with_amounts:
        return f"{told}{gettext(', ')}{receipt}"
    yuan = gettext("%(sum)s yuan") % {"sum": in_yuan(sum(row.values["amount"] for row in rows))}
    return gettext(", ").join((told, yuan, receipt))


def _typed(one: Differing, ticked: Ticked, language: str) -> str:
    return _words(months_of(one.months, ticked.month), ticked.day, ticked.way, language)


def _words(months: Sequence[str], day: str, way: str, language: str) -> str:
    told = gettext("dues of %(months)s, paid on %(day)s, %(way)s")
    return told % {"months": months_named(months), "day": day, "way": code_word(PAYMENT, "way", way, language)}


@dataclass(frozen=True)
class Standing:
    """An amount as it is recorded now: in yuan, and in which row."""

    yuan: str
    row: int


@dataclass(frozen=True)
class AmountsCompared:
    """Amounts that were typed against those that somebody else fixed since the form was opened. `kept` are the persons
    whose amount stays as it is recorded; `told` what is shown of it, None where nobody fixed any of these."""

    kept: frozenset[int]
    told: Overtaken | None

    def is_open(self, posted: Mapping[str, str]) -> bool:
        return self.told is not None and (self.told.is_open or COMPARED not in posted)


def amounts_as_shown(lines: Iterable[FixLine]) -> str:
    """What the form of amounts carries of what stood in it: the measure, who agreed, and the amount of each."""
    stood: dict[str, str] = {}
    for line in lines:
        chosen = next((choice.value for choice in line.choices if choice.is_chosen), "")
        stood |= {
            f"k{line.person}": chosen,
            f"d{line.person}": line.decision,
            f"a{line.person}": line.now or NOTHING_YET,
        }
    return as_stood(stood)


def amounts_compared(
    posted: Mapping[str, str], drafts: Sequence[AmountDraft], standing: Mapping[int, Standing], names: Mapping[int, str]
) -> AmountsCompared:  # fmt: skip
    """The amounts of a form against what was fixed since it was opened; a form that does not say is taken as it was sent."""
    stood = said_to_stand(posted)
    kept: set[int] = set()
    taken_over, clashes, rows = [], [], []
    for draft in drafts:
        person, now = draft.person, standing.get(draft.person, Standing(NOTHING_YET, 0))
        mine = in_yuan(draft.reckoned.fen)
        if stood.get(f"a{person}", now.yuan) == now.yuan or mine == now.yuan:
            continue
        rows.append(now.row)
        if _is_as_it_stood(posted, stood, person):
            kept.add(person)
            taken_over.append((names[person], _monthly(now.yuan)))
            continue
        choice = f"{TAKE}a{person}.{now.row}"
        chosen = posted.get(choice, "") if posted.get(choice) in (THEIRS, MINE) else ""
        if chosen == THEIRS:
            kept.add(person)
        clashes.append(Clash(choice, names[person], _monthly(now.yuan), _monthly(mine), chosen))
    if not rows:
        return AmountsCompared(frozenset(), None)
    is_open = any(not clash.chosen for clash in clashes)
    told = Overtaken(*who_recorded(rows), tuple(taken_over), tuple(clashes), is_open)
    return AmountsCompared(frozenset(kept), told)


def _is_as_it_stood(posted: Mapping[str, str], stood: Mapping[str, str], person: int) -> bool:
    """Did the user leave this name alone? No base is kept, so whoever typed a number did not."""
    said = {name: posted.get(name, "").strip() for name in (f"k{person}", f"d{person}")}
    is_left = all(value == stood.get(name, "") for name, value in said.items() if name in posted)
    return is_left and not posted.get(f"n{person}", "").strip()


def _monthly(yuan: str) -> str:
    return gettext("%(sum)s yuan a month") % {"sum": yuan} if yuan != NOTHING_YET else gettext("no amount yet")
