"""Complaints: a code and a date for whoever sends one, read by who decides and never by who is complained about."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.web.county import County, build_county
from zugong.complaints import actions, queries, rules
from zugong.complaints.actions import Written
from zugong.complaints.models import Complaint
from zugong.kernel.time import SHANGHAI, now, today
from zugong.offices.access import Access
from zugong.offices.models import Office, OfficeState
from zugong.offices.queries import duty_of
from zugong.offices.rules import may_administer


@pytest.fixture
def county(db) -> County:
    return build_county()


def office_called(name: str) -> int:
    return OfficeState.objects.get(name=name).anchor_id


def read_by(county: County, role: str) -> list[int]:
    user = county.users[role]
    access = Access.of(user, today())
    keeps_accounts = may_administer(duty_of(user, today()), "account")
    return list(queries.readable_by(access, keeps_accounts=keeps_accounts).values_list("pk", flat=True))


def filed(text: str = "办事要跑三趟。", *, office: int | None = None, address: str = "192.0.2.9") -> actions.Filed:
    return actions.file_complaint(written=Written("complaint", text, office=office), address=address)


def test_a_complaint_gets_a_code_and_the_date_until_which_an_answer_is_owed(county: County):
    one = filed()

    assert one.due_on == today() + timedelta(days=30)
    assert len(rules.plain_code(one.code)) == 10
    assert queries.by_code(one.code.lower().replace("-", " ")).pk == one.complaint
    assert queries.by_code("AAAAA-AAAAA") is None
    assert queries.by_code("") is None


def test_what_was_written_and_the_code_are_not_readable_in_the_database(county: County):
    one = filed("关于低保评议的意见")

    row = Complaint.objects.get(pk=one.complaint)
    stored = b" ".join([bytes(row.text_sealed), row.code_hash.encode(), row.origin_hash.encode()])
    assert "低保".encode() not in stored
    assert rules.plain_code(one.code).encode() not in stored
    assert b"192.0.2.9" not in stored


def test_the_deciding_office_reads_it_and_the_others_do_not(county: County):
    one = filed()

    found = {role: one.complaint in read_by(county, role) for role in county.users}
    assert found == {
        "section": True, "township": False, "secretary": False, "bureau": False, "member": False, "nobody": False,
        "administrator": False,
    }  # fmt: skip


def test_an_office_never_reads_what_is_about_itself_and_then_administrators_do(county: County):
    one = filed(office=office_called("组织科"))

    assert one.complaint not in read_by(county, "section")
    assert one.complaint in read_by(county, "administrator")


def test_what_is_about_another_office_is_read_by_the_deciding_one_only(county: County):
    township = office_called("东镇组织办")
    one = filed(office=township)

    complaint = Complaint.objects.get(pk=one.complaint)
    with pytest.raises(rules.ComplainedAbout):
        actions.forward(complaint=complaint, office=township, user=county.users["section"])
    assert [role for role in county.users if one.complaint in read_by(county, role)] == ["section"]


def test_a_forwarded_complaint_is_read_and_answered_by_that_office(county: County):
    one = filed()
    complaint = Complaint.objects.get(pk=one.complaint)

    actions.forward(complaint=complaint, office=office_called("东镇组织办"), user=county.users["section"])
    assert one.complaint in read_by(county, "township")
    actions.answer(complaint=complaint, text="已办结。", user=county.users["township"])

    read = queries.in_clear(queries.by_code(one.code))
    assert [(step.kind, step.by, step.text) for step in read.steps] == [
        ("forwarded", "组织科", ""),
        ("answered", "东镇组织办", "已办结。"),
    ]


def test_an_answer_is_given_once(county: County):
    complaint = Complaint.objects.get(pk=filed().complaint)
    actions.answer(complaint=complaint, text="已办结。", user=county.users["section"])

    with pytest.raises(rules.AnsweredAlready, match="answered already"):
        actions.answer(complaint=complaint, text="再答一次。", user=county.users["section"])
    with pytest.raises(IntegrityError), transaction.atomic():
        complaint.steps.create(at=now(), kind="answered", user=county.users["section"])


def test_one_address_sends_five_in_an_hour_and_others_still_can(county: County):
    for _ in range(5):
        filed(address="192.0.2.77")

    with pytest.raises(rules.TooManyComplaints):
        filed(address="192.0.2.77")
    assert filed(address="192.0.2.78").code


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 4001])
def test_an_empty_or_endless_text_is_refused(county: County, text: str):
    with pytest.raises(rules.NothingWritten, match="at most 4000 characters"):
        filed(text)


@pytest.mark.parametrize(("today_is", "found"), [("2026-03-03", False), ("2026-03-04", False), ("2026-03-05", True)])
def test_it_is_overdue_from_the_day_after_its_date(today_is: str, found: bool):
    at = datetime(2026, 2, 2, 23, 59, tzinfo=SHANGHAI)
    read = queries.Read(1, "complaint", at, rules.due_on(at, 30), None, "文", "", "", ())

    assert read.due_on == date(2026, 3, 4)
    assert read.is_overdue(date.fromisoformat(today_is)) is found


def test_complaints_are_only_added(county: County):
    complaint = Complaint.objects.get(pk=filed().complaint)

    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(due_on=date(2030, 1, 1))
    assert Office.objects.count() == 4
