"""Lines of the tree: what each is, what stands below it, what became of it lately."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext

from zugong.figures.answers import Request
from zugong.figures.queries import this_site
from zugong.organisations.queries import Lately, changed_lately
from zugong.web.kept_answers import kept_answers
from zugong.web.organisations.opened import Opened
from zugong.web.scope import Scope

#: The figure of the pack that tells how many members an organisation has, where the pack has one.
MEMBERS = "members"
_LATELY_DAYS = 365


@dataclass(frozen=True)
class Badge:
    """A mark beside a name: `level` is a class of the style sheet, `note` what it means in full."""

    level: str
    word: str
    note: str


@dataclass(frozen=True)
class Branch:
    """One line of the tree. `members` and `organisations` are "" where the user may not count them or there are none."""

    id: int
    name: str
    kind: str
    members: str
    organisations: str
    has_children: bool
    may_open: bool
    badges: tuple[Badge, ...] = ()
    is_open: bool = False
    is_shown: bool = False
    toggle: str = ""
    children: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class Shape:
    """Builds the open part of the tree. Names and places are in memory; marks are read once for all lines shown."""

    scope: Scope
    opened: Opened
    language: str

    def below(self, parent: int) -> tuple[Branch, ...]:
        """The subordinates that lead to something the user may see, with what is open below them."""
        lately = self._lately(self._shown_below(parent))
        return self._level(self._children(parent), parent, lately)

    def line(self, organisation: int) -> Branch:
        """One organisation with what is open below it."""
        lately = self._lately([organisation, *self._shown_below(organisation)])
        [line] = self._level([organisation], organisation, lately)
        return line

    def _children(self, parent: int) -> list[int]:
        tree = self.scope.tree
        ended = tree.ended_below(parent) if self.opened.with_ended else ()
        return [
            *(pk for pk in tree.children(parent) if self.scope.may_open(pk) or leads_on(self.scope, pk)),
            *(pk for pk in ended if self.scope.may_open(pk)),
        ]

    def _shown_below(self, parent: int) -> list[int]:
        children = self._children(parent) if parent in self.opened else []
        return [*children, *(lower for pk in children for lower in self._shown_below(pk))]

    def _lately(self, shown: Sequence[int]) -> Mapping[int, Lately]:
        day, known = self.scope.clocks.tree, self.scope.clocks.known
        named = [pk for pk in shown if self.scope.may_open(pk)]
        return changed_lately(named, after=day - timedelta(days=_LATELY_DAYS), day=day, known=known)

    def _level(self, shown: Iterable[int], root: int, lately: Mapping[int, Lately]) -> tuple[Branch, ...]:
        counted = member_counts(self.scope, root)
        return tuple(self._branch(pk, counted.get(pk, ""), lately) for pk in shown)

    def _branch(self, pk: int, members: str, lately: Mapping[int, Lately]) -> Branch:
        tree, scope = self.scope.tree, self.scope
        below = self._children(pk)
        is_open = pk in self.opened and bool(below)
        count = tree.living_below(pk) if scope.may_open(pk) else 0
        kinds = scope.catalogue.types["organisation"].fields["kind"]
        return Branch(
            id=pk,
            name=tree.name(pk),
            kind=kinds.type.show(tree.kind(pk), kinds, self.language),
            members=members if tree.living(pk) and members != "0" else "",
            organisations=f"{count:,}" if count else "",
            has_children=bool(below),
            may_open=scope.may_open(pk),
            badges=badges_of(lately.get(pk, Lately()), is_living=tree.living(pk)),
            is_open=is_open,
            is_shown=pk == self.opened.shown,
            toggle=self.opened.toggled(pk),
            children=self._level(below, pk, lately) if is_open else (),
        )


def leads_on(scope: Scope, organisation: int) -> bool:
    """Does something that the user may see stand below it?"""
    return any(organisation in scope.tree.above(root) for root in scope.roots)


def member_counts(scope: Scope, root: int | None) -> dict[int, str]:
    """Members below each subordinate of `root`, and below root itself; empty where they may not be counted."""
    definitions = this_site().definitions
    if MEMBERS not in definitions.pack.figures or not scope.may_count(definitions.measured(MEMBERS).kind):
        return {}
    asked = Request(MEMBERS, scope.clocks)
    answers = kept_answers([MEMBERS], root, scope)
    counted = {pk: f"{cell.value:,}" for pk, cell in answers.groups(asked).items() if isinstance(pk, int)}
    if root is not None:
        counted[root] = f"{answers.total(asked).value:,}"
    return counted


def badges_of(lately: Lately, *, is_living: bool) -> tuple[Badge, ...]:
    """The marks of an organisation; one that has ended bears that one only."""
    if not is_living:
        note = gettext("It no longer exists.")
        if lately.ended:
            note = gettext("Last day %(day)s") % {"day": lately.ended - timedelta(days=1)}
        return (Badge("grey", gettext("Ended"), note),)
    found = []
    if lately.founded:
        found.append(Badge("good", gettext("New"), gettext("Founded on %(day)s") % {"day": lately.founded}))
    if lately.renamed:
        words = {"day": lately.renamed, "name": lately.former_name}
        found.append(Badge("amber", gettext("Renamed"), gettext("Until %(day)s: %(name)s") % words))
    if lately.took_over:
        count = {"count": lately.took_over}
        found.append(Badge("amber", gettext("Took over %(count)s") % count, gettext("Merged into it within a year")))
    return tuple(found)
