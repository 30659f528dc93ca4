"""The small county with a branch of thirty, and a theme that its county set for the month."""

from __future__ import annotations

from datetime import date

from tests.web import browser_site
from tests.web.county import IDENTITY, County, add


def serve(port: int) -> None:
    """Until the process is ended."""
    browser_site.serve(port, add_more)


def add_more(county: County) -> None:
    """Twenty-eight more members of the oak branch, one of them on probation, and the theme of December."""
    for number in range(28):
        [person] = add("person", {"identity_number": IDENTITY.format(f"9{number:02}")[:18], "name": f"党员{number:02}"})
        category = "full" if number else "probationary"
        add("membership", {"person": person, "organisation": county.organisation("oak"), "category": category})
    theme = {
        "organisation": county.organisation("county"), "series": "themed_day", "period": "2020年第12期",
        "theme": "决战脱贫攻坚", "steps": "学习\n议事", "paper": "组发〔2020〕9号", "due_on": date(2020, 12, 31),
    }  # fmt: skip
    add("activity_theme", theme, since=date(2020, 12, 1))
