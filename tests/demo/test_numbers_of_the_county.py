"""Every number that a county must reach, counted from what its workbooks tell, apart from any figure's definition."""

from collections import Counter
from datetime import timedelta

import pytest

from tests.demo.told import Names, Told, told

COUNTED_RESERVES = ("main_cadre", "committee_member", "activist")
PRIMARY = ("committee", "work_committee", "general_branch", "branch", "joint_branch")
ABILITY = ("rural_leaders", "members_school", "affairs_staff")


@pytest.fixture(params=["tiny", "whole"])
def county(request) -> Told:
    return told(request.param)


def persons(rows: list[dict]) -> set[str]:
    return {row["person.identity_number"] for row in rows}


def primary_organisations(county: Told) -> set[str]:
    """Names in force on the closing day of organisations of the kinds that count."""
    kinds = {row["organisation.name"]: row["organisation.kind"] for row in county.rows("organisations")}
    for change in county.rows("organisation_changes"):
        if change["kind"] == "rename_organisation":
            kinds[change["new_name"]] = kinds[change["subject"]]
    standing = Names(county, "organisation").standing_on(county.targets.closed_on)
    return {name for name in standing if kinds[name] in PRIMARY}


def test_so_many_primary_organisations_stand_on_the_closing_day(county):
    assert len(primary_organisations(county)) == county.targets.organisations.primary


def test_the_outside_branches_in_force_are_as_many_as_the_cities_named(county):
    standing = Names(county, "organisation").standing_on(county.targets.closed_on)
    temporary = [row for row in county.rows("organisations") if row["organisation.kind"] == "temporary_branch"]

    outside = [row for row in temporary if row["organisation.outside"] == "yes"]

    cities = len(county.targets.organisations.outside_cities)
    assert (sum(row["organisation.name"] in standing for row in outside), len(temporary)) == (cities, cities + 2)


def test_so_many_units_of_each_kind_stand_on_the_closing_day(county):
    standing = Names(county, "unit").standing_on(county.targets.closed_on)
    renamed = {
        row["subject"]: row["new_name"] for row in county.rows("organisation_changes") if row["kind"] == "rename_unit"
    }
    units = [row for row in county.rows("units") if renamed.get(row["name"], row["name"]) in standing]

    status = {row["code"]: (row["kind"], row["status"]) for row in units}  # the later statement stands
    counts = Counter(status.values())

    places = county.targets.places
    assert {key: counts[key] for key in counts if key[0] in ("village", "community", "settlement_site")} == {
        ("village", "in_use"): places.villages,
        ("community", "in_use"): len(county.targets.organisations.communities),
        ("community", "building"): 1,
        ("settlement_site", "in_use"): places.settlement_sites,
        ("settlement_site", "closed"): places.closed_sites,
    }


def test_the_closing_roster_has_the_members_wanted_and_the_suspended(county):
    roster = county.rows("members", as_of=county.targets.closed_on)

    standings = Counter(row["membership.standing"] for row in roster)

    wanted = county.targets.members
    assert standings == {"normal": wanted.at_close, "suspended": wanted.suspended}
    assert len(persons(roster)) == len(roster)


def test_whoever_is_missing_from_the_closing_roster_stands_among_those_who_left(county):
    opening = persons(county.rows("members", as_of=county.targets.opened_on))
    closing = persons(county.rows("members", as_of=county.targets.closed_on))

    assert opening - closing == persons(county.rows("members_left"))
    assert len(closing - opening) == county.targets.members.arriving


def test_whoever_is_new_in_the_closing_roster_stands_among_those_who_joined_in_the_ways_wanted(county):
    opening = persons(county.rows("members", as_of=county.targets.opened_on))
    closing = persons(county.rows("members", as_of=county.targets.closed_on))
    joined = county.rows("members_joined")

    wanted = county.targets.members
    assert persons(joined) == closing - opening
    assert Counter(row["membership.start_reason"] for row in joined) == {
        "admitted": wanted.admitted, "transferred_in": wanted.transferred_in, "restored": wanted.restored,
    }  # fmt: skip


def test_those_who_left_did_so_in_the_ways_wanted(county):
    wanted = county.targets.members

    assert Counter(row["end_reason"] for row in county.rows("members_left")) == {
        "transferred_out": wanted.transferred_out, "died": wanted.died, "removed": wanted.removed,
        "cancelled": wanted.cancelled,
    }  # fmt: skip


