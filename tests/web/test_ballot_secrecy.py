"""Who has the whole database, at whatever moment, does not find whose vote is whose; and what it would take to find it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.web.ballots_there import ABSTAIN, NO, VOTERS, YES, Held, held
from tests.web.county import County
from zugong.ballots import rules, sealing
from zugong.ballots.models import Ballot, Box, Elector
from zugong.ballots.queries import form_of

PICKS = (YES, NO, YES, YES, ABSTAIN, NO, YES, YES, NO)
Dump = dict[str, list[tuple[Any, ...]]]


def dumped() -> Dump:
    """Every table with every row in the order of the file, and what the database itself notes of each row."""
    noted, order = ("xmin, xmax, ctid", "ctid") if connection.vendor == "postgresql" else ("rowid", "rowid")
    with connection.cursor() as cursor:
        tables = {}
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT {noted}, * FROM "{table}" ORDER BY {order}')
            tables[table] = cursor.fetchall()
    return tables


def image() -> bytes:
    """The bytes of the database file; on PostgreSQL, whose files the tests do not see, what all tables say."""
    if connection.vendor == "sqlite":
        return connection.connection.serialize()
    return b"".join(bytes(value) if isinstance(value, memoryview) else repr(value).encode()
                    for rows in dumped().values() for row in rows for value in row)  # fmt: skip


def pieces(whole: bytes, size: int) -> list[bytes]:
    width = size + sealing.SEALS_BYTES
    return [bytes(whole)[start : start + width] for start in range(0, len(whole), width)]


def sealed_votes(one: Held) -> list[bytes]:
    ballot = Ballot.objects.get(pk=one.ballot)
    return pieces(Box.objects.get(ballot=ballot).sealed, form_of(ballot).size)


def opened(one: Held) -> tuple[list[rules.Vote], list[str]]:
    """What somebody reads who has both codes and one copy of the box: votes and check codes, each in their order."""
    ballot = Ballot.objects.get(pk=one.ballot)
    about = f"zugong ballot {ballot.pk} {ballot.roster_hash}"
    keys = [sealing.key_of(code, bytes.fromhex(salt)) for code, salt in zip(one.codes, ballot.salts, strict=True)]
    codes = pieces(Box.objects.get(ballot=ballot).codes, sealing.CHECK_LENGTH)
    votes = [rules.unpacked(sealing.opened(vote, keys, about), form_of(ballot)) for vote in sealed_votes(one)]
    return votes, [sealing.opened(code, keys, about).decode() for code in codes]


def touched(before: Dump, after: Dump) -> set[str]:
    return {table for table in after if before.get(table) != after[table]}


def test_a_vote_touches_nothing_but_the_box_and_all_marks_at_once(county: County, sign_in):
    """No session, no log, no entry, no sent form: nothing with a moment. And no place in the file tells an order."""
    one, dumps, boxes, codes = held(county, sign_in("secretary")), [], [], []
    for voter in range(VOTERS):
        one.voters[voter].get(one.address())  # what a first look leaves is not the vote's
    dumps.append(dumped())

    for voter in reversed(range(VOTERS)):
        codes.append(one.vote(voter, PICKS[voter]).context["code"])
        dumps.append(dumped())
        boxes.append(sealed_votes(one))

    for before, after in pairwise(dumps):
        assert touched(before, after) == {"ballots_box", "ballots_elector"}
        if connection.vendor == "postgresql":
            assert len({row[0] for row in after["ballots_elector"]}) == 1  # one transaction wrote all of the roster
    assert [box == sorted(box) for box in boxes] == [True] * VOTERS
    assert [len(box) for box in boxes] == list(range(1, VOTERS + 1))
    whole = image()
    assert [code for code in codes if code.encode() in whole or sealing.plain(code).encode() in whole] == []


def test_a_vote_or_a_code_sent_after_the_session_ended_is_not_carried_through_the_sign_in(county: County, sign_in):
    """The log of failed sign-ins keeps what was sent with them."""
    one, stranger = held(county, sign_in("secretary")), Client()

    answers = [
        stranger.post(one.address(name), {"line.0": "1", "code.0": one.codes[0]})
        for name in ("ballot_vote", "ballot_count")
    ]

    assert [(answer.status_code, answer.url, answer.content) for answer in answers] == [
        (302, f"/sign-in/?next={one.address(name)}", b"") for name in ("ballot_vote", "ballot_count")
    ]


def test_after_the_count_no_vote_no_mark_and_no_code_is_left(county: County, sign_in):
    one = held(county, sign_in("secretary"))
    checks = [sealing.plain(one.vote(voter, PICKS[voter]).context["code"]) for voter in range(VOTERS)]
    votes, before = sealed_votes(one), dumped()

    one.count()
    after, whole = dumped(), image()

    assert touched(before, after) == {"ballots_ballot", "ballots_box", "ballots_elector", "kernel_entry"}
    assert after["ballots_box"] == []
    assert set(Elector.objects.filter(ballot=one.ballot).values_list("has_voted", flat=True)) == {False}
    assert [
        vote for vote in votes if any(vote[start : start + 16] in whole for start in range(0, len(vote) - 15, 16))
    ] == []
    assert [code for code in one.codes if sealing.plain(code).encode() in whole] == []
    ballot = Ballot.objects.get(pk=one.ballot)
    assert (ballot.codes.split(), ballot.totals) == (sorted(checks), [[5, 3, 1]])


def test_two_worlds_with_swapped_votes_leave_the_same_rows(county: County, sign_in):
    """What is left depends on the totals alone: who voted how, and in which order, cannot be computed from it."""
    left = []
    secretary = sign_in("secretary")
    first = held(county, secretary)
    second = held(county, secretary, voters=(first.voters, first.persons))
    for one, picks, order in ((first, PICKS, range(VOTERS)), (second, PICKS[::-1], (4, 0, 8, 2, 6, 1, 7, 3, 5))):
        for voter in order:
            one.vote(voter, picks[voter])
        one.count()
        roster = list(
            Elector.objects.filter(ballot=one.ballot).order_by("pk").values_list("person", "way", "has_voted")
        )
        left.append((Ballot.objects.values().get(pk=one.ballot), roster))

    drawn_or_noted_of_the_whole = {
        "id", "salts", "public_keys", "lock", "codes", "prepared_at", "closed_at", "counted_at",
    }  # fmt: skip
    told = [
        ({key: value for key, value in row.items() if key not in drawn_or_noted_of_the_whole}, roster)
        for row, roster in left
    ]
    assert told[0] == told[1]
    assert [len(row["codes"].split()) for row, _ in left] == [VOTERS, VOTERS]


def test_what_it_would_take_to_link_is_both_codes_and_a_copy_before_and_after_the_vote(county: County, sign_in):
    """The limit that docs/decisions states, held here so that it stays true: neither code alone opens anything."""
    one = held(county, sign_in("secretary"))
    one.vote(0, YES)
    [new] = sealed_votes(one)
    ballot = Ballot.objects.get(pk=one.ballot)
    about = f"zugong ballot {ballot.pk} {ballot.roster_hash}"
    keys = [sealing.key_of(code, bytes.fromhex(salt)) for code, salt in zip(one.codes, ballot.salts, strict=True)]

    for some in (keys[:1], [keys[0]] * 2, [keys[1]] * 2, keys[::-1]):
        with pytest.raises(sealing.NotSealedHere):
            sealing.opened(new, some, about)

    half_open = sealing.opened(new, keys[1:], about)
    assert len(half_open) == (len(new) + form_of(ballot).size) // 2  # one seal is off, the other holds
    assert rules.unpacked(sealing.opened(new, keys, about), form_of(ballot)).picks == (YES,)


def test_both_codes_and_one_copy_of_the_box_do_not_tell_which_vote_a_check_code_stands_for(county: County, sign_in):
    """A voter who shows the check code, or whose code somebody reads off the telephone, has not told the vote."""
    one, places = held(county, sign_in("secretary")), set()
    checks = [sealing.plain(one.vote(voter, PICKS[voter]).context["code"]) for voter in range(VOTERS)]

    votes, codes = opened(one)

    assert {vote.code for vote in votes} == {""}
    assert (sorted(codes), sorted(vote.picks for vote in votes)) == (sorted(checks), sorted((pick,) for pick in PICKS))
    ballot = Ballot.objects.get(pk=one.ballot)
    box = Box.objects.get(ballot=ballot)
    for whole, size in ((box.sealed, form_of(ballot).size), (box.codes, sealing.CHECK_LENGTH)):
        found = pieces(whole, size)
        places.add(found == sorted(found))
    assert places == {True}  # each in the order of its own random bytes


def test_a_key_put_in_by_whoever_has_the_database_takes_no_vote_and_bears_another_seal_mark(county: County, sign_in):
    """Votes sealed to a key of one's own could be opened one by one as they come, and sealed again to the right one."""
    one = held(county, sign_in("secretary"))
    marks = [seal.mark for seal in one.secretary.get(one.address()).context["seals"]]
    salt = sealing.new_salt()
    own = sealing.public_half(sealing.key_of(sealing.new_code(), salt)).hex()
    ballot = Ballot.objects.get(pk=one.ballot)
    Ballot.objects.filter(pk=one.ballot).update(public_keys=[own, ballot.public_keys[1]])

    answer = one.vote(0, YES)
    changed = [seal.mark for seal in one.voters[0].get(one.address()).context["seals"]]

    assert (
        answer.context["problem"] == "票箱的锁被人换过，数据被人动过，您的票没有投入。请告诉监票人，这次表决应当取消。"
    )
    assert (bytes(Box.objects.get(ballot=one.ballot).sealed), Elector.objects.filter(has_voted=True).count()) == (
        b"",
        0,
    )
    assert [before == after for before, after in zip(marks, changed, strict=True)] == [False, True]


