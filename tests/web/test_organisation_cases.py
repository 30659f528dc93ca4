"""Founding an organisation on its pages: applied for, filled in from the file, shown first, recorded with the step."""

from __future__ import annotations

import io
from datetime import date

from django.urls import reverse
from docx import Document

from zugong.cases.filed import case
from zugong.organisations.queries import tree_at
from zugong.people.queries import members_of_all

BEGIN = reverse("case_begin", args=["organisation_founding"])
WANTED = {
    "on": "2020-06-01", "outcome": "branch", "new_name": "合作社党支部", "full_members": "3", "members": "4",
    "text": "党员集中", "papers": ["application", "roster"],
}  # fmt: skip


def test_the_step_that_founds_is_filled_in_from_the_file_shown_first_and_recorded_once(county, sign_in):
    address = f"{BEGIN}?subject={county.organisation('oak')}"
    secretary, township = sign_in("secretary"), sign_in("township")

    too_few = secretary.post(address, WANTED | {"full_members": "2"})
    begun = secretary.post(address, WANTED).url
    township.post(f"{begun}steps/reviewed/", {"on": "2020-06-03", "outcome": "put_forward", "seen": "1"})
    decided = {"on": "2020-06-10", "outcome": "new", "number": "东发〔2020〕8号", "seen": "2"}
    township.post(f"{begun}steps/decided/", decided)
    step = f"{begun}steps/founded/"
    form = township.get(step).context["form"]
    said = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    typed = {name: str(value or "") for name, value in said.items()} | {"seen": "3"}
    shown = township.post(step, typed | {"step": "preview"})
    done = township.post(step, typed | {"step": "commit", "digest": shown.context["digest"]})
    file = township.get(begun)

    assert [one.problem for one in too_few.context["fields"] if one.problem] == [
        "正式党员不少于3（《支部工作条例》第四条，2018-10-28起施行）。"
    ]
    assert (typed["new_name"], typed["kind"], typed["on"], typed["paper"]) == (
        "合作社党支部", "branch", "2020-06-10", "东发〔2020〕8号",
    )  # fmt: skip
    assert [line.text for line in shown.context["effects"]] == [
        "合作社党支部 · 2020-06-10", "合作社党支部 → 中共东镇委员会",
    ]  # fmt: skip
    assert done.url == begun
    found = case(int(begun.split("/")[-2]))
    assert found is not None
    assert [act.step for act in found.acts] == ["applied", "reviewed", "decided", "founded"]
    changed = file.context["acts"][0].change_address
    assert "合作社党支部" in township.get(changed).content.decode()
    assert secretary.get(step).status_code == 403


def test_the_page_of_changes_and_that_of_coverage_lead_to_the_cases(county, sign_in):
    changes = reverse("restructuring", args=[county.organisation("oak")])

    def offered(role: str) -> list[str]:
        return [one.label for one in sign_in(role).get(changes).context["cases"]]

    every = ["党组织设立", "党组织合并", "隶属关系调整", "党组织撤销"]
    assert (offered("secretary"), offered("township")) == (every, every)
    assert [one.label for one in sign_in("township").get(reverse("coverage")).context["cases"]] == ["空白点覆盖"]


def test_the_records_say_how_many_members_a_merger_has_and_what_is_sent_back_need_not_be_typed_again(county, sign_in):
    secretary, township = sign_in("secretary"), sign_in("township")
    begin = reverse("case_begin", args=["organisation_merger"])
    wanted = {"on": "2020-06-01", "other": str(county.organisation("elm")), "text": "人数少", "members": "9"}

    offered = secretary.get(begin).context["lines"]
    begun = secretary.post(f"{begin}?subject={county.organisation('oak')}", wanted).url
    sent_back = {"on": "2020-06-05", "outcome": "returned", "text": "补党员大会意见", "seen": "1"}
    township.post(f"{begun}steps/decided/", sent_back)
    again = secretary.get(f"{begun}steps/applied/").context

    assert [one.label for one in offered] == ["橡树村党支部"]
    found = case(int(begun.split("/")[-2]))
    assert found is not None
    elsewhere = members_of_all([county.organisation("oak"), county.organisation("elm")], date(2020, 6, 1))
    assert found.acts[0].values["members"] == len(elsewhere)
    assert [(one.name, one.value) for one in again["fields"]] == [("other", wanted["other"]), ("text", "人数少")]
    assert (again["branch"], secretary.get(begun).context["lacking"]) == ("", 0)


