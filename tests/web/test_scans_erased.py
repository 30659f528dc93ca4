"""A scan of a minute book is destroyed with a person whom its meeting names; that it was there, and why it went, stays."""

from __future__ import annotations

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.web.county import County, add
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
