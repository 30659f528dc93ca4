"""The board of a scheme: how many stand at which level, below which organisation, and each part of each who is rated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from zugong.packs.scheme_criteria import Criterion
from zugong.packs.schemes import Version
from zugong.schemes.evaluating import Standing
from zugong.schemes.rules import GroupSum, State
from zugong.schemes.wording import gap_sentence, level_word
from zugong.web.schemes.asked import Asked
from zugong.web.schemes.wording import BADGES, MARKS, listed, office_name, plain, plain_hundredths

#: How addresses name those who have reached no level.
NONE = "none"
_NO_TONE = "9"
_LAST_TONE = 4


@dataclass(frozen=True)
class Part:
    """One level of a band: how many stand there, from where to where it is drawn, in per cent."""

    label: str
    count: int
    tone: str
    start: str
    width: str
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class BelowRow:
    """One subordinate with how many of its own stand at each level."""

    name: str
    address: str
    count: int
    cells: tuple[Part, ...]
    band: tuple[Part, ...]
    vetoes: int


@dataclass(frozen=True)
class Cell:
    """One part of one who is rated, as a mark with its word."""

    mark: str
    badge: str
    word: str
    note: str


@dataclass(frozen=True)
class BoardRow:
    """One who is rated."""

    name: str
    address: str
    level: str
    badge: str
    points: str
    veto: str
    cells: tuple[Cell, ...]
    short_of: str


@dataclass(frozen=True)
class OfficeRow:
    """A lead department: of how many it has reviewed its part, how many wait for it, how many have filled in nothing."""

    label: str
    parts: str
    due: int
    done: int
    open_count: int
    blank_count: int
    percent: str
    width: str
    address: str


@dataclass(frozen=True)
class Sign:
    mark: str
    badge: str
    word: str


def levels_of(version: Version, standings: Sequence[Standing]) -> tuple[str | None, ...]:
    """The levels of the version, the best first, and None where somebody has reached none."""
    codes: list[str | None] = [one.level for one in version.levels]
    return (*codes, None) if any(one.level is None for one in standings) else tuple(codes)


def tone_of(version: Version, level: str | None) -> str:
    """How dark a level is drawn."""
    order = [one.level for one in version.levels]
    return str(min(order.index(level), _LAST_TONE)) if level in order else _NO_TONE


def spread_of(
    asked: Asked, standings: Sequence[Standing], shown: Sequence[str | None], chosen: str = ""
) -> tuple[Part, ...]:
    """The levels `shown` as parts of one band."""
    parts, start = [], 0.0
    for level in shown:
        count = sum(one.level == level for one in standings)
        width = count * 100 / len(standings) if standings else 0.0
        code = level or NONE
        label, tone = level_word(asked.version, level, asked.language), tone_of(asked.version, level)
        address = asked.address("scheme", level=code)
        parts.append(Part(label, count, tone, f"{start:.2f}", f"{width:.2f}", address, code == chosen))
        start += width
    return tuple(parts)


def below_rows(asked: Asked, shown: Sequence[str | None]) -> tuple[BelowRow, ...]:
    """The subordinates of the root that have anybody rated below them, where there are several and they are not the rated."""
    tree, root = asked.scope.tree, asked.root
    if root is None or root not in tree:
        return ()
    group_of, groups = tree.group_of(root), dict[int, list[Standing]]()
    for one in asked.standings:
        groups.setdefault(group_of.get(one.subject.organisation or root, root), []).append(one)
    spreading = [pk for pk in groups if pk != root and tree.children(pk)]
    if len(spreading) < 2:
        return ()
    ordered = [pk for pk in (root, *tree.children(root)) if pk in groups]
    return tuple(_below_row(asked, pk, groups[pk], shown) for pk in ordered)


def _below_row(asked: Asked, organisation: int, those: Sequence[Standing], shown: Sequence[str | None]) -> BelowRow:
    band, tree = spread_of(asked, those, shown), asked.scope.tree
    name = tree.name(organisation)
    is_itself = organisation == asked.root
    return BelowRow(
        name=gettext("%(name)s itself") % {"name": name} if is_itself else name,
        address="" if is_itself else asked.address("scheme", organisation=str(organisation)),
        count=len(those),
        cells=band,
        band=band,
        vetoes=sum(bool(one.sum.vetoes) for one in those),
    )


def board_row(asked: Asked, standing: Standing, waiting: frozenset[tuple[str, int]]) -> BoardRow:
    """One who is rated; `waiting` says of which parts somebody has still to review."""
    version, language, anchor = asked.version, asked.language, standing.subject.anchor
    sums = {one.group: one for one in standing.sum.groups}
    gap = asked.rating.next_gap(anchor)
    vetoes = {one.veto: one.label(language) for one in version.vetoes}
    return BoardRow(
        name=standing.subject.name,
        address=asked.address("scheme_rated", anchor),
        level=level_word(version, standing.level, language),
        badge="good" if standing.level else "grey",
        points=points_said(standing),
        veto=listed(vetoes.get(one, one) for one in standing.sum.vetoes),
        cells=tuple(_cell(code, sums.get(code), standing, waiting, version) for code in columns_of(asked)),
        short_of=gap_sentence(gap, asked.question, language) if gap else "",
    )


def columns_of(asked: Asked) -> tuple[str, ...]:
    """The groups in which anybody shown is rated."""
    used = {one.group for standing in asked.standings for one in standing.sum.groups}
    return tuple(code for code in asked.version.groups if code in used)


def points_said(standing: Standing) -> str:
    """The points of one who is rated, where the scheme gives points."""
    if not standing.sum.most:
        return ""
    words = {"points": plain(standing.points), "most": plain_hundredths(standing.sum.most)}
    return gettext("%(points)s of %(most)s points") % words


def _cell(
    code: str, one: GroupSum | None, standing: Standing, waiting: frozenset[tuple[str, int]], version: Version
) -> Cell:
    if one is None or not one.clauses:
        return Cell("–", "grey", gettext("does not apply"), "")
    note = plain_hundredths(one.points) if one.most else f"{one.met}/{one.clauses}"
    is_star = version.groups[code].star
    if is_star and code in standing.stars:
        return Cell("★", "good", gettext("star won"), note)
    if one.is_won and not is_star:
        return Cell(MARKS["met"], BADGES["met"], gettext("met"), note)
    if (code, standing.subject.anchor) in waiting:
        return Cell(MARKS["waiting"], BADGES["waiting"], gettext("waits for the review"), note)
    if is_star and one.is_won:
        return Cell(MARKS["unmet"], "red", gettext("star taken by a veto"), note)
    if one.met or one.points:
        return Cell(MARKS["part"], "amber", gettext("partly met"), note)
    return Cell("☆" if is_star else MARKS["blank"], "grey", gettext("not met"), note)


def signs() -> tuple[Sign, ...]:
    """What the marks of the board mean."""
    return (
        Sign("★", "good", gettext("star won")),
        Sign(MARKS["met"], "good", gettext("met")),
        Sign(MARKS["part"], "amber", gettext("partly met")),
        Sign(MARKS["waiting"], "amber", gettext("waits for the review")),
        Sign("☆", "grey", gettext("not met")),
    )


def office_rows(asked: Asked) -> tuple[OfficeRow, ...]:
    """The lead departments with what they have still to review, those with most to do first."""
    tallies: dict[str, _Tally] = {}
    for standing in asked.standings:
        for criterion, state in said_by_people(asked, standing):
            owner, _ = asked.version.reviewer_of(criterion)
            tallies.setdefault(owner, _Tally()).add(standing.subject.anchor, criterion.group, state)
    rows = [_office_row(asked, owner, tally) for owner, tally in tallies.items()]
    return tuple(sorted(rows, key=lambda row: (-row.open_count, -row.blank_count)))


def said_by_people(asked: Asked, standing: Standing) -> Iterator[tuple[Criterion, State]]:
    """The clauses of one who is rated that nobody can compute, with what was found of each."""
    anchor = standing.subject.anchor
    found = zip(asked.rating.rules_of(anchor).places, asked.rating.findings[anchor], strict=True)
    yield from ((one, finding.state) for one, finding in found if one.is_named and not one.is_computed)


@dataclass
class _Tally:
    """Of whom an office reviews something, who waits for it, and who has filled in nothing."""

    due: set[int] = field(default_factory=set)
    waiting: set[int] = field(default_factory=set)
    blank: set[int] = field(default_factory=set)
    groups: dict[str, None] = field(default_factory=dict)

    def add(self, anchor: int, group: str, state: State) -> None:
        self.due.add(anchor)
        self.groups[group] = None
        if state == "waiting":
            self.waiting.add(anchor)
        elif state == "blank":
            self.blank.add(anchor)


def _office_row(asked: Asked, owner: str, tally: _Tally) -> OfficeRow:
    done = len(tally.due - tally.waiting - tally.blank)
    share = done * 100 / len(tally.due)
    return OfficeRow(
        label=office_name(owner, asked.pack, asked.language),
        parts=listed(asked.version.groups[one].label(asked.language) for one in tally.groups),
        due=len(tally.due),
        done=done,
        open_count=len(tally.waiting),
        blank_count=len(tally.blank),
        percent=f"{int(share)}%",
        width=f"{share:.1f}",
        address=asked.address("scheme", waiting=owner) if tally.waiting else "",
    )


def waiting_parts(asked: Asked, standings: Iterable[Standing]) -> frozenset[tuple[str, int]]:
    """Which parts of whom wait for a review."""
    return frozenset(
        (criterion.group, one.subject.anchor)
        for one in standings
        if one.sum.waiting
        for criterion, state in said_by_people(asked, one)
        if state == "waiting"
    )


def waiting_for(asked: Asked, owner: str) -> frozenset[int]:
    """Those of whom an office has still to review something."""
    return frozenset(anchor for one in asked.rating.waiting if one.reviewer == owner for anchor in one.subjects)
