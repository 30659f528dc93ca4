"""Ratings as pages show them: boards by rights, a month adjusted and appealed, grades given."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.county import PASSWORD, SINCE, SOURCE, County, add
from zugong.offices.actions import create_user, seat
from zugong.offices.models import Office, Seat
from zugong.organisations.actions import OrganisationValues, found_organisation

pytestmark = pytest.mark.once

STARS = "village_stars"
BOARD = reverse("scheme", args=["branch_rules"])


@pytest.fixture
def village(county: County, settings) -> int:
    """A village organisation in a place whose pack gives stars by the year and moves them by the month."""
    settings.ZUGONG_PACK, settings.ZUGONG_AS_OF = "weichang", date(2024, 6, 30)
    values = OrganisationValues(code="99", name="枫树村党支部", kind="branch", sector="rural")
    made = found_organisation(values=values, parent=county.organisations["east"], since=SINCE, source=SOURCE)
    unit = {"code": "V9", "name": "枫树村", "kind": "village", "territory": county.organisation("east")}
    [unit_of] = add("unit", unit)
    add("serves", {"organisation": made.pk, "unit": unit_of})
    return made.pk


def second_of_the_section(county: County) -> Client:
    """Another person in the county's section."""
    office = Office.objects.get(pk=Seat.objects.get(user=county.users["section"]).office_id)
    user = create_user(username="second", password=PASSWORD, full_name="孙丽", source=SOURCE)
    seat(user=user, office=office, since=SINCE, source=SOURCE)
    client = Client()
    client.force_login(user)
    return client


def adjust(client: Client, village: int, **values: str):
    said = {
        "rated": str(village),
        "level": "one",
        "reason": "当月重点任务没有完成",
        "paper": "镇发〔2024〕6号",
    } | values
    return client.post(reverse("scheme_months", args=[STARS]), said)


def names_on(page) -> list[str]:
    return [row.name for row in page.context["board"]]


def test_each_sees_on_the_board_whom_they_may_list(county: County, sign_in):
    boards = {role: names_on(sign_in(role).get(BOARD)) for role in ("secretary", "township", "section")}

    assert boards == {
        "secretary": ["橡树村党支部"],
        "township": ["橡树村党支部", "榆树村党支部"],
        "section": ["橡树村党支部", "榆树村党支部", "白蜡村党支部", "县农业农村局党支部"],
    }


def test_the_board_shows_one_level_where_asked(county: County, sign_in):
    page = sign_in("section").get(f"{BOARD}?level=full")

    assert (names_on(page), page.context["nothing"]) == ([], "没有符合的：各项规范。")


def test_the_list_has_a_card_for_each_scheme_that_rates_anybody_here(county: County, sign_in):
    client = sign_in("secretary")
    meeting = {
        "organisation": county.organisation("ash"),
        "series": "themed_day",
        "period": "2020-08",
        "status": "held",
    }
    add("themed_day", meeting, since=date(2020, 8, 5))  # so that no rating is kept from before

    cards = {card.label: card.is_coming for card in client.get(reverse("schemes")).context["schemes"]}
    card = client.get(reverse("scheme_card", args=["branch_rules"])).context["scheme"]

    assert cards["党支部标准化规范化建设"] is True
    assert (card.count, card.own.level) == (1, "未定等次")


def test_one_who_is_rated_reads_why_and_what_is_missing(county: County, sign_in):
    page = sign_in("secretary").get(reverse("scheme_rated", args=["branch_rules", county.organisation("oak")]))

    clauses = {clause.code: (clause.state, clause.why) for part in page.context["parts"] for clause in part.clauses}
    assert clauses["full_members"] == ("未达到", "现为 2，要求不少于 3。")
    assert clauses["themed_days"] == ("未达到", "现为 1，要求不少于 12。")
    assert "full_members" in [clause.code for clause in page.context["missing"]]


