"""Cases about organisations and problems, and the papers of cases as Word files."""

SIGN_IN = 302
NOT_KNOWN = (SIGN_IN, 404, 404, 404)
OFFICES = (*NOT_KNOWN, 200, 200, 200, 404)

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("case_type", "rectification"): OFFICES,
    ("case_begin", "rectification"): (*NOT_KNOWN, 403, 200, 200, 404),
    ("case_begin", "item"): OFFICES,
    ("case_take_in", "item"): OFFICES,
    ("case_take_in", "admission"): (*NOT_KNOWN, 404, 404, 404, 404),
    ("case_batch", "rectification listed"): OFFICES,
    ("case_layouts", "admission"): OFFICES,
    ("case_layout_usual", "admission talk_note"): OFFICES,
    ("case_layout_usual", "admission application_form"): (*NOT_KNOWN, 404, 404, 404, 404),
    ("case_layout_own", "admission 1"): (*NOT_KNOWN, 404, 404, 404, 404),
    ("case_document", "there talk_note"): OFFICES,
    ("case_board", "village_elections"): OFFICES,
    ("case_board", "dancing"): (*NOT_KNOWN, 404, 404, 404, 404),
    ("case_type", "team_term_change"): OFFICES,
    ("case_begin", "village_branch_election"): OFFICES,
    ("case_begin", "villagers_committee_election"): OFFICES,
    ("case_begin", "team_term_change"): (*NOT_KNOWN, 403, 403, 200, 404),
    ("case_document", "there application_form"): (*NOT_KNOWN, 404, 404, 404, 404),
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {}
