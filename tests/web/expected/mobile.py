"""Mobile members: the board, the table of a branch."""

SIGN_IN = 302
#: The secretary of the oak branch has but this branch, and is led to it.
EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("mobile", ""): (SIGN_IN, 404, 404, 404, 302, 200, 200, 404),
    ("mobile_branch", "oak"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("mobile_branch", "ash"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {}
