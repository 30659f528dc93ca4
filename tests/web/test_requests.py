"""Forms from above, played through the pages: defined, admitted, opened filled, sent, sent back, collected, counted."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.web.asking import CHOICE, HEAD, NAME, NUMBER, SECRETARY, defined, sent_out, serve_village
from tests.web.county import County
from zugong.requests.queries import open_requests_of
from zugong.web.listing.references import address_of

pytestmark = pytest.mark.once

LATER = date(2021, 3, 1)
GAPS = {"box.3": "煤改电", "box.4": "3200.5"}


@pytest.fixture
def asked(county: County, sign_in) -> int:
    """The township asks its branches for two known things and two that nobody knows."""
    return sent_out(sign_in("township"), NAME, SECRETARY, CHOICE, NUMBER)


def form(county: County, request: int, branch: str = "oak") -> str:
    return reverse("request_fill", args=[request, county.organisation(branch)])


def admitted(sign_in, request: int) -> int:
    return sign_in("section").post(reverse("request", args=[request]), {"act": "admit"}).status_code


def test_a_form_opens_filled_and_asks_only_for_the_gaps(county: County, sign_in, asked: int):
    shown = sign_in("secretary").get(form(county, asked)).context["form"]

    assert [(box.words, box.text) for box in shown.known] == [
        ("党组织名称", "橡树村党支部"), ("村党组织书记姓名", "李国强"),
    ]  # fmt: skip
    assert [(gap.words, gap.choices, gap.limits) for gap in shown.gaps] == [
        ("取暖方式", ("集中供热", "煤改电"), ""), ("今冬取暖费", (), "不小于 0"),
    ]  # fmt: skip


def test_who_asks_by_which_paper_and_until_when_stand_on_the_list_and_in_the_months_work(
    county: County, sign_in, asked: int
):
    [before] = open_requests_of([county.organisation("oak")], date(2020, 12, 31))
    admitted(sign_in, asked)
    [open_now] = open_requests_of([county.organisation("oak")], date(2020, 12, 31))
    [late] = open_requests_of([county.organisation("oak")], LATER)

    assert [before.reason("zh-hans"), open_now.reason("zh-hans")] == [
        "东镇组织办 · 未准入，可不填", "东镇组织办 · 《关于核对取暖情况的通知》（东组〔2020〕9号）",
    ]  # fmt: skip
    assert (before.is_required, open_now.is_required, open_now.is_late, late.is_late) == (False, True, False, True)
    assert (open_now.due_on, open_now.boxes, open_now.is_opened) == (date(2021, 1, 8), 4, False)


def test_what_nobody_admitted_is_never_overdue(county: County, sign_in, asked: int, settings):
    settings.ZUGONG_AS_OF = LATER

    shown = sign_in("secretary").get(form(county, asked)).context

    assert (shown["why_not_required"], shown["is_late"]) == ("可不填：尚未审核准入。不填不算逾期。", False)


def test_who_defined_a_request_does_not_admit_it_and_another_person_does(county: County, sign_in):
    own = sent_out(sign_in("section"), NAME, NUMBER)

    assert admitted(sign_in, own) == 403


def test_a_request_without_a_paper_is_not_admitted(county: County, sign_in):
    without = sent_out(sign_in("township"), NAME, number="")

    refused = sign_in("section").post(reverse("request", args=[without]), {"act": "admit"})

    assert refused.context["problem"] == "没有依据文号的填报任务不能准入，基层可以不填。"


def test_what_was_admitted_keeps_its_paper_and_its_day_is_only_moved_later(county: County, sign_in, asked: int):
    admitted(sign_in, asked)
    township, page = sign_in("township"), reverse("request_define", args=[asked])

    other = township.post(page, HEAD | {"do": "head", "number": "东组〔2020〕10号"})
    earlier = township.post(page, HEAD | {"do": "head", "due_on": "2021-01-07"})
    later = township.post(page, HEAD | {"do": "head", "due_on": "2021-01-09"}).status_code

    refusal = "《活动场所取暖情况》已按现有文件和期限准入，现在只能延长报送期限。"
    assert [other.context["problem"], earlier.context["problem"], later] == [refusal, refusal, 302]


def test_a_form_is_opened_by_its_own_organisation_not_by_who_looks_from_above(county: County, sign_in, asked: int):
    sign_in("township").get(form(county, asked))
    before = sign_in("township").get(reverse("request", args=[asked])).context["counts"]
    sign_in("secretary").get(form(county, asked))
    after = sign_in("township").get(reverse("request", args=[asked])).context["counts"]

    assert (before, after) == ((("未打开", 2, "waiting"),), (("已打开", 1, "opened"), ("未打开", 1, "waiting")))


def test_a_form_is_sent_in_one_act_and_again_until_it_is_closed(county: County, sign_in, asked: int):
    secretary, township = sign_in("secretary"), sign_in("township")

    wrong = secretary.post(form(county, asked), {"box.3": "烧柴", "box.4": ""})
    first = secretary.post(form(county, asked), GAPS)
    second = secretary.post(form(county, asked), GAPS | {"box.4": "3500"})
    shown = secretary.get(form(county, asked)).context
    township.post(reverse("request", args=[asked]), {"act": "close"})
    closed = secretary.post(form(county, asked), GAPS)

    assert [gap.problem for gap in wrong.context["form"].gaps] == ["请从中选一项：集中供热、煤改电。", "请填写此项。"]
    assert (wrong.status_code, first.status_code, second.status_code, closed.status_code) == (422, 302, 302, 422)
    assert [gap.value for gap in shown["form"].gaps] == ["煤改电", "3500.00"]
    assert (shown["sending"].known, shown["sending"].typed) == (2, 2)


def test_what_somebody_else_sent_is_not_overwritten_by_a_form_that_waited_for_the_line(
    county: County, sign_in, asked: int
):  # fmt: skip
    client, address = sign_in("secretary"), form(county, asked)
    carried = {name: client.get(address).context[name] for name in ("based_on", "stood")}
    client.post(address, GAPS | {"note": "电费另报"})

    same = client.post(address, GAPS | carried | {"note": "电费另报"})
    refused = client.post(address, GAPS | carried | {"box.4": "4100"})
    again = (
        GAPS | {name: refused.context[name] for name in ("based_on", "stood")} | {"compared": "1", "note": "电费另报"}
    )
    unanswered = client.post(address, again | {"box.4": "4100"})
    decided = client.post(address, again | {"box.4": "4100", "take.box.4": "theirs"})

    told = refused.context["overtaken"]
    assert [one.status_code for one in (same, refused, unanswered, decided)] == [302, 409, 409, 302]
    assert [(one.label, one.theirs, one.mine) for one in told.clashes] == [("今冬取暖费", "3200.50", "4100")]
    assert told.taken_over == (("给下达单位的说明（可不填）", "电费另报"),)
    assert [gap.value for gap in client.get(address).context["form"].gaps] == ["煤改电", "3200.50"]


def test_what_was_answered_is_offered_the_next_time_and_pointed_out_to_who_asks_again(
    county: County, sign_in, asked: int
):
    sign_in("secretary").post(form(county, asked), GAPS)
    again = defined(
        sign_in("section"), NAME, NUMBER | {"words": "今冬取暖费？"}, names="橡树村党支部", title="再问一次"
    )

    [_, line] = sign_in("section").get(reverse("request_define", args=[again])).context["lines"]
    sign_in("section").post(reverse("request_define", args=[again]), {"do": "out"})
    [gap] = sign_in("secretary").get(form(county, again)).context["form"].gaps

    assert (line.before.request.title, line.before.answered, line.before.frequent) == (
        "活动场所取暖情况", 1, (("3200.50", 1),),
    )  # fmt: skip
    assert (gap.value, gap.offered) == ("3200.50", "沿用 2020-12-31 的答复，有变化请修改")


def test_a_request_that_the_data_answer_never_reaches_the_base(county: County, sign_in, asked: int):
    sign_in("secretary").post(form(county, asked), GAPS)
    section = sign_in("section")
    since = {"do": "field", "source": "post.village_secretary.since"}
    draft = defined(section, NAME, SECRETARY, NUMBER, since, names="橡树村党支部", title="书记名单")
    page = reverse("request_define", args=[draft])

    before = section.get(page).context["needs_nobody"]
    section.post(page, {"do": "take", "box": "3"})
    after = section.get(page).context["needs_nobody"]
    section.post(page, {"do": "from_data"})
    [row] = collected(section, draft)
    account = section.get(reverse("request_account")).context["account"]

    assert (before, after) == (False, True)
    assert (*row[:5], row[5].date(), row[6]) == (
        "中共东镇委员会", "橡树村党支部", "橡树村党支部", "李国强", 3200.5, date(2020, 1, 1), "由数据生成",
    )  # fmt: skip
    assert sign_in("secretary").get(reverse("requests")).context["own"] == ()
    assert (account.never_sent, account.never_asked, account.typed, account.filled) == (1, 4, 2, 2)
    assert (account.forms_fewer, account.values_fewer, account.asked, account.sent) == (1, 6, 2, 1)


def collected(client, request: int) -> list[tuple]:
    file = client.get(reverse("request_collected", args=[request]))
    page = openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content))).active
    return list(page.iter_rows(min_row=4, values_only=True))


def test_what_comes_in_stands_in_the_askers_own_layout(county: County, sign_in, asked: int):
    book = openpyxl.Workbook()
    book.active.append(["东镇取暖情况汇总表"])
    book.active.append(["序号", "填报单位", "今冬取暖费", "取暖方式", "备注"])
    stream = io.BytesIO()
    book.save(stream)
    township = sign_in("township")
    file = SimpleUploadedFile("汇总.xlsx", stream.getvalue())

    brought = township.post(reverse("request_define", args=[asked]), {"do": "layout", "file": file}, follow=True)
    sign_in("secretary").post(form(county, asked), {"box.3": "煤改电", "box.4": "3200.5", "wrong.1": "=橡树新村党支部"})
    rows = collected(township, asked)
    texts = [str(message) for message in brought.context["messages"]]

    assert texts == [
        "表样中找到了4个项目中的2个。",
        "表样中没有这些项目的列：党组织名称、村党组织书记姓名。",
        "这些表头不对应任何项目，将留空：备注。",
    ]
    assert rows == [(2, "榆树村党支部", None, None, None)]
    assert sent_cells(township, asked) == [1, "橡树村党支部", 3200.5, "煤改电", None]


def sent_cells(client, request: int) -> list:
    file = client.get(reverse("request_collected", args=[request]))
    page = openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content))).active
    return [cell.value for cell in page[3]]


def test_a_workbook_that_names_no_box_is_refused_with_what_its_headers_must_say(county: County, sign_in, asked: int):
    book = openpyxl.Workbook()
    book.active.append(["甲", "乙"])
    stream = io.BytesIO()
    book.save(stream)
    file = SimpleUploadedFile("别的.xlsx", stream.getvalue())

    refused = sign_in("township").post(reverse("request_define", args=[asked]), {"do": "layout", "file": file})

    assert refused.context["problem"] == (
        "别的.xlsx：没有找到写有两个以上项目名称的表头行。表头应写：党组织名称、村党组织书记姓名、取暖方式、今冬取暖费。"
    )


def test_one_answer_is_sent_back_with_a_reason_and_waits_again(county: County, sign_in, asked: int):
    secretary, township, board = sign_in("secretary"), sign_in("township"), reverse("request", args=[asked])
    secretary.post(form(county, asked), GAPS)
    back = {"act": "back", "organisation": str(county.organisation("oak"))}

    silent = township.post(board, back)
    township.post(board, back | {"reason": "取暖费请写全年数"})
    shown = secretary.get(form(county, asked)).context
    states = {row.name: row.sent.state.word for row in township.get(board).context["rows"]}
    secretary.post(form(county, asked), GAPS | {"box.4": "5000"})
    sent = township.get(board).context["sent_count"]

    assert silent.context["problem"] == "请写明理由（不超过300字），对方可以看到。"
    assert (shown["sent_back"], states) == ("取暖费请写全年数", {"橡树村党支部": "已退回", "榆树村党支部": "未打开"})
    assert sent == 1


def test_there_is_one_reminder_and_no_second(county: County, sign_in, asked: int):
    admitted(sign_in, asked)
    township, board = sign_in("township"), reverse("request", args=[asked])

    first = township.post(board, {"act": "remind"}).status_code
    second = township.post(board, {"act": "remind"})

    assert (first, second.context["problem"]) == (
        302,
        "已于 2020-12-31 提醒过一次，不再重复提醒；请直接电话联系未报单位。",
    )
    assert sign_in("secretary").get(form(county, asked)).context["reminded_on"] == date(2020, 12, 31)


def test_a_known_box_leads_to_its_source_and_what_is_wrong_above_is_told_to_the_asker(
    county: County, sign_in, asked: int
):
    secretary = sign_in("secretary")
    known = secretary.get(form(county, asked)).context["form"].known
    secretary.post(form(county, asked), GAPS | {"wrong.1": "橡树新村党支部"})

    [row, _] = collected(sign_in("township"), asked)

    assert [[link.label for link in box.mend] for box in known] == [[], ["以前录错了", "情况变了"]]
    assert row[2] == "橡树村党支部（填报单位认为应为：橡树新村党支部）"


def test_boxes_about_the_village_come_from_the_unit_in_which_the_branch_is_set_up(county: County, sign_in):
    serve_village(county)
    kind, members = {"do": "field", "source": "unit.kind"}, {"do": "field", "source": "figure.members"}
    asked = sent_out(sign_in("section"), kind, members, {"do": "field", "source": "figure.administrative_villages"})

    oak = sign_in("secretary").get(form(county, asked)).context["form"]
    ash = sign_in("section").get(form(county, asked, "ash")).context["form"]

    assert [box.text for box in oak.known] == ["行政村", "2名"]
    # A number of villages says nothing of a branch in one; and nobody serves a unit at the ashes.
    assert [[gap.words for gap in one.gaps] for one in (oak, ash)] == [["行政村"], ["单位性质类别", "行政村"]]


def test_encrypted_and_sensitive_fields_are_not_offered(county: County, sign_in):
    draft = defined(sign_in("section"), NAME)

    groups = sign_in("section").get(reverse("request_define", args=[draft])).context["groups"]
    offered = {source.code for group in groups for source in group.sources}

    assert (
        offered
        & {"organisation.phone", "post.village_secretary.mobile_phone", "post.village_secretary.identity_number"}
        == set()
    )
    assert {"organisation.name", "unit.kind", "post.village_secretary.name", "figure.members"} <= offered


def test_a_branch_of_another_township_knows_nothing_of_it(county: County, sign_in, asked: int):
    assert sign_in("secretary").get(form(county, asked, "elm")).status_code == 404
    assert sign_in("bureau").get(reverse("request", args=[asked])).status_code == 404


def test_what_is_wrong_in_a_form_is_put_right_in_its_record_and_the_form_shows_it(county: County, sign_in):
    where = form(county, sent_out(sign_in("section"), SECRETARY, NUMBER))
    secretary = sign_in("secretary")
    [name] = secretary.get(where).context["form"].known
    mend = name.mend[0].address

    shown = secretary.get(mend).context
    said = {"person.name": "李国祥", "reason": shown["reason"], "based_on": shown["based_on"]}
    said |= {"box": shown["errand"].carried, "step": "preview"}
    looked = secretary.post(mend, said).context
    recorded = secretary.post(mend, said | {"step": "record", "digest": looked["digest"]})
    [now_there] = secretary.get(where).context["form"].known

    assert [field.name for part in shown["parts"] for field in part.fields] == ["person.name"]
    assert (shown["errand"].words, shown["reason"]) == ("村党组织书记姓名", "填报《活动场所取暖情况》时发现有误")
    assert (recorded.status_code, recorded.url) == (302, where)
    assert (name.text, now_there.text) == ("李国强", "李国祥")
    assert secretary.get(address_of("person", county.persons["李国强"])).context["title"] == "李国祥"


def test_a_box_that_is_not_ones_own_opens_the_ordinary_form(county: County, sign_in, asked: int):
    oak = county.organisation("oak")
    correct = reverse("record_correct", args=["organisation", oak])

    errands = [
        sign_in("secretary").get(correct, {"box": box}).context["errand"]
        for box in (f"{asked}.{county.organisation('elm')}.1", f"{asked}.{oak}.3", f"{asked}.{oak}", "9999.1.1")
    ]

    assert errands == [None] * 4


def test_what_the_data_answer_whole_is_not_sent_out_even_by_hand(county: County, sign_in):
    section = sign_in("section")
    draft = defined(section, NAME, names="橡树村党支部")

    refused = section.post(reverse("request_define", args=[draft]), {"do": "out"})

    assert refused.context["problem"] == "现有数据已能填满全部项目，不再下发基层，请直接由数据生成汇总表。"


def test_the_next_round_of_a_standing_request_is_made_with_one_tap(county: County, sign_in, settings):
    section = sign_in("section")
    asked = sent_out(
        section, NAME, NUMBER, title="2020年12月取暖费", returns="monthly", names="橡树村党支部\n榆树村党支部"
    )
    sign_in("secretary").post(form(county, asked), {"box.2": "800"})
    board = reverse("request", args=[asked])
    early = section.get(reverse("requests")).context["again"]
    settings.ZUGONG_AS_OF = date(2021, 1, 26)

    [due] = section.get(reverse("requests")).context["again"]
    made = section.post(due.address, {"act": "repeat"})
    again = section.post(board, {"act": "repeat"})
    draft = section.get(made.url).context
    section.post(made.url, {"do": "out"})
    [gap] = sign_in("secretary").get(form(county, int(made.url.split("/")[2]))).context["form"].gaps

    assert (early, due.title, due.on) == ((), "2021年1月取暖费", date(2021, 1, 31))
    assert [draft["head"].typed[name] for name in ("title", "due_on", "as_of", "returns", "number")] == [
        "2021年1月取暖费", "2021-02-08", "2021-01-26", "monthly", "东组〔2020〕9号",
    ]  # fmt: skip
    assert (draft["owed_count"], [line.box.words for line in draft["lines"]]) == (2, ["党组织名称", "今冬取暖费"])
    assert (gap.value, gap.offered) == ("800.00", "沿用 2020-12-31 的答复，有变化请修改")
    assert again.context["problem"] == f"下一期已经生成（编号 {draft['code']}），请打开下一期办理。"
    assert section.get(reverse("requests")).context["again"] == ()
