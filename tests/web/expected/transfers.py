"""Transfers: the guide for anybody, the board and the differences for offices, the letter for who issues it."""

SIGN_IN = 302
NOT_KNOWN = (SIGN_IN, 404, 404, 404)
OFFICES = (*NOT_KNOWN, 200, 200, 200, 404)

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("guide", ""): (200,) * 8,
    ("guide_status", ""): (200,) * 8,
    ("transfers", ""): OFFICES,
    ("transfer_differences", ""): OFFICES,
    ("case_of_member", "transfer_out"): OFFICES,
    ("case_of_member", "admission"): (*NOT_KNOWN, 404, 404, 404, 404),
    ("transfer_letter", "transfer"): (*NOT_KNOWN, 403, 200, 200, 404),
    ("transfer_slip", "transfer"): OFFICES,
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {}
