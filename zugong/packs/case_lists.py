"""Lists of persons in cases: the posts that a case fills, and which steps name or count whom for them."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from zugong.packs.figures import Name
from zugong.packs.reading import Declared
from zugong.packs.scheme_criteria import Labelled


class Post(Labelled):
    """A post that cases of a type fill. Whoever is chosen for several takes the one that stands first in the type.

    `kind` is that of its positions, or the one in `kinds_in` for the kind of unit that the organisation is set up in;
    `called` names a new one where there are too few, with {place} for what it is at. So many `seats`, or as many as a step
    says in a field (`seats_in`). `also_ends` are kinds of positions at the same place that end with the election: posts that
    an earlier record did not tell apart.
    """

    post: Name
    zh: str
    en: str
    kind: Name
    kinds_in: dict[Name, Name] = {}
    called: str
    seats: int | None = None
    seats_in: tuple[Name, Name] | None = None
    also_ends: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _says_how_many(self) -> Self:
        if (self.seats is None) == (self.seats_in is None):
            raise ValueError("say either seats or seats_in")
        return self


class Listing(Declared):
    """A step names persons for these posts; `counted` says with how many votes, and who is chosen.

    `like` is the step whose list the form begins with.
    """

    posts: tuple[Name, ...] = Field(min_length=1)
    counted: bool = False
    like: tuple[Name, ...] = ()
