"""Cards for signing in: issued by whoever checks everything below the own organisation, for accounts of those below only."""

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("card_sign_in", ""): (200, 302, 302, 302, 302, 302, 302, 302),
    ("cards", ""): (302, 403, 403, 403, 403, 200, 200, 403),
}
EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("cards_issue", ""): (302, 403, 403, 403, 403, 302, 302, 403),
    ("card_block", "secretary"): (302, 403, 403, 403, 403, 302, 302, 403),
    ("card_block", "bureau"): (302, 403, 403, 403, 403, 404, 404, 403),
}
