"""Totals, order, ties and who is next: by hand on small tables."""

from decimal import Decimal

from zugong.recruitment.rules import (
    NextIn,
    Scored,
    Weights,
    asked_fields,
    interviewed,
    is_identity_number,
    next_in_line,
    pasted_scores,
    ranked,
    read_score,
    total_of,
    written_fields,
)

HALVES = Weights(50, 50, "interview")


def scored(application: int, written: str | None, interview: str | None, further: str | None = None) -> Scored:
    return Scored(application, *(Decimal(one) if one else None for one in (written, interview, further)))


def test_a_total_is_weighed_and_rounded_half_up_to_two_decimals():
    assert total_of(scored(1, "80.01", "90"), HALVES) == Decimal("85.01")


def test_who_missed_a_part_that_counts_has_no_total():
    assert total_of(scored(1, "80", None), HALVES) is None


def test_a_part_that_weighs_nothing_is_not_asked_for():
    assert total_of(scored(1, None, "88.50"), Weights(0, 100, "interview")) == Decimal("88.50")


def test_equal_totals_are_ordered_by_the_rule_of_the_notice():
    first, second = scored(1, "90", "80"), scored(2, "80", "90")

    by_interview = [(one.scored.application, one.place, one.is_tied) for one in ranked([first, second], HALVES)]
    by_written = [
        (one.scored.application, one.place, one.is_tied) for one in ranked([first, second], Weights(50, 50, "written"))
    ]

    assert (by_interview, by_written) == ([(2, 1, False), (1, 2, False)], [(1, 1, False), (2, 2, False)])


def test_who_is_equal_in_everything_shares_a_place_until_a_further_test_decides():
    first, second, third = scored(1, "80", "80"), scored(2, "80", "80"), scored(3, "70", "70")
    tested = scored(2, "80", "80", "60")

    before = [(one.scored.application, one.place, one.is_tied) for one in ranked([first, second, third], HALVES)]
    after = [(one.scored.application, one.place, one.is_tied) for one in ranked([first, tested, third], HALVES)]

    assert before == [(1, 1, True), (2, 1, True), (3, 3, False)]
    assert after == [(2, 1, False), (1, 2, False), (3, 3, False)]


def test_below_the_least_total_there_is_no_place():
    weights = Weights(50, 50, "interview", pass_mark=60)

    order = ranked([scored(1, "60", "60"), scored(2, "59.98", "60")], weights)

    assert [(one.scored.application, one.place) for one in order] == [(1, 1), (2, None)]


def test_the_next_in_line_are_called_and_who_was_called_before_is_not():
    order = ranked([scored(1, "90", "90"), scored(2, "80", "80"), scored(3, "70", "70")], HALVES)

    assert next_in_line(order, free=1, out=[]) == NextIn((1,))
    assert next_in_line(order, free=1, out=[1]) == NextIn((2,))
    assert next_in_line(order, free=0, out=[1]) == NextIn(())


def test_a_tie_over_the_last_place_is_told_and_one_within_the_places_is_not():
    order = ranked([scored(1, "90", "90"), scored(2, "80", "80"), scored(3, "80", "80")], HALVES)

    assert next_in_line(order, free=2, out=[]) == NextIn((1,), (2, 3))
    assert next_in_line(order, free=3, out=[]) == NextIn((1, 2, 3))


def test_the_best_of_the_written_part_are_interviewed_with_the_equals_of_the_last():
    everybody = [scored(1, "90", None), scored(2, "80", None), scored(3, "80", None), scored(4, None, None)]

    assert interviewed(everybody, places=1, ratio=2, weights=HALVES) == {1, 2, 3}
    assert interviewed(everybody, places=1, ratio=1, weights=HALVES) == {1}
    assert interviewed(everybody, places=2, ratio=3, weights=HALVES) == {1, 2, 3}


def test_scores_are_read_as_people_write_them():
    assert [read_score(one) for one in ("88", "88.5", " 0 ", "100", "100.01", "8.888", "-3", "甲")] == [
        Decimal("88"), Decimal("88.5"), Decimal("0"), Decimal("100"), None, None, None, None,
    ]  # fmt: skip


def test_of_a_pasted_table_the_first_cell_and_the_last_of_each_line_count():
    assert list(pasted_scores("准考证号\t姓名\t成绩\n1\t张三\t88\n\n2，缺考")) == [
        (1, "准考证号", "成绩"), (2, "1", "88"), (4, "2", "缺考"),
    ]  # fmt: skip


def test_a_notice_keeps_what_it_asks_in_words_and_always_asks_name_and_telephone():
    written = written_fields(["major", "identity_number"])

    assert (written, [one.code for one in asked_fields(written)]) == (
        "姓名、手机号、身份证号、所学专业", ["name", "phone", "identity_number", "major"],
    )  # fmt: skip


def test_an_identity_number_is_known_by_its_last_place():
    numbers = ("11010519491231002X", "110105194912310021", "1101051949123100")

    assert [is_identity_number(one) for one in numbers] == [True, False, False]
