"""Training from a need to the hours of everybody: plan, places, enrolment, roll, corrections, groups, one's own page."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.county import County, add
from tests.web.training_there import BEGINS, class_there
from zugong.figures.answers import Request
from zugong.figures.grouping import EVERYWHERE, all_rows
from zugong.figures.queries import ask
from zugong.kernel.time import Clocks
from zugong.offices.models import AccessLog
from zugong.training.queries import FiledClass, filed_class, need_rows

pytestmark = pytest.mark.once

DAY = date(2020, 12, 31)
FIGURES = (
    "members_to_train",
    "members_trained",
    "members_never_reached",
    "training_needs_met",
    "online_training_hours",
)


def counted() -> list[int]:
    requests = [Request(figure, Clocks.at(DAY)) for figure in FIGURES]
    answers = ask(requests, EVERYWHERE, all_rows)
    return [int(answers.total(one).value) for one in requests]


def a_class(**said: str) -> dict[str, str]:
    return {"name": "东镇果树培训", "series": "practical_skill", "on": "2020-12-20", "hours": "4", "act": "held"} | said


def filed(identity: int) -> FiledClass:
    found = filed_class(identity)
    assert found is not None
    return found


def identity_of(response) -> int:
    assert response.status_code == 302, response.context["problems"]
    return int(response.url.strip("/").split("/")[2])


def enrol(client: Client, identity: int, county: County, of: str, *names: str):
    said = {"of": county.organisation(of), "group": "members", "show": "all", "reason": "rotation"}
    persons = {"person": [county.persons[name] for name in names]}
    return client.post(reverse("training_enrol", args=[identity]), said | persons)


def rolled(client: Client, identity: int, **said: str):
    return client.post(reverse("training_roll", args=[identity]), said)


def states(identity: int) -> dict[int, tuple]:
    return {row.values["person"]: (row.values["hours"], row.values["completed"]) for row in filed(identity).roll}


def test_a_township_meets_a_need_with_a_class_and_everybodys_hours_follow_from_the_roll(county: County, sign_in):
    client, oak, elm = sign_in("township"), county.persons["李国强"], county.persons["张伟"]
    need = {
        "subject": "果树冬剪", "organisation": county.organisation("oak"), "year": 2020, "audience": "member",
        "persons": 2, "state": "open",
    }  # fmt: skip
    [wanted] = add("training_need", need, since=date(2020, 11, 2))
    before = counted()
    new = reverse("training_new", args=[county.organisation("east")])
    begun = client.get(new, {"need": wanted}).context["name"].value

    courses = {"course.1.title": "修剪", "course.1.hours": "8", "course.4.title": "植保", "course.4.hours": "2"}
    identity = identity_of(client.post(new, a_class(need=str(wanted), **courses)))
    enrol(client, identity, county, "east", "李国强", "王秀英", "张伟")
    wrong = rolled(client, identity, **{f"m{elm}": "3"})
    rolled(client, identity, **{f"p{oak}": "sick", f"m{elm}": "2"})

    [met] = need_rows([wanted])
    assert begun == "果树冬剪"
    assert (wrong.status_code, wrong.context["lines"][2].problem) == (422, "没有第 3 课。")
    assert states(identity) == {oak: (0, False), county.persons["王秀英"]: (10, True), elm: (8, False)}
    assert (met.values["state"], met.values["training_class"]) == ("met", identity)
    assert (before, counted()) == ([6, 0, 6, 0, 0], [6, 1, 5, 1, 0])


def test_hours_are_reckoned_anew_when_the_courses_of_a_class_were_wrong(county: County, sign_in):
    client, elm = sign_in("township"), county.persons["张伟"]
    courses = {"course.1.title": "修剪", "course.1.hours": "8", "course.2.title": "植保", "course.2.hours": "2"}
    said = a_class(**courses)
    identity = identity_of(client.post(reverse("training_new", args=[county.organisation("east")]), said))
    enrol(client, identity, county, "east", "张伟")
    rolled(client, identity, **{f"m{elm}": "2"})
    page, form = reverse("training_class", args=[identity]), client.get(
        reverse("training_class", args=[identity]), {"correct": 1}
    )  # fmt: skip
    based_on = form.context["based_on"]

    unexplained = client.post(page, said | {"course.1.hours": "14", "based_on": based_on})
    stale = client.post(page, said | {"why": "课时填错", "based_on": "0-0-0"})
    client.post(page, said | {"course.1.hours": "14", "why": "课时填错", "based_on": based_on})

    assert [unexplained.status_code, stale.status_code] == [422, 409]
    assert (filed(identity).hours, states(identity)) == (16, {elm: (14, True)})  # 2 of 16 hours are less than a seventh


def test_a_roll_begins_with_who_is_away_and_of_two_who_wrote_it_the_second_decides(county: County, sign_in):
    client, oak = sign_in("secretary"), county.organisation("oak")
    li, wang = county.persons["李国强"], county.persons["王秀英"]
    add("mobile_register", {"person": li, "organisation": oak, "managed": "yes"})
    identity = identity_of(client.post(reverse("training_new", args=[oak]), a_class()))
    enrol(client, identity, county, "oak", "李国强", "王秀英")
    opened = client.get(reverse("training_roll", args=[identity])).context
    begun = {line.person: next(one.value for one in line.choices if one.is_chosen) for line in opened["lines"]}
    carried = {"based_on": opened["based_on"], "stood": opened["stood"], f"p{wang}": "present"}

    first = rolled(client, identity, **carried | {f"p{li}": "away", f"p{wang}": "sick"})
    asked = rolled(client, identity, **carried, **{f"p{li}": "present"})
    again = {"based_on": asked.context["based_on"], "stood": asked.context["stood"], "compared": "1"}
    decided = rolled(client, identity, **again, **{f"p{li}": "present", f"p{wang}": "sick"})

    assert begun == {li: "away", wang: "present"}
    assert [one.status_code for one in (first, asked, decided)] == [302, 409, 302]
    assert asked.context["overtaken"].taken_over == (("王秀英", "病假"),)
    assert states(identity) == {li: (4, True), wang: (0, False)}


def test_places_are_filled_by_those_who_got_them_and_never_beyond(county: County, sign_in):
    identity, secretary, township = class_there(county), sign_in("secretary"), sign_in("township")
    offered = [offer.text for offer in secretary.get(reverse("training")).context["offers"]]

    full = enrol(secretary, identity, county, "oak", "李国强", "王秀英")
    enrol(secretary, identity, county, "oak", "王秀英")
    enrol(township, identity, county, "elm", "张伟")
    shown = secretary.get(reverse("training_class", args=[identity])).context["trainees"]
    beyond = enrol(sign_in("section"), identity, county, "west", "刘洋", "陈静")
    secretary.post(reverse("training_withdraw", args=[identity]), {"person": county.persons["王秀英"]})

    left = [(row.values["person"], row.values["reason"]) for row in filed(identity).enrolments]
    assert offered == ["橡树村党支部名额 1 人"]
    assert (
        full.context["problem"]
        == "“橡树村党支部”在本班的名额是 1 人，这次多选了 1 人。请减少人选，或向主办单位申请增加名额。"
    )
    assert [one.name for one in shown] == ["王秀英"]
    assert beyond.context["problem"] == "本班计划 3 人，已报 2 人，这次多选了 1 人。"
    assert left == [(county.persons["张伟"], "rotation")]


IMPOSSIBLE = [
    ({"on": "2021-01-02"}, "开班日期 2021-01-02 还没有到。请先存入计划，办班后再登记。"),
    ({"ended_on": "2020-12-19"}, "结束日期 2020-12-19 早于开班日期 2020-12-20。请改为更晚的日期，或者不填。"),
    ({"hours": ""}, "已办的培训班要有学时：请填写总学时，或逐课填写学时。"),
    ({"name": "2020年党员进党校第1期"}, "已有同名培训班。请在名称里写上年份或期数。"),
    ({"name": "", "course.1.title": "植保"}, "有2处需要再看一下，已在下面标出。"),
]


def test_a_class_that_cannot_be_says_what_would_be_right(county: County, sign_in):
    class_there(county)
    client, address = sign_in("township"), reverse("training_new", args=[county.organisation("east")])

    responses = [client.post(address, a_class(**said)) for said, _ in IMPOSSIBLE]

    assert [(one.status_code, *one.context["problems"]) for one in responses] == [(422, told) for _, told in IMPOSSIBLE]


def test_who_was_never_reached_and_who_lacks_hours_is_told_by_name_to_whom_it_may_be_told(county: County, sign_in):
    identity = class_there(county)
    add(
        "training_attendance",
        {
            "training_class": identity, "person": county.persons["张伟"], "rank": "member", "hours": 24, "completed": True,
        },
        since=BEGINS,
    )  # fmt: skip
    section, township = sign_in("section"), sign_in("township")
    rolled(section, identity)
    online = {"person": county.persons["张伟"], "organisation": county.organisation("elm"), "academy": "干部网络学院"}
    add(
        "online_training",
        online | {"year": 2020, "hours": 8},
        online | {"academy": "先锋网", "year": 2019, "hours": 50},
    )
    address = reverse("training_group", args=["members"])

    whole = section.get(address).context
    never = township.get(address, {"show": "never"}).context
    short = township.get(address, {"show": "short"}).context

    assert [whole[name] for name in ("persons", "reached", "share", "never", "short", "lacking")] == [
        6,
        1,
        "16.7%",
        5,
        5,
        160,
    ]
    assert [(line.label, line.numbers.persons, line.numbers.reached) for line in whole["lines"]] == [
        ("中共东镇委员会", 3, 1), ("中共西镇委员会", 2, 0), ("县农业农村局党支部", 1, 0),
    ]  # fmt: skip
    assert [one.name for one in never["people"]] == [one.name for one in short["people"]] == ["李国强", "王秀英"]
    assert AccessLog.objects.filter(user=county.users["township"], record_type="membership").count() == 2
    assert section.get(address, {"organisation": county.organisation("ash")}).context["persons"] == 2
    assert township.get(address, {"organisation": county.organisation("ash")}).status_code == 404


def test_a_member_reads_the_own_hours_and_what_the_rule_asks(county: County, sign_in):
    identity = class_there(county)
    enrol(sign_in("section"), identity, county, "county", "王秀英")
    rolled(sign_in("section"), identity)

    shown = sign_in("member").get(reverse("training_mine")).context

    assert [(one.name, one.hours, one.state) for one in shown["classes"]] == [("2020年党员进党校第1期", 8, "已结业")]
    assert [(one.label, one.has, one.lacking, one.paper) for one in shown["duties"]] == [
        ("党员", 8, 24, "《中国共产党党员教育管理工作条例》第20条")
    ]


def test_papers_of_a_class_are_printed_for_those_who_signed_and_those_who_completed(county: County, sign_in):
    identity, section = class_there(county), sign_in("section")
    enrol(section, identity, county, "county", "王秀英", "张伟")
    sheet = section.get(reverse("training_sheet", args=[identity])).context
    rolled(section, identity, **{f"p{county.persons['张伟']}": "absent"})

    [certificate] = section.get(reverse("training_certificates", args=[identity])).context["certificates"]

    assert [line.name for line in sheet["lines"]] == ["王秀英", "张伟", "", "", "", "", ""]
    assert [text for _, text in certificate][:5] == [
        "结业证书", "王秀英 同志：", "于2020年12月20日参加“2020年党员进党校第1期”培训，共 8 学时，完成规定的学习任务，准予结业。",
        "中共某县委员会", "2020年12月20日",
    ]  # fmt: skip


def test_a_cancelled_class_opens_its_need_again_and_takes_nobody(county: County, sign_in):
    client = sign_in("township")
    need = {
        "subject": "电商",
        "organisation": county.organisation("oak"),
        "year": 2020,
        "audience": "member",
        "state": "open",
    }
    [wanted] = add("training_need", need)
    said = a_class(act="plan", need=str(wanted), on="2021-03-01")
    identity = identity_of(client.post(reverse("training_new", args=[county.organisation("east")]), said))
    [planned] = need_rows([wanted])

    client.post(reverse("training_status", args=[identity]))
    refused = enrol(client, identity, county, "east", "张伟")

    [opened] = need_rows([wanted])
    assert (planned.values["state"], opened.values["state"]) == ("planned", "open")
    assert refused.context["problem"] == "本班已取消。请先恢复到计划中。"


HOURS = (
    "members_short_of_hours",
    "members_hours_lacking",
    "branch_leaders_short_of_hours",
    "branch_leaders_hours_lacking",
)


def of_the_year(*codes: str) -> dict[str, int]:
    requests = {code: Request(code, Clocks.at(DAY)) for code in codes}
    answers = ask(list(requests.values()), EVERYWHERE, all_rows)
    return {code: int(answers.total(one).value or 0) for code, one in requests.items()}


def test_the_gap_in_hours_is_a_figure_that_equals_what_the_groups_show(county: County, sign_in):
    client, wang, li = sign_in("section"), county.persons["王秀英"], county.persons["李国强"]
    settled = {"academy": "干部网络学院", "year": 2020, "organisation": county.organisation("oak")}
    add("online_training", settled | {"person": wang, "hours": 30}, since=date(2020, 12, 1))
    add("online_training", settled | {"person": li, "hours": 50, "counted": False}, since=date(2020, 12, 1))
    said = a_class(hours="40", name="书记培训班")
    identity = identity_of(client.post(reverse("training_new", args=[county.organisation("county")]), said))
    enrol(client, identity, county, "county", "王秀英", "李国强")
    rolled(client, identity)

    found = of_the_year(*HOURS)

    # Six members are to have 32 hours; two have 70 and 40. The secretary is to have 56.
    assert found == dict(zip(HOURS, (4, 4 * 32, 1, 16), strict=True))
    overview = {line.label: line.numbers for line in client.get(reverse("training")).context["groups"]}
    assert (overview["党员"].short, overview["党员"].lacking) == (4, 128)
    assert overview["基层党组织书记和班子成员"].lacking == 16


def test_somebody_is_found_for_a_class_by_name_pinyin_or_initials_within_the_rights(county: County, sign_in):
    identity, secretary, section = class_there(county), sign_in("secretary"), sign_in("section")
    address = reverse("training_enrol", args=[identity])

    def named(client: Client, text: str) -> list[tuple[str, bool]]:
        return [(one.name, one.is_ticked) for one in client.get(address, {"name": text}).context["candidates"]]

    assert [named(section, text) for text in ("刘洋", "liuyang", "ly")] == [[("刘洋", True)]] * 3
    assert (named(secretary, "刘洋"), named(secretary, "wxy")) == ([], [("王秀英", True)])
    said = {"name": "wxy", "person": county.persons["王秀英"]}
    outside = secretary.post(address, said | {"person": county.persons["刘洋"]})
    secretary.post(address, said)
    again = secretary.get(address, {"name": "王秀英"}).context
    assert (outside.status_code, outside.context["problem"]) == (422, "还没有选人。请先勾选姓名，再按一次按钮。")
    assert [row.values["person"] for row in filed(identity).enrolments] == [county.persons["王秀英"]]
    assert (again["candidates"], again["already"]) == ((), ("王秀英",))


def test_the_list_of_those_not_reached_leads_to_the_classes_that_are_planned(county: County, sign_in, settings):
    identity = class_there(county)
    settings.ZUGONG_AS_OF = date(2020, 12, 1)
    group = {"show": "never", "organisation": county.organisation("east")}

    [coming] = sign_in("township").get(reverse("training_group", args=["members"]), group).context["coming"]

    begun = sign_in("township").get(coming.address).context
    assert (coming.name, begun["title"]) == ("2020年党员进党校第1期 12-20", "选派人员：2020年党员进党校第1期")
    assert [one.name for one in begun["candidates"]] == ["李国强", "王秀英", "张伟"]
    assert f"/{identity}/" in coming.address
