"""Two versions on the same records: how many would stand where, who would move, what differs, and one of them side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from zugong.figures.definitions import Definitions
from zugong.packs.schemes import Scheme, Version
from zugong.schemes.comparing import Change, Difference, Moved, differences, moved
from zugong.schemes.describing import Describing
from zugong.schemes.evaluating import Clause, Rating, Standing
from zugong.schemes.wording import clause_sentences, level_word, state_word
from zugong.web.schemes.asked import Asked
from zugong.web.schemes.wording import BADGES, plain

MOST_MOVERS = 100


@dataclass(frozen=True)
class MoveRow:
    """How many stand at one level by each of the two."""

    label: str
    before: int
    after: int
    change: str


@dataclass(frozen=True)
class Mover:
    """One who would stand elsewhere; `address` opens its clauses by both."""

    name: str
    address: str
    place: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownDifference:
    """One thing that differs between the papers, with each aspect before and after."""

    kind: str
    badge: str
    what: str
    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Trial:
    """Two ratings of the same round as somebody may see them."""

    asked: Asked
    before: Rating
    after: Rating

    @property
    def versions(self) -> tuple[Version, Version]:
        return self.before.question.version, self.after.question.version

    @property
    def moved(self) -> tuple[Moved, ...]:
        """Those whom the user may list and who would stand elsewhere."""
        shown = {one.subject.anchor for one in self.asked.shown_of(self.before)}
        return tuple(one for one in moved(self.before, self.after) if one.anchor in shown)

    def rows(self) -> tuple[MoveRow, ...]:
        """Level by level, those of either version, and at last those without a level."""
        labels: dict[str | None, str] = {}
        for version in self.versions:
            labels |= {one.level: one.label(self.asked.language) for one in version.levels if one.level not in labels}
        labels[None] = level_word(self.versions[0], None, self.asked.language)
        old, new = self.asked.shown_of(self.before), self.asked.shown_of(self.after)
        counts = ((label, _count(old, level), _count(new, level)) for level, label in labels.items())
        return tuple(MoveRow(label, one, two, f"{two - one:+d}" if two != one else "±0") for label, one, two in counts)

    def movers(self, found: Iterable[Moved], address: Callable[[int], str]) -> tuple[Mover, ...]:
        """Those who move, each with the address that opens its clauses."""
        return tuple(self._mover(one, address(one.anchor)) for one in found)

    def _mover(self, one: Moved, address: str) -> Mover:
        standing, language = self.before.standings[one.anchor], self.asked.language
        return Mover(
            standing.subject.name, address, self.asked.place_name(standing),
            level_word(self.versions[0], one.before, language), level_word(self.versions[1], one.after, language),
        )  # fmt: skip


def _count(standings: Sequence[Standing], level: str | None) -> int:
    return sum(one.level == level for one in standings)


def shown_differences(found: Iterable[Difference]) -> tuple[ShownDifference, ...]:
    """What differs, in words of the page."""
    kinds = {
        "added": (gettext("new"), "good"), "removed": (gettext("left out"), "red"),
        "reworded": (gettext("reworded"), "grey"), "changed": (gettext("changed"), "amber"),
    }  # fmt: skip
    whats = {
        "paper": gettext("The paper"), "procedure": gettext("Procedure"), "sector": gettext("Sector"), "group": gettext("Part"),
        "clause": gettext("Clause"), "level": gettext("Level reached"), "veto": gettext("Veto"),
        "cause": gettext("What follows"), "part": gettext("Part"), "line": gettext("Line"),
    }  # fmt: skip
    return tuple(ShownDifference(*kinds[one.kind], whats[one.what], one.label, one.changes) for one in found)


def versions_differ(
    definitions: tuple[Definitions, Definitions], scheme: Scheme, versions: tuple[Version, Version], language: str
) -> tuple[ShownDifference, ...]:
    """What the second of two versions has otherwise; each is told by the definitions of its own pack."""
    sides = [Describing(known, scheme, version, language) for known, version in zip(definitions, versions, strict=True)]
    return shown_differences(differences(*sides))


@dataclass(frozen=True)
class Side:
    """One clause by one version: the state, the points, why."""

    state: str = ""
    badge: str = ""
    points: str = ""
    why: str = ""


@dataclass(frozen=True)
class SideBySide:
    """One clause by both versions; a version that does not have it says nothing."""

    number: str
    text: str
    before: Side
    after: Side
    differs: bool


def side_by_side(trial: Trial, anchor: int) -> tuple[SideBySide, ...]:
    """Every clause with a text of one who is rated: those of the second version in their order, then those it leaves out."""
    old = {one.criterion.criterion: one for one in _clauses(trial.before, anchor)}
    new = {one.criterion.criterion: one for one in _clauses(trial.after, anchor)}
    codes = [*new, *(code for code in old if code not in new)]
    named = [code for code in codes if _is_named(old.get(code)) or _is_named(new.get(code))]
    return tuple(_beside(trial, number, old.get(code), new.get(code)) for number, code in enumerate(named, start=1))


def _is_named(clause: Clause | None) -> bool:
    return clause is not None and clause.criterion.is_named


def _clauses(rating: Rating, anchor: int) -> tuple[Clause, ...]:
    return rating.clauses(anchor) if anchor in rating.standings else ()


def _beside(trial: Trial, number: int, before: Clause | None, after: Clause | None) -> SideBySide:
    language = trial.asked.language
    clause = after or before
    assert clause is not None
    sides = [
        _side(one, rating, language) if one else Side()
        for one, rating in ((before, trial.before), (after, trial.after))
    ]
    text = clause.criterion.label(language) or gettext("text still to come")
    return SideBySide(str(number), text, sides[0], sides[1], differs=sides[0] != sides[1])


def _side(clause: Clause, rating: Rating, language: str) -> Side:
    points = "" if clause.most is None else f"{plain(clause.points)} / {plain(clause.most)}"
    why = " ".join(clause_sentences(clause, rating.question, language))
    return Side(state_word(clause.finding.state, language), BADGES[clause.finding.state], points, why)
