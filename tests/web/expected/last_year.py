"""Last year's text: a form for whoever may count, and texts that nobody but their writer can open."""

SIGN_IN = 302
NOBODYS = (SIGN_IN, 404, 404, 404, 404, 404, 404, 404)

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("last_year", ""): (SIGN_IN, 403, 403, 403, 200, 200, 200, 200),
    ("last_year_text", "nobody-has-this"): NOBODYS,
    ("last_year_changes", "nobody-has-this"): NOBODYS,
    ("last_year_word", "nobody-has-this"): NOBODYS,
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("last_year_days", "nobody-has-this"): NOBODYS,
    ("last_year_choose", "nobody-has-this"): NOBODYS,
    ("last_year_forget", "nobody-has-this"): NOBODYS,
}
