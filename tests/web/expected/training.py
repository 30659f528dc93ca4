"""Training: the year, a class of the west township, groups, one's own hours. The bureau has no mandate in training."""

SIGN_IN = 302
EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("training", ""): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("training_mine", ""): (SIGN_IN, 404, 404, 200, 404, 404, 404, 404),
    ("training_group", "members"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("training_group", "nobody"): (SIGN_IN, 404, 404, 404, 404, 404, 404, 404),
    ("training_new", "oak"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("training_new", "ash"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("training_class", "class"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("training_enrol", "class"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("training_roll", "class"): (SIGN_IN, 404, 404, 404, 403, 403, 200, 404),
    ("training_sheet", "class"): (SIGN_IN, 404, 404, 404, 403, 403, 200, 404),
    ("training_certificates", "class"): (SIGN_IN, 404, 404, 404, 403, 403, 404, 404),
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("training_status", "class"): (SIGN_IN, 404, 404, 404, 403, 403, 302, 404),
    ("training_withdraw", "class"): (SIGN_IN, 404, 404, 404, 302, 302, 302, 404),
}
