"""Numbers beside each other, and what lies between two of them."""

from tests.web.expected.records_and_figures import EVERYBODY, SIGN_IN

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("compare", ""): EVERYBODY,
    ("compare_workbook", ""): EVERYBODY,
    ("figure_difference", "members"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("figure_difference", "primary_organisations"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 200),
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {}
