"""The conditions of the county's figures on small tables by hand: each trap is a row that must not count."""

from collections import defaultdict
from datetime import date
from functools import cache

from zugong.figures.schema import installed_schema
from zugong.language.checker import check
from zugong.language.moment import Moment
from zugong.language.reference import evaluate
from zugong.packs.check_figures import rules_in
from zugong.packs.pack import installed_pack

START, END = date(2020, 1, 1), date(2021, 1, 1)
LONG_AGO, LAST_DAY = date(2010, 1, 1), date(2020, 12, 31)


class Table:
    """Believed rows by type. A state since long ago and an event in May 2020, unless the row says otherwise."""

    def __init__(self):
        self._rows = defaultdict(list)

    def rows(self, type_code):
        return self._rows[type_code]

    def add(self, type_code, anchor, **values):
        """Adds one row; `anchor` tells it in the answers."""
        declared = county_schema()[type_code]
        times = {"since": LONG_AGO, "until": None} if declared.time == "state" else {"on": date(2020, 5, 1)}
        row = dict.fromkeys(declared.fields) | times | values | {"anchor": anchor, "id": len(self._rows[type_code])}
        self._rows[type_code].append(row)


@cache
def county_schema():
    return installed_schema("jiangxian")


def counted(figure_name: str, table: Table) -> list[str]:
    """The anchors of the rows that the figure counts for the year 2020."""
    pack = installed_pack("jiangxian")
    figure = pack.figures[figure_name]
    condition = check(figure.where, figure.of, county_schema(), pack.rules)
    moment = Moment(LAST_DAY, START, END, {name: pack.rule_value(name, LAST_DAY) for name in rules_in(figure)})
    return [row["anchor"] for row in table.rows(figure.of) if evaluate(condition, row, table, moment).holds]


def test_results_count_when_they_are_done_on_a_themed_day_that_was_held():
    table = Table()
    table.add("themed_day", "held", series="themed_day", status="held")
    table.add("themed_day", "cancelled", series="themed_day", status="cancelled")
    table.add("themed_day", "meeting", series="members_meeting", status="held")
    table.add("themed_day_result", "counts", themed_day="held", kind="lecture", status="done")
    table.add("themed_day_result", "planned", themed_day="held", kind="lecture", status="planned")
    table.add("themed_day_result", "of a cancelled day", themed_day="cancelled", kind="lecture", status="done")
    table.add("themed_day_result", "of a meeting", themed_day="meeting", kind="lecture", status="done")
    table.add("themed_day_result", "a film", themed_day="held", kind="viewing", status="done")
    table.add("themed_day_result", "next year", themed_day="held", kind="lecture", status="done", on=END)
    table.add("themed_day_result", "first day", themed_day="held", kind="lecture", status="done", on=START)

    assert counted("party_lectures", table) == ["counts", "first day"]


def test_a_plan_item_counts_for_the_year_in_which_it_ran_on_any_day():
    table = Table()
    item = {"level": "city", "kind": "project", "status": "running"}
    table.add("plan_item", "from this year on", since=START, **item)
    table.add("plan_item", "ended during the year", since=LONG_AGO, until=date(2020, 1, 2), **item)
    table.add("plan_item", "ended before the year", since=LONG_AGO, until=START, **item)
    table.add("plan_item", "next year's", since=END, **item)
    table.add("plan_item", "proposed", **item | {"status": "proposed"})

    assert counted("city_projects", table) == ["from this year on", "ended during the year"]


def test_a_village_has_a_dual_post_only_while_one_person_holds_both():
    table = Table()
    for village in ("one person", "two persons", "until autumn", "head elsewhere"):
        table.add("unit", village, kind="village")
        table.add("position", f"secretary of {village}", kind="village_secretary", unit=village)
        table.add("position", f"head of {village}", kind="village_head", unit=village)
        table.add("appointment", None, person=village, position=f"secretary of {village}")
    table.add("appointment", None, person="one person", position="head of one person")
    table.add("appointment", None, person="other", position="head of two persons")
    table.add("appointment", None, person="until autumn", position="head of until autumn", until=date(2020, 10, 1))
    table.add("appointment", None, person="head elsewhere", position="head of two persons")

    assert counted("dual_post_villages", table) == ["one person"]


