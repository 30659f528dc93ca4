"""A round of a standard for villages, by the acts of those concerned: who may, what is refused, what is written once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from tests.web.county import County, add, build_county
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import Depth
from zugong.figures.grouping import all_rows
from zugong.figures.queries import this_site
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import Clocks
from zugong.offices.access import Access
from zugong.schemes import errors
from zugong.schemes.actions import Answer, Filing, decide_results, draw_lot, file_self_check, publish, review
from zugong.schemes.evaluating import Question, Rating, question_on
from zugong.schemes.queries import rate
from zugong.schemes.results import results_of

ON = date(2020, 6, 30)
SCHEME = "five_affairs_four_grounds"


@dataclass
class Round:
    """The county with its village, whose branch is set up in it."""

    county: County
    village: int

    def question(self, on: date = ON) -> Question:
        return question_on(this_site().definitions.pack, SCHEME, Clocks.at(on))

    def rating(self, on: date = ON) -> Rating:
        return rate(self.question(on), None, all_rows)

    def filing(self) -> Filing:
        return Filing(self.question(), self.rating().standings[self.village].subject)

    def by(self, role: str, on: date = ON) -> dict:
        """Who acts, on which day."""
        return {"access": Access.of(self.county.users[role], on), "source": Source("form", role), "on": on}


@pytest.fixture
def a_round(db) -> Round:
    county = build_county()
    village = county.records["village"]
    add("serves", {"organisation": county.organisation("oak"), "unit": village})
    return Round(county, village)


def checked(a_round: Round, **said: str) -> int:
    answers = [Answer(criterion, outcome) for criterion, outcome in said.items()]
    return file_self_check(filing=a_round.filing(), answers=answers, **a_round.by("secretary"))


def test_what_a_branch_says_again_the_same_is_written_once(a_round: Round):
    first, again = checked(a_round, square="met", trade="unmet"), checked(a_round, square="met", trade="met")

    states = {one.criterion.criterion: one.state for one in a_round.rating().clauses(a_round.village)}

    assert (first, again) == (2, 1)
    assert (states["square"], states["trade"], states["services"]) == ("waiting", "waiting", "blank")


def test_what_records_show_is_not_filled_in_by_hand(a_round: Round):
    with pytest.raises(errors.ClauseIsComputed, match="correct the record that is wrong, or appeal"):
        checked(a_round, meeting_room="met")


def test_nobody_is_rated_by_a_clause_without_text(a_round: Round):
    with pytest.raises(errors.ClauseHasNoText, match="no text yet"):
        checked(a_round, standard_1="met")


def test_a_branch_reviews_nothing_neither_by_the_act_nor_as_a_record(a_round: Round):
    said = {"answers": [Answer("square", "met")], "reviewer": "甲", "office": "", **a_round.by("secretary")}

    with pytest.raises(errors.NotYoursToDo, match="check in the matter premises"):
        review(filing=a_round.filing(), **said)

    types, access = installed_catalogue("jiangxian").types, said["access"]
    may = {code: access.rights(types[code], types[code].act, Depth.NUMBER).organisations != frozenset() for code in (
        "scheme_self_check", "scheme_appeal", "scheme_review", "scheme_result")}  # fmt: skip
    assert may == {"scheme_self_check": True, "scheme_appeal": True, "scheme_review": False, "scheme_result": False}


def test_a_review_that_finds_something_lacking_says_why(a_round: Round):
    said = {"answers": [Answer("square", "unmet")], "reviewer": "甲", "office": ""}

    with pytest.raises(errors.ReasonNeeded):
        review(filing=a_round.filing(), **said, **a_round.by("township"))


def test_the_lot_of_a_round_is_drawn_once(a_round: Round):
    def draw(seed: str) -> int:
        question, county = a_round.question(), a_round.county.organisation("county")
        return draw_lot(
            question=question, organisation=county, seed=seed, percent=20, paper="", **a_round.by("section")
        )  # fmt: skip

    assert draw("8128") == 1
    with pytest.raises(errors.LotDrawnAlready, match="with the seed 8128; it is drawn once"):
        draw("8129")


def everything_reviewed(a_round: Round) -> None:
    add("facility", {
        "name": "会议室", "kind": "meeting_room", "status": "in_use", "unit": a_round.village,
        "organisation": a_round.county.organisation("oak"),
    })  # fmt: skip
    places = a_round.question().version.criteria
    answers = [Answer(one.criterion, "met") for one in places if not one.is_computed]
    review(filing=a_round.filing(), answers=answers, reviewer="甲", office="", **a_round.by("township"))


def published(a_round: Round, on: date = ON) -> int:
    standings = list(a_round.rating(on).standings.values())
    return publish(question=a_round.question(on), standings=standings, decided_by="乙", **a_round.by("section", on))


def decided(a_round: Round, on: date) -> int:
    subjects = [one.subject for one in a_round.rating(on).standings.values()]
    acts = a_round.by("section", on)
    return decide_results(question=a_round.question(on), subjects=subjects, decided_by="乙", paper="组发1号", **acts)


def test_a_result_is_published_once_and_decided_after_its_days(a_round: Round):
    everything_reviewed(a_round)
    days = a_round.question().version.publication.days

    first, again = published(a_round), published(a_round)
    with pytest.raises(errors.StillPublished, match="decide it from the day after"):
        decided(a_round, ON + timedelta(days=days - 1))
    done = decided(a_round, ON + timedelta(days=days))

    result = results_of(a_round.question(ON + timedelta(days=days)))[a_round.village]
    assert (first, again, done) == (1, 0, 1)
    assert (result.status, result.level, result.published_on) == ("decided", "passed", ON)


def test_nobody_is_told_to_have_failed_by_clauses_that_nobody_can_read(a_round: Round):
    with pytest.raises(errors.TextStillMissing, match="fill in the local paper's text first"):
        published(a_round)
