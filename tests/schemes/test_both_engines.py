"""Generated counties: one question rates all as the slow reference does, one by one, clause by clause."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.tiny import PARENTS
from tests.schemes.little import generated, little, question, rated
from zugong.schemes.reference import SlowRating, SlowStanding


@given(seed=st.integers(0, 100_000), month=st.integers(1, 12), version=st.sampled_from(["", "1", "2"]))
@settings(max_examples=40, deadline=None)
def test_one_question_rates_everybody_as_one_by_one_does(seed: int, month: int, version: str):
    asked, history = question(date(2020, month, 17)), generated(seed)
    other = asked.scheme.version(version)
    asked = asked.what_if(other) if other else asked

    rating = rated(asked, history)

    found = {
        anchor: SlowStanding(tuple(one.state for one in rating.findings[anchor]), one.points, one.stars, one.level)
        for anchor, one in rating.standings.items()
    }
    assert found == SlowRating(asked, little(), history.world_at(None), PARENTS).standings()
