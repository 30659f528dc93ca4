"""Imports through the API: what moves, what is refused, and how it is taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.workbooks import member, roster, workbook
from zugong.exchange.models import ImportJob
from zugong.exchange.planning.outcomes import WEIGHT
from zugong.kernel.facts.recording import last_number
from zugong.offices.models import AccessLog

pytestmark = pytest.mark.once

#: The figures of the pack that two more full members of a village's branch move, and no other: it now has the least three.
COUNT_MEMBERS = {
    "members", "branches_below_least_members", "members_to_train", "members_never_reached", "members_hours_lacking",
    "members_short_of_hours",
}  # fmt: skip


def upload(who, file, on="2020-06-30", **more):
    return who.upload("/imports", file=file, on=on, **more)


def members(who) -> dict[int, int]:
    """Members on the last day of 2020, by branch."""
    page = who.get("/records/membership", on="2020-12-31", limit=500).json()
    found: dict[int, int] = {}
    for row in page["rows"]:
        found[row["place"]] = found.get(row["place"], 0) + 1
    return found


def values(who, **asked) -> dict[str, str]:
    answers = who.get("/figures/values", on="2020-12-31", **asked).json()["answers"]
    return {one["figure"]: one["total"]["exact"] for one in answers if one["total"]}


def test_an_import_moves_exactly_the_figures_concerned_and_its_undo_restores_them(caller_of, county):
    who = caller_of("section")
    before, members_before = values(who), members(who)

    job = upload(who, roster(member(2, "钱一"), member(4, "孙二"))).json()
    assert (job["state"], job["counts"]) == ("checked", {"new": 2}), job
    assert values(who) == before, "a check records nothing"
    done = who.post(f"/imports/{job['id']}/commit", {"paper": "组发〔2020〕9号"}).json()

    assert (done["state"], done["counts"], done["problem"]) == ("committed", {"new": 2}, None)
    assert done["entry"] == last_number()
    after = values(who)
    moved = {code for code in before if before[code] != after[code]}
    assert moved == COUNT_MEMBERS
    oak = county.organisation("oak")
    assert members(who) == {**members_before, oak: members_before[oak] + 2}
    assert values(who, known=str(done["entry"] - 1)) == before, "what was known then stays as it was"
    undone = who.post(f"/imports/{job['id']}/undo", {"paper": "误传"}).json()
    assert (undone["state"], undone["undone_in"]) == ("undone", last_number())
    assert values(who) == before
    assert members(who) == members_before


def test_the_same_file_again_changes_nothing_and_makes_no_entry(caller_of):
    who = caller_of("section")
    rows = member(2, "钱一"), member(4, "孙二")
    first = upload(who, roster(*rows)).json()
    who.post(f"/imports/{first['id']}/commit", {})
    entry = last_number()

    again = upload(who, roster(*rows)).json()
    done = who.post(f"/imports/{again['id']}/commit", {}).json()

    assert again["counts"] == {"unchanged": 2}
    assert (done["state"], done["entry"], last_number()) == ("committed", None, entry)


def test_rows_of_other_organisations_are_refused_with_a_sentence_and_tell_nothing(caller_of):
    section, secretary = caller_of("section"), caller_of("secretary")
    job = upload(section, roster(member(2, "钱一", "白蜡村党支部"))).json()
    section.post(f"/imports/{job['id']}/commit", {})

    mine = upload(secretary, roster(member(2, "钱一"), member(4, "孙二"))).json()
    refused = secretary.get(f"/imports/{mine['id']}/rows", outcome="refused").json()

    assert mine["counts"] == {"refused": 1, "new": 1}
    assert [(row["row"], row["differences"], row["issues"]) for row in refused] == [
        (2, [], ["党籍涉及白蜡村党支部，不在您的填报范围内"])
    ]
    done = secretary.post(f"/imports/{mine['id']}/commit", {})
    assert (done.json()["state"], done.json()["problem"]["code"]) == ("checked", "exchange.plan_refused")


def test_rows_may_be_left_out_and_the_rest_recorded(caller_of, county):
    who = caller_of("secretary")
    job = upload(who, roster(member(2, "钱一"), member(4, "孙二", "白蜡村党支部"))).json()

    again = who.post(f"/imports/{job['id']}/check", {"set_aside": [3]}).json()
    done = who.post(f"/imports/{job['id']}/commit", {}).json()

    assert (again["counts"], done["state"]) == ({"new": 1}, "committed")
    assert members(who)[county.organisation("oak")] == 3


def test_who_is_missing_is_listed_logged_and_decided(caller_of, county):
    who = caller_of("section")
    job = upload(who, roster(member(2, "钱一"))).json()
    assert job["missing"] == 2

    missing = who.get(f"/imports/{job['id']}/missing").json()
    gone = next(one for one in missing if one["name"] == "王秀英")
    body = {"decisions": [{"key": gone["key"], "choice": "died", "day": "2020-05-01"}]}
    done = who.post(f"/imports/{job['id']}/commit", body).json()

    assert {one["name"] for one in missing} == {"李国强", "王秀英"}
    assert (done["state"], done["problem"]) == ("committed", None)
    assert members(who)[county.organisation("oak")] == 2
    assert AccessLog.objects.filter(act="api", record_type="membership", persons__person=gone["key"]).exists()


def test_a_column_can_be_mapped_by_hand(caller_of):
    who = caller_of("section")
    headers = ("甲", "公民身份证号", "性别", "所在党支部", "人员类别")
    job = upload(who, workbook(headers, member(2, "钱一")), sheet="members").json()

    again = who.post(f"/imports/{job['id']}/check", {"sheet": "members", "columns": {"0": "person.name"}}).json()
    detail = who.get(f"/imports/{job['id']}").json()

    assert again["counts"] == {"new": 1}
    assert detail["recognition"]["columns"][0]["key"] == "person.name"


def test_the_marked_workbook_comes_back(caller_of):
    who = caller_of("secretary")
    job = upload(who, roster(member(2, "钱一", "没有的支部"))).json()

    marked = who.get(f"/imports/{job['id']}/marked.xlsx")

    assert (job["counts"], marked.status_code, marked.content[:2]) == ({"refused": 1}, 200, b"PK")


def test_a_branch_secretary_does_not_know_of_the_imports_of_others(caller_of):
    job = upload(caller_of("section"), roster(member(2, "钱一"))).json()

    answers = [
        caller_of("secretary").get(f"/imports/{job['id']}"),
        caller_of("secretary").post(f"/imports/{job['id']}/commit", {}),
        caller_of("secretary").delete(f"/imports/{job['id']}"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert caller_of("secretary").get("/imports").json() == []


def test_who_may_fill_nothing_is_refused_with_the_reason(caller_of):
    job = upload(caller_of("bureau"), roster(member(2, "钱一")), sheet="members")

    assert job.status_code == 422
    assert job.json()["code"] == "exchange.may_not_fill"
    assert ImportJob.objects.count() == 0


def test_a_discarded_import_can_no_longer_be_recorded(caller_of):
    who = caller_of("section")
    job = upload(who, roster(member(2, "钱一"))).json()

    discarded = who.delete(f"/imports/{job['id']}").json()
    refused = who.post(f"/imports/{job['id']}/commit", {})

    assert discarded["state"] == "discarded"
    assert (refused.status_code, refused.json()["code"]) == (422, "exchange.not_now")


HOSTILE = {
    "empty": ("空.xlsx", b"", "exchange.empty_file"),
    "picture": ("照片.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "exchange.not_a_table"),
    "pdf": ("名册.xlsx", b"%PDF-1.7\n" + b"x" * 200, "exchange.not_a_table"),
    "web page": ("名册.xls", "<html><table><tr><td>姓名</td></tr></table></html>".encode(), "exchange.html_table"),
    "half a zip": ("名册.xlsx", b"PK\x03\x04" + b"\0" * 100, "exchange.damaged_workbook"),
    "nothing known": ("表.csv", "苹果,梨\n1,2\n".encode(), "exchange.nothing_recognised"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_gets_a_sentence_and_nothing_else(caller_of, case):
    name, content, code = HOSTILE[case]
    who = caller_of("section")
    entry = last_number()

    answer = upload(who, SimpleUploadedFile(name, content))

    if answer.status_code == 200:
        assert (answer.json()["state"], answer.json()["problem"]["code"]) == ("refused", code)
    else:
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert last_number() == entry


def test_every_outcome_can_be_asked_for(caller_of):
    who = caller_of("section")
    job = upload(who, roster(member(2, "钱一"))).json()

    answers = {one: who.get(f"/imports/{job['id']}/rows", outcome=one).status_code for one in WEIGHT}

    assert answers == dict.fromkeys(WEIGHT, 200)


@pytest.mark.parametrize(("matter", "counts"), [("村（社区）干部", {"new": 1}), ("干部管理权限内职务", {"refused": 1})])
def test_who_manages_no_posts_may_found_village_posts_only(caller_of, matter, counts):
    headers = ("职位名称", "职位类别", "任职党组织", "管理权限类别")
    post = workbook(headers, ("新设职位", "村党组织书记", "橡树村党支部", matter), name="职位台账.xlsx")

    job = upload(caller_of("township"), post, sheet="positions").json()

    assert job["counts"] == counts, job


def test_an_import_is_undone_only_where_its_importer_may_still_fill_in(caller_of):
    who = caller_of("township")
    job = upload(who, roster(member(2, "钱一", "榆树村党支部"))).json()["id"]
    who.post(f"/imports/{job}/commit", {})
    ImportJob.objects.filter(pk=job).update(user=caller_of("secretary").user)  # as if the office were narrower today
    entry = last_number()

    refused = caller_of("secretary").post(f"/imports/{job}/undo", {})
    ImportJob.objects.filter(pk=job).update(user=who.user)
    done = who.post(f"/imports/{job}/undo", {})

    assert (refused.status_code, refused.json()["code"]) == (422, "exchange.outside_your_scope")
    assert (done.json()["state"], last_number()) == ("undone", entry + 1)
