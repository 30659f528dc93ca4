"""Arithmetic between the numbers of a document."""

from fractions import Fraction

import pytest

from zugong.packs.arithmetic import Worked, check, names_in, plain, work_out

VALUES = {"fund": Fraction(590_000), "persons": Fraction(20), "each": Fraction(29_000), "none": Fraction(0)}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{fund} / {persons} = {each}", Worked("590000 / 20 = 29000", Fraction(29_500), Fraction(29_000), False)),
        ("{each} * {persons} <= {fund}", Worked("29000 * 20 <= 590000", Fraction(580_000), Fraction(590_000), True)),
        ("{fund} - {each} * 2 >= 532000", Worked("590000 - 29000 * 2 >= 532000", Fraction(532_000), Fraction(532_000), True)),
        ("({persons} + 1) * 2", Worked("(20 + 1) * 2", Fraction(42), None, None)),
        ("{fund} / {none} = {each}", Worked("590000 / 0 = 29000", None, Fraction(29_000), False)),
    ],
)  # fmt: skip
def test_a_line_is_worked_out_exactly(line, expected):
    assert work_out(line, VALUES) == expected


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{a} = {b} = {c}", "only one comparison in a line"),
        ("{a} +", "'{a} +' is not arithmetic"),
        ("{a} ** 99999", "only {names}"),
        ("__import__('os')", "only {names}"),
        ("1.5 * {a}", "only {names}"),
        ("{a} = " + "1 + " * 200, "longer than 500 characters"),
    ],
)
def test_what_is_not_arithmetic_is_refused(line, said):
    with pytest.raises(ValueError) as raised:
        check(line)

    assert str(raised.value).startswith(said)


def test_the_names_of_a_line_are_told_in_their_order():
    assert names_in("{a-1} + {b_2} = {a-1}") == ("a-1", "b_2", "a-1")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(20), "20"),
        (Fraction(1, 4), "0.25"),
        (Fraction(25, 7), "≈3.571429"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(-1, 3), "≈-0.333333"),
        (Fraction(1, 3_000_000), "≈0"),
    ],
)
def test_a_fraction_is_written_exactly_or_says_that_it_is_not(value, text):
    assert plain(value) == text