def test_a_month_adjusted_by_the_township_is_appealed_and_decided_by_another(county: County, village: int, sign_in):
    township, section = sign_in("township"), sign_in("section")
    assert adjust(township, village).status_code == 302
    rated = reverse("scheme_rated", args=[STARS, village])
    assert "经月度调整，现行等次：一星" in township.get(rated).content.decode()

    about = [STARS, village, "adjustment:2024-06"]
    handed_in = section.post(reverse("scheme_appeal", args=about), {"text": "任务已于6月28日完成。"})
    decided = second_of_the_section(county).post(
        reverse("scheme_appeal_decide", args=about), {"decision": "met", "text": "情况属实。"}
    )

    assert (handed_in.status_code, decided.status_code) == (302, 302)
    [line] = township.get(reverse("scheme_months", args=[STARS])).context["lines"]
    assert (line.effect, line.appeals[0].state) == ("经申诉撤销，不再计入。", "撤销调整")


def test_an_adjustment_says_level_and_pay_beside_the_yearly_total(county: County, village: int, sign_in):
    township = sign_in("township")
    adjust(township, village)

    [line] = township.get(reverse("scheme_months", args=[STARS])).context["lines"]
    appeal = sign_in("section").get(reverse("scheme_appeal", args=[STARS, village, "adjustment:2024-06"]))

    assert line.effect == ("年度总评：未定等次 · 现行等次：一星 · 报酬建议：按星级核发村干部绩效报酬，按一星")
    assert dict(appeal.context["facts"])["调整"] == "一星"


def test_an_appeal_about_a_month_that_was_never_adjusted_is_refused_in_words(county: County, village: int, sign_in):
    address = reverse("scheme_appeal", args=[STARS, village, "adjustment:2024-05"])
    section = sign_in("section")

    asked, sent = section.get(address), section.post(address, {"text": "没有道理。"})

    assert (asked.status_code, sent.status_code) == (200, 422)
    assert (
        asked.context["refusal"] == sent.context["refusal"] == "“枫树村党支部”2024-05没有月度调整，没有可以申诉的内容。"
    )


def test_who_adjusted_does_not_decide_about_the_appeal(county: County, village: int, sign_in):
    section = sign_in("section")
    adjust(section, village)
    about = [STARS, village, "adjustment:2024-06"]
    section.post(reverse("scheme_appeal", args=about), {"text": "任务已于6月28日完成。"})

    page = section.get(reverse("scheme_appeal_decide", args=about))
    answer = section.post(reverse("scheme_appeal_decide", args=about), {"decision": "met", "text": "情况属实。"})

    assert page.context["refusal"] == "这次调整由您本人登记，申诉须由另一人决定。"
    assert answer.status_code == 422


def test_the_same_adjustment_sent_again_is_recorded_once(county: County, village: int, sign_in):
    for _ in range(2):
        adjust(sign_in("township"), village)

    assert len(sign_in("township").get(reverse("scheme_months", args=[STARS])).context["lines"]) == 1


def test_an_adjustment_without_a_reason_says_what_to_do(county: County, village: int, sign_in):
    page = adjust(sign_in("township"), village, reason="")

    assert (page.status_code, page.context["problem"]) == (422, "请写明理由，被评定的党组织会看到。")


def test_grades_are_given_with_their_reason_and_published(county: County, sign_in):
    client, oak = sign_in("section"), county.organisation("oak")
    address = reverse("scheme_publication", args=["advanced_organisations"])

    given = client.post(
        address, {"act": "grade", "rated": str(oak), "level": "county", "reason": "班子团结，工作扎实。"}
    )

    assert given.status_code == 302
    assert [(one.label, one.count) for one in client.get(address).context["levels"]] == [("县级先进基层党组织", 1)]


