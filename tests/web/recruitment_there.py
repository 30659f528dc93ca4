"""A recruitment in the small county: published, with one applicant."""

from __future__ import annotations

from datetime import date

from tests.web.county import SOURCE, County
from zugong.cases.actions import Begin, By, Doing, begin, take
from zugong.cases.rules import Act
from zugong.kernel.facts.recording import recording
from zugong.offices.access import Access
from zugong.recruitment import registering, rules
from zugong.recruitment.drafts import NoticeDraft, PostDraft
from zugong.recruitment.notices import notice, record_notice

_TODAY = date(2020, 12, 31)


def recruitment_there(county: County) -> int:
    """The notice of the county, open for registration until the end of the year; the same one each time."""
    if "recruitment" not in county.records:
        by = By(SOURCE, Access.of(county.users["section"], _TODAY), _TODAY)
        values = {
            "title": "引进医生公告", "organisation": county.organisation("county"), "kind": "talent",
            "paper": "某人才〔2020〕3号", "opens_on": date(2020, 12, 1), "closes_on": _TODAY, "conditions": "品行良好",
            "contact": "人才办", "asked": rules.written_fields(["major"]), "written_weight": 0, "interview_weight": 100,
            "tie_by": "further", "destroy_by": date(2021, 6, 30),
        }  # fmt: skip
        with recording(SOURCE) as entry:
            draft = NoticeDraft(values, (PostDraft("A01", "内科医师", "县医院", 1, "临床医学"),))
            identity = record_notice(draft, _TODAY, entry)
            begun = Begin(
                "recruitment",
                0,
                county.organisation("county"),
                Act("planned", _TODAY, None, {"number": "3"}),
                subject=identity,
            )
            case = begin(begun=begun, by=by)
        take(doings=[Doing(case, 1, Act("published", _TODAY))], by=by)
        county.records["recruitment"] = identity
        county.records["recruitment post"] = notice(identity).posts[0].anchor
        county.records["applicant"] = registered_there(county, "甲").application
    return county.records["recruitment"]


def registered_there(county: County, name: str) -> registering.Registered:
    """Somebody registers for the only post."""
    found = notice(county.records["recruitment"])
    values = {"name": name, "phone": "15400000000", "major": "临床医学"}
    typed = registering.Typed(found.posts[0].anchor, values, True, "192.0.2.1")
    return registering.register(found=found, typed=typed, today=_TODAY)
