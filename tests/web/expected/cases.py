"""Cases: what waits, one case with its steps, a type, the own case."""

SIGN_IN = 302
NOT_KNOWN = (SIGN_IN, 404, 404, 404)
OFFICES = (*NOT_KNOWN, 200, 200, 200, 404)

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("cases", ""): OFFICES,
    ("own_cases", ""): (SIGN_IN, 403, 403, 200, 403, 403, 403, 403),
    ("case_type", "admission"): OFFICES,
    ("admission_account", ""): OFFICES,
    ("case_begin", "admission"): OFFICES,
    ("case_batch", "admission talked"): OFFICES,
    ("case_batch", "admission mentors"): (*NOT_KNOWN, 404, 404, 404, 404),
    ("case", "there"): OFFICES,
    ("case_do", "there talked"): OFFICES,
    ("case_do", "there approved"): (*NOT_KNOWN, 403, 200, 200, 404),
    ("case_do", "there joint_review"): (*NOT_KNOWN, 403, 403, 200, 404),
    ("case_do", "there dancing"): (*NOT_KNOWN, 404, 404, 404, 404),
    ("case_paper", "there meeting"): OFFICES,
    ("case_scan_file", "there 0"): (*NOT_KNOWN, 404, 404, 404, 404),  # no scan is there
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("case_scan", "there"): (*NOT_KNOWN, 302, 302, 302, 404),
    ("case_scan_withdraw", "there 0"): (*NOT_KNOWN, 404, 404, 404, 404),
    ("case_keep", "there"): (*NOT_KNOWN, 422, 422, 422, 404),
}
