"""An operation tried out: done in a transaction that is rolled back, with the figures before and after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import Depth, RecordType
from zugong.figures.answers import Number, Request
from zugong.figures.grouping import Grouping
from zugong.figures.queries import Site, ask, site_apart
from zugong.kernel.facts.recording import Source, last_number, recording
from zugong.kernel.scope import RowRights
from zugong.kernel.time import Clocks
from zugong.offices.access import Access
from zugong.organisations.queries import Territory, Tree, names_ever, tree_at
from zugong.restructuring.effects import Effects, effects_of
from zugong.restructuring.operations import Operation

Values = Mapping[tuple[int, str], Number | None]


class Outdated(Exception):
    """What the user saw in the preview is not what would be recorded now."""


@dataclass(frozen=True)
class FigureChange:
    """A figure below an organisation, before and after; None where the organisation is not there, or nothing divides."""

    organisation: int
    figure: str
    before: Number | None
    after: Number | None


@dataclass(frozen=True)
class Rehearsal:
    """What an operation would do. `names` are those of organisations, the new ones included; `asked` counts the figures.

    `organisations` are those for which figures were asked, from the highest down; the rows of `changes` follow them.
    """

    effects: Effects
    names: Mapping[int, str]
    day: date
    asked: int
    organisations: tuple[int, ...]
    changes: tuple[FigureChange, ...]


@dataclass(frozen=True)
class Foreseen:
    """What an operation would do, without the figures; `names` are those of organisations, the new ones included."""

    effects: Effects
    names: Mapping[int, str]


def foresee(operation: Operation, *, source: Source, access: Access) -> Foreseen:
    """What the operation would do; nothing of it remains. Raises what stands against it."""
    operation.check(access)
    with _rolled_back():
        with recording(source) as entry:
            operation.perform(source)
        effects = effects_of(entry)
        return Foreseen(effects, names_ever(effects.organisations))


def rehearse(operation: Operation, *, source: Source, access: Access, day: date) -> Rehearsal:
    """What the operation would do, and every figure of the site that it would change on `day`, as the user may count it.

    Raises what stands against the operation. Nothing of it remains: the transaction is rolled back before anything is
    counted, so that no writer waits; what was seen inside it stays in a copy of its own, which is thrown away.
    """
    operation.check(access)
    with site_apart() as site:
        figures = list(site.definitions.pack.figures)
        number = site.look()
        then = _World.of(access, day)
        before = then.values(figures, then.roots(operation.concerned), site)
        with _rolled_back():
            if last_number() != number:  # somebody recorded meanwhile: what is compared must be one and the same state
                site.look()
                then = _World.of(access, day)
                before = then.values(figures, then.roots(operation.concerned), site)
            with recording(source) as entry:
                operation.perform(source)
            effects = effects_of(entry)
            later = _World.of(access, day)
            site.look()
        wanted = tuple(dict.fromkeys((*then.roots(operation.concerned), *later.roots(effects.organisations))))
        after = later.values(figures, wanted, site)
    ordered = _from_the_top(wanted, later.tree, then.tree)
    names = {node.id: node.name for tree in (then.tree, later.tree) for node in tree}
    return Rehearsal(effects, names, day, len(figures), ordered, _changes(figures, ordered, before, after))


def perform(operation: Operation, *, source: Source, access: Access, seen: str) -> int:
    """Do the operation as one entry; its number. `seen` is the digest of the effects that the user was shown.

    Raises Outdated where it would do anything else by now, and what stands against the operation.
    """
    operation.check(access)
    with recording(source) as entry:
        operation.perform(source)
        if effects_of(entry).digest != seen:
            raise Outdated
    assert entry.number is not None
    return entry.number


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True)
class _World:
    """What may be counted on a day, as values: its tree, and the rights of today's mandates as they stand by then."""

    tree: Tree
    clocks: Clocks
    allowed: frozenset[int]
    by_type: Mapping[str, RowRights]

    @classmethod
    def of(cls, access: Access, day: date) -> _World:
        # A new organisation must count for whoever holds the mandate above it, on the day from which it is there.
        by_then = access.as_of(max(access.on, day))
        types = installed_catalogue(settings.ZUGONG_PACK).types
        return cls(
            tree=tree_at(day),
            clocks=Clocks.at(day),
            allowed=Territory.of(by_then.tree, {grant.territory for grant in by_then.grants}).ids,
            by_type={code: by_then.rights(kind, "see", Depth.NUMBER) for code, kind in types.items()},
        )

    def rights(self, kind: RecordType) -> RowRights:
        return self.by_type[kind.code]

    def roots(self, organisations: Iterable[int]) -> tuple[int, ...]:
        """These organisations and all above them, as far as a mandate of the user reaches; in order of id."""
        found = {step for pk in organisations if pk in self.tree for step in (*self.tree.above(pk), pk)}
        return tuple(sorted(pk for pk in found if pk in self.allowed))

    def values(self, figures: Sequence[str], roots: Sequence[int], site: Site) -> Values:
        """Every figure below each root; those that have no value on the day are left out."""
        requests = [Request(figure, self.clocks) for figure in figures]
        found: dict[tuple[int, str], Number | None] = {}
        for root in (pk for pk in roots if pk in self.tree):
            grouping = Grouping(root, dict.fromkeys(self.tree.below(root), root), self.tree.parent_of)
            answers = ask(requests, grouping, self.rights, site=site)
            found |= {(root, one.figure): answers.total(one).value for one in requests if one in answers.cells}
        return found


def _from_the_top(roots: Iterable[int], *trees: Tree) -> tuple[int, ...]:
    def place(pk: int) -> tuple[int, str]:
        tree = next(tree for tree in trees if pk in tree)
        return tree.depth(pk), tree.path(pk)

    return tuple(sorted(roots, key=place))


def _changes(
    figures: Sequence[str], roots: Sequence[int], before: Values, after: Values
) -> tuple[FigureChange, ...]:  # fmt: skip
    every = (FigureChange(pk, code, before.get((pk, code)), after.get((pk, code))) for pk in roots for code in figures)
    return tuple(one for one in every if one.before != one.after and (one.before or one.after))
