"""What a request asks about a scheme: the round of an address, who is rated as the user may see it, and where links lead."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.freshness import mark_now
from zugong.figures.grouping import all_rows
from zugong.figures.queries import this_site
from zugong.kernel.errors import RuleBroken
from zugong.kernel.keeping import Kept
from zugong.kernel.scope import RowRights
from zugong.packs.pack import Pack
from zugong.packs.schemes import Scheme, Version
from zugong.schemes.actions import Filing
from zugong.schemes.evaluating import Appeal, Question, Rating, Standing, question_on
from zugong.schemes.queries import rate
from zugong.schemes.results import Result, results_of
from zugong.web.middleware import spoken
from zugong.web.programmes import kept_query, the_pack
from zugong.web.scope import Scope, scope_of
from zugong.web.views.figures import chosen_root

ROUND = "round"
_LEDGERS = "scheme_"
#: What decides where somebody stands in the tree.
_PLACES = ("organisation", "belongs", "unit", "serves")
_KEPT_RATINGS = 48
_ratings: Kept[Rating] = Kept(_KEPT_RATINGS)
_results: Kept[Mapping[int, Result]] = Kept(_KEPT_RATINGS)
_types: Kept[frozenset[str]] = Kept()


@dataclass(frozen=True)
class Crumb:
    label: str
    address: str


@dataclass(frozen=True)
class Asked:
    """One scheme in one round, as somebody may see it: everybody whom they may list, and those below `root`."""

    request: HttpRequest
    question: Question
    root: int | None

    @property
    def scope(self) -> Scope:
        return scope_of(self.request)

    @property
    def language(self) -> str:
        return spoken(self.request)

    @property
    def pack(self) -> Pack:
        return self.question.pack

    @property
    def scheme(self) -> Scheme:
        return self.question.scheme

    @property
    def version(self) -> Version:
        return self.question.version

    @property
    def label(self) -> str:
        return self.scheme.label(self.language)

    @property
    def round_name(self) -> str:
        return self.question.round.name(self.language)

    @cached_property
    def rating(self) -> Rating:
        """Everybody whom the scheme rates; who of them may be shown, `standings` tells."""
        return rating_of(self.question)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Those below the root whom the user may list, by the code of each."""
        return self.shown_of(self.rating)

    def shown_of(self, rating: Rating) -> tuple[Standing, ...]:
        """Of those rated the ones below the root whom the user may list."""
        return tuple(
            one for one in rating.standings.values()
            if self.is_below(one.subject.organisation) and self._rights.reach(one.subject.place, one.subject.anchor)
        )  # fmt: skip

    @cached_property
    def _rights(self) -> RowRights:
        return self.scope.names(rated_kind(self.scheme, self.scope))

    def is_below(self, organisation: int | None) -> bool:
        """Does an organisation stand at the root or below it?"""
        return self._below is None or organisation in self._below

    @property
    def appeals(self) -> tuple[Appeal, ...]:
        """Every appeal of the round, those open first."""
        return self.rating.appeals

    @cached_property
    def _below(self) -> frozenset[int] | None:
        if self.root is None or self.root not in self.scope.tree:
            return None
        return frozenset({self.root, *self.scope.tree.below(self.root)})

    def standing(self, identity: int) -> Standing:
        """The standing of one who is rated. 404 for everybody else."""
        found = self.rating.standings.get(identity)
        if found is None or not self._rights.reach(found.subject.place, identity):
            raise Http404
        return found

    def filing(self, standing: Standing) -> Filing:
        """What writing about one who is rated begins with."""
        return Filing(self.question, standing.subject)

    def query(self, **more: str) -> str:
        """The query that keeps organisation, clocks and round on a link."""
        if self.request.GET.get(ROUND):
            more = {ROUND: self.question.round.code, **more}
        return kept_query(self.request, self.root, self.scope, **more)

    def address(self, name: str, *arguments: int | str, **more: str) -> str:
        """A page of this scheme, with the same organisation, clocks and round."""
        return reverse(name, args=[self.scheme.scheme, *arguments]) + self.query(**more)

    def crumbs(self, *further: Crumb) -> tuple[Crumb, ...]:
        """The way to a page below the board."""
        schemes = Crumb(gettext("Ratings"), reverse("schemes") + kept_query(self.request, self.root, self.scope))
        return (schemes, Crumb(self.label, self.address("scheme")), *further)

    def place_name(self, standing: Standing) -> str:
        """The superior of the organisation where one who is rated stands; "" where it may not be named."""
        tree, organisation = self.scope.tree, standing.subject.organisation
        above = tree.parent(organisation) if organisation is not None and organisation in tree else None
        return tree.name(above) if above is not None and self.scope.may_name(above) else ""


