"""What the tests of the API share: the small county, a caller for each role, and work that is done at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings

from tests.api.offices import Caller, caller
from tests.web.built import built_county, county
from tests.web.county import County

__all__ = ["built_county", "county"]


@pytest.fixture(autouse=True)
def imports_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread would have a connection of its own and see nothing of a test's transaction."""
    monkeypatch.setattr(settings, "ZUGONG_IMPORTS_AT_ONCE", True, raising=False)
    monkeypatch.setattr(settings, "ZUGONG_AS_OF", None, raising=False)


@pytest.fixture
def caller_of(county: County) -> Callable[[str], Caller]:
    """Who asks, by role."""
    made: dict[str, Caller] = {}

    def of(role: str) -> Caller:
        if role not in made:
            made[role] = caller(role, county.organisations, person=county.persons["张伟"] if role == "nobody" else None)
        return made[role]

    return of