def test_on_the_closing_day_the_register_holds_the_mobile_members_and_all_are_managed(county):
    closing = county.rows("mobile_register", as_of=county.targets.closed_on)
    flagged = [
        row for row in county.rows("members", as_of=county.targets.closed_on) if row["membership.mobile"] == "yes"
    ]

    assert Counter(row["managed"] for row in closing) == {"yes": county.targets.members.mobile}
    assert persons(closing) == persons(flagged)


def test_earlier_registers_hold_unmanaged_members_who_are_managed_in_the_last(county):
    closing = persons(county.rows("mobile_register", as_of=county.targets.closed_on))

    unmanaged = persons([row for row in county.rows("mobile_register") if row["managed"] == "no"])

    assert 0 < len(unmanaged) < len(closing)
    assert persons(county.rows("mobile_register")) == closing


def held_days(county: Told) -> set[tuple]:
    return {
        (row["organisation"], row["period"])
        for row in county.rows("themed_day")
        if row["series"] == "themed_day" and row["status"] == "held" and county.in_year(row["on"])
    }


def test_so_many_periods_were_held_in_the_year(county):
    assert len({period for _, period in held_days(county)}) == county.targets.themed_days.periods


def test_every_primary_organisation_held_a_themed_day_itself_or_through_one_below(county):
    parents = {row["organisation.name"]: row["belongs.parent"] for row in county.rows("organisations")}
    for change in sorted(county.rows("organisation_changes"), key=lambda row: row["on"]):
        if change["kind"] == "move_organisation":
            parents[change["subject"]] = change["target"]
        elif change["kind"] == "merge_organisation":
            merged = change["subject"]
            parents = {name: change["target"] if parent == merged else parent for name, parent in parents.items()}
        elif change["kind"] == "rename_organisation":
            old, new = change["subject"], change["new_name"]
            parents[new] = parents.pop(old)
            parents = {name: new if parent == old else parent for name, parent in parents.items()}

    taking_part = set()
    for name, _ in held_days(county):
        while name:
            taking_part.add(name)
            name = parents.get(name)

    assert primary_organisations(county) - taking_part == set()


def test_so_many_persons_were_present_at_themed_days(county):
    held = held_days(county)

    present = {
        row["person.identity_number"]
        for row in county.rows("themed_day_roll")
        if row["attendance"] == "present"
        and row["themed_day.series"] == "themed_day"
        and (row["themed_day.organisation"], row["themed_day.period"]) in held
    }

    assert len(present) == county.targets.members.present_at_themed_days


def test_so_many_results_of_each_kind_were_done_on_themed_days_held(county):
    held, wanted = held_days(county), county.targets.themed_days

    counts = Counter(
        row["kind"]
        for row in county.rows("themed_day_result")
        if row["status"] == "done"
        and row["themed_day.series"] == "themed_day"
        and (row["themed_day.organisation"], row["themed_day.period"]) in held
    )

    del counts["viewing"]
    assert counts == {
        "lecture": wanted.lectures, "deliberation": wanted.deliberations, "open_affair": wanted.open_affairs,
        "volunteer_service": wanted.volunteer_services, "service_matter": wanted.service_matters,
        "opinion": wanted.opinions,
    }  # fmt: skip


def test_in_so_many_villages_the_secretary_is_head_too_and_every_village_has_one_of_each(county):
    posts = {row["position.name"]: row for row in county.rows("positions")}
    holders: dict[tuple, list] = {}
    for row in county.holding("appointment", county.targets.closed_on):
        post = posts[row["position"]]
        holders.setdefault((post["position.unit"], post["position.kind"]), []).append(row["person.identity_number"])

    villages = {unit for unit, kind in holders if kind == "village_secretary"}
    dual = [unit for unit in villages if holders[unit, "village_secretary"] == holders[unit, "village_head"]]

    assert {len(found) for (_, kind), found in holders.items() if kind in ("village_secretary", "village_head")} == {1}
    assert (len(villages), len(dual)) == (county.targets.places.villages, county.targets.leaders.dual_posts)


