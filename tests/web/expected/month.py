"""This month: of branches and townships; an office of the county has its board, and who holds no mandate has nothing to do."""

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("this_month", ""): (302, 403, 403, 403, 200, 200, 403, 403),
}
EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {}
