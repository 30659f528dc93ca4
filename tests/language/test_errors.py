"""Every wrong text is refused with its place, what stands against it and what would be right; nothing crashes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language.county import DAY, RULES, SCHEMA, checked, ref
from zugong.language.checker import check, check_schema, check_value
from zugong.language.errors import LanguageError
from zugong.language.schema import Kind, TypeTable

NEST = "some(person, "


def refusal(text: str, type_code: str = "person", language: str = "en") -> str:
    with pytest.raises(LanguageError) as caught:
        checked(text, type_code)
    return caught.value.sentence(language)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # Reading
        ("", "column 1: nothing is written here"),
        ("poor and", "column 9: a value or condition is expected here, not the end"),
        ("poor poor", "column 6: the text should end before 'poor'"),
        ("poor; drop", "column 5: ';' means nothing here"),
        ("(poor", "column 6: ')' is expected here, not the end"),
        ("name = 'x", "column 8: this text has no closing quote"),
        ("name = 'a\tb'", "column 8: a text may not contain control characters"),
        ("name = “x”", "column 8: '“' means nothing here; write '"),
        ("（poor）", "column 1: '（' means nothing here; write ("),
        ("income == 1", "column 9: a value or condition is expected here, not '='; write ="),
        ("income <> 1", "column 9: a value or condition is expected here, not '>'; write !="),
        ("poor AND poor", "column 6: the text should end before 'AND'; write and"),
        ("gender not in ('f')", "column 8: the text should end before 'not'; write not (x in (...))"),
        ("gender is not known", "column 11: 'known' or 'unknown' is expected here, not 'not'; write is unknown"),
        ("1 < income < 3", "column 12: comparisons cannot be chained; write a < b and b < c"),
        ("gender in ()", "column 12: a value or condition is expected here, not ')'"),
        ("income = 1000000000000000", "column 10: the number is too large; it must be below 10^15"),
        ("income = 1.5", "column 11: the text should end before '.'"),
        ("organisation. = 1", "column 15: a name is expected here, not '='"),
        ("since > day('2021-02-29')", "column 13: '2021-02-29' is not a day; write day('2020-12-31')"),
        ("since > day('20210228')", "column 13: '20210228' is not a day; write day('2020-12-31')"),
        # Names
        ("incom > 1", "column 1: 'incom' is not a field of person; nearest: income, since, income_and_age"),
        ("name = null", "column 8: 'null' is not a field of person; write x is unknown"),
        ("id_number is known", "column 1: person.id_number is kept encrypted and cannot be used in conditions"),
        ("organisation.kin = 'x'", "column 14: 'kin' is not a field of organisation; nearest: kind, since, until"),
        ("name.kind = 'x'", "column 1: name refers to no record, so nothing follows its dot"),
        ("age.kind = 'x'", "column 1: age refers to no record, so nothing follows its dot"),
        ("some(persn, true)", "column 6: 'persn' is not a record type; nearest: person, payment, post"),
        ("yers(birth, day) > 1", "column 1: 'yers' is not a function; nearest: years, years_before, day"),
        ("income > rule('lin')", "column 15: 'lin' is not a rule; nearest: line, kind, word"),
        ("gender = 'woman'", "column 10: 'woman' is not in the code list of gender; nearest: m, f"),
        ("'woman' = gender", "column 1: 'woman' is not in the code list of gender; nearest: m, f"),
        ("gender in ('f', 'x')", "column 17: 'x' is not in the code list of gender; nearest: f, m"),
        ("this = organisation", "column 1: 'this' has a meaning only inside some() and none()"),
        ("this.name = 'x'", "column 1: 'this' has a meaning only inside some() and none()"),
        # Functions
        ("holds(day)", "column 1: holds() takes no argument: holds()"),
        ("years(birth) > 1", "column 1: years() takes two dates: years(earlier, later)"),
        ("years(birth, income) > 1", "column 14: years() needs a day, and this is an integer"),
        ("years(birth, poor and poor) > 1", "column 14: years() needs a day, and this is a yes or no"),
        ("since > years_before(birth, 3)", "column 22: years_before() needs a value that is the same for every row"),
        ("since > years_before(day, income)", "column 27: years_before() needs a value that is the same for every row"),
        ("income > rule(name)", "column 15: rule() takes a name: rule('name')"),
        ("some(step, holds())", "column 12: step is an event; holds() asks about states"),
        # Kinds
        ("income", "column 1: a condition is expected, and this is an integer"),
        ("poor and name", "column 10: a condition is expected, and this is a text"),
        ("(poor and poor) = poor", "column 2: a value is expected, and this is a condition"),
        ("income + (poor or poor) = 1", "column 11: a value is expected, and this is a condition"),
        ("age + since = 1", "column 7: only integers can be added and subtracted, and this is a day"),
        ("(poor and poor) is known", "column 2: a condition is always true or false, never unknown"),
        ("income = 'x'", "column 1: an integer cannot be compared with a text"),
        ("gender = 1", "column 1: a code cannot be compared with an integer; write '1'"),
        ("birth > '1987-05-20'", "column 1: a date cannot be compared with a text; write day('2020-12-31')"),
        ("name = gender", "column 1: a text cannot be compared with a code"),
        ("name < 'x'", "column 1: a text has no order; only = and != fit"),
        ("gender < 'f'", "column 1: a code has no order; only = and != fit"),
        ("poor < true", "column 1: a yes or no has no order; only = and != fit"),
        ("organisation < organisation", "column 1: a reference has no order; only = and != fit"),
        ("organisation = 3", "column 1: a reference cannot be compared with an integer"),
        ("gender = organisation.kind", "column 1: the two code lists have no code in common"),
        ("some(step, person = this.organisation)", "column 12: person and organisation are different record types"),
        ("since in (day('2020-01-01'))", "column 1: 'in' is for integers, codes and texts, and this is a day"),
        ("income in (1, income)", "column 15: the list of 'in' holds fixed values only"),
        ("income in (1, 'x')", "column 15: a text cannot be compared with an integer"),
    ],
)  # fmt: skip
def test_a_wrong_text_is_refused_with_a_sentence(text, message):
    assert refusal(text) == message


def test_this_needs_an_enclosing_row_with_an_identity():
    assert refusal("some(person, this = organisation)", "grant") == (
        "column 14: 'this' needs a row with an identity of its own, and grant has none"
    )


def test_the_sentence_comes_in_chinese_too():
    assert refusal("kind = 'teem'", "post", "zh-hans") == (
        "第 8 列：“teem”不在 kind 的代码表中；最接近的是：team、head、secretary"
    )


def test_the_error_names_line_column_and_length_and_shows_the_place():
    with pytest.raises(LanguageError) as caught:
        checked("name = '王' and\nname = '王芳' and gender = 'woman'")

    error = caught.value
    assert (error.line, error.column, error.length) == (2, 26, 7)
    assert error.rendered("en").split("\n") == [
        "name = '王芳' and gender = 'woman'",
        "                           ^^^^^^^",
        "line 2, column 26: 'woman' is not in the code list of gender; nearest: m, f",
    ]


def test_a_path_is_named_whole_in_the_sentence():
    assert refusal("post.kind = 'teem'", "appointment") == (
        "column 13: 'teem' is not in the code list of post.kind; nearest: team, head, secretary"
    )


def test_limits_of_length_nesting_and_quantifiers_are_errors():
    assert refusal("poor" + " " * 4000) == "column 4001: the text has 4004 characters; at most 4000 are read"
    assert refusal("(" * 51 + "poor" + ")" * 51) == "column 52: more than 50 levels of nesting"
    assert refusal("not " * 51 + "poor") == "column 205: more than 50 levels of nesting"
    assert refusal(NEST * 6 + "poor" + ")" * 6) == "column 66: more than 5 some() or none() inside one another"


def test_texts_at_the_limits_are_fine():
    assert checked("(" * 50 + "poor" + ")" * 50).is_condition
    assert checked(NEST * 5 + "poor" + ")" * 5).is_condition
    assert checked(("income" + " + 1" * 990)[:3990] + " > 0").is_condition
    assert checked("not (poor and (poor or not (poor and (poor or " * 8 + "poor" + "))))" * 8).is_condition


def test_a_long_chain_of_derived_fields_is_refused_before_it_overflows():
    derived = {f"d{n}": f"not (not (d{n + 1}))" for n in range(500)} | {"d500": "true"}
    schema = {"thing": TypeTable("thing", "state", True, {}, derived)}

    with pytest.raises(LanguageError, match="the expression with its derived fields is too large"):
        check("d0", "thing", schema, {})


def test_derived_fields_that_double_each_time_are_refused_before_they_fill_the_memory():
    derived = {f"d{n}": f"d{n + 1} and d{n + 1}" for n in range(40)} | {"d40": "true"}
    schema = {"thing": TypeTable("thing", "state", True, {}, derived)}

    with pytest.raises(LanguageError, match="the expression with its derived fields is too large"):
        check("d0", "thing", schema, {})


def test_a_derived_field_that_leads_back_to_itself_is_refused():
    schema = {"thing": TypeTable("thing", "state", True, {}, {"a": "true and b", "b": "not a"})}

    with pytest.raises(LanguageError) as caught:
        check("a", "thing", schema, {})

    assert str(caught.value) == (
        "in thing.b, column 5: derived fields lead back to themselves: thing.a → thing.b → thing.a"
    )


def test_an_error_inside_a_derived_field_names_it_and_its_own_place():
    schema = {"thing": TypeTable("thing", "state", True, {"made": DAY}, {"old": "made > day and maid < day"})}

    with pytest.raises(LanguageError) as caught:
        check_schema(schema, {})

    assert str(caught.value) == ("in thing.old, column 16: 'maid' is not a field of thing; nearest: made, old, since")
    assert (
        caught.value.sentence("zh") == "thing.old 中，第 16 列：“maid”不是 thing 的字段；最接近的是：made、old、since"
    )


def test_the_countys_own_derived_fields_are_right():
    check_schema(SCHEMA, RULES)


def test_this_inside_a_derived_field_never_means_the_row_that_uses_it():
    schema = {"thing": TypeTable("thing", "state", True, {"near": ref("thing")}, {"odd": "near = this"})}

    with pytest.raises(LanguageError) as caught:
        check("some(thing, odd)", "thing", schema, {})

    assert str(caught.value) == "in thing.odd, column 8: 'this' has a meaning only inside some() and none()"


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("nothing", "column 1: near refers to 'nothing', which is not a record type"),
        ("loose", "column 1: near refers to loose, whose rows have no identity of their own"),
    ],
)
def test_a_path_must_lead_to_a_type_with_an_identity(target, message):
    schema = {
        "thing": TypeTable("thing", "state", True, {"near": ref(target)}),
        "loose": TypeTable("loose", "event", False, {}),
    }

    with pytest.raises(LanguageError) as caught:
        check("near.on > day", "thing", schema, {})

    assert str(caught.value) == message


def test_an_unknown_type_to_check_about_is_an_error():
    with pytest.raises(LanguageError) as caught:
        check("true", "persons", SCHEMA, RULES)

    assert str(caught.value) == "column 1: 'persons' is not a record type; nearest: person, payment, organisation"


@pytest.mark.parametrize(
    ("text", "kind", "codes_or_target"),
    [
        ("organisation", Kind.REF, "organisation"),
        ("income + 1", Kind.INTEGER, None),
        ("gender", Kind.CODE, frozenset({"f", "m"})),
        ("young", Kind.BOOLEAN, None),
        ("poor", Kind.BOOLEAN, None),
        ("birth", Kind.DATE, None),
    ],
)
def test_a_value_tells_its_kind(text, kind, codes_or_target):
    value = check_value(text, "person", SCHEMA, RULES)

    assert (value.kind, value.type.codes or value.type.target) == (kind, codes_or_target)


def test_an_expected_kind_is_insisted_on():
    with pytest.raises(LanguageError) as caught:
        check("gender", "person", SCHEMA, RULES, expect=Kind.INTEGER)

    assert str(caught.value) == "column 1: the expression should give an integer, and it gives a code"
    assert check("since", "person", SCHEMA, RULES, expect=Kind.DATE).kind is Kind.DAY


def test_a_checked_text_tells_which_fields_it_reads():
    condition = checked("person.age > 18 and holds() and post.place.kind = 'branch'", "appointment")

    assert condition.reads == {
        ("appointment", "person"),
        ("person", "birth"),
        ("appointment", "post"),
        ("post", "place"),
        ("organisation", "kind"),
    }


PIECES = [
    "and", "or", "not", "in", "is", "known", "unknown", "true", "this", "some", "none", "day", "period_end", "holds",
    "years", "years_before", "rule", "person", "organisation", "step", "birth", "income", "gender", "age", "young",
    "=", "!=", "<", ">=", "(", ")", ",", ".", "+", "-", "3", "'f'", "'line'", "'2020-01-01'", "（", ";", "''",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join), st.text(max_size=60)))
def test_any_text_at_all_is_either_right_or_refused(text):
    try:
        check_value(text, "person", SCHEMA, RULES)
    except LanguageError as error:
        assert str(error) and error.rendered("zh") and 0 <= error.span.start <= len(text)
