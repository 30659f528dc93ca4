"""Before the microphone: sheets for whoever may see all their numbers, and what a caller asked."""

SIGN_IN = 302
ALL_NUMBERS = (SIGN_IN, 404, 404, 404, 200, 200, 200, 404)

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("briefings", ""): (SIGN_IN, 403, 403, 403, 200, 200, 200, 200),
    ("briefing", "hotline"): ALL_NUMBERS,
    ("briefing_word", "hotline"): ALL_NUMBERS,
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {}
