"""Reviews. Those that there are, and each role's way to them, are tried in tests/web/test_reviews.py; here nobody finds one."""

SIGN_IN = 302
EVERYBODY = (SIGN_IN, 200, 200, 200, 200, 200, 200, 200)
WHO_FILLS_IN_EVERYTHING = (SIGN_IN, 404, 404, 404, 200, 200, 200, 404)
NOT_THERE = (SIGN_IN,) + (404,) * 7

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("reviews", ""): EVERYBODY,
    ("review_new", ""): WHO_FILLS_IN_EVERYTHING,
    ("review_templates", ""): WHO_FILLS_IN_EVERYTHING,
    ("review_report_document", "yearly_review"): WHO_FILLS_IN_EVERYTHING,
    ("review", "1"): NOT_THERE,
    ("review_document", "1"): NOT_THERE,
    ("review_change", "1"): NOT_THERE,
    ("review_version", "1"): NOT_THERE,
    ("review_version_document", "1"): NOT_THERE,
    ("review_verification", "1"): NOT_THERE,
    ("review_template_document", "1"): NOT_THERE,
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("review_approve", "1"): NOT_THERE,
    ("review_withdraw", "1"): NOT_THERE,
    ("review_template_withdraw", "1"): NOT_THERE,
}
