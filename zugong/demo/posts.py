"""Posts and who holds them: village and community leaders, secretaries of committees, heads of departments.

In every village that goes on there is a secretary all the time. In so many villages as wanted the secretary is also
head of the villagers' committee on the closing day; in others that was so and ended, or one person holds the two posts
in two villages. Secretaries who left under the exit rule in the year are followed by cadres sent from organs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from zugong.demo.membership import Membership
from zugong.demo.organisations import County
from zugong.demo.people import day_between
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation, Person, Unit

_VILLAGE_MEMBERS = 2
_COLLEGE = ("11", "14", "21", "31")


@dataclass(eq=False, slots=True)
class Post:
    name: str
    kind: str
    organisation: Organisation
    unit: Unit | None
    matter: str
    manager: Organisation


@dataclass(frozen=True, slots=True)
class Appointment:
    """A person in a post from `since` until the day before `until`."""

    person: Person
    post: Post
    since: date
    until: date | None = None
    end_reason: str = ""

    def holds_on(self, day: date) -> bool:
        """Is the post held on `day`?"""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass
class Posts:
    """All posts, appointments and cadres sent; `secretaries` are those of villages and communities on the closing day."""

    posts: list[Post] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    sent: list[tuple[Person, Unit, date]] = field(default_factory=list)
    sent_before_or_called_back: list[tuple[Person, Unit, date, date | None]] = field(default_factory=list)
    first_secretaries: list[tuple[Person, Unit, date]] = field(default_factory=list)
    exited_villages: list[Unit] = field(default_factory=list)
    dual_villages: list[Unit] = field(default_factory=list)
    _by_unit: dict[tuple[Unit, str], Post] = field(default_factory=dict)

    def add(self, post: Post) -> Post:
        self.posts.append(post)
        if post.unit:
            self._by_unit.setdefault((post.unit, post.kind), post)
        return post

    def post_of(self, unit: Unit, kind: str) -> Post:
        """The post of that kind in the unit."""
        return self._by_unit[unit, kind]

    def secretaries_on(self, day: date) -> list[Appointment]:
        """The village and community secretaries in office on `day`."""
        kinds = ("village_secretary", "community_secretary")
        return [one for one in self.appointments if one.post.kind in kinds and one.holds_on(day)]


class Candidates:
    """Members who stay all the year, each given away once, from a branch that fits."""

    def __init__(self, county: County, membership: Membership, opened_on: date) -> None:
        unfit = {*membership.mobile, *membership.cancel_proposed}
        self._county, self._opened_on = county, opened_on
        self._of: dict[Organisation, list[Person]] = {}
        for person in membership.staying():
            if person.branch.renamed_on and person.branch.sector != "rural":
                continue
            if (
                person not in unfit
                and 28 <= person.age_on(opened_on) <= 60
                and person.joined_on.year < opened_on.year - 4
            ):
                self._of.setdefault(person.branch, []).append(person)

    def of_unit(self, unit: Unit) -> Person:
        """Somebody of the unit's branch, or of any branch of the county where that has nobody left."""
        leaves = self._county.leaves_of(self._county.village_branch[unit])
        return self._first(leaves) or self._first(list(self._of))

    def of_sector(self, *sectors: str, place: int = 0) -> Person:
        """Somebody whose branch belongs to one of the sectors; `place` spreads the choice over the branches."""
        leaves = [leaf for leaf in self._of if leaf.sector in sectors]
        turned = leaves[place % len(leaves) :] + leaves[: place % len(leaves)]
        return self._first(turned) or self._first(list(self._of))

    def _first(self, branches: list[Organisation]) -> Person | None:
        for branch in branches:
            if self._of.get(branch):
                return self._of[branch].pop(0)
        return None


