"""Secret votes: the member of 王秀英 is a voter of the one there; who acts for the branch, or above, holds it."""

SIGN_IN = 302

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("ballots", ""): (SIGN_IN, *(200,) * 7),
    ("ballot_new", "oak/admission"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("ballot_new", "ash/admission"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("ballot_new", "east/admission"): (SIGN_IN, *(404,) * 7),
    ("ballot_new", "east/recommendation"): (SIGN_IN, *(404,) * 7),  # cadre matters are off
    ("ballot", "there"): (SIGN_IN, 404, 404, 200, 200, 200, 200, 404),
    ("ballot_vote", "there"): (SIGN_IN, 404, 404, 200, 403, 403, 403, 404),
    ("ballot_voted", "there"): (SIGN_IN, 404, 404, 302, 403, 403, 403, 404),  # nobody has voted yet
    ("ballot_roster", "there"): (SIGN_IN, 404, 404, 403, 200, 200, 200, 404),
    ("ballot_count", "there"): (SIGN_IN, 404, 404, 403, 404, 404, 404, 404),  # voting goes on
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("ballot_code", "there/1"): (SIGN_IN, 404, 404, 403, 422, 422, 422, 404),
    ("ballot_check", "there"): (SIGN_IN, 404, 404, 200, 200, 200, 200, 404),
    ("ballot_close", "there"): (SIGN_IN, 404, 404, 403, 302, 302, 302, 404),
    ("ballot_cancel", "there"): (SIGN_IN, 404, 404, 403, 302, 302, 302, 404),
}
