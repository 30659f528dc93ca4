"""What the API answers to questions: rows, records, organisations, figures, exports."""

from __future__ import annotations

import re

import pytest

from zugong.offices.models import AccessLog


def test_me_says_who_asks_and_what_they_may(caller_of, county):
    answer = caller_of("secretary").get("/me").json()

    assert (answer["username"], answer["token"]) == ("api-secretary", "tests")
    assert answer["roots"] == [county.organisation("oak")]
    assert "members" in answer["may_fill"]


def test_rows_come_page_by_page_and_each_once(caller_of):
    who = caller_of("section")

    first = who.get("/records/membership", on="2020-12-31", limit=4).json()
    second = who.get("/records/membership", on="2020-12-31", limit=4, after=first["next"]).json()

    ids = [row["id"] for row in (*first["rows"], *second["rows"])]
    assert (len(ids), len(set(ids)), first["count"], second["next"]) == (6, 6, 6, None)


def test_a_page_of_another_list_or_a_made_up_one_is_refused(caller_of):
    who = caller_of("section")
    after = who.get("/records/membership", on="2020-12-31", limit=1).json()["next"]

    answers = [who.get("/records/person", after=after), who.get("/records/membership", after="WyJhIiwxXQ")]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(422, "api.wrong_page")] * 2


def test_rows_of_one_organisation_and_as_known_before(caller_of, county):
    who = caller_of("section")

    here = who.get("/records/membership", on="2020-12-31", org=county.organisation("oak")).json()
    before = who.get("/records/membership", on="2020-12-31", known="0").json()

    assert (here["count"], before["count"]) == (2, 0)


def test_a_secretary_sees_the_own_branch_only(caller_of, county):
    page = caller_of("secretary").get("/records/membership", on="2020-12-31").json()

    assert {row["place"] for row in page["rows"]} == {county.organisation("oak")}


def test_a_person_out_of_sight_is_not_there(caller_of, county):
    who = caller_of("secretary")

    answers = {name: who.get(f"/records/person/{county.persons[name]}").status_code for name in ("李国强", "刘洋")}

    assert answers == {"李国强": 200, "刘洋": 404}


def test_encrypted_values_are_masked_until_a_reason_is_given_and_logged(caller_of, county):
    who, person = caller_of("secretary"), county.persons["李国强"]

    masked = who.get(f"/records/person/{person}").json()["record"]
    silent = who.get(f"/records/person/{person}", reveal="mobile_phone")
    shown = who.get(f"/records/person/{person}", reveal="mobile_phone", reason="电话通知开会").json()["record"]

    assert (masked["shown"]["mobile_phone"], "mobile_phone" in masked["values"]) == ("154＊＊＊＊0000", False)
    assert (silent.status_code, silent.json()["code"]) == (422, "api.reason_needed")
    assert shown["values"]["mobile_phone"] == "15400000000"
    logged = AccessLog.objects.filter(person_id=person).order_by("pk").values_list("act", "reason")
    assert list(logged) == [("api", ""), ("reveal", "电话通知开会")]


def test_a_record_has_everything_that_was_ever_said_of_it(caller_of, county):
    answer = caller_of("section").get(f"/records/membership/{county.records['membership of 李国强']}").json()

    assert [(row["recorded"]["note"], row["retracted"]) for row in answer["history"]] == [("党员名册.xlsx", None)]


def test_a_record_is_not_there_before_it_was_known(caller_of, county):
    who = caller_of("section")
    person, row = county.persons["李国强"], county.records["membership of 李国强"]
    recorded = who.get(f"/records/membership/{row}").json()["history"][0]["recorded"]["number"]

    answers = [
        [who.get(address, known=str(known)).status_code for known in (0, recorded - 2, recorded)]
        for address in (f"/records/person/{person}", f"/records/membership/{row}")
    ]

    assert answers == [[404, 404, 200], [404, 404, 200]]


def test_every_reading_of_persons_is_logged(caller_of, county):
    caller_of("secretary").get("/records/membership", on="2020-12-31")

    log = AccessLog.objects.get()
    assert (log.act, log.record_type, log.rows) == ("api", "membership", 2)
    assert {one.person_id for one in log.persons.all()} == {county.persons["李国强"], county.persons["王秀英"]}


def test_organisations_level_by_level(caller_of, county):
    who = caller_of("section")

    page = who.get("/organisations", on="2020-12-31", under=county.organisation("county")).json()
    one = who.get(f"/organisations/{county.organisation('oak')}", on="2020-12-31").json()

    assert [line["name"] for line in page["organisations"]] == [
        "中共东镇委员会",
        "中共西镇委员会",
        "县农业农村局党支部",
    ]
    assert [line["name"] for line in one["above"]] == ["中共某县委员会", "中共东镇委员会"]