def test_a_village_is_cleared_by_a_valid_admission_after_three_years_without():
    table = Table()
    steps = {
        "cleared": [(date(2016, 12, 31), "valid"), (date(2020, 6, 1), "valid")],
        "an admission on the first day of the three years": [(date(2017, 1, 1), "valid"), (date(2020, 6, 1), "valid")],
        "the earlier one was revoked": [(date(2019, 3, 1), "revoked"), (date(2020, 6, 1), "valid")],
        "only a revoked one": [(date(2020, 6, 1), "revoked")],
        "the next year": [(END, "valid")],
    }
    for village, admissions in steps.items():
        table.add("unit", village, kind="village")
        for on, status in admissions:
            table.add("membership_step", None, unit=village, kind="admitted", status=status, on=on)

    assert counted("villages_cleared_of_no_admissions", table) == ["cleared", "the earlier one was revoked"]


def test_secretaries_leave_in_the_year_in_which_their_first_day_without_the_post_falls():
    table = Table()
    table.add("position", "village", kind="village_secretary")
    table.add("position", "community", kind="community_secretary")
    left = {"position": "village", "end_reason": "exit_rule"}
    table.add("appointment", "first day", until=START, **left)
    table.add("appointment", "last day", until=LAST_DAY, **left)
    table.add("appointment", "next year", until=END, **left)
    table.add("appointment", "still there", **left)
    table.add("appointment", "retired", until=LAST_DAY, **left | {"end_reason": "retired"})
    table.add("appointment", "of a community", until=LAST_DAY, **left | {"position": "community"})

    assert counted("secretaries_left_under_exit_rule", table) == ["first day", "last day"]


def test_a_community_reaches_the_line_with_premises_in_use_of_at_least_that_area():
    table = Table()
    for community, area, status in [("499", 499, "in_use"), ("500", 500, "in_use"), ("being built", 900, "building")]:
        table.add("unit", community, kind="community")
        table.add("facility", None, unit=community, kind="activity_space", area_m2=area, status=status)
    table.add("unit", "itself being built", kind="community", status="building")
    table.add("facility", None, unit="itself being built", kind="activity_space", area_m2=900, status="in_use")

    assert counted("communities_with_activity_space", table) == ["500"]


def test_a_suspended_membership_is_not_counted_and_an_unknown_standing_is():
    table = Table()
    for standing in ("normal", "suspended", None):
        table.add("membership", standing, standing=standing)
    table.add("membership", "left on the day", until=LAST_DAY)
    table.add("membership", "leaves the day after", until=END)

    assert counted("members", table) == ["normal", None, "leaves the day after"]


def test_a_member_at_a_resettlement_site_is_under_management_where_the_site_has_organisational_life():
    table = Table()
    table.add("site_life", None, unit="site with a group", form="group")
    for person, site in [("managed", "site with a group"), ("not managed", "silent site"), ("site not known", None)]:
        table.add("membership", None, person=person)
        table.add("attached", person, person=person, kind="settlement_site", unit=site)
    table.add("attached", "no member", person="no member", kind="settlement_site", unit="site with a group")

    assert counted("members_at_sites", table) == ["managed", "not managed", "site not known"]
    assert counted("members_at_sites_managed", table) == ["managed"]


def test_the_exit_line_for_income_is_compared_in_fen():
    table = Table()
    for income in (4_999_999, 5_000_000):
        table.add("village_income", income, unit="village", income=income)

    assert counted("villages_below_exit_income_line", table) == [4_999_999]