def test_a_move_is_agreed_to_by_both_superiors_before_the_county_carries_it_out(county, sign_in):
    township, section = sign_in("township"), sign_in("section")
    begin = f"{reverse('case_begin', args=['organisation_move'])}?subject={county.organisation('oak')}"
    begun = township.post(begin, {"on": "2020-06-01", "target": "中共西镇委员会", "text": "迁址"}).url
    offered = township.get(f"{begun}steps/agreed/").context["fields"][0].choices
    named = {"on": "2020-06-02", "outcome": "agreed", "other": str(county.organisation("west")), "seen": "1"}
    unnamed = township.post(f"{begun}steps/agreed/", named | {"other": ""})
    township.post(f"{begun}steps/agreed/", named)
    too_early = section.post(
        f"{begun}steps/decided/", {"on": "2020-06-03", "outcome": "agreed", "number": "组发1号", "seen": "2"}
    )
    not_theirs = township.get(f"{begun}steps/other_agreed/")
    section.post(f"{begun}steps/other_agreed/", {"on": "2020-06-04", "outcome": "agreed", "seen": "2"})
    section.post(f"{begun}steps/decided/", {"on": "2020-06-05", "outcome": "agreed", "number": "组发1号", "seen": "3"})
    form = section.get(f"{begun}steps/moved/").context["form"]
    typed = {name: str(form.get_initial_for_field(field, name) or "") for name, field in form.fields.items()}
    shown = section.post(f"{begun}steps/moved/", typed | {"seen": "4", "step": "preview"}).context
    section.post(f"{begun}steps/moved/", typed | {"seen": "4", "step": "commit", "digest": shown["digest"]})

    assert [one.label for one in offered] == ["中共某县委员会", "中共西镇委员会"]
    assert [one.problem for one in unnamed.context["fields"] if one.problem] == ["请填写“新上级党组织”（通行做法）。"]
    assert (too_early.status_code, not_theirs.status_code) == (422, 403)
    assert [line.text for line in shown["effects"]] == ["橡树村党支部：中共东镇委员会 → 中共西镇委员会"]
    assert tree_at(date(2020, 6, 5)).parent(county.organisation("oak")) == county.organisation("west")
    ended = section.get(begun).context
    assert (ended["state"], ended["branch"], ended["other"]) == ("已调整", "中共西镇委员会", "")


def test_several_foundings_are_decided_at_once_each_with_its_own_number_and_the_reply_says_what_is_founded(
    county, sign_in
):
    township, section = sign_in("township"), sign_in("section")
    begun = [
        township.post(f"{BEGIN}?subject={county.organisation(name)}", WANTED | {"new_name": f"{name}第二党支部"}).url
        for name in ("oak", "elm")
    ]
    ids = [one.split("/")[-2] for one in begun]
    offered = [one.name for one in township.get(reverse("cases")).context["batches"]]
    together = {"on": "2020-06-03", "outcome": "put_forward", "case": ids, **{f"{one}.seen": "1" for one in ids}}
    township.post(reverse("case_batch", args=["organisation_founding", "reviewed"]), together)
    decide = reverse("case_batch", args=["organisation_founding", "decided"])
    waiting = township.get(decide).context["candidates"]
    decided = {"on": "2020-06-10", "outcome": "new", "case": ids, **{f"{one}.seen": "2" for one in ids}}
    one_lacks = township.post(decide, decided | {f"{ids[0]}.number": "东发〔2020〕8号"})
    reply = Document(io.BytesIO(section.get(f"{begun[0]}papers/reply/").content))

    assert offered == ["党组织设立 · 党委审核"]
    assert [(one.name, one.branch) for one in waiting] == [
        ("橡树村党支部", "中共东镇委员会"), ("榆树村党支部", "中共东镇委员会"),
    ]  # fmt: skip
    assert [(one.name, one.why_not) for one in one_lacks.context["candidates"]] == [
        ("榆树村党支部", "请填写“批复文号”（通行做法）。")
    ]
    assert [one.text for one in reply.paragraphs] == [
        "关于同意设立党组织的批复", f"党组织设立 2020-{int(ids[0]):06}", "橡树村党支部：", "拟设党组织类别：党支部",
        "拟设党组织全称：oak第二党支部", "设在单位（写全称）：＿＿＿＿＿＿", "正式党员数：3", "党员总数（含预备党员）：4",
        "覆盖单位数（联合党支部填写）：＿＿＿＿＿＿", "工作项目月数（临时党支部填写）：＿＿＿＿＿＿", "党委会研究批复",
        "办理日期：2020年6月10日，同意，新设", "批复文号：东发〔2020〕8号", "说明：＿＿＿＿＿＿", "中共东镇委员会",
        "2020年6月10日",
    ]  # fmt: skip


