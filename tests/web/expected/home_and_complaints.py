"""Board, type size, complaints, corrections of the own record."""

SIGN_IN = 302

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("board", "east"): (SIGN_IN, 404, 404, 404, 404, 200, 200, 200),
    ("board", "oak"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 200),
    ("board", "county"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 200),
    ("complain", ""): (200,) * 8,
    ("complaint_state", ""): (200,) * 8,
    ("complaints", ""): (SIGN_IN, 403, 403, 403, 403, 403, 200, 403),
    ("complaint", "complaint"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("ask_correction", ""): (SIGN_IN, 403, 403, 200, 403, 403, 403, 403),
    ("corrections", ""): (SIGN_IN, 403, 403, 403, 200, 200, 200, 403),
    ("correction", "correction"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("set_type_size", ""): (302,) * 8,
    ("complaint_answer", "complaint"): (SIGN_IN, 404, 404, 404, 404, 404, 422, 404),
    ("complaint_forward", "complaint"): (SIGN_IN, 404, 404, 404, 404, 404, 422, 404),
    ("correction_answer", "correction"): (SIGN_IN, 404, 404, 404, 302, 302, 302, 404),
}
