"""The tree, the chart, what organisations are set up in, who manages posts, and guided operations."""

SIGN_IN = 302
WITHIN_EAST = (SIGN_IN, 404, 404, 404, 404, 200, 200, 404)
OF_OAK = (SIGN_IN, 404, 404, 404, 200, 200, 200, 404)
NEVER = (SIGN_IN, *(404,) * 7)

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("organisation_chart", "oak"): OF_OAK,
    ("organisation_chart", "east"): WITHIN_EAST,
    # A bureau counts organisations and their units by its mandate, and may list none.
    ("coverage", ""): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("blank_spots_export", ""): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("posts", ""): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("restructuring", "oak"): OF_OAK,
    ("restructuring", "ash"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("restructuring_form", "oak merge"): (SIGN_IN, 404, 404, 404, 403, 200, 200, 404),
    ("restructuring_form", "oak connect"): OF_OAK,
    ("restructuring_form", "oak found"): (SIGN_IN, 404, 404, 404, 403, 403, 403, 404),
    ("restructuring_form", "east found"): WITHIN_EAST,
    ("restructuring_form", "east rename"): (SIGN_IN, 404, 404, 404, 404, 403, 200, 404),
    # The first entry founded the county, and no form made it.
    ("organisation_change", "1"): NEVER,
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {("organisation_change_undo", "1"): NEVER}
