"""A round of commendations from its notice to the ledger; medals from the rule to the hand-over; titles and their validity."""

from __future__ import annotations

import io
from datetime import date
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document

from tests.web.county import SOURCE, County, add
from zugong.activities.filed import kind_of, ledger
from zugong.commendations.rules import Chosen, Places, coming_year, last_shown, too_many
from zugong.dictionary.store import NewRow, store_of
from zugong.figures.answers import Request
from zugong.figures.grouping import EVERYWHERE, all_rows
from zugong.figures.queries import ask
from zugong.kernel.facts.recording import recording
from zugong.kernel.time import Clocks, PartialDate, Period
from zugong.reviews.documents import saved
from zugong.reviews.outline import Line
from zugong.reviews.word.building import template_document

pytestmark = pytest.mark.once

DAY = date(2020, 12, 31)
YEAR = Period.year(2020)


def counted(*figures: str, on: date = DAY, period: Period = YEAR) -> list[int]:
    requests = [Request(figure, Clocks.at(on, period=period)) for figure in figures]
    answers = ask(requests, EVERYWHERE, all_rows)
    return [int(answers.total(one).value or 0) for one in requests]


@pytest.fixture
def opened(county: County, sign_in) -> str:
    """A round of the county with one place for excellent members in the east; nothing is published for days."""
    form = {
        "title": "2020年“两优一先”", "level": "county", "paper": "组发〔2020〕12号", "propose_by": "2020-12-31",
        "shown_days": "5",
    }  # fmt: skip
    address = sign_in("section").post(reverse("commendation_new"), form).url
    east = f"places.excellent_member.{county.organisation('east')}"
    sign_in("section").post(f"{address}places/", {east: "1"})
    return address


def propose(client: Client, address: str, organisation: int, **said: str):
    form = {"kind": "excellent_member", "merits": "2020年修通两公里村道", "meeting_on": "2020-12-20"} | said
    return client.post(f"{address}propose/{organisation}/", form)


def look(client: Client, address: str, act: str, *names: str, **said: str):
    """What the township says of the proposals of its branches."""
    chosen = [row for name, row in rows(client, address).items() if name in names]
    return client.post(address, {"act": act, "chosen": chosen, "on": "2020-12-30"} | said)


def rows(client: Client, address: str) -> dict[str, int]:
    return {line.name: line.row for line in client.get(address).context["proposals"]}


def test_a_round_goes_from_its_places_to_the_ledger_and_the_figures(county: County, sign_in, opened: str, settings):
    client, secretary, oak = sign_in("section"), sign_in("secretary"), county.organisation("oak")
    person = str(county.persons["王秀英"])

    nobody = propose(secretary, opened, oak)
    answers = [
        propose(secretary, opened, oak, person=person), propose(secretary, opened, oak, person=str(county.persons["李国强"])),
        propose(secretary, opened, oak, kind="advanced_organisation"),
    ]  # fmt: skip
    other = propose(secretary, opened, county.organisation("elm"), person=person)
    look(sign_in("township"), opened, "endorse", "王秀英", "李国强", "橡树村党支部")
    found = rows(client, opened)
    too_much = client.post(opened, {"act": "show", "chosen": list(found.values())})
    chosen = [found["王秀英"], found["橡树村党支部"]]
    client.post(opened, {"act": "show", "chosen": chosen, "on": "2020-12-31"})
    early = client.post(
        opened, {"act": "decide", "chosen": list(rows(client, opened).values())[:1], "paper": "中发1号"}
    )
    printed = client.get(f"{opened}list/").content.decode()
    settings.ZUGONG_AS_OF = date(2021, 1, 5)
    again = rows(client, opened)
    decision = {"act": "decide", "chosen": [again["王秀英"], again["橡树村党支部"]], "paper": "中发〔2021〕1号"}
    unmet = client.post(opened, decision)
    done = client.post(opened, decision | {"note": "组织生活会记录在纸质档案"})

    assert nobody.context["problem"] == "请选择支部推荐的党员。"
    assert ([one.status_code for one in answers], other.status_code) == ([302, 302, 302], 404)
    assert (
        too_much.context["problem"] == "“中共东镇委员会”的“优秀共产党员”名额是 1 个，选了 2 个，请减少 1 个或调整名额。"
    )
    assert early.context["problem"] == "公示到 2021-01-04 为止，请从 2021-01-05 起再作决定。"
    assert ("王秀英" in printed, "李国强" in printed, "公示到 2021-01-04 为止" in printed) == (True, False, True)
    assert unmet.context["problem"] == (
        "台账显示“橡树村党支部”不符合“近一年召开过组织生活会”。请先更正台账，或写明为什么符合条件。"
    )
    assert done.status_code == 302
    states = {line.name: line.state for line in client.get(opened).context["proposals"]}
    assert states == {"王秀英": "commended", "李国强": "not_this_time", "橡树村党支部": "commended"}
    [award] = ledger("commendation").believed()
    assert (award.values["person"], award.values["level"], award.values["paper"]) == (
        int(person),
        "county",
        "中发〔2021〕1号",
    )
    figures = ("excellent_members", "advanced_organisations_named")
    assert counted(*figures, on=date(2021, 1, 5), period=Period.year(2021)) == [1, 1]


