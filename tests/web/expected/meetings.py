"""Meetings, themes, village matters."""

SIGN_IN = 302
#: The secretary of the oak branch has but this branch, and is led to it.
EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("meetings", ""): (SIGN_IN, 404, 404, 404, 302, 200, 200, 404),
    ("meeting_themes", ""): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("meeting_list", "oak"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("meeting_list", "ash"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("meeting_new", "oak/themed_day"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("meeting_new", "ash/themed_day"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("meeting", "themed day"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("meeting_paper", "themed day/minutes"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("meeting_paper", "themed day/resolution"): (SIGN_IN, 404, 404, 404, 404, 404, 404, 404),
    ("village_matters", ""): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("village_matter_new", "oak"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("village_matter_new", "ash"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("public_notice", "5f0c3d52-6a3b-4a62-8d0e-000000000000"): (404,) * 8,
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("meeting_cancel", "themed day"): (SIGN_IN, 404, 404, 404, 302, 302, 302, 404),
    ("meeting_review", "themed day"): (SIGN_IN, 404, 404, 404, 302, 302, 302, 404),
    ("meeting_scan", "themed day"): (SIGN_IN, 404, 404, 404, 302, 302, 302, 404),
}
