"""A text and its tree are the same thing: writing the tree and reading it again changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.language.expressions import any_condition, any_value
from zugong.language.parser import parse
from zugong.language.unparse import unparse


@settings(max_examples=60, deadline=None)
@given(any_condition())
def test_a_written_tree_reads_as_the_same_tree(made):
    tree = parse(made[1])

    assert parse(unparse(tree)) == tree


@settings(max_examples=30, deadline=None)
@given(any_value())
def test_a_written_value_reads_as_the_same_value(made):
    tree = parse(made[1])

    assert parse(unparse(tree)) == tree


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("((a))and(b)", "a and b"),
        ("a and (b and c)", "a and b and c"),
        ("a and (b or c)", "a and (b or c)"),
        ("(a and b) or c", "a and b or c"),
        ("not (a = 1)", "not a = 1"),
        ("not (a and b)", "not (a and b)"),
        ("a-(b-c)+ -1", "a - (b - c) + -1"),
        ("name='it''s'", "name = 'it''s'"),
        ("some(step,person=this and this.x.y is known)", "some(step, person = this and this.x.y is known)"),
        ("x in(1,2)", "x in (1, 2)"),
        ("x.day>=years_before(day,3)", "x.day >= years_before(day, 3)"),
        ("not(x)is known", "not x is known"),
        ("(a = 1) = true", "(a = 1) = true"),
    ],
)  # fmt: skip
def test_a_tree_is_written_with_as_few_brackets_as_mean_the_same(text, written):
    assert unparse(parse(text)) == written
    assert parse(written) == parse(text)
