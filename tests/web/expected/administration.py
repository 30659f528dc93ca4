"""Pages of administrators: a duty opens them, no mandate does."""

STAFF = (302, 403, 200, 403, 403, 403, 403, 403)

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("own_password", ""): (302, 200, 200, 200, 200, 200, 200, 200),
    ("accounts", ""): STAFF,
    ("account_new", ""): STAFF,
    ("account", "section"): STAFF,
    ("account", "no.such.one"): (302, 403, 404, 403, 403, 403, 403, 403),
    ("offices", ""): STAFF,
    ("office_new", ""): STAFF,
    ("office", "999999"): (302, 403, 404, 403, 403, 403, 403, 403),
    ("mandate_new", "999999"): (302, 403, 404, 403, 403, 403, 403, 403),
    ("choices", "account"): (302, 403, 404, 403, 403, 403, 403, 403),
    ("why", ""): STAFF,
    ("who_may", ""): STAFF,
    ("access_log", ""): (302, 403, 403, 403, 403, 403, 200, 403),
    ("access_log_export", ""): (302, 403, 403, 403, 403, 403, 200, 403),
}
EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("account_act", "section"): (302, 403, 404, 403, 403, 403, 403, 403),
    ("office_seat", "999999"): (302, 403, 404, 403, 403, 403, 403, 403),
    ("office_end", "999999"): (302, 403, 404, 403, 403, 403, 403, 403),
    ("seat_end", "999999"): (302, 403, 404, 403, 403, 403, 403, 403),
    ("mandate_end", "999999"): (302, 403, 404, 403, 403, 403, 403, 403),
}