def test_a_number_and_its_rows_agree(caller_of, county):
    who, asked = caller_of("section"), {"on": "2020-12-31", "org": county.organisation("county")}
    [answer] = who.get("/figures/values", figures="members", **asked).json()["answers"]

    rows = who.get("/figures/members/rows", **asked).json()

    assert (answer["total"]["exact"], len(rows["rows"]), rows["next"]) == ("6", 6, None)
    assert sum(int(group["exact"]) for group in answer["groups"]) == 6


def test_a_number_is_split_by_the_values_of_a_field(caller_of):
    answer = caller_of("section").get("/figures/values", figures="members", by="person.sex", on="2020-12-31").json()

    [members] = answer["answers"]
    assert {group["group_name"]: group["exact"] for group in members["groups"]} == {"男": "3", "女": "3"}


def test_who_may_only_count_gets_numbers_and_no_rows(caller_of):
    who = caller_of("bureau")

    [answer] = who.get("/figures/values", figures="members", on="2020-12-31").json()["answers"]
    rows = who.get("/figures/members/rows", on="2020-12-31").json()
    listed = who.get("/records/membership", on="2020-12-31")

    assert (answer["total"]["exact"], rows["rows"], listed.status_code) == ("6", [], 404)


@pytest.mark.parametrize("by", ["person", "person.sex", "years(person.born_on, day)", "organisation", "since"])
def test_who_may_only_count_is_not_told_the_values_of_a_field_by_a_split(caller_of, by):
    bureau, section = caller_of("bureau"), caller_of("section")

    [answer] = bureau.get("/figures/values", figures="members", by=by, on="2020-12-31").json()["answers"]
    [whole] = section.get("/figures/values", figures="members", by=by, on="2020-12-31").json()["answers"]

    assert (answer["total"], answer["groups"], answer["refused"]["code"]) == (None, [], "api.split_too_deep")
    assert whole["refused"] is None or whole["refused"]["code"] != "api.split_too_deep"


def test_a_split_that_cannot_be_made_is_answered_with_its_own_reason(caller_of):
    [answer] = caller_of("bureau").get("/figures/values", figures="members", by="person.shoe").json()["answers"]

    assert answer["refused"]["code"] != "api.split_too_deep"


def test_an_unknown_figure_is_refused_with_the_nearest(caller_of):
    answer = caller_of("section").get("/figures/memberz/rows")

    assert (answer.status_code, answer.json()["code"]) == (404, "figures.unknown_figure")


def test_an_export_has_the_columns_of_the_sheet_and_masks_what_needs_a_reason(caller_of):
    who = caller_of("section")

    plain = who.get("/exports/members.csv", on="2020-12-31")
    full = who.get("/exports/members.csv", on="2020-12-31", reason="年度统计上报")

    lines = b"".join(plain.streaming_content).decode("utf-8-sig").splitlines()
    complete = b"".join(full.streaming_content).decode("utf-8-sig").splitlines()
    phone = lines[0].split(",").index("手机号")
    assert lines[0].split(",")[:3] == ["姓名", "所在党支部", "公民身份证号"]
    assert lines[1].split(",")[:3] == ["李国强", "橡树村党支部", "149999＊＊＊＊＊＊＊＊0020"]
    assert (lines[1].split(",")[phone], complete[1].split(",")[phone]) == ("154＊＊＊＊0000", "15400000000")
    assert "person.mobile_phone" in plain.headers["X-Masked-Columns"]
    assert full.headers["X-Masked-Columns"] == "person.address, person.identity_number", "these are deeper"
    assert AccessLog.objects.filter(act="export").count() == 2


def test_the_reference_is_a_page_of_this_site_without_anything_from_elsewhere(caller_of):
    page = caller_of("section").get("/docs/")

    assert page.status_code == 200
    [(script, later)] = re.findall(rb"<script src=\"(.*?)\".*? data-scripts=\"(.*?)\"", page.content)
    assert script == b"/static/web/later.js"
    assert set(later.split()) == {
        b"/static/web/unsent/%s.js" % name for name in (b"kept", b"typed", b"sent", b"waiting", b"pages")
    }
    assert b"https://" not in page.content


def test_wrong_days_and_moments_are_answered_in_json(caller_of):
    who = caller_of("section")
    asked = [{"on": "gestern"}, {"known": "neulich"}, {"from": "2020-02-01", "to": "2020-01-01"}, {"on": "9999-12-31"}]

    codes = [
        (who.get("/figures/values", **one).status_code, who.get("/figures/values", **one).json()["code"])
        for one in asked
    ]

    assert codes == [
        (422, "api.invalid"), (422, "clocks.not_a_moment"), (422, "clocks.period_backwards"), (422, "api.invalid"),
    ]  # fmt: skip
