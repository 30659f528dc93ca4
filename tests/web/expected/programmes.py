"""Programmes: everybody may open the page; a line hangs on whether its rows may be counted, its list on their names."""

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("programmes", ""): (302, 200, 200, 200, 200, 200, 200, 200),
    ("programme_week", ""): (302, 404, 404, 404, 200, 200, 200, 200),
    ("programme_month", ""): (302, 404, 404, 404, 200, 200, 200, 200),
    ("programme_week_document", ""): (302, 404, 404, 404, 200, 200, 200, 200),
    ("programme_month_document", ""): (302, 404, 404, 404, 200, 200, 200, 200),
    ("programme", "branch_life"): (302, 404, 404, 404, 200, 200, 200, 200),
    ("programme", "mobile_members"): (302, 404, 404, 404, 200, 200, 200, 404),
    ("programme_line", "branch_life.themed_day"): (302, 404, 404, 404, 200, 200, 200, 200),
    ("programme_line", "mobile_members.quarterly_check"): (302, 404, 404, 404, 200, 200, 200, 404),
    ("programme_rows", "branch_life.themed_day"): (302, 404, 404, 404, 200, 200, 200, 403),
    ("organisation_duties", "oak"): (302, 404, 404, 404, 200, 200, 200, 200),
    ("organisation_duties", "ash"): (302, 404, 404, 404, 404, 404, 200, 200),
}
EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {}