def rating_of(question: Question) -> Rating:
    """Everybody rated, the same for all users; kept until an entry touches a record type that the rating reads."""
    return _ratings.value(_key(question, _types_read(question)), lambda: _rated(question))


def _rated(question: Question) -> Rating:
    """Where levels are given and not computed, everybody stands where their last result says."""
    rating = rate(question, None, all_rows)
    if not question.version.graded:
        return rating
    given = {anchor: one.level for anchor, one in results_kept(question).items() if one.status != "withdrawn"}
    standings = {
        anchor: replace(one, sum=replace(one.sum, level=given.get(anchor))) for anchor, one in rating.standings.items()
    }
    return replace(rating, standings=standings)


def results_kept(question: Question) -> Mapping[int, Result]:
    """The last result of each in the round, kept until an entry touches a result."""
    return _results.value(_key(question, frozenset({"scheme_result"})), lambda: results_of(question))


def is_kept(question: Question) -> bool:
    """Would the rating be there at once?"""
    return _ratings.has(_key(question, _types_read(question)))


def _key(question: Question, read: frozenset[str]) -> Hashable:
    version = mark_now().version(read, question.clocks.known)
    return version, question.scheme.scheme, question.version.version, question.round, question.clocks, question.asked_on


def _types_read(question: Question) -> frozenset[str]:
    """Every record type that decides the rating: who is rated, what is counted of them, what people said."""
    pack = this_site().definitions.pack
    key = (pack.version, question.scheme.scheme, question.version.version, question.clocks.on)
    return _types.value(key, lambda: _types_of(question))


def _types_of(question: Question) -> frozenset[str]:
    definitions = this_site().definitions
    types = definitions.catalogue.types
    read = {question.scheme.rates, *_PLACES, *(code for code in types if code.startswith(_LEDGERS))}
    try:
        for criterion in question.version.criteria:
            request = question.request_of(criterion)
            read |= definitions.types_read(request.figure, question.by_of(criterion)) if request else set()
        for text in _conditions(question.version):
            checked = definitions.condition(types[question.scheme.rates], text)
            read |= {type_code for type_code, _ in checked.reads}
    except RuleBroken:  # the page says what cannot be counted; meanwhile any entry may mend it
        return frozenset(types)
    return frozenset(read)


def _conditions(version: Version) -> Iterator[str]:
    yield from (one.where for one in version.sectors.values())
    yield from (one.condition for one in (*version.criteria, *version.vetoes) if one.condition)


def rated_kind(scheme: Scheme, scope: Scope) -> RecordType:
    """The record type whose rows a scheme rates."""
    return scope.catalogue.types[scheme.rates]


def asked_about(request: HttpRequest, code: str) -> Asked:
    """The scheme of that code in the round of the address; 404 where there is none, or the user may list nobody rated.

    Raises NotInForce, NoSuchRound, which pages show as they stand.
    """
    scope, pack = scope_of(request), the_pack()
    if code not in pack.schemes or not may_know(pack.schemes[code], scope):
        raise Http404
    question = question_on(pack, code, scope.clocks, request.GET.get(ROUND, ""))
    return Asked(request, question, chosen_root(request, scope))


def may_know(scheme: Scheme, scope: Scope) -> bool:
    """May the user list those whom the scheme rates? Points of persons have no board: nobody is ranked."""
    return scheme.rates != "person" and scope.may_list(rated_kind(scheme, scope))