def test_nobody_is_secretary_of_two_villages_and_nobody_holds_a_post_twice(county):
    posts = {row["position.name"]: row["position.kind"] for row in county.rows("positions")}
    held = county.holding("appointment", county.targets.closed_on)

    secretaries = [row["person.identity_number"] for row in held if posts[row["position"]] == "village_secretary"]

    assert len(set(secretaries)) == len(secretaries)
    assert len({row["position"] for row in held}) == len(held)


def test_so_many_secretaries_left_under_the_exit_rule_and_as_many_cadres_followed(county):
    posts = {row["position.name"]: row["position.kind"] for row in county.rows("positions")}
    left = [
        row
        for row in county.rows("appointment")
        if posts[row["position"]] == "village_secretary"
        and row["end_reason"] == "exit_rule"
        and county.in_year(row["until"])
    ]
    sent = [
        row
        for row in county.holding("dispatch", county.targets.closed_on)
        if row["kind"] == "village_secretary" and county.in_year(row["since"])
    ]

    assert (len(persons(left)), len(persons(sent))) == (
        county.targets.leaders.exited,
        county.targets.leaders.dispatched,
    )


def test_every_secretary_in_office_has_a_file_with_every_category(county):
    posts = {row["position.name"]: row["position.kind"] for row in county.rows("positions")}
    in_office = persons(
        [
            row
            for row in county.holding("appointment", county.targets.closed_on)
            if posts[row["position"]] in ("village_secretary", "community_secretary")
        ]
    )
    filed: dict[str, set] = {}
    for row in county.rows("file_material"):
        if row["filed"] == "yes":
            filed.setdefault(row["personnel_file.person.identity_number"], set()).add(row["category"])

    complete = {number for number, found in filed.items() if len(found) == county.targets.leaders.file_categories}

    communities = len(county.targets.organisations.communities)
    assert len(in_office) == county.targets.places.villages + communities
    assert in_office <= complete < set(filed)


def test_the_reserves_are_as_many_as_wanted_and_every_village_has_enough(county):
    counted = [
        row
        for row in county.rows("reserve_candidates")
        if row["reserve_candidate.status"] == "confirmed"
        and row["reserve_candidate.kind"] in COUNTED_RESERVES
        and row["reserve_candidate.until"] is None
    ]
    by_village = Counter(row["reserve_candidate.unit"] for row in counted)
    for_secretary = Counter(
        row["reserve_candidate.unit"] for row in counted if row["reserve_candidate.secretary"] == "yes"
    )

    leaders, places = county.targets.leaders, county.targets.places
    assert len(persons(counted)) == leaders.reserves
    assert (len(by_village), min(by_village.values()) >= leaders.reserves_per_village) == (places.villages, True)
    assert (len(for_secretary), set(for_secretary.values()) <= {1, 2}) == (places.villages, True)


def test_delegates_of_three_levels_and_those_who_moved_out(county):
    day, leaders = county.targets.closed_on, county.targets.leaders
    in_force = county.holding("delegate", day)
    moved_out = [
        row
        for row in county.rows("delegate")
        if row["level"] == "county" and row["end_reason"] == "moved_out" and county.in_year(row["until"])
    ]

    levels = {
        level: len(persons([row for row in in_force if row["level"] == level]))
        for level in ("county", "city", "province")
    }

    assert levels == {
        "county": leaders.county_delegates,
        "city": leaders.city_delegates,
        "province": leaders.provincial_delegates,
    }
    assert len(persons(moved_out)) == leaders.county_delegates_moved_out


def test_so_many_persons_completed_the_classes_of_the_year(county):
    classes = {row["name"]: row for row in county.rows("training_class")}
    counted = [
        (classes[row["training_class"]]["series"], row["rank"], row["person.identity_number"])
        for row in county.rows("training_attendance")
        if row["completed"] == "yes"
        and county.in_year(row["on"])
        and classes[row["training_class"]]["status"] == "held"
    ]

    cadres = {rank: {number for series, held, number in counted if held == rank and series in ("main_class", "reading_class")}
              for rank in ("section_level", "civil_servant")}  # fmt: skip
    ability = {number for series, _, number in counted if series in ABILITY}

    wanted = county.targets.training
    assert (len(cadres["section_level"]), len(cadres["civil_servant"]), len(ability)) == (
        wanted.section_cadres, wanted.civil_servants, wanted.ability_persons,
    )  # fmt: skip


