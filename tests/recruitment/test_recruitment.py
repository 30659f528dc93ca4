"""A recruitment from its notice to the engagement, by what applicants and the office do; and what is left of their data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.conf import settings

from tests.web.county import SOURCE, County
from zugong.activities.scans import keep_scan
from zugong.cases.actions import Begin, By, Doing, begin, take
from zugong.cases.errors import StepStopped
from zugong.cases.filed import scans_of
from zugong.cases.rules import Act
from zugong.cases.scans import add_scan
from zugong.dictionary.store import store_of
from zugong.kernel.facts.recording import recording
from zugong.kernel.time import SHANGHAI
from zugong.offices.access import Access
from zugong.recruitment import errors, registering, rules
from zugong.recruitment.deciding import (
    Decision,
    Engagement,
    Officer,
    SittingDraft,
    answer_objection,
    call_next,
    decide,
    engage,
    score,
    scores_of_table,
    set_sitting,
)
from zugong.recruitment.destroying import destroy_due, destroys_on
from zugong.recruitment.drafts import NoticeDraft, PostDraft
from zugong.recruitment.models import Application, Event, Objection, Seat
from zugong.recruitment.notices import Notice, kind_of, notice, record_notice

MARCH = date(2020, 3, 2)
IDENTITIES = ("11010519491231002X", "440524188001010014")


def by(county: County, on: date) -> By:
    return By(SOURCE, Access.of(county.users["section"], on), on)


def officer(county: County, on: date = MARCH, role: str = "section") -> Officer:
    return Officer(county.users[role], on, SOURCE)


def draft(county: County, **said) -> NoticeDraft:
    values = {
        "title": "引进医生公告", "organisation": county.organisation("county"), "kind": "talent", "paper": "某人才〔2020〕3号",
        "opens_on": MARCH, "closes_on": date(2020, 3, 6), "conditions": "品行良好", "contact": "人才办",
        "asked": rules.written_fields(["identity_number", "major"]), "written_weight": 0, "interview_weight": 100,
        "tie_by": "further", "destroy_by": date(2020, 9, 30),
    }  # fmt: skip
    return NoticeDraft(values | said, (PostDraft("A01", "内科医师", "县医院", 1, "临床医学"),))


@pytest.fixture
def published(county: County) -> Notice:
    with recording(SOURCE) as entry:
        identity = record_notice(draft(county), MARCH, entry)
        planned = Act("planned", MARCH, None, {"number": "某人才〔2020〕3号"})
        organisation = county.organisation("county")
        begin(begun=Begin("recruitment", 0, organisation, planned, subject=identity), by=by(county, MARCH))
    return step(county, identity, "published", MARCH)


def step(county: County, identity: int, code: str, on: date, outcome: str | None = None, **values) -> Notice:
    found = notice(identity).case
    act = Act(code, on, outcome, values)
    take(doings=[Doing(found.id, len(found.acts), act)], by=by(county, on))
    return notice(identity)


def typed(found: Notice, name: str, **said) -> registering.Typed:
    values = {"name": name, "phone": "15400000000", "identity_number": IDENTITIES[0], "major": "临床医学"} | said
    return registering.Typed(found.posts[0].anchor, values, True, "192.0.2.1")


def registered(found: Notice, name: str, **said) -> registering.Registered:
    return registering.register(found=found, typed=typed(found, name, **said), today=MARCH)


def two(found: Notice) -> tuple[registering.Registered, registering.Registered]:
    return registered(found, "甲"), registered(found, "乙", identity_number=IDENTITIES[1])


def admitted(county: County, found: Notice) -> tuple[int, int]:
    """Two who passed the check, the check closed."""
    one, other = (made.application for made in two(found))
    chosen = [Decision(pk, rules.APPLIED, rules.ADMITTED) for pk in (one, other)]
    decide(found=found, decisions=chosen, officer=officer(county))
    step(county, found.id, "checked", date(2020, 3, 9))
    return one, other


def stages() -> list[tuple[int, str]]:
    return list(Application.objects.order_by("number").values_list("number", "stage"))


def results(found: Notice) -> dict[str, int]:
    rows = store_of(kind_of("recruitment_result")).believed()
    return {row.values["stage"]: row.values["persons"] for row in rows if row.values["notice"] == found.id}


def test_a_registration_keeps_what_the_notice_asks_and_nothing_else(published: Notice):
    made = registered(published, "甲", school="某大学", major="临床医学")
    found = registering.by_code(made.code.lower(), MARCH)

    assert registering.filled_in(found) == {
        "name": "甲", "phone": "15400000000", "identity_number": IDENTITIES[0], "major": "临床医学",
    }  # fmt: skip
    assert "甲".encode() not in bytes(found.sealed)


def test_one_person_registers_for_one_post(published: Notice):
    registered(published, "甲")

    with pytest.raises(errors.RegisteredAlready, match="one person registers for one post"):
        registered(published, "甲", phone="15400000001")


def test_the_same_form_sent_twice_is_one_registration_with_one_code(published: Notice):
    form = replace(typed(published, "甲"), mark="m" * 64)

    first, second = (registering.register(found=published, typed=form, today=MARCH) for _ in range(2))

    assert (first, Application.objects.count()) == (second, 1)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [(date(2020, 3, 1), False), (MARCH, True), (date(2020, 3, 6), True), (date(2020, 3, 7), False)],
)
def test_registration_is_open_on_its_days(published: Notice, day: date, is_open: bool):
    assert published.is_open(day) is is_open


def test_without_consent_nothing_is_kept(published: Notice):
    with pytest.raises(errors.NoConsent):
        registering.register(found=published, typed=replace(typed(published, "甲"), has_consented=False), today=MARCH)

    assert Application.objects.count() == 0


def test_from_one_address_not_more_than_so_many_register_in_an_hour(published: Notice, monkeypatch):
    monkeypatch.setattr(registering, "FROM_ONE_ADDRESS", 1)
    registered(published, "甲")

    with pytest.raises(errors.TooMany):
        registered(published, "乙", identity_number=IDENTITIES[1])


def test_who_withdraws_leaves_nothing_behind(published: Notice):
    made = registered(published, "甲")

    registering.withdraw(application=registering.by_code(made.code, MARCH))

    assert (Application.objects.count(), Event.objects.count(), registering.by_code(made.code, MARCH)) == (0, 0, None)


def test_a_refusal_needs_a_reason(county: County, published: Notice):
    made = registered(published, "甲")

    with pytest.raises(errors.SayWhy, match="№1"):
        refusal = Decision(made.application, rules.APPLIED, rules.REFUSED)
        decide(found=published, decisions=[refusal], officer=officer(county))

    assert stages() == [(1, rules.APPLIED)]


def test_an_appeal_is_answered_by_somebody_else_and_made_once(county: County, published: Notice):
    made = registered(published, "甲")
    refusal = Decision(made.application, rules.APPLIED, rules.REFUSED, "专业不符")
    decide(found=published, decisions=[refusal], officer=officer(county))
    application = registering.by_code(made.code, MARCH)
    registering.appeal(found=published, application=application, text="专业目录中属同一类", today=MARCH)
    answer = Decision(made.application, rules.APPEALED, rules.REFUSED, "仍不符")

    with pytest.raises(errors.SamePerson):
        decide(found=published, decisions=[answer], officer=officer(county))
    decide(found=published, decisions=[answer], officer=officer(county, role="township"))
    application.refresh_from_db()
    with pytest.raises(errors.AppealedBefore):
        registering.appeal(found=published, application=application, text="再申诉", today=MARCH)

    assert stages() == [(1, rules.REFUSED)]


def test_the_check_is_not_closed_before_everybody_is_checked(county: County, published: Notice):
    two(published)

    with pytest.raises(StepStopped):
        step(county, published.id, "checked", date(2020, 3, 9))


def test_seats_are_given_in_the_order_of_numbers_and_once(county: County, published: Notice):
    admitted(county, published)
    found = notice(published.id)
    begins = datetime(2020, 3, 14, 9, tzinfo=SHANGHAI)

    seated = [
        set_sitting(found=found, draft=SittingDraft("interview", begins, "县委党校301", seats)) for seats in (1, 5)
    ]

    with pytest.raises(errors.NobodyWaits):
        set_sitting(found=found, draft=SittingDraft("interview", begins, "县委党校302", 5))

    assert seated == [1, 1]
    assert list(Seat.objects.order_by("pk").values_list("application__number", "number")) == [(1, 1), (2, 1)]


def test_a_pasted_table_with_a_number_that_nobody_has_enters_nothing(county: County, published: Notice):
    admitted(county, published)

    with pytest.raises(errors.NoSuchNumber, match="Line 2"):
        scores_of_table(notice(published.id), "interview", "1\t88\n9\t90")


def test_from_the_notice_to_the_engagement_with_the_next_in_line(county: County, published: Notice):
    one, other = admitted(county, published)
    score(found=notice(published.id), part="interview", said={one: "90", other: "85.5"}, officer=officer(county))
    step(county, published.id, "examined", date(2020, 3, 16))
    call_next(found=notice(published.id), officer=officer(county))
    after_call = stages()
    gone = Decision(one, rules.SHORTLISTED, rules.DECLINED)
    decide(found=notice(published.id), decisions=[gone], officer=officer(county))
    call_next(found=notice(published.id), officer=officer(county))
    fit = Decision(other, rules.SHORTLISTED, rules.VETTED)
    decide(found=notice(published.id), decisions=[fit], officer=officer(county))
    step(county, published.id, "vetted", date(2020, 3, 20))
    shown = step(county, published.id, "shown", date(2020, 3, 23))
    during, after = (shown.is_shown(day) for day in (date(2020, 4, 1), date(2020, 4, 2)))
    registering.object_to(found=shown, text="毕业证书有疑问", contact="", address="192.0.2.2", today=date(2020, 3, 30))
    with pytest.raises(StepStopped):
        step(county, published.id, "cleared", date(2020, 4, 2), day=date(2020, 3, 23))
    objection = Objection.objects.get().pk
    answer_objection(found=shown, objection=objection, finding="经核查属实有效", officer=officer(county))
    cleared = step(county, published.id, "cleared", date(2020, 4, 2), day=date(2020, 3, 23))
    engagement = Engagement(other, date(2020, 4, 10), "某人才〔2020〕9号")
    engage(found=cleared, engagement=engagement, officer=officer(county, date(2020, 4, 10)))
    closed = step(county, published.id, "engaged", date(2020, 4, 10))

    assert after_call == [(1, rules.SHORTLISTED), (2, rules.ADMITTED)]
    assert (during, after) == (True, False)
    assert stages() == [(1, rules.DECLINED), (2, rules.ENGAGED)]
    assert results(closed) == {
        "places": 1, "applied": 2, "admitted": 2, "examined": 2, "shortlisted": 2, "proposed": 1, "engaged": 1,
    }  # fmt: skip
    [talent] = store_of(kind_of("talent")).believed()
    person = next(iter(store_of(kind_of("person")).believed(anchor_id=talent.values["person"])))
    assert (talent.values["employer"], talent.values["mode"], person.values["name"]) == ("县医院", "full_time", "乙")
    assert destroys_on(closed) == date(2020, 5, 10)
    assert [destroy_due(date(2020, 5, 9)), Application.objects.count()] == [0, 2]
    assert [destroy_due(date(2020, 5, 10)), Application.objects.count(), Objection.objects.count()] == [2, 0, 0]
    assert results(closed)["applied"] == 2


def test_scans_that_name_applicants_are_destroyed_with_the_registrations(
    county: County, published: Notice, tmp_path, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(settings, "ZUGONG_HOME", tmp_path)
    admitted(county, published)
    case = notice(published.id).case
    for line, text in ((2, "notice"), (3, "table of names")):
        add_scan(
            found=case, line=line, kept=keep_scan("扫描件.pdf", [b"%PDF-1.4 " + text.encode()]), by=by(county, MARCH)
        )
    kept = [scan.values["file"] for scan in scans_of(case)]

    with django_capture_on_commit_callbacks(execute=True):
        done = [destroy_due(date(2020, 9, 30)), destroy_due(date(2020, 9, 30))]

    assert done == [2, 0]
    assert [scan.values["name"] for scan in scans_of(case)] == ["扫描件.pdf", None]
    assert [(tmp_path / "scans" / one).exists() for one in kept] == [True, False]


def test_nothing_lasts_longer_than_the_day_that_was_told(published: Notice):
    made = registered(published, "甲")

    opened = [registering.by_code(made.code, day) is not None for day in (date(2020, 9, 29), date(2020, 9, 30))]

    assert (opened, destroy_due(date(2020, 9, 30)), Application.objects.count()) == ([True, False], 1, 0)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"paper": None}, errors.NoticeIncomplete),
        ({"closes_on": date(2020, 3, 1)}, errors.DaysOutOfOrder),
        ({"destroy_by": date(2020, 3, 6)}, errors.DaysOutOfOrder),
        ({"written_weight": 50}, errors.WeightsNotWhole),
    ],
)
def test_a_notice_that_cannot_be_is_not_recorded(county: County, said: dict, error: type):
    with pytest.raises(error), recording(SOURCE) as entry:
        record_notice(draft(county, **said), MARCH, entry)
