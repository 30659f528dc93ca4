"""The account of numbered forms: what is used, spoiled, left and skipped."""

from __future__ import annotations

import pytest

from zugong.cases.form_numbers import Account, FormNumber, Ledger, accounted, form_number, issue_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A000123", FormNumber("A", 6, 123)),
        (" a 000 123 ", FormNumber("A", 6, 123)),
        ("晋2026-0007", FormNumber("晋2026-", 4, 7)),
        ("0012", FormNumber("", 4, 12)),
        ("甲", None),
        ("", None),
    ],
)
def test_a_number_is_what_it_begins_with_and_its_digits(text, number):
    assert form_number(text) == number


@pytest.mark.parametrize(
    ("first", "last"), [("A0001", "B0009"), ("A0001", "A00009"), ("A0009", "A0001"), ("1", "99999999")]
)
def test_two_numbers_that_are_not_of_one_row_are_no_issue(first, last):
    assert issue_of(1, first, last) is None


def test_forms_are_accounted_for_without_gaps():
    issue = issue_of(7, "A0001", "A0010")

    ledger = accounted(
        [issue], used=["A0001", "a 0002", "A0006", "A0006", "B0001", "B0002"], spoiled=["A0004", "A0006"]
    )

    assert ledger == Ledger(
        accounts=(Account(issue, used=3, spoiled=1, skipped=("A0003", "A0005"), next="A0007"),),
        never_issued=("B0001–B0002",),
        used_and_spoiled=("A0006",),
    )
    assert ledger.accounts[0].left == 6


def test_an_issue_that_is_used_up_or_untouched_skips_nothing():
    full, new = issue_of(7, "1", "3"), issue_of(8, "4", "6")

    ledger = accounted([full, new], used=["1", "2", "3"], spoiled=[])

    assert [(one.left, one.skipped, one.next) for one in ledger.accounts] == [(0, (), ""), (3, (), "4")]


def test_numbers_that_follow_each_other_are_skipped_as_one_range():
    [account] = accounted([issue_of(7, "01", "09")], used=["01", "05", "07"], spoiled=[]).accounts

    assert account.skipped == ("02–04", "06")