def test_every_ballot_is_sent_with_as_many_bytes_and_answered_with_as_many(county: County, sign_in):
    """Whoever counts bytes on the way, or reads their number in the log of a server, learns nothing."""
    said = {"lines": "党员0\n党员1\n党员2", "seats": "2"}
    one = held(county, sign_in("secretary"), "branch_election", **said)
    form = one.voters[0].get(one.address("ballot_vote"))
    values = {len(value) for _, persons in form.context["write_ins"] for value, _ in persons}
    values.add(len(form.context["nobody"]))
    answers = [one.vote(voter, pick) for voter, pick in enumerate((YES, NO, ABSTAIN))]

    assert len(values) == 1
    assert {len(value) for line in form.context["lines"] for value, _ in line.choices} == {1}
    assert {len(line.number) for line in form.context["lines"]} == {9}
    assert {(answer.redirect_chain[0][0].split("?")[0], answer.redirect_chain[0][1]) for answer in answers} == {
        (one.address("ballot_vote"), 303)  # a line was left open in each
    }


def test_postgresql_keeps_no_samples_of_sealed_votes(county: County, sign_in):
    """Its statistics would keep values of the box for good, some of them from the middle of the vote."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps counts of rows only")
    one = held(county, sign_in("secretary"))
    one.vote(0, YES)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ballots_box")
        cursor.execute("ANALYZE ballots_elector")

        cursor.execute(
            "SELECT attname FROM pg_stats WHERE tablename IN ('ballots_box', 'ballots_elector') "
            "AND attname IN ('sealed', 'codes', 'has_voted')"
        )

        assert cursor.fetchall() == []