def build_posts(targets: Targets, county: County, candidates: Candidates) -> Posts:
    """Every post and appointment of the county that the ledgers tell of."""
    random = Random(f"{targets.seed} posts")
    posts = Posts()
    _village_posts(county, posts)
    _community_posts(county, posts)
    villages = list(county.places.villages)
    random.shuffle(villages)
    leaders = targets.leaders
    posts.exited_villages = villages[: leaders.exited]
    posts.dual_villages = villages[leaders.exited : leaders.exited + leaders.dual_posts]
    separate = villages[leaders.exited + leaders.dual_posts :]
    for place, unit in enumerate(posts.exited_villages):
        _exited(targets, posts, candidates, unit, place, random)
    for place, unit in enumerate(posts.dual_villages):
        _dual(targets, posts, candidates, unit, place, random)
    for place, unit in enumerate(separate):
        _separate(targets, posts, candidates, unit, place)
    _crossed(targets, posts, candidates, separate)
    for unit in villages:
        _members_of_committees(targets, posts, candidates, unit, random)
    _community_leaders(targets, county, posts, candidates)
    _cadre_posts(targets, county, posts, candidates)
    _sent_otherwise(targets, county, posts, candidates, villages)
    _schooled(targets, posts)
    return posts


def _schooled(targets: Targets, posts: Posts) -> None:
    """Of the secretaries so many have been to college as wanted; the youngest of the others went first."""
    wanted = targets.leaders.secretaries_with_college
    if wanted is None:
        return
    holders = [one.person for one in posts.secretaries_on(targets.closed_on)]
    others = [person for person in holders if person.education not in _COLLEGE]
    others.sort(key=lambda person: person.born_on, reverse=True)
    for person in others[: max(wanted - (len(holders) - len(others)), 0)]:
        person.education = _COLLEGE[-1]
        person.former.pop("education", None)


def _village_posts(county: County, posts: Posts) -> None:
    for unit in county.places.villages:
        branch, manager = county.village_branch[unit], unit.territory
        posts.add(Post(f"{unit.name}党组织书记", "village_secretary", branch, unit, "village", manager))
        posts.add(Post(f"{unit.name}村委会主任", "village_head", branch, unit, "village", manager))
        for number in range(1, _VILLAGE_MEMBERS + 1):
            posts.add(Post(f"{unit.name}“两委”委员{number}", "village_member", branch, unit, "village", manager))


def _community_posts(county: County, posts: Posts) -> None:
    for unit in county.places.communities:
        if unit in county.village_branch:
            branch = county.village_branch[unit]
            manager = branch.new_parent or branch.parent
            posts.add(Post(f"{unit.name}党组织书记", "community_secretary", branch, unit, "village", manager))
            posts.add(Post(f"{unit.name}居委会主任", "community_head", branch, unit, "village", manager))


def _appoint(
    posts: Posts, person: Person, unit: Unit, kind: str, since: date, until: date | None = None, reason: str = ""
) -> None:
    posts.appointments.append(Appointment(person, posts.post_of(unit, kind), since, until, reason))


def _exited(targets: Targets, posts: Posts, candidates: Candidates, unit: Unit, place: int, random: Random) -> None:
    """The secretary leaves on or after the merger, as late as the last day that counts; a cadre sent from an organ follows."""
    leaves_on = targets.half_year_on + timedelta(days=1 + place % 20)
    _appoint(
        posts, candidates.of_unit(unit), unit, "village_secretary", targets.leaders.appointed_on, leaves_on, "exit_rule"
    )
    if place < targets.leaders.dispatched:
        cadre = candidates.of_sector("agency", "hospital", "school", place=7 * place)
        since = leaves_on + timedelta(days=random.randint(0, 20))
        _appoint(posts, cadre, unit, "village_secretary", since)
        posts.sent.append((cadre, unit, since))
    else:
        _appoint(posts, candidates.of_unit(unit), unit, "village_secretary", leaves_on)
    head = candidates.of_unit(unit)
    if place < 2:  # a head who leaves under the rule is no secretary
        _appoint(posts, head, unit, "village_head", targets.leaders.appointed_on, leaves_on, "exit_rule")
        head = candidates.of_unit(unit)
        _appoint(posts, head, unit, "village_head", leaves_on)
    else:
        _appoint(posts, head, unit, "village_head", targets.leaders.appointed_on)


