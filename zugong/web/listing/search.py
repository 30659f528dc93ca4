"""Persons by name, by pinyin or by initials, to narrow a list. By their numbers only the search box finds them.

There it asks for the depth of the number and writes the look down: a list that is narrowed by a number tells whose it is.
"""

from __future__ import annotations

from django.db.models import Q

from zugong.kernel.time import Clocks
from zugong.people.models import PersonState


def persons_named(words: str, clocks: Clocks) -> tuple[int, ...]:
    """The anchors of persons whose name contains the words, or whose pinyin or initials begin so: 李国强, liguoqiang, lgq.

    No scope: the caller's list decides who is shown. In order of pinyin.
    """
    text = words.replace(" ", "")
    condition = Q(name__contains=text)
    if text.isascii():
        begins = text.lower()
        condition = Q(pinyin__startswith=begins) | Q(pinyin__contains=f" {begins}")
    states = PersonState.objects.believed(clocks.known).filter(condition).order_by("pinyin", "anchor_id")
    return tuple(dict.fromkeys(states.values_list("anchor_id", flat=True)))
