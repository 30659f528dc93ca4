"""A case of admission in the small county, about an applicant of the branch 橡树村."""

from __future__ import annotations

from datetime import date

from tests.web.county import SOURCE, County, add
from zugong.cases.actions import Begin, By, begin
from zugong.cases.rules import Act
from zugong.kernel.time import PartialDate
from zugong.offices.access import Access

BEGUN = date(2020, 6, 1)


def applicant(county: County) -> int:
    """Somebody who is no member; the same one each time."""
    if "周晓" not in county.persons:
        values = {"identity_number": "149999199502020031", "name": "周晓", "born_on": PartialDate("1995-02-02")}
        [county.persons["周晓"]] = add("person", values)
    return county.persons["周晓"]


def case_there(county: County) -> int:
    """The case about the applicant, begun with the application; the same one each time."""
    if "case" not in county.records:
        by = By(SOURCE, Access.of(county.users["section"], date(2020, 12, 31)), date(2020, 12, 31))
        act = Act("applied", BEGUN, papers=("application_letter",))
        begun = Begin("admission", applicant(county), county.organisation("oak"), act)
        county.records["case"] = begin(begun=begun, by=by)
    return county.records["case"]
