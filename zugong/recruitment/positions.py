"""The position of the tree that a recruited place fills: there when it is named, free when it is filled, one person for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zugong.appointments.queries import is_position_there, position_name, taken_since
from zugong.recruitment import errors
from zugong.recruitment.drafts import PostDraft


def check_named(posts: Sequence[PostDraft], on: date) -> None:
    """A notice may name a position that somebody still holds: its holder may leave before the engagement.

    Raises OnePlaceForPosition, PositionTwice, PositionNotThere.
    """
    named: set[int] = set()
    for post in posts:
        if post.position is None:
            continue
        if post.places != 1:
            raise errors.OnePlaceForPosition(code=post.code)
        if post.position in named:
            raise errors.PositionTwice(name=position_name(post.position))
        if not is_position_there(post.position, on):
            raise errors.PositionNotThere(code=post.code, name=position_name(post.position))
        named.add(post.position)


def check_free(position: int, on: date) -> None:
    """Raises PositionAbolished, PositionTaken."""
    if not is_position_there(position, on):
        raise errors.PositionAbolished(name=position_name(position), on=on)
    if held := taken_since([position], on).get(position):
        raise errors.PositionTaken(name=position_name(position), since=held[0])
