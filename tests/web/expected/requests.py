"""Forms from above: who sees, asks, answers. The request of the table is asked of every branch by the county's section."""

SIGN_IN = 302
NOT_KNOWN = (SIGN_IN, 404, 404, 404)
NOT_THEIRS = (SIGN_IN, 403, 403, 403)

#: The role of the bureau counts organisations and sees no work; a secretary and a township see what is asked of theirs.
EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("requests", ""): (*NOT_THEIRS, 200, 200, 200, 403),
    ("request_new", ""): (*NOT_THEIRS, 403, 200, 200, 403),
    ("request_account", ""): (SIGN_IN, 200, 200, 200, 200, 200, 200, 200),
    ("request", "asked"): (*NOT_KNOWN, 200, 200, 200, 404),
    ("request_define", "asked"): (*NOT_KNOWN, 403, 403, 200, 404),
    ("request_collected", "asked"): (*NOT_KNOWN, 200, 200, 200, 404),
    ("request_fill", "asked oak"): (*NOT_KNOWN, 200, 200, 200, 404),
    ("request_fill", "asked ash"): (*NOT_KNOWN, 404, 404, 200, 404),
    ("request_fill", "asked county"): (*NOT_KNOWN, 404, 404, 404, 404),
}
EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {}
