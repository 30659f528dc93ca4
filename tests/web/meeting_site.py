"""The small county with a branch of thirty, a theme that its county set for the month, and a form from its township."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.urls import reverse

from tests.web import browser_site
from tests.web.asking import CHOICE, NAME, NUMBER, SECRETARY, sent_out
from tests.web.county import IDENTITY, County, add


def serve(port: int) -> None:
    """Until the process is ended."""
    browser_site.serve(port, add_more)


def add_more(county: County) -> None:
    """Twenty-eight more members of the oak branch, one on probation and one mobile; the theme of December; a form to send."""
    for number in range(28):
        [person] = add("person", {"identity_number": IDENTITY.format(f"9{number:02}")[:18], "name": f"党员{number:02}"})
        category = "full" if number else "probationary"
        add("membership", {"person": person, "organisation": county.organisation("oak"), "category": category})
    theme = {
        "organisation": county.organisation("county"), "series": "themed_day", "period": "2020年第12期",
        "theme": "决战脱贫攻坚", "steps": "学习\n议事", "paper": "组发〔2020〕9号", "due_on": date(2020, 12, 31),
    }  # fmt: skip
    add("activity_theme", theme, since=date(2020, 12, 1))
    away = {"person": county.persons["李国强"], "organisation": county.organisation("oak"), "managed": True}
    add("mobile_register", away, since=date(2020, 3, 1))
    asked = sent_out(_signed_in(county, "township"), NAME, SECRETARY, CHOICE, NUMBER)
    _signed_in(county, "section").post(reverse("request", args=[asked]), {"act": "admit"})


def _signed_in(county: County, role: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(county.users[role])
    return client
