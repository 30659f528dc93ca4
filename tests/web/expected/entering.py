"""Forms for one record, exports and saved views: seeing is not filling in, and a bureau that counts lists nothing."""

SIGN_IN = 302

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("record_new", "membership"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record_new", "themed_day"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record_new", "no_such_type"): (SIGN_IN, 404, 404, 404, 404, 404, 404, 404),
    ("record_change", "membership of 王秀英"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record_change", "membership of 刘洋"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("record_change", "themed day"): (SIGN_IN, 404, 404, 404, 404, 404, 404, 404),
    ("record_correct", "membership of 王秀英"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record_correct", "themed day"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record_correct", "橡树村党支部书记"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record_correct", "县委书记"): (SIGN_IN, 404, 404, 404, 404, 404, 404, 404),
    ("record_withdraw", "membership of 王秀英"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("record_find", "person"): (SIGN_IN, 200, 200, 200, 200, 200, 200, 200),
    ("record_find", "no_such_type"): (SIGN_IN, 404, 404, 404, 404, 404, 404, 404),
    ("record_export", "membership"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("record_view_keep", "membership"): (SIGN_IN, 404, 404, 404, 422, 422, 422, 404),
    ("record_view_forget", ""): (SIGN_IN, 404, 404, 404, 404, 404, 404, 404),
}
