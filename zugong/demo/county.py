"""The whole demo county: its world built once, and the ledgers that tell of it in the order of their import."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from zugong.demo.admissions import admission_steps, with_steps_of_cases
from zugong.demo.cadres import Reserves, build_reserves, delegates_ledger, file_ledgers
from zugong.demo.case_subjects import Subjects, case_people
from zugong.demo.cases import MadeCase, case_ledgers, made_cases, problem_rows, steps_of_admission, with_titles
from zugong.demo.desks import desk_ledger
from zugong.demo.dues import dues_ledgers
from zugong.demo.duties import duty_ledgers
from zugong.demo.life import Life, build_life
from zugong.demo.membership import Membership, build_membership
from zugong.demo.mobile import attachment_ledger, mobile_registers, site_life_ledgers
from zugong.demo.money import money_ledgers
from zugong.demo.organisations import County, build_county
from zugong.demo.papers import paper_ledgers
from zugong.demo.people import People
from zugong.demo.posts import Candidates, Posts, build_posts, post_ledgers
from zugong.demo.premises import premises_ledgers
from zugong.demo.problems import problem_ledgers, with_raised
from zugong.demo.requests import request_ledgers
from zugong.demo.rosters import (
    changes_ledger,
    closing_roster,
    joiners_ledgers,
    leavers_ledgers,
    opening_roster,
    organisation_ledgers,
    registered_ledger,
    survey_of_units,
)
from zugong.demo.schemes import scheme_ledgers
from zugong.demo.targets import Targets
from zugong.demo.training import training_ledgers
from zugong.demo.world import Ledger, Organisation, Person

_STEPS_SINCE_YEARS = 5
_STEPS_OF_POOR_SINCE_YEARS = 15  # poor villages admitted few; those that count for the year are not their only ones


@dataclass(frozen=True)
class World:
    """Everything that is true in the demo county."""

    targets: Targets
    county: County
    membership: Membership
    posts: Posts
    reserves: Reserves
    life: Life
    case_people: list[Person]

    @property
    def outsiders(self) -> list[Person]:
        """The people of the ledgers who are no members: applicants and returned workers."""
        return [person for person, _ in self.reserves.applicants]


def build_world(targets: Targets) -> World:
    """The county that the targets describe; the same targets give the same county."""
    county = build_county(targets, Random(f"{targets.seed} county"))
    people = People(targets)
    membership = build_membership(targets, county, people)
    candidates = Candidates(county, membership, targets.opened_on)
    posts = build_posts(targets, county, candidates)
    reserves = build_reserves(targets, county, people, candidates)
    life = build_life(targets, county, membership)
    return World(targets, county, membership, posts, reserves, life, case_people(targets, county, people))


def ledgers_of(world: World) -> list[Ledger]:
    """Every ledger of the county that has anything to tell, in the order in which the workbooks must be imported."""
    targets, county, membership, posts = world.targets, world.county, world.membership, world.posts
    first_leavers, second_leavers = leavers_ledgers(targets, membership)
    first_joiners, second_joiners = joiners_ledgers(targets, membership)
    premises = premises_ledgers(targets, county)
    admissions, problems = _admissions(world), problem_ledgers(targets, county, posts)
    papers = paper_ledgers(targets, county)
    cases = _cases(world, [admissions, *problems, *papers])
    ledgers = [
        *organisation_ledgers(targets, county),
        opening_roster(targets, membership),
        registered_ledger(targets, [*world.outsiders, *world.case_people]),
        first_joiners,
        first_leavers,
        changes_ledger(targets, county),
        survey_of_units(targets, county),
        second_joiners,
        second_leavers,
        closing_roster(targets, membership),
        *post_ledgers(targets, posts),
        attachment_ledger(targets, county, membership, posts, world.outsiders),
        *mobile_registers(targets, membership),
        *site_life_ledgers(targets, county),
        world.reserves.ledger(targets),
        with_steps_of_cases(admissions, steps_of_admission(cases)),
        delegates_ledger(targets, county, membership),
        *file_ledgers(targets, membership, posts),
        *world.life.ledgers(targets),
        *training_ledgers(targets, county, membership, world.outsiders),
        *with_raised(problems, problem_rows(targets, cases)),
        *premises,
        *with_titles(papers, cases),
        *money_ledgers(targets, county, posts),
        *dues_ledgers(targets, county, membership),
        *duty_ledgers(targets, county, membership),
        *scheme_ledgers(targets, county, premises),
        *request_ledgers(targets, county),
        *case_ledgers(targets, cases),
        desk_ledger(targets, county),
    ]
    return [ledger for ledger in ledgers if ledger.rows]


def cases_of(world: World) -> list[MadeCase]:
    """Every case of the county as of the closing day."""
    told = [*problem_ledgers(world.targets, world.county, world.posts), *paper_ledgers(world.targets, world.county)]
    return _cases(world, [_admissions(world), *told])


def _cases(world: World, told: list[Ledger]) -> list[MadeCase]:
    """The cases that agree with these ledgers."""
    subjects = Subjects(world.targets, world.county, world.membership, world.posts, world.case_people, told)
    return made_cases(world.targets, world.county, subjects)


def _admissions(world: World) -> Ledger:
    targets, membership = world.targets, world.membership

    def is_told(person: Person) -> bool:
        is_poor = bool(person.branch.unit and person.branch.unit.poverty == "poor")
        return person.joined_on.year >= targets.year - (_STEPS_OF_POOR_SINCE_YEARS if is_poor else _STEPS_SINCE_YEARS)

    steps: list[tuple[Person, Organisation]] = [
        (person, person.branch)
        for person in (*membership.opening, *membership.admitted)
        if person.branch and person.joined_on and is_told(person)
    ]
    random = Random(f"{targets.seed} admissions")
    return admission_steps(targets, steps, membership.cancel_proposed, world.reserves.applicants, random)
