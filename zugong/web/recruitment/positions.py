"""The position that a recruited place fills: found and chosen on the form, and how it stands on the pages of a notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from zugong.appointments.posts import Post, names_of, page_of, posts_where
from zugong.appointments.queries import taken_since
from zugong.offices.conditions import row_condition
from zugong.recruitment import errors
from zugong.recruitment.notices import Notice
from zugong.web.entering.references import Option, found_options, label_of
from zugong.web.entering.rights import may_add, may_write
from zugong.web.listing.references import address_of
from zugong.web.listing.subject import record_subject
from zugong.web.scope import Scope
from zugong.web.typed import typed_number

_POSITION = "position"


@dataclass(frozen=True)
class PositionChoice:
    """The field of a line: what may be chosen, and the words that were searched."""

    options: tuple[Option, ...] = ()
    words: str = ""
    is_searched: bool = False


class Positions:
    """Positions as one user may name them in a notice: those whose holders they may record, and what it names already."""

    def __init__(self, scope: Scope, language: str, found: Notice | None) -> None:
        self._scope, self._language = scope, language
        self._kind = scope.catalogue.types[_POSITION]
        named = [post.values.get("position") for post in found.posts] if found else []
        self._named = frozenset(one for one in named if one)

    @property
    def are_mine(self) -> bool:
        """May the user record the holder of any position?"""
        return may_add(self._kind, self._scope)

    def chosen(self, code: str, text: str, words: str) -> int | None:
        """The position of a line. Raises PositionNotChosen, PositionNotYours."""
        anchor = typed_number(text)
        if anchor is None and words:
            raise errors.PositionNotChosen(code=code)
        if anchor is not None and anchor not in self._named and not self._may_name(anchor):
            raise errors.PositionNotYours(code=code)
        return anchor

    def check_fills(self, post: Mapping[str, object]) -> None:
        """The engagement to a post records the holder of its position. Raises HolderNotYours."""
        position = post.get("position")
        if isinstance(position, int) and position and not self._may_name(position):
            raise errors.HolderNotYours

    def choice(self, text: str, words: str, *, is_asked: bool) -> PositionChoice:
        """The field again: what is chosen, else what the words find; the words first where a search was asked for."""
        anchor = typed_number(text)
        if anchor is not None and not (is_asked and words):
            return PositionChoice((Option(text, self._label(anchor), is_chosen=True),), words)
        if not words:
            return PositionChoice()
        options = found_options(self._kind, words, self._scope, self._language)
        return PositionChoice(options, words, is_searched=True)

    def _label(self, anchor: int) -> str:
        if self._sees(anchor):
            return label_of(self._kind, anchor, self._scope, self._language)
        return gettext("the position that a colleague chose")

    def _sees(self, anchor: int) -> bool:
        try:
            return bool(record_subject(self._kind, anchor, self._scope))
        except Http404:
            return False

    def _may_name(self, anchor: int) -> bool:
        return self._sees(anchor) and may_write(record_subject(self._kind, anchor, self._scope), self._scope)


@dataclass(frozen=True)
class PositionNow:
    """A position that a notice names, and how it stands today; where it is held, the form that records that its holder left."""

    name: str
    address: str
    state: str
    level: str
    leave_address: str = ""


def positions_of(found: Notice, scope: Scope) -> Mapping[int, PositionNow]:
    """The positions that a notice names, as far as the user may know of them; a few questions for all."""
    named = [one for post in found.posts if (one := post.values.get("position"))]
    kind = scope.catalogue.types[_POSITION]
    if not named or not scope.may_list(kind):
        return {}
    allowed = row_condition(scope.access, kind)
    there = posts_where(allowed, scope.clocks).filter(anchor__in=named)
    standing = {one.id: one for one in page_of(there, scope.clocks, after=None, limit=len(named))[0]}
    taken = taken_since(list(standing), scope.clocks.on)
    return {
        anchor: PositionNow(
            name, address_of(_POSITION, anchor), *_state(standing.get(anchor), taken.get(anchor), scope)
        )
        for anchor, name in names_of(allowed, named).items()
    }


def _state(post: Post | None, held: tuple[date, int] | None, scope: Scope) -> tuple[str, str, str]:
    """In words, with the level of its badge, and where its holder leaves; no post: it is there no more."""
    if post is None:
        return gettext("position abolished"), "red", ""
    if held is None:
        return gettext("vacant since %(day)s") % {"day": post.since.isoformat()}, "good", ""
    may_end = may_add(scope.catalogue.types["appointment"], scope)
    address = f"{reverse('record_change', args=['appointment', held[1]])}?ends=1" if may_end else ""
    return gettext("held since %(day)s") % {"day": held[0].isoformat()}, "amber", address
