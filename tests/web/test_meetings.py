"""A meeting from its plan to its correction, its opinions, its votes; the theme from above; a village matter to its notice."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.web.county import County, add
from zugong.activities.filed import MEETING, PROBLEM, RECORD, RESULT, ROLL, VOTE, Filed, ledger
from zugong.activities.queries import filed_meeting
from zugong.figures.answers import Request
from zugong.figures.grouping import EVERYWHERE, all_rows
from zugong.figures.queries import ask
from zugong.kernel.facts.models import Entry
from zugong.kernel.time import Clocks

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
FIGURES = ("themed_day_periods", "members_in_themed_days", "service_matters", "opinions_collected")


def counted() -> list[int]:
    requests = [Request(figure, Clocks.at(date(2020, 12, 31))) for figure in FIGURES]
    answers = ask(requests, EVERYWHERE, all_rows)
    return [answers.total(one).value for one in requests]


def send(client: Client, address: str, **said: str):
    return client.post(address, {"act": "held", "on": "2020-12-30", "way": "roll"} | said)


def new(county: County, series: str = "themed_day") -> str:
    return reverse("meeting_new", args=[county.organisation("oak"), series])


def recorded(response) -> Filed:
    assert response.status_code == 302, response.context["problems"]
    filed = filed_meeting(int(response.url.strip("/").split("/")[-1]))
    assert filed is not None
    return filed


def held(client: Client, county: County, **said: str) -> Filed:
    results = {"result.service_matter": "修路灯\n清沟渠", "result.opinion": "活动室添桌椅"}
    return recorded(send(client, new(county), theme="清洁家园", **(results | said)))


def test_a_themed_day_moves_its_figures_and_its_opinion_waits_for_an_answer(county: County, sign_in):
    client = sign_in("secretary")
    before = counted()

    filed = held(client, county, **{f"p{county.persons['李国强']}": "sick"})

    roll = {row["person"]: (row["attendance"], row["reason"]) for row in filed.values_of(ROLL)}
    [opinion] = filed.problems
    assert (before, counted()) == ([1, 1, 0, 0], [2, 1, 2, 1])
    assert roll == {county.persons["李国强"]: ("leave", "sick"), county.persons["王秀英"]: ("present", None)}
    assert (filed.record["due"], filed.record["present"]) == (2, 1)
    assert (opinion.values["text"], opinion.values["due_on"], opinion.values["status"]) == (
        "活动室添桌椅", date(2021, 1, 29), "open",
    )  # fmt: skip


def test_the_record_of_a_meeting_leads_to_its_page_and_papers_for_whoever_reads_them(county: County, sign_in):
    meeting = held(sign_in("secretary"), county).identity
    [roll, *_] = ledger(ROLL).believed()

    pages = [sign_in("secretary").get(reverse("record", args=one)) for one in ((MEETING, meeting), (ROLL, roll.id))]

    assert [page.context["meeting"] for page in pages] == [reverse("meeting", args=[meeting]), ""]


def test_a_plan_has_a_notice_and_becomes_the_record(county: County, sign_in):
    client = sign_in("secretary")
    planned = recorded(send(client, new(county), act="plan", theme="清洁家园", venue="活动室", agenda="学习\n议事"))

    opened = client.get(new(county))
    notice = client.get(reverse("meeting_paper", args=[planned.identity, "notice"])).content.decode()
    filed = recorded(send(client, reverse("meeting", args=[planned.identity]), theme="清洁家园", venue="活动室"))

    assert opened.url == reverse("meeting", args=[planned.identity])
    assert ("议程：学习；议事" in notice, "地点：活动室" in notice) == (True, True)
    assert [one.row.values["status"] for one in (planned, filed)] == ["planned", "held"]
    assert (len(planned.values_of(ROLL)), len(filed.values_of(ROLL)), filed.identity) == (0, 2, planned.identity)


def test_a_correction_wants_a_reason_keeps_what_was_and_writes_only_what_differs(county: County, sign_in):
    client = sign_in("secretary")
    filed = held(client, county)
    address, said = reverse("meeting", args=[filed.identity]), {"theme": "清洁家园", "result.service_matter": "修路灯"}

    refused = send(client, address, **said)
    corrected = recorded(send(client, address, why="清沟渠记错了", **said))

    assert refused.status_code == 422
    assert [row["text"] for row in corrected.values_of(RESULT)] == ["修路灯"]
    assert corrected.problems == ()
    assert Entry.objects.latest("number").note == "清沟渠记错了"
    assert ledger(RESULT).queryset().filter(body__contains="清沟渠").count() == 1
    assert ledger(ROLL).queryset().filter(since=date(2020, 12, 30)).count() == 2


def test_whom_an_imported_roll_does_not_name_a_correction_leaves_unnamed(county: County, sign_in):
    client, address = sign_in("secretary"), reverse("meeting", args=[county.records["themed day"]])
    form = client.get(address, {"correct": "1"}).context
    said = {
        f"p{line.person}": next(value for value, _, is_chosen in line.choices if is_chosen) for line in form["roll"]
    }

    corrected = recorded(
        send(client, address, on="2020-07-05", theme="清洁家园", venue="村口", why="地点漏填了", **said)
    )

    assert said == {f"p{county.persons['李国强']}": "unlisted", f"p{county.persons['王秀英']}": "present"}
    assert [row["person"] for row in corrected.values_of(ROLL)] == [county.persons["王秀英"]]
    assert corrected.row.values["venue"] == "村口"


def test_problems_found_in_organisation_life_become_items(county: County, sign_in):
    answer = send(sign_in("secretary"), new(county, "organisation_life"), problems="学习不经常\n联系群众不够")

    items = [(row.values["source"], row.values["text"], row.values["status"]) for row in recorded(answer).problems]

    assert items == [("organisation_life", "学习不经常", "open"), ("organisation_life", "联系群众不够", "open")]


def test_sent_twice_a_meeting_is_recorded_once(county: County, sign_in):
    client = sign_in("secretary")

    first, second = (send(client, new(county), form_mark="same", theme="清洁家园") for _ in range(2))
    another = client.get(new(county)).context["already"]

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert (another.name, another.address) == ("2020-12-30", first.url)


def test_the_vote_is_read_at_once_and_kept_with_its_arithmetic(county: County, sign_in):
    client = sign_in("secretary")
    totals = {"way": "totals", "due": "25", "present": "19"}
    vote = {"vote.1.matter": "硬化村东道路", "vote.1.for": "13", "vote.1.against": "4", "vote.1.abstained": "2"}

    said = client.post(
        new(county, "members_meeting"),
        totals | vote | {"on": "2020-12-30", "act": "reckon"},
        headers={"hx-request": "true"},
    )
    filed = recorded(send(client, new(county, "members_meeting"), **totals, **vote))
    paper = client.get(reverse("meeting_paper", args=[filed.identity, "resolution"]), {"as": "word"})

    [kept] = filed.values_of(VOTE)
    assert "有效，通过：赞成 13 票，须 13 票（超过应到 25 人的半数）。" in said.content.decode()
    assert (kept["needed"], kept["outcome"], kept["rule"]) == (13, "passed", "《中国共产党支部工作条例（试行）》第11条")
    assert paper.content[:2] == b"PK"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"way": "totals", "due": "10", "present": "11"}, "人数对不上：实到多于应到。请对照纸质记录再数一遍。"),
        ({"on": "2021-01-05"}, "会议日期 2021-01-05 还没有到。请先存为计划，开完会再记录。"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(county: County, sign_in, said: dict[str, str], problem: str):
    client = sign_in("secretary")
    planned = recorded(send(client, new(county), act="plan", theme="清洁家园"))

    response = send(client, reverse("meeting", args=[planned.identity]), **said)

    assert (response.status_code // 100, response.context["problems"]) == (4, (problem,))


def test_excellent_goes_to_a_third_at_most_and_only_the_grade_is_kept(county: County, sign_in):
    client, address = sign_in("secretary"), new(county, "appraisal")
    first, second = county.persons["李国强"], county.persons["王秀英"]

    refused = send(client, address, **{f"ballot.{first}": "2 0 0 0", f"grade.{second}": "qualified"})
    filed = recorded(send(client, address, **{f"ballot.{first}": "0 2 0 0", f"grade.{second}": "qualified"}))

    assert refused.context["problems"] == ("评为“优秀”的有 1 名，参评 2 名中最多 0 名，请改 1 名的等次。",)
    assert {row["person"]: row["grade"] for row in filed.values_of("appraisal")} == {
        first: "qualified", second: "qualified",
    }  # fmt: skip


def test_a_theme_from_above_stands_in_the_form_of_every_branch_below(county: County, sign_in):
    theme = {
        "month": "2020-12",
        "theme": "绷紧思想之弦",
        "steps": "学习\n座谈",
        "paper": "组发〔2020〕9号",
        "due_on": "2020-12-31",
    }
    answer = sign_in("section").post(reverse("meeting_themes"), theme)

    page = sign_in("secretary").get(new(county)).context

    assert answer.status_code == 302
    assert (page["theme"].value, page["agenda"].value, page["theme_set"].paper) == (
        "绷紧思想之弦", "学习\n座谈", "组发〔2020〕9号",
    )  # fmt: skip


def test_the_township_reads_who_has_held_what_and_reviews_it(county: County, sign_in):
    filed = held(sign_in("secretary"), county)
    client = sign_in("township")

    board = client.get(reverse("meetings")).context["branches"]
    client.post(reverse("meeting_review", args=[filed.identity]), {"by": "superior", "level": "good"})

    assert [(one.name, one.held[0].word) for one in board] == [("橡树村党支部", "已开 12-30"), ("榆树村党支部", "")]
    assert [one.text for one in client.get(reverse("meeting", args=[filed.identity])).context["reviews"]] == ["好"]


def test_an_opinion_is_answered_and_a_scan_is_kept_sealed(county: County, sign_in):
    client = sign_in("secretary")
    filed = held(client, county)
    [opinion] = filed.problems

    client.post(reverse("meeting_answer", args=[opinion.anchor]), {"answer": "桌椅已订，月底到。"})
    for name, content in (("记录本.png", PNG), ("x.html", b"<script>")):
        client.post(reverse("meeting_scan", args=[filed.identity]), {"scan": SimpleUploadedFile(name, content)})

    answered = filed_meeting(filed.identity)
    [scan] = answered.scans
    file = client.get(reverse("meeting_scan_file", args=[filed.identity, scan.id]))
    stranger = sign_in("bureau").get(reverse("meeting_scan_file", args=[filed.identity, scan.id]))
    [kept] = ledger(PROBLEM).believed(anchor_id=opinion.anchor, until=None)
    assert (kept.values["status"], kept.values["answer"]) == ("solved", "桌椅已订，月底到。")
    assert (file.content, file["Content-Type"], stranger.status_code) == (PNG, "image/png", 404)


def test_a_village_matter_goes_its_steps_hangs_out_its_days_and_is_taken_down(county: County, sign_in, settings):
    add("serves", {"organisation": county.organisation("oak"), "unit": county.records["village"]})
    client = sign_in("secretary")
    begun = client.post(
        reverse("village_matter_new", args=[county.organisation("oak")]),
        {"title": "硬化道路", "kind": "project", "text": "八百米", "on": "2020-12-01"},
    )
    address = begun.url
    votes = {"due": "30", "present": "20", "for": "16", "against": "1", "abstained": "0"}

    too_early = client.post(address, {"step": "members_meeting", "on": "2020-12-03"} | votes)
    answers = [
        client.post(address, {"step": "proposal", "on": "2020-12-02", "joined": "1"}),
        client.post(address, {"step": "joint_meeting", "on": "2020-12-02"} | votes),
        client.post(address, {"step": "members_meeting", "on": "2020-12-03"} | votes | {"present": "19"}),
        client.post(address, {"step": "villagers_meeting", "on": "2020-12-04"} | votes),
        client.post(address, {"step": "members_meeting", "on": "2020-12-03"} | votes),
        client.post(address, {"step": "villagers_meeting", "on": "2020-12-04"} | votes | {"for": "11"}),
        client.post(address, {"step": "resolution_published", "on": "2020-12-28", "text": "决定修路"}),
    ]  # fmt: skip
    notice = client.get(address).context["public_address"]
    shown = [_public(settings, notice, day) for day in (date(2020, 12, 28), date(2021, 1, 3), date(2021, 1, 4))]

    assert too_early.context["problem"] == "“党员大会审议”须在“两委商议”完成之后。"
    assert [one.status_code for one in answers] == [302, 302, 302, 422, 302, 302, 302]
    assert shown == [(200, "决定修路"), (200, "决定修路"), (410, "")]


def _public(settings, address: str, day: date) -> tuple[int, str]:
    settings.ZUGONG_AS_OF = day
    response = Client().get(address)
    return response.status_code, response.context["text"]


def test_pages_of_a_meeting_stay_small(county: County, sign_in):
    client = sign_in("secretary")
    filed = held(client, county)

    sizes = [len(client.get(one).content) for one in (new(county), reverse("meeting", args=[filed.identity]))]

    assert [size < 30_000 for size in sizes] == [True, True]
    assert filed.values_of(RECORD)[0]["named"] is True


def opened(client: Client, address: str, **said: str) -> dict[str, str]:
    """What a form carries that was opened at an address, with what was typed into it."""
    form = client.get(address).context
    fields = {field.name: field.value for field in (form["theme"], form["venue"], *form["results"])}
    return fields | {"based_on": form["based_on"], "stood": form["stood"], "taken": form["taken"]} | said


def shown_again(answer) -> dict[str, str]:
    form = answer.context
    fields = {field.name: field.value for field in (form["theme"], form["venue"], *form["results"])}
    return fields | {"based_on": form["based_on"], "stood": form["stood"], "taken": form["taken"], "compared": "1"}


def test_of_two_who_had_one_meeting_open_the_second_sees_both_values_and_decides(county: County, sign_in):
    client, ill = sign_in("secretary"), f"p{county.persons['李国强']}"
    planned = recorded(send(client, new(county), act="plan", theme="清洁家园"))
    address = reverse("meeting", args=[planned.identity])
    first = opened(client, address, theme="清洁家园", venue="村口", **{"result.opinion": "添桌椅", ill: "sick"})
    second = opened(client, address, theme="清洁家园", venue="活动室", **{"result.opinion": "修路灯"})

    recorded(send(client, address, **first))
    refused = send(client, address, **second)
    unanswered = send(client, address, **shown_again(refused))
    told = refused.context["overtaken"]
    choices = {"take.venue": "theirs", "take.result.opinion": "both"}
    filed = recorded(send(client, address, **shown_again(unanswered), **choices))

    assert (refused.status_code, unanswered.status_code, told.is_open) == (409, 409, True)
    assert [(one.label, one.theirs, one.mine, one.may_be_both) for one in told.clashes] == [
        ("地点", "村口", "活动室", False), ("意见建议", "添桌椅", "修路灯", True),
    ]  # fmt: skip
    assert told.taken_over == (("李国强", "病假"),)
    assert (filed.row.values["venue"], [item.values["text"] for item in filed.problems]) == (
        "村口",
        ["添桌椅", "修路灯"],
    )
    assert {row["reason"] for row in filed.values_of(ROLL)} == {"sick", None}


def test_the_same_meeting_written_on_two_telephones_is_no_second_one(county: County, sign_in):
    client = sign_in("secretary")
    one, other = (opened(client, new(county), theme=theme) for theme in ("清洁家园", "学习全会精神"))
    filed = recorded(send(client, new(county), **one))

    same = send(client, new(county), **one)
    refused = send(client, new(county), **other)
    another = recorded(send(client, refused.context["another"], **shown_again(refused)))

    assert same.url == reverse("meeting", args=[filed.identity])
    assert (refused.status_code, refused.context["here"]) == (409, same.url)
    assert [(clash.theirs, clash.mine) for clash in refused.context["overtaken"].clashes] == [
        ("清洁家园", "学习全会精神")
    ]
    assert (another.row.values["period"], another.row.values["theme"]) == ("2020年第12期（2）", "学习全会精神")


def test_a_step_of_a_village_matter_is_not_overwritten_by_whoever_opened_it_before(county: County, sign_in):
    client = sign_in("secretary")
    made = client.post(
        reverse("village_matter_new", args=[county.organisation("oak")]),
        {"kind": "project", "title": "硬化道路", "text": "八百米", "on": "2020-12-20"},
    )
    page = client.get(made.url)
    step = next(one for one in page.context["steps"] if one.is_now)
    carried = {"step": step.code, "based_on": step.based_on, "stood": step.stood, "on": "2020-12-20", "joined": "1"}
    client.post(made.url, carried | {"text": "已提议"})

    same = client.post(made.url, carried | {"text": "已提议"})
    refused = client.post(made.url, carried | {"text": "党总支提议"})
    [clash] = refused.context["overtaken"].clashes
    now = next(one for one in refused.context["steps"] if one.is_now)
    again = carried | {"based_on": now.based_on, "stood": now.stood, "compared": "1", "text": "党总支提议"}
    decided = client.post(made.url, again | {"take.text": "both"})

    assert [one.status_code for one in (same, refused, decided)] == [302, 409, 302]
    assert (clash.theirs, clash.mine) == ("已提议", "党总支提议")
    assert client.get(made.url).context["steps"][0].text == "已提议\n党总支提议"


def test_who_is_away_for_long_is_offered_as_excused_in_a_meeting_of_any_kind(county: County, sign_in):
    client = sign_in("secretary")
    li, wang = (county.persons[name] for name in ("李国强", "王秀英"))
    held(client, county, on="2020-12-10", **{f"p{li}": "bedridden", f"p{wang}": "sick"})

    form = client.get(new(county, "members_meeting")).context["roll"]
    recorded(send(client, new(county, "members_meeting"), on="2020-12-20", theme="选举", **{f"p{wang}": "sick"}))
    after = client.get(new(county, "themed_day")).context["roll"]

    assert chosen_of(form) == {li: "bedridden", wang: "present"}
    assert all(line.is_present for line in after)


def chosen_of(roll) -> dict[int, str]:
    return {line.person: next(value for value, _, is_chosen in line.choices if is_chosen) for line in roll}


def test_who_stands_in_the_register_of_mobile_members_is_not_asked_for_again(county: County, sign_in):
    client = sign_in("secretary")
    li, wang = (county.persons[name] for name in ("李国强", "王秀英"))
    add("mobile_register", {"person": li, "organisation": county.organisation("oak"), "managed": "yes"})

    form = client.get(new(county, "themed_day")).context["roll"]
    planned = recorded(send(client, new(county, "themed_day"), act="plan", on="2020-12-20", theme="学习"))
    to_hold = client.get(reverse("meeting", args=[planned.identity])).context["roll"]

    assert chosen_of(form) == {li: "away", wang: "present"}
    assert chosen_of(to_hold) == {li: "away", wang: "present"}
