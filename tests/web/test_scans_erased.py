"""A scan of a minute book is destroyed with a person whom its meeting names; that it was there, and why it went, stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.web.county import County, add
from tests.web.test_elections import begun
from zugong.kernel.facts.models import Erasure
from zugong.kernel.facts.recording import Source, recording
from zugong.people.events import person_erased
from zugong.people.models import Person

PICTURE = b"\xff\xd8\xff" + b"a page of the minute book"
OTHER = b"\x89PNG\r\n\x1a\n" + b"a page that names others"


def scanned(client, meeting: int, content: bytes) -> None:
    client.post(reverse("meeting_scan", args=[meeting]), {"scan": SimpleUploadedFile("王秀英 签到.jpg", content)})


def test_scans_of_meetings_that_named_somebody_go_with_them(
    county: County, sign_in, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.ZUGONG_HOME = tmp_path
    secretary, meeting = sign_in("secretary"), county.records["themed day"]
    values = {
        "organisation": county.organisation("oak"),
        "series": "committee_meeting",
        "period": "2020-11",
        "status": "held",
    }
    [other] = add("themed_day", values)
    scanned(secretary, meeting, PICTURE)
    scanned(secretary, other, OTHER)
    before = sorted(Path(tmp_path, "scans").iterdir())

    with (
        django_capture_on_commit_callbacks(execute=True),
        recording(Source("command", "x", "组发〔2026〕1号")) as entry,
    ):
        emptied = sum(
            rows
            for _, rows in person_erased.send(
                Person, person=Person.objects.get(pk=county.persons["王秀英"]), entry=entry
            )
        )
    [gone] = secretary.get(reverse("meeting", args=[meeting])).context["scans"]
    [kept] = secretary.get(reverse("meeting", args=[other])).context["scans"]
    opened = secretary.get(gone.address)

    assert (len(before), len(list(Path(tmp_path, "scans").iterdir())), emptied, Erasure.objects.count()) == (
        2,
        1,
        2,
        2,
    )  # and what they asked for
    assert (gone.name, "组发〔2026〕1号" in gone.gone, opened.status_code) == ("扫描件", True, 422)
    assert (kept.name, kept.gone, secretary.get(kept.address).content) == ("王秀英 签到.jpg", "", OTHER)


def matter_there(county: County) -> int:
    said = {"organisation": county.organisation("oak"), "title": "修水渠", "kind": "project", "status": "underway"}
    [matter] = add("village_matter", said, since=date(2020, 12, 1))
    return matter


def erased(county: County, name: str, capture) -> None:
    with capture(execute=True), recording(Source("command", "x", "组发〔2026〕1号")) as entry:
        person_erased.send(Person, person=Person.objects.get(pk=county.persons[name]), entry=entry)


def matter_scanned(client, matter: int, content: bytes, **said: str):
    file = SimpleUploadedFile("签字.jpg", content)
    return client.post(reverse("village_matter_scan_new", args=[matter]), {"scan": file} | said, follow=True)


def test_scans_of_a_village_matter_go_with_whom_they_name_and_with_every_member_where_nobody_said(
    county: County, sign_in, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.ZUGONG_HOME = tmp_path
    secretary, matter = sign_in("secretary"), matter_there(county)
    papers = [b"\xff\xd8\xff" + str(number).encode() for number in range(4)]
    matter_scanned(secretary, matter, papers[0], naming="some", names="李国强")
    matter_scanned(secretary, matter, papers[1], naming="some", names="李国强、王秀英")
    matter_scanned(secretary, matter, papers[2], naming="nobody")
    matter_scanned(secretary, matter, papers[3])
    refused = matter_scanned(secretary, matter, papers[0] + b"x", naming="some", names="张三丰")

    erased(county, "王秀英", django_capture_on_commit_callbacks)
    found = secretary.get(reverse("village_matter", args=[matter])).context["scans"]

    assert [(scan.naming, bool(scan.gone)) for scan in found] == [
        ("部分党员", False), ("部分党员", True), ("不涉及党员姓名", False), ("全体党员", True),
    ]  # fmt: skip
    assert secretary.get(found[0].address).content == papers[0]
    assert [str(one) for one in refused.context["messages"]] == [
        "本支部没有叫“张三丰”的党员，请按名册填写；不是党员的不用填。"
    ]


def test_a_scan_of_a_village_matter_stays_when_somebody_of_another_village_is_erased(
    county: County, sign_in, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.ZUGONG_HOME = tmp_path
    secretary, matter = sign_in("secretary"), matter_there(county)
    matter_scanned(secretary, matter, PICTURE)

    erased(county, "刘洋", django_capture_on_commit_callbacks)

    [scan] = secretary.get(reverse("village_matter", args=[matter])).context["scans"]
    assert (scan.gone, scan.naming) == ("", "全体党员")


def test_a_scan_of_an_election_goes_with_whoever_stood_on_its_list(
    county: County, sign_in, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.ZUGONG_HOME = tmp_path
    secretary, address = sign_in("secretary"), begun(county, sign_in)
    named = {"on": "2020-03-09", "seen": "4", "person.secretary": "王秀英"}
    secretary.post(f"{address}steps/nominated_secretary/", named)
    secretary.post(f"{address}scans/", {"line": "5", "scan": SimpleUploadedFile("名单.jpg", PICTURE)})

    [before] = secretary.get(address).context["acts"][0].scans
    erased(county, "王秀英", django_capture_on_commit_callbacks)
    [after] = secretary.get(address).context["acts"][0].scans

    assert (before.name, before.gone, bool(after.gone)) == ("名单.jpg", "", True)
