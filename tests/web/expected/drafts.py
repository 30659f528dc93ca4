"""Own standards and programmes: drafted by an office that acts for the whole area, published by one that decides there."""

SIGN_IN = 302
NOT_KNOWN = (SIGN_IN, 404, 404, 404)
#: Secretary, township, section, bureau: who sees organisations is told why not, whoever sees none is not told of it.
DRAFTERS = (*NOT_KNOWN, 403, 403, 200, 404)
NOT_THERE = (*NOT_KNOWN, 403, 403, 404, 404)
POSTED = (*NOT_KNOWN, 405, 405, 405, 404)

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("drafts", ""): DRAFTERS,
    ("draft_new", ""): NOT_THERE,
    ("draft_take_in", ""): DRAFTERS,
    ("own_pack_file", ""): NOT_THERE,
    ("draft", "1"): NOT_THERE,
    ("draft_text", "1"): NOT_THERE,
    ("draft_file", "1"): NOT_THERE,
    ("draft_compare", "1"): NOT_THERE,
    ("draft_try", "1"): NOT_THERE,
    ("draft_try_one", "1 1"): NOT_THERE,
    ("draft_publish", "1"): NOT_THERE,
    ("draft_single", "1 paper"): NOT_THERE,
    ("draft_part", "1 clauses new"): NOT_THERE,
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("draft_drop", "1"): NOT_THERE,
    ("draft_case", "1"): NOT_THERE,
}
