"""This month: at most five lines by urgency, done where they stand, excused with a reason, ticked with who and when."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.county import SOURCE, County, add
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import store_of
from zugong.kernel.facts.recording import recording

pytestmark = pytest.mark.once

CENTRE = "中共中央《中国共产党支部工作条例（试行）》"


def month_of(client: Client):
    return client.get(reverse("this_month")).context["month"]


def line_of(client: Client, label: str):
    month = month_of(client)
    return next((line for line in (*month.lines, *month.more) if line.label == label), None)


def recorded(client: Client, address: str, **more: str) -> None:
    """The form behind an address, filled in further, looked at and recorded."""
    opened = client.get(address)
    fields = [field for part in opened.context["parts"] for field in part.fields]
    said = {field.name: field.value for field in fields} | {
        name.replace("__", "."): text for name, text in more.items()
    }
    where = address.partition("?")[0]
    shown = client.post(where, {**said, "step": "preview"})
    assert shown.context["problem_count"] == 0
    mark = re.search(r'name="form_mark" value="([^"]+)"', shown.content.decode()).group(1)
    client.post(where, {**said, "step": "record", "digest": shown.context["digest"], "form_mark": mark})


def test_a_branch_reads_five_lines_by_urgency_and_how_many_more_there_are(county: County, sign_in):
    month = month_of(sign_in("secretary"))

    assert [(line.label, str(line.due), line.is_over, line.asks[0]) for line in month.lines] == [
        ("召开党员大会（第三季度）", "2020-09-30", True, CENTRE),
        ("开展主题党日（11月）", "2020-11-30", True, CENTRE),
        ("上党课（2020年）", "2020-12-31", False, CENTRE),
        ("召开党员大会（第四季度）", "2020-12-31", False, CENTRE),
        ("召开组织生活会（2020年）", "2020-12-31", False, CENTRE),
    ]
    assert [line.label for line in month.more] == ["开展主题党日（12月）", "党员更正申请", "正式党员人数不足"]
    assert (str(month.next_due), month.done) == ("2020-12-31", ())


def test_the_month_stands_on_the_first_page_of_branches_and_townships_only(county: County, sign_in):
    shown = {role: sign_in(role).get("/").context["month"] is not None for role in ("secretary", "township", "section")}

    assert shown == {"secretary": True, "township": True, "section": False}
    assert "12月要办5件事" in sign_in("secretary").get("/").content.decode()


def test_a_line_leads_to_the_page_of_its_meeting_and_is_ticked_with_who_and_when_once_it_is_recorded(
    county: County, sign_in
):
    secretary, oak = sign_in("secretary"), county.organisation("oak")
    line = line_of(secretary, "开展主题党日（12月）")
    given = {"organisation": oak, "series": "themed_day", "status": "held"}
    form = reverse("record_new", args=["themed_day"], query={f"themed_day.{name}": one for name, one in given.items()})

    recorded(secretary, form, themed_day__period="2020-12", themed_day__on="2020-12-18", themed_day__theme="学习")

    assert (line.meeting, line.form) == (reverse("meeting_new", args=[oak, "themed_day"]), "")
    assert secretary.get(line.meeting).status_code == 200
    assert line_of(secretary, "开展主题党日（12月）") is None
    assert [(one.label, str(one.on), one.entry.actor) for one in month_of(secretary).done] == [
        ("开展主题党日（12月）", "2020-12-18", "橡树村党支部"),
    ]  # fmt: skip


def test_what_was_withdrawn_does_not_show_that_a_line_is_done(county: County, sign_in):
    held = {"organisation": county.organisation("oak"), "series": "themed_day", "status": "held", "theme": "学习"}
    add("themed_day", {**held, "period": "2020-12"}, since=date(2020, 12, 18))
    add("themed_day", {**held, "period": "2020-12again"}, since=date(2020, 12, 25))
    before = [str(one.on) for one in month_of(sign_in("secretary")).done]

    store = store_of(installed_catalogue("jiangxian").types["themed_day"])
    with recording(SOURCE) as entry:
        store.retract([row.id for row in store.believed() if row.since == date(2020, 12, 25)], entry=entry)

    assert (before, [str(one.on) for one in month_of(sign_in("secretary")).done]) == (["2020-12-25"], ["2020-12-18"])


def test_what_is_not_asked_this_time_leaves_the_lines_with_its_reason_on_record(county: County, sign_in):
    secretary = sign_in("secretary")
    label = "召开党员大会（第三季度）"

    recorded(secretary, line_of(secretary, label).excuse, not_required__reason="防汛期间党员分散抢险")

    assert line_of(secretary, label) is None
    assert line_of(secretary, "召开党员大会（第四季度）") is not None


def test_a_township_reads_how_many_of_its_branches_have_it_open_and_which(county: County, sign_in):
    township = sign_in("township")
    line = line_of(township, "召开党员大会（第三季度）")

    rows = township.get(line.rows).context["rows"]

    assert (line.count, line.form, line.excuse) == ("2 个中 2 个未完成", "", "")
    assert len(rows) == 2
