"""Every read of secret votes that has a name. None of them tells who voted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from zugong.activities.queries import person_names
from zugong.activities.rules import Verdict
from zugong.ballots import rules
from zugong.ballots.models import Ballot, Elector
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import Depth
from zugong.dictionary.store import store_of
from zugong.offices.access import Access
from zugong.offices.conditions import row_condition
from zugong.offices.models import User
from zugong.offices.rules import POSITIONS
from zugong.organisations.queries import Territory
from zugong.packs.ballots import BallotKind, read_ballots
from zugong.packs.meetings import MeetingRule
from zugong.packs.pack import installed_pack
from zugong.people.queries import members_on

#: What a voter finds on the own list: votes that run, and the last ones that were counted.
_OF_A_VOTER = 30


@dataclass(frozen=True)
class Eligible:
    """Somebody who would be on the roster."""

    person: int
    name: str
    has_account: bool


def kinds() -> Mapping[str, BallotKind]:
    """The kinds of secret votes of this site, by code; those in cadre matters only where a site keeps these."""
    found = read_ballots(tuple(installed_pack(settings.ZUGONG_PACK).folders))
    return {code: kind for code, kind in found.items() if kind.matter != POSITIONS or settings.ZUGONG_CADRE}


def kind_of(ballot: Ballot) -> BallotKind:
    """The kind of a vote, also where it is offered no more."""
    return read_ballots(tuple(installed_pack(settings.ZUGONG_PACK).folders))[ballot.kind]


def rule_of(ballot: Ballot) -> MeetingRule:
    """The rule that holds for a vote: that of its day."""
    return kind_of(ballot).rule_on(ballot.on)


def may_hold(access: Access, kind: BallotKind, organisation: int) -> bool:
    """May the user hold such a vote for an organisation?"""
    is_held_there = organisation in access.tree and access.tree.kind(organisation) in kind.held_by
    return is_held_there and organisation in _territory(access, kind, "fill")


def may_read(access: Access, ballot: Ballot) -> bool:
    """May the user know of a vote without being a voter: who may hold it, or may see there what was decided?"""
    kind = kind_of(ballot)
    return ballot.organisation_id in _territory(access, kind, "see" if kind.told == "voters" else "fill")


def _territory(access: Access, kind: BallotKind, act: str) -> Territory:
    """Where the user may do the act in the matter of a kind; about cadres only by a mandate that names posts."""
    held = [one for one in access.grants if one.allows(kind.matter, act) and one.granted_depth >= Depth.NAME]
    if kind.matter == POSITIONS:
        held = [one for one in held if one.link == "mandate" and one.matter == POSITIONS]
    return access.below(frozenset(one.territory for one in held))


def held_by(access: Access, *, after: int | None, limit: int) -> list[Ballot]:
    """The votes of which the user may read without being a voter, the latest first, from after an identity."""
    readable = Q(pk__in=[])
    for code, kind in read_ballots(tuple(installed_pack(settings.ZUGONG_PACK).folders)).items():
        territory = _territory(access, kind, "see" if kind.told == "voters" else "fill")
        if not territory.is_nothing:
            readable |= Q(kind=code) & territory.condition("organisation")
    found = Ballot.objects.filter(readable).order_by("-pk").defer("codes")
    return list((found.filter(pk__lt=after) if after is not None else found)[:limit])


def votes_of(person: int) -> list[Ballot]:
    """The votes in which somebody may take part or has, the latest first."""
    mine = Ballot.objects.filter(electors__person=person).exclude(state__in=(Ballot.PREPARED, Ballot.CANCELLED))
    return list(mine.defer("codes").order_by("-pk")[:_OF_A_VOTER])


def count_open_for(person: int) -> int:
    """In how many open votes somebody may still vote on the platform."""
    return _unused(person).count()


def first_open_for(person: int) -> int | None:
    """The one of these that was opened first."""
    return _unused(person).order_by("ballot_id").values_list("ballot_id", flat=True).first()


def _unused(person: int) -> QuerySet[Elector]:
    return Elector.objects.filter(person=person, way=Elector.PHONE, has_voted=False, ballot__state=Ballot.OPEN)


@dataclass(frozen=True)
class OnRoster:
    """One line of a roster, without the mark. The name is that of the day, or a number once it was erased."""

    person: int
    name: str
    is_on_paper: bool


def electors_of(ballot: Ballot) -> list[OnRoster]:
    """The roster, in the order in which it was frozen."""
    rows = list(ballot.electors.order_by("pk").values_list("person", "way"))
    names = person_names([person for person, _ in rows], ballot.on)
    return [OnRoster(person, names.get(person, f"№{person}"), way == Elector.PAPER) for person, way in rows]


@dataclass(frozen=True)
class Turnout:
    """How many are due, on each way, and how many votes are in the box."""

    phone: int
    paper: int
    voted: int

    @property
    def due(self) -> int:
        return self.phone + self.paper


def turnout(ballot: Ballot) -> Turnout:
    """The numbers of a vote, and nothing about anybody."""
    found = ballot.electors.aggregate(
        phone=Count("pk", filter=Q(way=Elector.PHONE)),
        paper=Count("pk", filter=Q(way=Elector.PAPER)),
        voted=Count("pk", filter=Q(has_voted=True)),
    )
    return Turnout(**found)


def has_voted(ballot: Ballot, person: int) -> bool:
    """Does the vote of this person lie in the box? Only ever told to themselves."""
    return ballot.electors.filter(person=person, has_voted=True).exists()


def elector_of(ballot: Ballot, person: int | None) -> Elector | None:
    """The line of the roster on which somebody stands, without the mark."""
    return ballot.electors.filter(person=person).defer("has_voted").first() if person else None


def form_of(ballot: Ballot) -> rules.Form:
    """What stands on the ballot. In an election voters of the roster who are not listed may be written in."""
    kind = kind_of(ballot)
    others = [one.person for one in electors_of(ballot) if one.name not in ballot.lines] if kind.asks == "elect" else []
    return rules.Form(tuple(ballot.lines), len(kind.choices), ballot.seats, frozenset(others))


def eligible_members(rule: MeetingRule, organisation: int, day: date) -> list[Eligible]:
    """The members of an organisation who have a vote on a day, in the order of the roster."""
    rows = members_on(organisation, day).values_list("person_id", "category", "standing")
    persons = [
        person for person, category, standing in rows
        if standing not in rule.not_called and (not rule.votes or (category or "full") in rule.votes)
    ]  # fmt: skip
    return _with_accounts(persons, person_names(persons, day))


def eligible_named(names: Sequence[str], access: Access, day: date) -> dict[str, list[Eligible]]:
    """For each name the persons called so on a day whom the user may list, or whose post the user may list."""
    types = installed_catalogue(settings.ZUGONG_PACK).types
    persons = store_of(types["person"]).queryset().believed().holding(day).filter(name__in=names)
    posts = store_of(types["appointment"]).queryset().believed().holding(day).filter(
        row_condition(access, types["appointment"]), person__in=persons.values("anchor")
    )  # fmt: skip
    known = persons.filter(row_condition(access, types["person"]) | Q(anchor__in=posts.values("person")))
    found = dict(known.values_list("anchor_id", "name"))
    by_name: defaultdict[str, list[Eligible]] = defaultdict(list)
    for one in _with_accounts(found, found):
        by_name[one.name].append(one)
    return {name: by_name[name] for name in names}


def _with_accounts(persons: Iterable[int], names: Mapping[int, str]) -> list[Eligible]:
    listed = list(persons)
    accounts = set(User.objects.filter(person__in=listed, is_active=True).values_list("person_id", flat=True))
    return [Eligible(one, names.get(one, f"№{one}"), one in accounts) for one in listed]


def verdicts_of(ballot: Ballot) -> tuple[Verdict, ...]:
    """What a counted vote comes to by its rule, line by line."""
    if ballot.totals is None:
        return ()
    totals = rules.Totals(tuple(tuple(line) for line in ballot.totals))
    return rules.verdicts(totals, rule_of(ballot), due=turnout(ballot).due, present=ballot.present or 0)


def standings_of(ballot: Ballot) -> tuple[rules.Standing, ...]:
    """The candidates of a counted election, with those who were written in; nobody is elected where too few came."""
    found = verdicts_of(ballot)
    if kind_of(ballot).asks != "elect" or not found:
        return ()
    in_favour = {name: line[0] for name, line in zip(ballot.lines, ballot.totals or (), strict=True)}
    in_favour |= dict(ballot.written_in or ())
    is_valid = all(one.outcome != "invalid" for one in found)
    needed = (found[0].needed or 0) if is_valid else sum(in_favour.values()) + 1
    return rules.elected(in_favour, needed, ballot.seats)


def counted_at(meeting: int) -> list[Ballot]:
    """The counted votes of a meeting, in the order in which they were held."""
    return list(Ballot.objects.filter(meeting=meeting, state=Ballot.COUNTED).defer("codes").order_by("pk"))


def lines_in_words(ballot: Ballot, language: str) -> list[tuple[str, list[tuple[str, int]]]]:
    """Each line of a counted vote with its choices and how often each was ticked."""
    labels = [choice.label(language) for choice in kind_of(ballot).choices]
    return [
        (what, list(zip(labels, counts, strict=True)))
        for what, counts in zip(ballot.lines, ballot.totals or (), strict=False)
    ]
