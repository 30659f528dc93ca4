"""The year: for whoever counts anything and has organisations below; a rating in it for who may list those rated."""

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("cycle", ""): (302, 404, 404, 404, 404, 200, 200, 200),
    ("cycle_rating", "ten_good"): (302, 404, 404, 404, 404, 200, 200, 404),
}
EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {}