def test_a_township_endorses_or_sends_back_before_the_county_decides(county: County, sign_in, opened: str):
    section, township, secretary = sign_in("section"), sign_in("township"), sign_in("secretary")
    oak = county.organisation("oak")
    for name in ("王秀英", "李国强"):
        propose(secretary, opened, oak, person=str(county.persons[name]))
    county_alone = section.post(opened, {"act": "show", "chosen": [rows(section, opened)["王秀英"]]})
    by_itself = look(secretary, opened, "endorse", "王秀英").status_code
    waiting = township.get(opened).context["waiting"]

    look(township, opened, "endorse", "王秀英")
    look(township, opened, "send_back", "李国强", because="meeting")
    told = {line.name: (line.word, line.looked) for line in secretary.get(opened).context["proposals"]}
    propose(secretary, opened, oak, person=str(county.persons["李国强"]))
    shown = section.post(opened, {"act": "show", "chosen": [rows(section, opened)["王秀英"]], "on": "2020-12-31"})

    assert county_alone.context["problem"] == "“橡树村党支部”的推荐还没有经“中共东镇委员会”初审，请先初审同意或退回。"
    assert (by_itself, waiting, shown.status_code) == (403, 2, 302)
    assert told == {
        "王秀英": ("初审同意", "中共东镇委员会 2020-12-30"), "李国强": ("初审退回", "未经支部大会讨论")
    }  # fmt: skip
    states = {line.name: line.state for line in section.get(opened).context["proposals"]}
    assert states == {"王秀英": "shown", "李国强": "proposed"}


def words_of(content: bytes) -> list[str]:
    return [one.text for one in Document(io.BytesIO(content)).paragraphs if one.text]


