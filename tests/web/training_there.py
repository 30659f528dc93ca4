"""A class of the county in the small county's plan, with places for the east township and for one branch of it."""

from __future__ import annotations

from datetime import date

from tests.web.county import SOURCE, County
from zugong.offices.access import Access
from zugong.training.actions import Writing, save_class
from zugong.training.drafts import PLANNED, ClassDraft, CourseDraft

TODAY = date(2020, 12, 31)
BEGINS = date(2020, 12, 20)
CODES = {"series": "members_school", "form": "on_site", "audience": "member", "ability": None, "level": "county"}


def writing(county: County, role: str = "section") -> Writing:
    """What a role writes on the last day of the year."""
    return Writing(SOURCE, Access.of(county.users[role], TODAY), TODAY)


def class_there(county: County) -> int:
    """The class; the same one each time."""
    if "training class" not in county.records:
        courses = (CourseDraft(1, "党章", 4, "周教员", "party_school", "theory"), CourseDraft(2, "冬剪", 4))
        draft = ClassDraft(
            county.organisation("county"), "2020年党员进党校第1期", BEGINS, PLANNED, CODES, places=3, courses=courses,
            quotas={county.organisation("east"): 2, county.organisation("oak"): 1},
        )  # fmt: skip
        county.records["training class"] = save_class(before=None, draft=draft, writing=writing(county))
    return county.records["training class"]
