"""A secret vote from the roster to the minutes."""

from __future__ import annotations

import random

import pytest
from django.urls import reverse

from tests.web.ballots_there import ABSTAIN, DAY, NO, VOTERS, YES, held
from tests.web.cases_there import case_there
from tests.web.county import County, add
from zugong.ballots import actions, rules, sealing
from zugong.ballots.models import Ballot, Box, Elector


def test_a_vote_goes_from_the_roster_to_the_minutes(county: County, sign_in):
    meeting = {"organisation": county.organisation("oak"), "series": "members_meeting", "period": "2020年第4季度",
               "status": "planned"}  # fmt: skip
    [identity] = add("themed_day", meeting, since=DAY)
    one = held(county, sign_in("secretary"), "admission", meeting=str(identity), lines="接收周晓为预备党员")

    answers = [one.vote(voter, pick) for voter, pick in enumerate((YES,) * 6 + (NO, NO, ABSTAIN))]
    said = {"voter": one.voter_mark(0), "code": "ABCDEFGH", "line.0": "1"}
    again = one.voters[0].post(one.address("ballot_vote"), said, follow=True)
    once_more = one.voters[0].get(one.address("ballot_voted"))
    open_page = one.secretary.get(one.address())
    wrong = one.count(**{"code.1": one.codes[0]})
    counted = one.count()
    result = one.secretary.get(one.address())
    mine = one.voters[3].post(one.address("ballot_check"), {"code": answers[3].context["code"].lower()})
    minutes = one.secretary.get(reverse("meeting", args=[identity]))
    step = reverse("case_do", args=[case_there(county), "meeting"])
    case = one.secretary.get(step, {"ballot": one.ballot})

    assert [answer.redirect_chain for answer in answers] == [[(one.address("ballot_voted"), 303)]] * VOTERS
    assert (again.context["title"], again.context["code"]) == ("您已经投过票", "")
    assert (once_more.context["title"], once_more.context["code"]) == ("您的票已投入票箱", "")
    assert vars(open_page.context["turnout"]) == {"phone": VOTERS, "paper": 0, "voted": VOTERS}
    assert (wrong.status_code, wrong.context["problem"]) == (422, "赵敏的开箱码不对，请逐个字母核对。")
    assert (counted.status_code, counted.url) == (302, one.address())
    [line] = result.context["result"].lines
    assert line.counts == (("赞成", 6, ""), ("不赞成", 2, ""), ("弃权", 1, ""))
    assert line.said == "有效，通过：赞成 6 票，须 5 票（超过应到 9 人的半数）。"
    assert result.context["codes"] == tuple(sorted(answer.context["code"] for answer in answers))
    assert (mine.context["is_found"], mine.context["is_holder"]) == (True, False)
    assert [field.value for field in minutes.context["votes"][0].counts] == ["6", "2", "1"]
    assert minutes.context["votes"][0].matter.value == "接收周晓为预备党员"
    assert {field.name: field.value for field in case.context["fields"]} | {"on": case.context["on"].value} == {
        "eligible": "9", "present": "9", "yes": "6", "written_yes": "", "text": "", "on": DAY.isoformat(),
    }  # fmt: skip
    assert case.context["is_passed"]


def test_a_ballot_of_another_account_and_one_without_choice_are_not_cast(county: County, sign_in):
    one = held(county, sign_in("secretary"))
    form = one.voters[0].get(one.address("ballot_vote"))

    said = {"voter": form.context["voter"], "code": form.context["code"], "line.0": "0"}
    others = one.voters[1].post(one.address("ballot_vote"), said, follow=True)
    empty = one.voters[0].post(one.address("ballot_vote"), {**said, "line.0": ""}, follow=True)

    assert [one.redirect_chain[0][1] for one in (others, empty)] == [
        303,
        303,
    ]  # a browser keeps nothing of what was sent
    assert others.context["problem"] == "这张票是用另一个账号打开的，请重新填写。"
    assert empty.context["problem"] == "有一行没有选择，票没有投入票箱，请重新填写。"
    assert (empty.context["code"], Elector.objects.filter(has_voted=True).count()) == (form.context["code"], 0)


def test_fewer_than_five_votes_are_destroyed_uncounted_and_fewer_than_five_voters_are_sent_to_paper(
    county: County, sign_in
):
    one = held(county, sign_in("secretary"))
    for voter in range(rules.LEAST_VOTES - 1):
        one.vote(voter, YES)

    one.count()
    ballot = Ballot.objects.get(pk=one.ballot)
    new = reverse("ballot_new", args=[county.organisation("ash"), "members_resolution"])
    form = {"on": DAY.isoformat(), "lines": "修路", "teller.0": "甲", "teller.1": "乙", "act": "prepare"}
    refused = sign_in("section").post(new, form)

    assert (ballot.state, ballot.totals, ballot.codes, Box.objects.count()) == (Ballot.TOO_FEW, None, "", 0)
    assert refused.context["problems"] == (
        "用手机投票的只有 0 人，不足 5 人时从票数就能看出谁怎么投的，请改用纸质票。",
    )


def test_an_election_with_a_name_written_in_and_paper_beside_it(county: County, sign_in):
    said = {"lines": "党员0\n党员1\n党员2\n党员3", "seats": "3"}
    one = held(county, sign_in("secretary"), "branch_election", **said)
    other = one.persons[8]
    for client in one.voters:
        form = client.get(one.address("ballot_vote"))
        said = {"voter": form.context["voter"], "code": form.context["code"], "other.0": str(other)}
        said |= {"line.0": "0", "line.1": "0", "line.2": "1", "line.3": "2"}
        client.post(one.address("ballot_vote"), said)

    one.count()
    result = one.secretary.get(one.address()).context["result"]

    assert result.lead == "应选 3 名，选出 3 名。"
    assert [(line.what, line.counts[0][1], line.said) for line in result.lines] == [
        ("党员0", 9, "当选"), ("党员1", 9, "当选"), ("党员8", 9, "当选"), ("党员2", 0, "未当选"), ("党员3", 0, "未当选"),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_sent_in_whatever_order_each_voters_first_vote_counts_once(county: County, sign_in, seed: int):
    one, chance = held(county, sign_in("secretary")), random.Random(seed)
    sent = [(chance.randrange(VOTERS), chance.choice((YES, NO, ABSTAIN))) for _ in range(25)]
    sent += [(voter, NO) for voter in range(VOTERS)]  # nobody is left out
    first: dict[int, int] = {}

    for voter, pick in sent:
        vote = rules.Vote((pick,), sealing.plain(sealing.new_check_code()))
        actions.cast(ballot=one.ballot, person=one.persons[voter], vote=vote)
        first.setdefault(voter, pick)
    one.count()

    [totals] = Ballot.objects.get(pk=one.ballot).totals
    assert totals == [list(first.values()).count(pick) for pick in (YES, NO, ABSTAIN)]
