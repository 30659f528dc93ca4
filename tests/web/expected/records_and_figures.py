"""Home, tree, records, figures, who looked."""

SIGN_IN = 302
EVERYBODY = (SIGN_IN, 200, 200, 200, 200, 200, 200, 200)

#: Name of the address, what it is asked for → status for each role, in the order of ROLES.
EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("home", ""): EVERYBODY,
    ("tree", ""): EVERYBODY,
    ("records", ""): EVERYBODY,
    ("figures", ""): EVERYBODY,
    ("who_looked", ""): EVERYBODY,
    ("about", ""): (200,) * 8,
    ("sign_in", ""): (200, 302, 302, 302, 302, 302, 302, 302),
    ("organisation", "oak"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("organisation", "ash"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("organisation", "county"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("tree_children", "east"): (SIGN_IN, 404, 404, 404, 404, 200, 200, 404),
    ("person", "王秀英"): (SIGN_IN, 404, 404, 200, 200, 200, 200, 404),
    ("person", "张伟"): (SIGN_IN, 404, 404, 404, 404, 200, 200, 404),
    ("person", "刘洋"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("record_list", "membership"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record_list", "themed_day_roll"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record_list", "organisation"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record_list", "unit"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record", "membership of 王秀英"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record", "membership of 刘洋"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("record", "themed day"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record", "roll"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record", "橡树村党支部书记"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record", "县委书记"): (SIGN_IN, 404, 404, 404, 404, 404, 404, 404),
    ("record_references", "membership of 王秀英"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record_references", "橡树村党支部书记"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record_references", "县委书记"): (SIGN_IN, 404, 404, 404, 404, 404, 404, 404),
    ("figure", "members"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("figure", "primary_organisations"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 200),
    ("figure_rows", "members"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("figure_rows", "primary_organisations"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 403),
}

#: The same for addresses that take POST only.
EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("sign_out", ""): (SIGN_IN,) * 8,
    ("set_language", ""): (302,) * 8,
    ("organisation_reveal", "oak"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("person_reveal", "王秀英"): (SIGN_IN, 404, 404, 200, 200, 200, 200, 404),
    ("person_reveal", "刘洋"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("record_reveal", "themed day"): (SIGN_IN, 404, 404, 404, 403, 403, 403, 404),
}
