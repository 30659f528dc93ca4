"""Groups to be trained, as packs declare them: what is wrong is named with its place; hours are those of the day."""

from __future__ import annotations

from datetime import date

from tests.packs.pack_folder import SCHEMA, write_pack
from zugong.packs.check import check_pack
from zugong.training.queries import absence_limit, groups, hours_wanted

GROUP = "- group: members\n  zh: 党员\n  en: Members\n  of: {of}\n  where: {where}\n  hours: {hours}\n"


def complaints(folder, **said: str) -> list[str]:
    text = GROUP.format(**({"of": "member", "where": "holds() and full", "hours": "least_years"} | said))
    write_pack(folder, changed={"training/groups.yaml": text})
    place = f"{folder}/small/training/groups.yaml"
    return [str(error).removeprefix(place) for error in check_pack("small", schema=SCHEMA, folder=folder)]


def test_a_group_that_leads_nowhere_is_named_with_its_place(tmp_path):
    found = [
        complaints(tmp_path / str(number), **said)
        for number, said in enumerate(({}, {"of": "membr"}, {"where": "holds() and ful"}, {"hours": "least_year"}))
    ]

    assert found == [
        [],
        [":4: of: there is no record type 'membr'; nearest: member"],
        [":5: where: column 13: 'ful' is not a field of member; nearest: full, until, organisation"],
        [":6: hours: there is no parameter 'least_year'; nearest: least_years"],
    ]


def test_hours_are_those_in_force_on_the_day_and_none_before_the_first_rule():
    group = groups()["members"]
    days = [date(2019, 5, 5), date(2019, 5, 6), date(2019, 5, 7)]

    hours = [hours_wanted(group, day) for day in days]

    assert hours == [0, 32, 32]
    later = [
        hours_wanted(groups()[code], date(2026, 1, 1))
        for code in ("branch_leaders", "section_cadres", "county_leaders")
    ]
    assert later == [56, 90, 550]
    assert [absence_limit(day) for day in (date(2013, 3, 17), date(2013, 3, 18))] == [None, 7]


def test_only_those_whose_rule_says_so_may_study_online_and_leaders_have_five_years():
    told = {code: (group.online, group.years) for code, group in groups().items() if group.hours}

    assert told == {
        "members": (True, 1), "branch_leaders": (True, 1), "section_cadres": (False, 1), "county_leaders": (False, 5)
    }  # fmt: skip
