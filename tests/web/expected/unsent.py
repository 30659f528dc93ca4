"""What the script for unsent forms asks for tells nothing of anybody: everyone may have it."""

EVERYBODY = (200, 200, 200, 200, 200, 200, 200, 200)
EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("line", ""): EVERYBODY,
    ("no_line", ""): EVERYBODY,
    ("unsent_worker", ""): EVERYBODY,
}
EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {}
