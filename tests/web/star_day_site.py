"""The small county for the star day: a branch set up in its village, and a second person in the county's section."""

from __future__ import annotations

from tests.web import browser_site
from tests.web.county import PASSWORD, SINCE, SOURCE, County, add
from zugong.offices.actions import create_user, seat
from zugong.offices.models import Office, Seat


def serve(port: int) -> None:
    """Until the process is ended."""
    browser_site.serve(port, add_more)


def add_more(county: County) -> None:
    """A village with its branch and its meeting room, and a second person in the section who decides about appeals."""
    branch, town = county.organisation("oak"), county.organisation("east")
    values = {"code": "V2", "name": "枫树村", "kind": "village", "territory": town, "status": "in_use"}
    [village] = add("unit", values)
    county.records["village"] = village
    add("serves", {"organisation": branch, "unit": village})
    room = {"name": "枫树村会议室", "kind": "meeting_room", "organisation": branch, "unit": village, "status": "in_use"}
    add("facility", room)
    office = Office.objects.get(pk=Seat.objects.get(user=county.users["section"]).office_id)
    user = create_user(username="second", password=PASSWORD, full_name="孙丽", source=SOURCE)
    seat(user=user, office=office, since=SINCE, source=SOURCE)