def test_what_was_sent_back_says_why_in_the_file_the_form_and_the_list_and_the_branch_may_withdraw_it(county, sign_in):
    secretary, township = sign_in("secretary"), sign_in("township")
    begun = secretary.post(f"{BEGIN}?subject={county.organisation('oak')}", WANTED).url
    before = [one.value for one in secretary.get(begun).context["deeds"]]
    sent_back = {"on": "2020-06-05", "outcome": "returned", "text": "补名册", "seen": "1"}
    township.post(f"{begun}steps/reviewed/", sent_back)
    file, form = secretary.get(begun).context, secretary.get(f"{begun}steps/applied/").context
    listed = [(one.step, one.is_again) for one in secretary.get(reverse("cases")).context["lines"]]
    told = {"deed": "_withdrawn", "on": "2020-06-06", "text": "条件不具备", "seen": "2"}
    secretary.post(f"{begun}keep/", told)
    over = secretary.get(begun).context
    process = reverse("case_type", args=["organisation_founding"])
    [tag] = township.get(process).context["over"]
    there = township.get(f"{process}{tag.address}").context

    said = "2020-06-05 党委审核：退回补正。原因：补名册"
    assert (before, file["lead"].sent_back, form["sent_back"]) == (["_withdrawn"], said, said)
    assert [(one.label, one.text) for one in file["acts"][1].facts] == [
        ("拟设党组织全称", "合作社党支部"), ("正式党员数", "3"), ("党员总数（含预备党员）", "4"), ("设立理由", "党员集中"),
    ]  # fmt: skip
    assert listed == [("申请", True)]
    assert (over["state"], over["acts"][0].label) == ("申请单位撤回", "申请单位撤回")
    assert (tag.label, tag.count, there["state_label"], [one.address for one in there["lines"]]) == (
        "申请单位撤回", 1, "申请单位撤回", [begun],
    )  # fmt: skip


def test_a_founding_that_is_taken_back_leads_to_its_case(county, sign_in):
    secretary, township = sign_in("secretary"), sign_in("township")
    begun = secretary.post(f"{BEGIN}?subject={county.organisation('oak')}", WANTED).url
    township.post(f"{begun}steps/reviewed/", {"on": "2020-06-03", "outcome": "put_forward", "seen": "1"})
    decided = {"on": "2020-06-10", "outcome": "new", "number": "东发〔2020〕8号", "seen": "2"}
    township.post(f"{begun}steps/decided/", decided)
    form = township.get(f"{begun}steps/founded/").context["form"]
    typed = {name: str(form.get_initial_for_field(field, name) or "") for name, field in form.fields.items()}
    shown = township.post(f"{begun}steps/founded/", typed | {"seen": "3", "step": "preview"}).context
    township.post(f"{begun}steps/founded/", typed | {"seen": "3", "step": "commit", "digest": shown["digest"]})
    changed = township.get(begun).context["acts"][0].change_address
    case_links = [one.address for one in township.get(changed).context["cases"]]
    offered = [one.value for one in township.get(begun).context["deeds"]]
    taken_back = township.post(f"{changed}undo/")

    assert (case_links, taken_back.url, offered) == ([begun], begun, ["_suspended"])
    assert [one.label for one in township.get(begun).context["acts"]] == ["党委会研究批复", "党委审核", "申请"]


def test_of_two_who_press_the_second_reads_what_the_first_recorded(county, sign_in):
    secretary, township = sign_in("secretary"), sign_in("township")
    begun = secretary.post(f"{BEGIN}?subject={county.organisation('oak')}", WANTED).url
    reviewed = {"on": "2020-06-03", "outcome": "put_forward", "seen": "1"}
    township.post(f"{begun}steps/reviewed/", reviewed)
    again = township.post(f"{begun}steps/reviewed/", reviewed, follow=True).context
    decided = {"on": "2020-06-10", "outcome": "refused", "text": "条件不成熟", "seen": "2"}
    township.post(f"{begun}steps/decided/", decided)
    too_late = township.post(f"{begun}steps/decided/", decided, follow=True).context

    assert [str(list(found["messages"])[-1]) for found in (again, too_late)] == [
        "这件事刚刚有人登记了“党委审核”，您这一步没有登记。请核对最新情况。",
        "这件事刚刚有人登记了“党委会研究批复”，您这一步没有登记。请核对最新情况。",
    ]
    assert too_late["state"] == "不同意设立"
