"""Finding: everybody may ask; what is found hangs on their rights."""

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("find", ""): (302, 200, 200, 200, 200, 200, 200, 200),
    ("find_suggestions", ""): (302, 200, 200, 200, 200, 200, 200, 200),
}
EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {}
