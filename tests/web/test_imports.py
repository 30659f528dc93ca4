"""The pages of imports: from the upload to the undo, by people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from tests.api.offices import caller
from tests.api.workbooks import member, roster, workbook
from tests.web.county import County
from zugong.exchange.models import ImportJob
from zugong.exchange.previews import kept_decisions
from zugong.kernel.facts.recording import last_number
from zugong.offices.models import AccessLog
from zugong.people.models import Membership

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def imports_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ZUGONG_IMPORTS_AT_ONCE", True, raising=False)


@pytest.fixture
def officer(county: County) -> Callable[[str], Client]:
    """A client signed in as a role of its own."""

    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(caller(role, county.organisations).user)
        return client

    return signed_in


def upload(client: Client, *files, on: str = "2020-06-30", sheet: str = "") -> ImportJob:
    client.post("/imports/", {"files": list(files), "on": on, "sheet": sheet})
    return ImportJob.objects.latest("pk")


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_day_is_asked_and_never_guessed(officer):
    answer = officer("section").post("/imports/", {"files": [roster(member(2, "钱一"))], "on": ""})

    assert answer.status_code == 422
    assert ImportJob.objects.count() == 0


def test_several_files_become_several_imports(officer):
    client = officer("section")

    client.post("/imports/", {"files": [roster(member(2, "钱一")), roster(member(4, "孙二"))], "on": "2020-06-30"})

    assert list(ImportJob.objects.values_list("state", flat=True)) == ["checked", "checked"]
    assert text(client, "/imports/").count("新增 1") == 2


def test_what_would_become_of_each_row_is_shown_before_anything_is_recorded(officer):
    client = officer("section")
    entry = last_number()

    job = upload(client, roster(member(2, "钱一"), member(4, "孙二", "没有的支部")))
    page = text(client, f"/imports/{job.pk}/")

    assert (job.counts, last_number()) == ({"refused": 1, "new": 1}, entry)
    assert "没有叫“没有的支部”的党组织" in page
    assert "确认导入" not in page and "全部写入" not in page
    assert "钱一" in text(client, f"/imports/{job.pk}/?outcome=new")


def test_the_refused_rows_can_be_left_out(officer):
    client = officer("section")
    job = upload(client, roster(member(2, "钱一"), member(4, "孙二", "没有的支部")))

    client.post(f"/imports/{job.pk}/check/", {"leave_out_refused": "1"})

    job.refresh_from_db()
    assert (job.counts, job.choices["set_aside"]) == ({"new": 1}, [3])
    client.post(f"/imports/{job.pk}/commit/")
    page = client.get(f"/imports/{job.pk}/")
    assert "您搁置的 1 行没有入库" in page.content.decode()
    assert page.context["left_out_numbers"] == (3,)


def test_a_doubtful_row_can_be_confirmed(officer):
    client = officer("section")
    name, number, _, branch, category = member(2, "钱一")
    job = upload(client, roster((name, number, "男", branch, category)))
    page = text(client, f"/imports/{job.pk}/")

    client.post(f"/imports/{job.pk}/check/", {"confirm": ["2"]})

    counts = job.counts
    job.refresh_from_db()
    assert ('name="confirm"' in page, counts, job.counts) == (True, {"refused": 1}, {"new": 1})


def test_a_column_is_given_another_meaning(officer):
    client = officer("section")
    headers = ("甲", "公民身份证号", "性别", "所在党支部", "人员类别")
    job = upload(client, workbook(headers, member(2, "钱一")), sheet="members")

    marks = {"sheet": "members", "column-0": "person.name", "correction": ["membership.category"]}
    client.post(f"/imports/{job.pk}/check/", marks)

    job.refresh_from_db()
    assert (job.choices["columns"], job.choices["corrections"]) == ({"0": "person.name"}, ["membership.category"])
    assert job.counts == {"new": 1}


def test_an_import_is_recorded_and_undone(officer):
    client = officer("section")
    job = upload(client, roster(member(2, "钱一")))

    client.post(f"/imports/{job.pk}/commit/", {"paper": "组发〔2020〕9号"})
    job.refresh_from_db()
    recorded = (job.state, job.entry.number, job.entry.actor, job.entry.paper)
    page = text(client, f"/imports/{job.pk}/")
    client.post(f"/imports/{job.pk}/undo/", {"paper": "误传"})

    job.refresh_from_db()
    assert recorded == ("committed", job.undone_in.number - 1, "api-section", "组发〔2020〕9号")
    assert f"/imports/{job.pk}/undo/" in page
    assert job.state == "undone"


def test_who_is_missing_is_decided_on_the_page(officer, county):
    client = officer("section")
    job = upload(client, roster(member(2, "钱一")))
    page = text(client, f"/imports/{job.pk}/")
    key = county.persons["王秀英"]

    client.post(f"/imports/{job.pk}/decide/", {"decide": f"{key}:died", f"day-{key}": "2020-05-01"})
    decided = text(client, f"/imports/{job.pk}/?step=3")
    client.post(f"/imports/{job.pk}/commit/")

    job.refresh_from_db()
    assert "王秀英" in page and "李国强" in page
    assert "去世" in decided.split(f"{key}:open")[0][-200:]
    assert job.state == "committed"
    assert Membership.objects.believed().get(person=key).end_reason == "died"
    assert AccessLog.objects.filter(act="list", persons__person=key).exists()


def test_all_who_are_still_open_are_decided_at_once_and_may_be_decided_anew(officer, county):
    client = officer("section")
    job = upload(client, roster(member(2, "钱一")))
    key = county.persons["王秀英"]

    client.post(f"/imports/{job.pk}/decide/", {"decide_all": "1", "all": "stay", "all_day": "2020-06-30"})
    everybody = len(kept_decisions(job.pk))
    client.post(f"/imports/{job.pk}/decide/", {"decide": f"{key}:open"})

    assert (everybody, len(kept_decisions(job.pk)), key in kept_decisions(job.pk)) == (
        job.missing,
        job.missing - 1,
        False,
    )


def test_whoever_stands_in_a_row_left_out_is_not_decided_about_with_all_others(officer, county):
    client = officer("section")
    job = upload(client, roster(member(2, "钱一"), member(4, "王秀英", "没有的支部")))
    key = county.persons["王秀英"]

    client.post(f"/imports/{job.pk}/check/", {"leave_out_refused": "1"})
    shown = client.get(f"/imports/{job.pk}/?step=3").context
    client.post(f"/imports/{job.pk}/decide/", {"decide_all": "1", "all": "died", "all_day": "2020-06-30"})

    assert next(line.row for line in shown["missing"].lines if line.key == key) == 3
    assert (shown["left_out"], shown["kinds"]) == (((3, "王秀英 · 没有的支部"),), ())
    assert key not in kept_decisions(job.pk)
    assert len(kept_decisions(job.pk)) == job.missing - 1


def test_rows_that_are_wrong_in_one_way_are_settled_together(officer):
    client = officer("section")
    wrong = [
        (name, number, "男", branch, category)
        for name, number, _, branch, category in (member(2, "钱一"), member(4, "孙二"))
    ]
    job = upload(client, roster(*wrong, member(6, "周三", "没有的支部")))

    kinds = client.get(f"/imports/{job.pk}/").context["kinds"]
    client.post(f"/imports/{job.pk}/check/", {"confirm_kind": "0-2"})
    job.refresh_from_db()
    left = client.get(f"/imports/{job.pk}/").context["kinds"]
    client.post(f"/imports/{job.pk}/check/", {"leave_out_kind": "0-4"})
    confirmed = job.counts
    job.refresh_from_db()

    assert [(kind.header, kind.count, kind.is_doubt) for kind in kinds] == [("性别", 2, True), ("所在党支部", 1, False)]
    assert [(kind.header, kind.count) for kind in left] == [("所在党支部", 1)]
    assert (confirmed, job.counts) == ({"refused": 1, "new": 2}, {"new": 2})


def test_what_an_undo_would_do_is_shown_before_it_is_done(officer):
    client = officer("section")
    job = upload(client, roster(member(2, "钱一")))
    client.post(f"/imports/{job.pk}/commit/")

    page = client.get(f"/imports/{job.pk}/undo/")

    assert [(line.name, line.withdrawn, line.restored) for line in page.context["lines"]] == [
        ("人员", 1, 0),
        ("党籍", 1, 0),
    ]
    job.refresh_from_db()
    assert job.state == "committed"


def test_an_undo_that_later_entries_build_on_says_which(officer):
    client = officer("section")
    first = upload(client, roster(member(2, "钱一")))
    client.post(f"/imports/{first.pk}/commit/", {})
    second = upload(client, roster((*member(2, "钱一")[:4], "预备党员")), on="2020-09-30")
    client.post(f"/imports/{second.pk}/commit/", {})

    answer = client.post(f"/imports/{first.pk}/undo/", {"paper": "误传"})

    assert answer.status_code == 422
    assert "后来的录入以它为基础" in answer.content.decode()


def test_the_marked_workbook_and_an_empty_sheet_come_as_files(officer):
    client = officer("section")
    job = upload(client, roster(member(2, "钱一", "没有的支部")))

    marked, empty = client.get(f"/imports/{job.pk}/marked.xlsx"), client.get("/imports/sheets/members.xlsx")

    assert [answer.getvalue()[:2] for answer in (marked, empty)] == [b"PK", b"PK"]
    assert "attachment" in marked.headers["Content-Disposition"]


def test_others_do_not_know_of_an_import(officer):
    job = upload(officer("section"), roster(member(2, "钱一")))
    secretary = officer("secretary")

    answers = [
        secretary.get(f"/imports/{job.pk}/"),
        secretary.get(f"/imports/{job.pk}/progress/"),
        secretary.get(f"/imports/{job.pk}/marked.xlsx"),
        secretary.post(f"/imports/{job.pk}/commit/"),
        secretary.post(f"/imports/{job.pk}/undo/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5


def test_who_may_fill_nothing_reads_why(officer):
    page = text(officer("bureau"), "/imports/")

    assert ("您没有任何填报授权" in page, '<form class="panel"' in page) == (True, False)


def test_a_dead_server_leaves_a_clear_state(officer):
    client = officer("section")
    job = upload(client, roster(member(2, "钱一")))
    ImportJob.objects.filter(pk=job.pk).update(state=ImportJob.RECORDING)

    page = text(client, f"/imports/{job.pk}/")

    job.refresh_from_db()
    assert (job.state, job.entry) == ("checked", None)
    assert "服务器中途停止，未写入任何数据" in page


def test_a_roster_is_reconciled_with_what_is_recorded(officer):
    form = {"opening_on": "2020-02-01", "closing_on": "2020-06-30", "closing": roster(member(2, "钱一"))}

    answer = officer("section").post("/imports/reconcile/", form)

    assert answer.status_code == 200
    assert "李国强" in answer.content.decode()


def test_a_roster_that_cannot_be_read_is_answered_with_the_sentence(officer):
    form = {"opening_on": "2020-07-01", "closing_on": "2020-06-30", "closing": roster(member(2, "钱一"))}

    answer = officer("section").post("/imports/reconcile/", form)

    assert answer.status_code == 422
    assert "期末日期2020-06-30不晚于期初日期2020-07-01" in answer.content.decode()