def test_certificates_are_filled_from_the_layout_of_who_holds_the_round(county: County, sign_in, opened: str, settings):
    section = sign_in("section")
    person = str(county.persons["王秀英"])
    propose(sign_in("secretary"), opened, county.organisation("oak"), person=person)
    look(sign_in("township"), opened, "endorse", "王秀英")
    section.post(opened, {"act": "show", "chosen": list(rows(section, opened).values()), "on": "2020-12-31"})
    settings.ZUGONG_AS_OF = date(2021, 1, 5)
    decision = {"act": "decide", "chosen": list(rows(section, opened).values()), "paper": "中发〔2021〕1号"}
    section.post(opened, decision)
    [line] = section.get(opened).context["proposals"]

    usual = section.get(line.certificate_address).content
    layouts = reverse("commendation_layouts")
    own = saved(template_document((Line("body", "兹表彰{{姓名}}为{{荣誉称号}}。"),)))
    wrong = saved(template_document((Line("body", "{{姓}}"),)))
    answers = [
        section.post(layouts, {"paper": "certificate_of_person", "file": SimpleUploadedFile("证书.docx", one)})
        for one in (wrong, own)
    ]
    packed = ZipFile(io.BytesIO(section.get(f"{opened}certificates/").content))

    assert words_of(usual) == [
        "荣誉证书", "2020年“两优一先”", "授予王秀英同志（橡树村党支部）“优秀共产党员”称号，特发此证，以资鼓励。",
        "中发〔2021〕1号", "中共某县委员会", "2021年1月5日",
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [422, 302]
    assert packed.namelist() == ["001 优秀共产党员 王秀英.docx"]
    assert words_of(packed.read(packed.namelist()[0])) == ["兹表彰王秀英为优秀共产党员。"]
    assert sign_in("township").get(line.certificate_address).status_code == 403


def test_a_branch_sees_the_round_from_above_but_neither_decides_nor_reads_others(county: County, sign_in, opened: str):
    secretary = sign_in("secretary")
    propose(sign_in("section"), opened, county.organisation("ash"), person=str(county.persons["刘洋"]))
    propose(secretary, opened, county.organisation("oak"), person=str(county.persons["王秀英"]))

    seen = secretary.get(opened).context
    decided = secretary.post(opened, {"act": "show", "chosen": "1"}).status_code
    places = secretary.post(f"{opened}places/", {}).status_code
    withdrawn = secretary.post(seen["proposals"][0].withdraw_address).status_code

    assert [line.name for line in seen["proposals"]] == ["王秀英"]
    assert (seen["is_holder"], decided, places, withdrawn) == (False, 403, 403, 302)
    assert secretary.get(opened).context["proposals"] == ()
    assert list(rows(sign_in("section"), opened)) == ["刘洋"]


def test_medals_follow_the_years_from_full_membership_to_the_day_of_the_hand_over(county: County, sign_in):
    days = {
        "李国强": {"full_on": PartialDate("1971-07-01")}, "王秀英": {"full_on": PartialDate("1971-07-02")},
        "张伟": {"joined_on": PartialDate("1970-10-01")}, "刘洋": {"joined_on": PartialDate("1964-05-01")},
    }  # fmt: skip
    for name, said in days.items():
        correct_membership(county, name, said)
    client = sign_in("section")

    def part(name: str, year: int = 2021) -> list[str]:
        return [line.name for line in client.get(reverse("medals"), {"part": name, "year": year}).context["lines"]]

    before = [part("due"), part("due", 2022), part("check")]
    address = f"{reverse('medals')}?year=2021&part="
    without = client.post(f"{address}due", {"act": "approve", "all": "1"})
    client.post(f"{address}due", {"act": "approve", "all": "1", "paper": "县委组〔2020〕31号"})
    refused = sign_in("secretary").post(f"{address}due&year=2022", {"act": "approve", "all": "1", "paper": "x"})
    waiting = client.get(f"{address}waiting").context["lines"]
    chosen = [line.row for line in waiting if line.name == "李国强"]
    secretary = sign_in("secretary")
    secretary.post(f"{address}waiting", {"act": "hand", "chosen": chosen, "on": "2020-12-30", "received_by": "family"})

    listed = [(one.name, one.received_by) for one in client.get(f"{reverse('medal_list')}?year=2021").context["lines"]]
    assert sorted(listed) == [("张伟", ""), ("李国强", "亲属代领")]
    assert before == [["李国强", "张伟"], ["李国强", "王秀英", "张伟"], ["刘洋"]]
    assert without.context["problem"] == "请填写文件名称或文号。"
    assert refused.status_code == 422
    assert ([line.name for line in waiting], part("due"), part("waiting")) == (["李国强", "张伟"], [], ["张伟"])
    assert counted("medals_handed", "medals_waiting") == [1, 1]


def correct_membership(county: County, name: str, said: dict) -> None:
    """The membership of somebody with these dates, as it should have been recorded."""
    store = store_of(kind_of("membership"))
    [row] = store.believed(person_id=county.persons[name])
    with recording(SOURCE) as entry:
        store.retract([row.id], entry=entry)
        store.insert([NewRow(None, row.since, None, row.values | said, supersedes=row.id)], entry=entry)


def test_titles_are_renewed_by_a_paper_and_revoked_with_a_reason(county: County, sign_in):
    def title(branch: str, until: date) -> int:
        row = {
            "kind": "benchmark_village", "level": "county", "organisation": county.organisation(branch), "valid_until": until,
        }  # fmt: skip
        return add("designation", row, since=date(2020, 2, 1))[0]

    expired, ending = title("oak", date(2020, 12, 1)), title("elm", date(2021, 2, 1))
    client = sign_in("township")
    figures = ("titles_in_force", "titles_expired")
    before = counted(*figures)

    own = sign_in("secretary").post(
        reverse("title_act", args=[expired]), {"act": "renew", "until": "2023-01-01", "paper": "x"}
    )
    standing = counted(*figures)
    client.post(
        reverse("title_act", args=[expired]), {"act": "renew", "until": "2022-12-31", "paper": "组发〔2020〕40号"}
    )
    client.post(reverse("title_act", args=[ending]), {"act": "revoke", "on": "2020-12-30", "because": "failed_review"})

    assert (before, own.status_code, standing) == ([1, 1], 302, [1, 1])
    assert counted(*figures, "titles_revoked") == [1, 0, 1]
    listed = client.get(reverse("titles"), {"part": "revoked"}).context["lines"]
    assert [(line.organisation, line.because) for line in listed] == [("榆树村党支部", "复核不达标")]


@pytest.mark.parametrize(
    ("day", "year"), [(date(2021, 6, 30), 2021), (date(2021, 7, 1), 2021), (date(2021, 7, 2), 2022)]
)
def test_medals_are_those_of_the_coming_first_of_july(day: date, year: int):
    assert coming_year(day) == year


def test_places_hold_for_everybody_below_and_the_first_day_of_publication_counts():
    places = [Places("excellent_member", 1, 2), Places("excellent_member", 2, 1)]
    chosen = [
        Chosen("excellent_member", 3, (1, 2)),
        Chosen("excellent_member", 4, (1,)),
        Chosen("excellent_worker", 3, (1, 2)),
    ]

    assert too_many(places, chosen) is None
    assert too_many(places, [*chosen, Chosen("excellent_member", 5, (1, 2))]).organisation == 1
    assert last_shown(date(2020, 12, 31), 5) == date(2021, 1, 4)