def _dual(targets: Targets, posts: Posts, candidates: Candidates, unit: Unit, place: int, random: Random) -> None:
    """In both posts from before, or since the merger after two others had left for other reasons."""
    both = candidates.of_unit(unit)
    since = targets.leaders.appointed_on
    if place % 3 == 0:
        since = targets.half_year_on + timedelta(days=random.randint(1, 40))
        second = "merged" if targets.places.merged else "retired"
        reason = ("retired", second, "term_ended", "resigned", "transferred")[place // 3 % 5]
        _appoint(
            posts, candidates.of_unit(unit), unit, "village_secretary", targets.leaders.appointed_on, since, reason
        )
        _appoint(posts, candidates.of_unit(unit), unit, "village_head", targets.leaders.appointed_on, since, second)
    if place == 1:  # left under the rule on the last day that belongs to the year before
        since = targets.opened_on
        _appoint(
            posts,
            candidates.of_unit(unit),
            unit,
            "village_secretary",
            targets.leaders.appointed_on.replace(year=targets.leaders.appointed_on.year - 3, day=18),
            targets.day_before,
            "exit_rule",
        )
    _appoint(posts, both, unit, "village_secretary", since)
    _appoint(posts, both, unit, "village_head", since)


def _separate(targets: Targets, posts: Posts, candidates: Candidates, unit: Unit, place: int) -> None:
    """Two persons on the closing day; in some villages it was one until shortly before."""
    secretary = candidates.of_unit(unit)
    if place == 2:  # leaves under the rule, but on the first day after the year
        _appoint(
            posts, secretary, unit, "village_secretary", targets.leaders.appointed_on, targets.day_after, "exit_rule"
        )
    else:
        _appoint(posts, secretary, unit, "village_secretary", targets.leaders.appointed_on)
    if place < 2:
        return  # _crossed gives these two their heads
    changed_on = (date(targets.year, 11, 15), targets.closed_on)[place % 2]
    if place < 8:
        _appoint(posts, secretary, unit, "village_head", targets.leaders.appointed_on, changed_on, "resigned")
        _appoint(posts, candidates.of_unit(unit), unit, "village_head", changed_on)
    else:
        _appoint(posts, candidates.of_unit(unit), unit, "village_head", targets.leaders.appointed_on)


def _crossed(targets: Targets, posts: Posts, candidates: Candidates, separate: list[Unit]) -> None:
    """Two villages each of whose secretaries heads the other's committee: one person in both posts, not in one village."""
    units = separate[:2]
    holders = [
        next(one.person for one in posts.appointments if one.post is posts.post_of(unit, "village_secretary"))
        for unit in units
    ]
    if len(units) < 2:
        holders = [candidates.of_unit(unit) for unit in units]
    for unit, holder in zip(units, reversed(holders), strict=True):
        _appoint(posts, holder, unit, "village_head", targets.leaders.appointed_on)


def _members_of_committees(targets: Targets, posts: Posts, candidates: Candidates, unit: Unit, random: Random) -> None:
    for post in [one for one in posts.posts if one.unit is unit and one.kind == "village_member"]:
        if random.random() < 0.85:
            posts.appointments.append(Appointment(candidates.of_unit(unit), post, targets.leaders.appointed_on))


def _community_leaders(targets: Targets, county: County, posts: Posts, candidates: Candidates) -> None:
    for unit in county.places.communities:
        if unit in county.village_branch:
            since = date(targets.year - 2, 5, 8)
            holder = candidates.of_unit(unit)
            _appoint(posts, holder, unit, "community_secretary", since)
            _appoint(posts, holder, unit, "community_head", since)


def _cadre_posts(targets: Targets, county: County, posts: Posts, candidates: Candidates) -> None:
    """Posts under the management of cadres; the county's own secretary is managed by the city."""
    short = county.root.name.removeprefix("中共").removesuffix("委员会")
    chief = Post(f"{short}委书记", "committee_secretary", county.root, None, "cadre", county.city)
    wanted = [chief, *(_township_post(county, township) for township in county.townships)]
    heads = [unit for unit in county.places.departments if unit.name.endswith("局")]
    by_unit = {branch.unit: branch for branch in reversed(county.branches) if branch.unit}
    wanted += [Post(f"{unit.name}局长", "department_head", by_unit[unit], unit, "cadre", county.root) for unit in heads]
    for place, post in enumerate(wanted):
        posts.add(post)
        since = day_between(
            Random(f"{targets.seed} {post.name}"), date(targets.year - 4, 3, 1), date(targets.year - 1, 11, 30)
        )
        posts.appointments.append(Appointment(candidates.of_sector("agency", place=5 * place), post, since))


def _township_post(county: County, township: Organisation) -> Post:
    name = township.name.removeprefix("中共").removesuffix("委员会")
    return Post(f"{name}党委书记", "committee_secretary", township, None, "cadre", county.root)


def _sent_otherwise(
    targets: Targets, county: County, posts: Posts, candidates: Candidates, villages: list[Unit]
) -> None:
    """First secretaries, and cadres sent as secretaries earlier or called back in the year: none of them counts."""
    villages = [unit for unit in villages if not unit.new_name]
    wanted = targets.leaders.first_secretaries
    for place, unit in enumerate(villages[: max(2, len(villages) // 3) if wanted is None else wanted]):
        person = candidates.of_sector("agency", "school", "hospital", place=11 * place)
        since = date(targets.year - 2, 4, 10) if place else date(targets.year, 4, 10)
        posts.first_secretaries.append((person, unit, since))
    for place, unit in enumerate(villages[-3:]):
        person = candidates.of_sector("agency", place=13 * place)
        since = date(targets.year - (place == 0) * 2, 2, 10)
        until = None if place == 2 else date(targets.year - (place == 0), 10, 15)
        posts.sent_before_or_called_back.append((person, unit, targets.day_before if place == 2 else since, until))


def post_ledgers(targets: Targets, posts: Posts) -> list[Ledger]:
    """The posts with who manages them, the appointments, and the cadres sent to villages."""
    columns = (
        "position.name", "position.kind", "position.organisation", "position.unit", "position.matter",
        "manages.organisation", "manages.kind",
    )  # fmt: skip
    day = targets.opened_on
    rows = [
        (one.name, one.kind, one.organisation.name_on(day), one.unit.name_on(day) if one.unit else "", one.matter,
         one.manager.name_on(day), "manages")
        for one in posts.posts
    ]  # fmt: skip
    appointments = [
        (one.person.name, one.person.identity_number, one.post.name, "", one.end_reason, one.since, one.until)
        for one in posts.appointments
    ]
    held = ("person.name", "person.identity_number", "position", "paper", "end_reason", "since", "until")
    return [
        Ledger("positions", day, columns, rows),
        Ledger("appointment", targets.closed_on, held, appointments),
        _dispatch_ledger(targets, posts),
    ]


def _dispatch_ledger(targets: Targets, posts: Posts) -> Ledger:
    sent = [(person, "village_secretary", unit, since, None) for person, unit, since in posts.sent]
    sent += [
        (person, "village_secretary", unit, since, until)
        for person, unit, since, until in posts.sent_before_or_called_back
    ]
    sent += [(person, "first_secretary", unit, since, None) for person, unit, since in posts.first_secretaries]
    rows = [
        (
            person.name,
            person.identity_number,
            kind,
            person.branch.unit.name_on(since),
            unit.name_on(since),
            since,
            until,
        )
        for person, kind, unit, since, until in sent
    ]
    columns = ("person.name", "person.identity_number", "kind", "sender", "unit", "since", "until")
    return Ledger("dispatch", targets.closed_on, columns, rows)
