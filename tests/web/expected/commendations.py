"""Commendations, medals, titles."""

SIGN_IN = 302
EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("commendations", ""): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("commendation_new", ""): (SIGN_IN, 404, 404, 404, 403, 200, 200, 404),
    ("medals", ""): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("medal_list", ""): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("commendation_layouts", ""): (SIGN_IN, 404, 404, 404, 404, 200, 200, 404),
    ("commendation_layout_usual", "certificate_of_person"): (SIGN_IN, 404, 404, 404, 404, 200, 200, 404),
    ("commendation_layout_own", "1"): (SIGN_IN, *(404,) * 7),
    ("titles", ""): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {}