def test_results_may_be_decided_on_the_day_after_their_days(county: County, sign_in, settings):
    client, oak = sign_in("section"), county.organisation("oak")
    address = reverse("scheme_publication", args=["advanced_organisations"])
    client.post(address, {"act": "grade", "rated": str(oak), "level": "county", "reason": "班子团结，工作扎实。"})

    acts = {}
    for day in (date(2021, 1, 4), date(2021, 1, 5)):
        settings.ZUGONG_AS_OF = day
        acts[day.day] = [act.label for act in client.get(f"{address}?on=2020-12-31&round=2020").context["acts"]]

    assert acts == {4: [], 5: ["审定 1 个结果"]}


def test_the_self_check_is_closed_once_the_result_is_published(county: County, sign_in):
    client, oak = sign_in("section"), county.organisation("oak")
    address = reverse("scheme_self_check", args=["advanced_organisations", oak])
    before = client.get(address).status_code

    grade(client, oak)
    after = client.get(address)

    assert (before, after.status_code) == (200, 403)
    assert "结果已于 2020-12-31 公布，不再自评；对结果有不同意见，可提出申诉。" in after.content.decode()


def test_what_follows_from_a_decided_result_is_confirmed_with_its_paper(county: County, sign_in, settings):
    client, oak = sign_in("section"), county.organisation("oak")
    grade(client, oak)
    settings.ZUGONG_AS_OF = date(2021, 1, 5)
    round_of = "?on=2021-01-05&round=2020"
    published = reverse("scheme_publication", args=["advanced_organisations"]) + round_of
    proposals = reverse("scheme_proposals", args=["advanced_organisations"]) + round_of
    client.post(published, {"act": "decide", "paper": "县组发〔2021〕1号"})
    [waiting] = client.get(proposals).context["causes"][0].waiting

    nobody = client.post(proposals, {"cause": "honour", "decision": "confirmed"})
    answer = client.post(
        proposals, {"cause": "honour", "decision": "confirmed", "rated": waiting.value, "paper": "县发〔2021〕2号"}
    )
    cause = client.get(proposals).context["causes"][0]

    assert (nobody.status_code, nobody.context["problem"]) == (422, "请至少勾选一项，并选择同意或不同意。")
    assert answer.status_code == 302
    assert ([one.label for one in cause.waiting], [(one.label, one.state) for one in cause.decided]) == (
        [], [("橡树村党支部", "已同意")],
    )  # fmt: skip


def test_a_veto_that_no_record_shows_is_recorded_with_its_paper(county: County, village: int, sign_in, settings):
    settings.ZUGONG_PACK = "lushi"
    township, address = sign_in("township"), reverse("scheme_veto", args=["five_star_branches", village])

    without = township.post(address, {"veto": "serious", "reason": "", "paper": ""})
    answer = township.post(address, {"veto": "serious", "reason": "发生安全生产责任事故", "paper": "县安发〔2024〕3号"})
    rated = township.get(reverse("scheme_rated", args=["five_star_branches", village])).content.decode()

    assert (without.status_code, without.context["problem"]) == (422, "请选择否决情形，并写明事由和依据文件。")
    assert answer.status_code == 302
    assert "县里文件规定的否决情形" in rated


def test_a_reviewed_clause_is_reviewed_once_more_from_the_queue(county: County, sign_in):
    client, oak = sign_in("section"), county.organisation("oak")
    queue = reverse("scheme_review", args=["advanced_organisations"])
    line = f"leaders.{oak}"
    client.post(f"{queue}?blank=1", {f"outcome.{line}": "unmet", f"text.{line}": "班子不全"})

    again = client.get(f"{queue}?again=1")
    client.post(f"{queue}?again=1", {f"outcome.{line}": "met"})
    page = client.get(reverse("scheme_rated", args=["advanced_organisations", oak]))

    assert [(one.key, one.stated) for one in again.context["lines"]] == [(line, "未达到")]
    assert [one.state for part in page.context["parts"] for one in part.clauses if one.code == "leaders"] == ["达到"]


def grade(client: Client, rated: int) -> None:
    """Give a level and publish it."""
    said = {"act": "grade", "rated": str(rated), "level": "county", "reason": "班子团结，工作扎实。"}
    client.post(reverse("scheme_publication", args=["advanced_organisations"]), said)
