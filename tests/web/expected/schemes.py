"""Ratings: the list, the boards, one who is rated, and the forms that fill in, review and decide."""

SIGN_IN = 302
NOT_KNOWN = (SIGN_IN, 404, 404, 404)

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("schemes", ""): (SIGN_IN, 200, 200, 200, 200, 200, 200, 200),
    ("scheme", "branch_rules"): (*NOT_KNOWN, 200, 200, 200, 404),
    ("scheme", "study_points"): (*NOT_KNOWN, 404, 404, 404, 404),
    ("scheme_card", "branch_rules"): (*NOT_KNOWN, 200, 200, 200, 404),
    ("scheme_rated", "branch_rules oak"): (*NOT_KNOWN, 200, 200, 200, 404),
    ("scheme_rated", "branch_rules ash"): (*NOT_KNOWN, 404, 404, 200, 404),
    ("scheme_rows", "branch_rules oak full_members"): (*NOT_KNOWN, 200, 200, 200, 404),
    ("scheme_rows", "branch_rules ash full_members"): (*NOT_KNOWN, 404, 404, 200, 404),
    ("scheme_self_check", "advanced_organisations oak"): (*NOT_KNOWN, 200, 200, 200, 404),
    ("scheme_self_check", "advanced_organisations ash"): (*NOT_KNOWN, 404, 404, 200, 404),
    ("scheme_review", "advanced_organisations"): (*NOT_KNOWN, 403, 200, 200, 404),
    ("scheme_appeals", "advanced_organisations"): (*NOT_KNOWN, 200, 200, 200, 404),
    ("scheme_appeal", "advanced_organisations oak leaders"): (*NOT_KNOWN, 200, 200, 200, 404),
    ("scheme_appeal_decide", "advanced_organisations oak leaders"): (*NOT_KNOWN, 404, 404, 404, 404),
    ("scheme_publication", "advanced_organisations"): (*NOT_KNOWN, 200, 200, 200, 404),
    ("scheme_proposals", "advanced_organisations"): (*NOT_KNOWN, 403, 403, 200, 404),
    ("scheme_versions", "branch_rules"): (*NOT_KNOWN, 200, 200, 200, 404),
    ("scheme_version_of_one", "branch_rules oak"): (*NOT_KNOWN, 200, 200, 200, 404),
    ("scheme_version_of_one", "branch_rules ash"): (*NOT_KNOWN, 404, 404, 200, 404),
    ("scheme_months", "branch_rules"): (*NOT_KNOWN, 404, 404, 404, 404),
    ("scheme_sample", "five_affairs_four_grounds"): (*NOT_KNOWN, 200, 200, 200, 404),
    ("scheme_veto", "branch_rules oak"): (*NOT_KNOWN, 404, 404, 404, 404),
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {}
