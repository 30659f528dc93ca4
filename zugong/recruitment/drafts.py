"""A notice with its posts as a form says it, before it is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PostDraft:
    """A post as a form says it; `position` is the anchor of the post of the tree that the place fills, if it fills one."""

    code: str
    name: str
    employer: str
    places: int
    conditions: str
    position: int | None = None


@dataclass(frozen=True)
class NoticeDraft:
    """A notice as a form says it; `values` are fields of its record type."""

    values: dict[str, Any]
    posts: Sequence[PostDraft]