def test_so_many_villages_are_cleared_of_years_without_admissions(county):
    first = county.targets.opened_on.replace(year=county.targets.year - 3)
    poverty = {row["name"]: row["poverty"] for row in county.rows("units") if row["kind"] == "village"}
    merged = {row["subject"] for row in county.rows("organisation_changes") if row["kind"] == "merge_unit"}
    names = {
        row["new_name"]: row["subject"] for row in county.rows("organisation_changes") if row["kind"] == "rename_unit"
    }
    admitted = [
        (names.get(row["membership_step.unit"], row["membership_step.unit"]), row["membership_step.on"])
        for row in county.rows("admissions")
        if row["membership_step.kind"] == "admitted" and row["membership_step.status"] == "valid"
    ]

    this_year = [unit for unit, on in admitted if county.in_year(on) and unit in poverty]
    before = {unit for unit, on in admitted if first <= on < county.targets.opened_on}

    wanted = county.targets.members
    assert len(set(this_year) - before - merged) == wanted.villages_cleared_of_no_admissions
    assert sum(poverty[unit] == "poor" for unit in this_year) == wanted.admitted_in_poor_villages
    assert sum(county.in_year(on) for _, on in admitted) == wanted.admitted


def test_so_many_cancellings_of_probation_were_proposed(county):
    proposed = {
        row["person.identity_number"]
        for row in county.rows("admissions")
        if row["membership_step.kind"] == "cancel_proposed"
        and row["membership_step.status"] == "valid"
        and county.in_year(row["membership_step.on"])
    }

    assert len(proposed) == county.targets.members.probation_cancellings_proposed


def test_problems_and_weak_organisations_of_the_year(county):
    closing = county.rows("problem", as_of=county.targets.closed_on)
    listed = [row for row in closing if county.in_year(row["listed_on"])]
    rural = {row["organisation.name"] for row in county.rows("organisations") if row["organisation.sector"] == "rural"}
    rural |= {row["new_name"] for row in county.rows("organisation_changes") if row["kind"] == "rename_organisation"}
    weak = {
        row["organisation"]
        for row in county.rows("rectification")
        if row["kind"] == "new" and row["status"] == "determined" and county.in_year(row["determined_on"])
    }
    found = [row for row in listed if row["source"] == "theme_day_check"]
    livelihood = [row for row in listed if row["source"] == "rectification"]

    work, days = county.targets.work, county.targets.themed_days
    assert (len(found), len({row["aspect"] for row in found})) == (days.problems, len(days.aspects))
    assert len({row["responsible"] for row in livelihood}) == work.livelihood_units
    assert Counter(row["status"] for row in livelihood) == {
        "solved": work.livelihood_solved, "planned": work.livelihood_planned, "followed": work.livelihood_followed,
    }  # fmt: skip
    assert len(weak & rural) == work.weak_organisations
    assert (
        sum(row["source"] == "admission_check" and row["status"] == "corrected" for row in listed)
        == work.admission_problems
    )


def test_so_many_admission_files_were_put_in_order_in_the_year(county):
    corrected = [
        row
        for row in county.rows("personnel_file")
        if row["kind"] == "admission_file" and row["corrected_on"] and county.in_year(row["corrected_on"])
    ]

    assert len(corrected) == county.targets.work.admission_files


def test_premises_of_the_closing_day(county):
    closing = county.rows("facility", as_of=county.targets.closed_on)
    facilities = [row for row in closing if row["status"] == "in_use"]
    villages = {row["name"] for row in county.rows("units") if row["kind"] == "village"}
    villages |= {row["new_name"] for row in county.rows("organisation_changes") if row["kind"] == "rename_unit"}

    rooms = {row["unit"] for row in facilities if row["kind"] == "meeting_room"}
    spaces = {row["unit"] for row in facilities if row["kind"] == "activity_space" and row["area_m2"] >= 500}
    passed = {
        row["unit"]
        for row in county.rows("standard_check")
        if row["standard"] == "five_affairs_four_grounds" and row["result"] == "passed"
    }

    wanted = county.targets
    assert (len(rooms & villages), len(spaces), len(passed & villages)) == (
        wanted.places.villages, len(wanted.organisations.communities), wanted.premises.five_affairs_villages,
    )  # fmt: skip
    assert sum(row["kind"] == "regional_centre" for row in facilities) == len(wanted.premises.regional_centres)
    assert (
        sum(row["kind"] == "teaching_base" and row["level"] == "city" for row in facilities)
        == wanted.premises.teaching_bases
    )


