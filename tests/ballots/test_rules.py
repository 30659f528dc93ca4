"""What a ballot may say and what many come to; sealing; who is elected."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zugong.activities.rules import Ballot as Counted
from zugong.activities.rules import Verdict
from zugong.ballots import errors, rules, sealing
from zugong.ballots.rules import Form, Standing, Totals, Vote
from zugong.packs.ballots import read_ballots
from zugong.packs.folder import lineage

KINDS = read_ballots(tuple(lineage("national")))
ELECTION = Form(("甲", "乙", "丙", "丁"), 3, seats=3, may_write_in=frozenset({11, 12, 13}))
YES, NO, ABSTAIN = 0, 1, 2


@st.composite
def votes_cast(draw) -> tuple[Form, list[Vote]]:
    lines = draw(st.integers(1, 5))
    form = Form(tuple("甲乙丙丁戊"[:lines]), draw(st.integers(1, 4)))
    picks = st.tuples(*[st.integers(0, form.choices - 1)] * lines)
    codes = st.text(sealing.LETTERS, min_size=8, max_size=8)
    return form, draw(st.lists(st.builds(Vote, picks, codes), max_size=12))


@settings(max_examples=60, deadline=None)
@given(votes_cast(), st.randoms())
def test_any_order_of_votes_gives_the_same_totals_and_each_vote_counts_once(cast, random):
    form, votes = cast
    shuffled = random.sample(votes, len(votes))

    codes = (vote.code for vote in shuffled)
    totals = rules.counted((rules.unpacked(rules.packed(vote, form), form) for vote in shuffled), form, codes)

    assert totals == rules.counted(votes, form, [vote.code for vote in votes])
    assert [sum(line) for line in totals.of_lines] == [len(votes)] * len(form.lines)
    assert totals.codes == tuple(sorted(vote.code for vote in votes))


def test_a_vote_has_one_length_whatever_it_says_and_comes_back_whole_without_its_check_code():
    votes = [Vote((YES, NO, NO, ABSTAIN), "ABCDEFGH", (12, 11)), Vote((ABSTAIN,) * 4, "22222222")]

    data = [rules.packed(vote, ELECTION) for vote in votes]

    assert {len(one) for one in data} == {ELECTION.size}
    assert [rules.unpacked(one, ELECTION) for one in data] == [Vote(vote.picks, "", vote.written) for vote in votes]


@pytest.mark.parametrize(
    ("vote", "message"),
    [
        (Vote((YES, YES, YES, 255), "A"), "Line 4, 丁: tick one."),
        (
            Vote((YES, YES, YES, YES), "A"),
            "4 are chosen; a ballot on which more than 3 are chosen is void. Take 1 away.",
        ),
        (Vote((YES, YES, NO, NO), "A", (11, 12)), "4 are chosen"),
        (Vote((YES, ABSTAIN, ABSTAIN, NO), "A", (11, 12)), "2 are written in; only for each candidate"),
        (Vote((NO, NO, NO, NO), "A", (11, 11)), "2 are written in"),
    ],
)
def test_a_ballot_that_would_be_void_is_refused_before_it_is_sent(vote, message):
    with pytest.raises(errors.RuleBroken) as refused:
        rules.check_vote(vote, ELECTION)

    assert refused.value.sentence("en").startswith(message)


def test_a_ballot_within_the_rule_is_taken():
    for vote in (
        Vote((YES, YES, NO, NO), "A", (11,)),
        Vote((NO, NO, NO, NO), "A", (11, 12, 13)),
        Vote((ABSTAIN,) * 4, "A"),
    ):
        rules.check_vote(vote, ELECTION)


def test_a_sealed_vote_opens_with_both_codes_on_its_own_ballot_only():
    codes, salts = [sealing.new_code() for _ in range(2)], [sealing.new_salt() for _ in range(2)]
    keys = [sealing.key_of(code, salt) for code, salt in zip(codes, salts, strict=True)]
    sealed = [sealing.sealed(b"vote", [sealing.public_half(key) for key in keys], "ballot 1") for _ in range(2)]

    typed = [sealing.key_of(code.lower().replace("-", " "), salt) for code, salt in zip(codes, salts, strict=True)]

    assert sealed[0] != sealed[1]
    assert {len(one) for one in sealed} == {len(b"vote") + sealing.SEALS_BYTES}
    assert [sealing.opened(one, typed, "ballot 1") for one in sealed] == [b"vote"] * 2
    for wrong, about in ((keys[:1], "ballot 1"), (keys[::-1], "ballot 1"), (keys, "ballot 2")):
        with pytest.raises(sealing.NotSealedHere):
            sealing.opened(sealed[0], wrong, about)


def test_admission_needs_more_than_half_of_those_due_before_and_since_the_revision():
    for day in (date(2026, 5, 10), date(2026, 5, 11)):
        rule = KINDS["admission"].rule_on(day)

        found = [rules.verdicts(Totals(((yes, 0, 0),)), rule, due=24, present=present)[0] for yes, present in
                 ((12, 20), (13, 20), (12, 12))]  # fmt: skip

        assert [one.outcome for one in found] == ["not_passed", "passed", "invalid"]
        assert found[0] == Verdict("not_passed", 24, 20, Counted(12), 13, 13, "due")
    assert [KINDS["admission"].rule_on(day).paper.published for day in (date(2026, 5, 10), date(2026, 5, 11))] == [
        "2014-05-28", "2026-05-18"
    ]  # fmt: skip


def test_an_election_is_by_those_present_and_equals_at_the_last_seat_are_voted_on_again():
    rule = KINDS["branch_election"].rule_on(date(2020, 7, 13))

    [found] = rules.verdicts(Totals(((9, 0, 0),)), rule, due=20, present=16)
    [too_few] = rules.verdicts(Totals(((9, 0, 0),)), rule, due=20, present=15)

    assert (found.present_needed, found.needed, found.outcome, too_few.outcome) == (16, 9, "passed", "invalid")
    assert rules.elected({"甲": 15, "乙": 12, "丙": 12, "丁": 3}, 9, 2) == (
        Standing("甲", 15, True), Standing("丙", 12, False, True), Standing("乙", 12, False, True), Standing("丁", 3, False),
    )  # fmt: skip
    assert [one.name for one in rules.elected({"甲": 15, "乙": 12, "丙": 11, "丁": 8}, 9, 2) if one.is_elected] == [
        "甲",
        "乙",
    ]
    assert [one.name for one in rules.elected({"甲": 15, "乙": 8}, 9, 2) if one.is_elected] == ["甲"]


def test_lines_are_held_against_the_kind_of_vote():
    refused = [
        (("甲", "乙"), 0, "admission", errors.OneAtATime), ((), 0, "members_resolution", errors.NothingToVoteOn),
        (("甲", "乙", "丙"), 3, "branch_election", errors.TooFewCandidates), (("甲",), 2, "recommendation", errors.SeatsCannotBe),
    ]  # fmt: skip

    for lines, seats, kind, error in refused:
        with pytest.raises(error):
            rules.check_lines(lines, seats, KINDS[kind])

    rules.check_lines(("甲", "乙", "丙", "丁"), 3, KINDS["branch_election"])
    assert [rules.candidates_needed(KINDS["branch_election"].surplus or "", seats) for seats in (1, 3, 5, 6)] == [
        2,
        4,
        6,
        8,
    ]
    assert Fraction(KINDS["branch_election"].surplus or "") == Fraction(1, 5)
