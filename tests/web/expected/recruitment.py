"""Recruitments: notices for anybody, applicants for the office that holds the recruitment alone."""

SIGN_IN = 302
NOT_KNOWN = (SIGN_IN, 404, 404, 404)
#: The notice belongs to the county: its section deals with it, whoever is below does not know of it.
OFFICE = (*NOT_KNOWN, 404, 404, 200, 404)

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("jobs", ""): (200,) * 8,
    ("job_standing", ""): (200,) * 8,
    ("job", "there"): (200,) * 8,
    ("job_register", "there post"): (200,) * 8,
    ("recruitments", ""): (*NOT_KNOWN, 200, 200, 200, 404),
    ("recruitment_new", ""): (*NOT_KNOWN, 403, 200, 200, 404),
    ("recruitment", "there"): OFFICE,
    ("recruitment_change", "there"): (*NOT_KNOWN, 404, 404, 403, 404),
    ("recruitment_batch", "there check"): OFFICE,
    ("recruitment_batch", "there nothing"): (*NOT_KNOWN, 404, 404, 404, 404),
    ("recruitment_applicant", "there applicant"): OFFICE,
    ("recruitment_sittings", "there"): OFFICE,
    ("recruitment_sitting", "there 999999"): (*NOT_KNOWN, 404, 404, 404, 404),
    ("recruitment_scores", "there interview"): OFFICE,
    ("recruitment_scores_workbook", "there interview"): OFFICE,
    ("recruitment_order", "there"): OFFICE,
    ("recruitment_order_workbook", "there"): OFFICE,
    ("recruitment_objections", "there"): OFFICE,
    ("recruitment_paper", "there notice"): OFFICE,
    ("recruitment_paper", "there check_minutes"): OFFICE,
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("job_object", "there"): (422,) * 8,
    ("recruitment_sitting_drop", "there 1"): (*NOT_KNOWN, 404, 404, 302, 404),
}