def test_signs_set_are_kinds_and_signs_handled_are_pieces(county):
    kinds = {row["name"]: row["kind"] for row in county.rows("facility")}
    signs = [{**row, "of": kinds[row["facility"]]} for row in county.rows("sign", as_of=county.targets.closed_on)]

    set_kinds = {
        (of, level): len(
            {row["name"] for row in signs if (row["of"], row["level"], row["status"]) == (of, level, "set")}
        )
        for of in ("rural_centre", "community_centre")
        for level in ("first", "second")
    }
    handled = Counter(
        row["status"] for row in signs if row["of"] == "community_centre" and county.in_year(row["changed_on"])
    )

    wanted = county.targets.premises
    assert set_kinds == {
        ("rural_centre", "first"): wanted.rural_first_signs,
        ("rural_centre", "second"): wanted.rural_second_signs,
        ("community_centre", "first"): wanted.community_first_signs,
        ("community_centre", "second"): wanted.community_second_signs,
    }
    assert (handled["cleared"], handled["merged"], handled["kept"]) == (
        wanted.signs_cleared, wanted.signs_merged, wanted.signs_kept,
    )  # fmt: skip


def test_clauses_in_force_of_papers_issued(county):
    documents = {row["title"]: row for row in county.rows("document")}

    counts = Counter(
        (documents[row["document"]]["kind"], documents[row["document"]]["subject"], row["kind"])
        for row in county.holding("clause", county.targets.closed_on)
        if documents[row["document"]]["status"] == "issued"
    )
    measures = [
        row
        for row in county.holding("clause", county.targets.closed_on)
        if (row["document"], row["kind"]) == (county.targets.documents.work_measures.title, "measure")
    ]

    wanted = county.targets
    assert counts["standard", "农村党群服务中心", "standard"] == wanted.premises.rural_standards
    assert counts["standard", "社区党群服务中心", "standard"] == wanted.premises.community_standards
    assert len(measures) == wanted.documents.work_measures.clauses


def test_designations_and_plans_in_force(county):
    day, work = county.targets.closed_on, county.targets.work
    titles = Counter((row["kind"], row["level"]) for row in county.holding("designation", day))
    after = day + timedelta(days=1)
    running = Counter(
        (row["level"], row["kind"])
        for row in county.rows("plan_item")
        if row["status"] == "running"
        and row["since"] < after
        and (row["until"] is None or row["until"] > county.targets.opened_on)
    )

    del titles["benchmark_village", "city"], titles["civilised_village", "county"]
    del titles["civilised_village", "province"]
    del titles["advanced_organisation", "county"]
    assert titles == {
        ("benchmark_village", "province"): work.provincial_benchmarks,
        ("benchmark_village", "county"): work.county_benchmarks,
        ("two_strong_six_good", "county"): work.demonstration_organisations,
    }
    assert (running["city", "project"], running["county", "action"]) == (
        len(work.city_projects),
        len(work.county_actions),
    )


def test_money_paid_by_the_county_in_the_year(county):
    sums: Counter = Counter()
    for row in county.rows("money"):
        if row["payer"] == "county_budget" and row["status"] == "paid" and county.in_year(row["on"]):
            sums[row["purpose"]] += row["amount"]

    work = county.targets.work
    assert sums == {
        "dispatched_secretaries": county.targets.leaders.dispatch_subsidies_yuan,
        "party_building": work.party_building_yuan,
        "community_service": work.community_service_yuan * len(county.targets.organisations.communities),
    }


def test_every_site_in_use_has_a_form_of_organisational_life(county):
    places = county.targets.places

    closing = county.rows("site_life", as_of=county.targets.closed_on)

    assert Counter(row["form"] for row in closing) == {
        "branch": places.sites_with_branch_meeting,
        "group": places.settlement_sites - places.sites_with_branch_meeting,
    }


def test_every_member_at_a_site_lives_at_one_with_organisational_life(county):
    sites = {row["unit"] for row in county.rows("site_life")}
    members = persons(county.rows("members", as_of=county.targets.closed_on))
    at_sites = [row for row in county.holding("attached", county.targets.closed_on) if row["kind"] == "settlement_site"]

    assert {row["unit"] for row in at_sites if row["person.identity_number"] in members} == sites
    assert persons(at_sites) - members != set()
