"""The whole tree of one day in memory, kept from one question to the next while no organisation changes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import accumulate
from threading import Lock

from django.db.models import Q

from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import is_recording
from zugong.organisations.models import OrganisationState, Place

_KEPT = 8
_MANY_ENTRIES = 5000


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation in the tree of a day; one that has ended by then is not `living` and bears its last name."""

    id: int
    code: str
    name: str
    short_name: str | None
    kind: str
    path: str
    living: bool

    @property
    def above(self) -> tuple[int, ...]:
        """The organisations above it, from the top down."""
        return tuple(int(part) for part in self.path.split("/")[1:-2])

    @property
    def parent(self) -> int | None:
        """The superior; for one that has ended, through whom it is seen now."""
        steps = self.path.rsplit("/", 3)
        return int(steps[1]) if len(steps) == 4 else None

    @property
    def depth(self) -> int:
        """How many stand above it; 0 for a top."""
        return self.path.count("/") - 2


class Tree:
    """Where every organisation stands on `day`, as known at entry number `known` (None: now).

    Organisations founded later are absent; those that ended stand below their successor or last superior.
    """

    def __init__(self, day: date, known: int | None, nodes: Iterable[Node]) -> None:
        self.day, self.known = day, known
        self._nodes = {node.id: node for node in nodes}

    def __contains__(self, organisation: int) -> bool:
        return organisation in self._nodes

    def __len__(self) -> int:
        return len(self._nodes)

    def __iter__(self) -> Iterator[Node]:
        return iter(self._nodes.values())

    def node(self, organisation: int) -> Node:
        """Raises KeyError for one that is not in the tree."""
        return self._nodes[organisation]

    def parent(self, organisation: int) -> int | None:
        return self._nodes[organisation].parent

    def path(self, organisation: int) -> str:
        return self._nodes[organisation].path

    def depth(self, organisation: int) -> int:
        return self._nodes[organisation].depth

    def name(self, organisation: int) -> str:
        return self._nodes[organisation].name

    def kind(self, organisation: int) -> str:
        return self._nodes[organisation].kind

    def living(self, organisation: int) -> bool:
        return self._nodes[organisation].living

    def above(self, organisation: int) -> tuple[int, ...]:
        """Its superiors from the top down, itself not included."""
        return self._nodes[organisation].above

    @cached_property
    def parent_of(self) -> Mapping[int, int]:
        """The superior of each organisation that has one; of an ended one, through whom it is seen."""
        return {pk: node.parent for pk, node in self._nodes.items() if node.parent is not None}

    @cached_property
    def tops(self) -> tuple[int, ...]:
        """The living organisations without a superior, in order of code."""
        return tuple(sorted((node.id for node in self if node.living and node.depth == 0), key=self._by_code))

    def children(self, organisation: int) -> tuple[int, ...]:
        """The living organisations directly under it, in order of code."""
        return self._children.get(organisation, ())

    def below(self, organisation: int) -> tuple[int, ...]:
        """The organisation and all below it, the ended ones included; in no meaningful order."""
        paths, ids = self._by_path
        path = self._nodes[organisation].path
        return ids[bisect_left(paths, path) : bisect_left(paths, path[:-1] + "0")]

    def living_below(self, organisation: int) -> int:
        """How many living organisations stand below it, itself not counted."""
        paths, _ = self._by_path
        path = self._nodes[organisation].path
        first, end = bisect_left(paths, path), bisect_left(paths, path[:-1] + "0")
        return self._living_before[end] - self._living_before[first] - self._nodes[organisation].living

    def ended_below(self, organisation: int) -> tuple[int, ...]:
        """The ended organisations for whose records it answers directly now, in order of code."""
        return self._ended_children.get(organisation, ())

    def is_below(self, organisation: int, upper: int) -> bool:
        """Does it stand below `upper`, or is it `upper` itself?"""
        return self._nodes[organisation].path.startswith(self._nodes[upper].path)

    def group_of(self, root: int) -> dict[int, int]:
        """Each organisation below `root`, and the child of `root` under which it counts: that child itself, root for root.

        An ended one counts where its successor or last superior does; where that is root itself, in root. First root, then
        its children in order of code, so that the groups come in the order of lists.
        """
        groups = {root: root}
        start = len(self._nodes[root].path)
        for child in self.children(root):
            groups[child] = child
        for pk in self.below(root):
            if pk not in groups:
                first = int(self._nodes[pk].path[start:].split("/", 1)[0])
                groups[pk] = first if self._nodes[first].living else root
        return groups

    @cached_property
    def _children(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for pk, parent in self.parent_of.items():
            if self._nodes[pk].living:
                found.setdefault(parent, []).append(pk)
        return {parent: tuple(sorted(children, key=self._by_code)) for parent, children in found.items()}

    @cached_property
    def _ended_children(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for pk, parent in self.parent_of.items():
            if not self._nodes[pk].living:
                found.setdefault(parent, []).append(pk)
        return {parent: tuple(sorted(children, key=self._by_code)) for parent, children in found.items()}

    @cached_property
    def _living_before(self) -> list[int]:
        """How many of the paths before each place belong to living organisations."""
        return list(accumulate((self._nodes[pk].living for pk in self._by_path[1]), initial=0))

    @cached_property
    def _by_path(self) -> tuple[list[str], tuple[int, ...]]:
        ordered = sorted((node.path, pk) for pk, node in self._nodes.items())
        return [path for path, _ in ordered], tuple(pk for _, pk in ordered)

    def _by_code(self, organisation: int) -> tuple[str, int]:
        return self._nodes[organisation].code, organisation


def tree_at(day: date, known: int | None = None) -> Tree:
    """The tree of a day, as known at an entry number; kept until an organisation changes.

    Inside a transaction that is writing it is built anew each time, because its own changes have no number yet.
    """
    if is_recording():
        return _build(day, known)
    return _kept_trees.tree(day, known)


def _build(day: date, known: int | None) -> Tree:
    begun = OrganisationState.objects.believed(known).filter(since__lte=day).order_by("since")
    named = begun.values_list("anchor_id", "code", "name", "short_name", "kind")
    states = {pk: (code, name, short_name, kind) for pk, code, name, short_name, kind in named}
    places = Place.objects.believed(known).holding(day).values_list("organisation_id", "path", "living")
    return Tree(day, known, (Node(pk, *states[pk], path, living) for pk, path, living in places.iterator()))


class _KeptTrees:
    """The last few trees of this process, dropped when an entry touched an organisation or another database answers."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._mark: tuple[int, datetime] | None = None
        self._trees: dict[tuple[date, int | None], Tree] = {}

    def tree(self, day: date, known: int | None) -> Tree:
        with self._lock:
            self._catch_up()
            found = self._trees.pop((day, known), None) or _build(day, known)
            self._trees[day, known] = found
            while len(self._trees) > _KEPT:
                del self._trees[next(iter(self._trees))]
            return found

    def _catch_up(self) -> None:
        sealed = Entry.objects.filter(number__isnull=False).order_by("number")
        newer = sealed.filter(number__gte=self._mark[0] if self._mark else 0)
        entries = list(newer.values_list("number", "sealed_at", "id")[:_MANY_ENTRIES])
        is_continued = bool(entries) and entries[0][:2] == self._mark and len(entries) < _MANY_ENTRIES
        if not is_continued or self._is_touched([pk for _, _, pk in entries[1:]]):
            self._trees.clear()
        self._mark = entries[-1][:2] if is_continued else sealed.values_list("number", "sealed_at").last()

    @staticmethod
    def _is_touched(entries: list[int]) -> bool:
        if not entries:
            return False
        wrote = Q(recorded_in__in=entries) | Q(retracted_in__in=entries)
        return any(model.objects.filter(wrote).exists() for model in (Place, OrganisationState))


_kept_trees = _KeptTrees()
