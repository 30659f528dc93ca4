"""Dues: the list of names, amounts, receipts, accounts, purposes, one's own."""

SIGN_IN = 302
#: The secretary of the oak branch has but this branch, and is led to it; the member is led to the own page.
EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("dues", ""): (SIGN_IN, 404, 404, 302, 302, 200, 200, 404),
    ("dues_mine", ""): (SIGN_IN, 404, 404, 200, 404, 404, 404, 404),
    ("dues_funds", ""): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("dues_fund", "1"): (SIGN_IN, 404, 404, 404, 404, 404, 404, 404),
    ("dues_month", "oak"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("dues_month", "ash"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("dues_amounts", "oak"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("dues_amounts", "ash"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("dues_receipts", "oak"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("dues_account", "oak"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("dues_account", "east"): (SIGN_IN, 404, 404, 404, 404, 200, 200, 404),
    ("dues_account", "county"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
    ("dues_entry_new", "oak/used"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    ("dues_entry_new", "east/allocated"): (SIGN_IN, 404, 404, 404, 404, 200, 200, 404),
    ("dues_gift_new", "oak"): (SIGN_IN, 404, 404, 404, 200, 200, 200, 404),
    # What an organisation publishes is for every member at or below it, without a mandate.
    ("dues_statement", "oak/2020"): (SIGN_IN, 404, 404, 200, 200, 200, 200, 404),
    ("dues_statement", "east/2020"): (SIGN_IN, 404, 404, 200, 404, 200, 200, 404),
    ("dues_statement", "ash/2020"): (SIGN_IN, 404, 404, 404, 404, 404, 200, 404),
}

EXPECTED_OF_POSTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("dues_close", "oak"): (SIGN_IN, 404, 404, 404, 302, 302, 302, 404),
    ("dues_hand_on", "oak"): (SIGN_IN, 404, 404, 404, 302, 302, 302, 404),
    ("dues_receipt_withdraw", "oak/2020-0001"): (SIGN_IN, 404, 404, 404, 404, 404, 404, 404),
}
