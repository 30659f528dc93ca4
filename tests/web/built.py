"""The small county as a fixture, built once for a file of tests."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db.transaction import atomic, set_rollback
from django.test import override_settings

from tests.web.county import County, build_county

#: A password hash is slow on purpose; eight users need none of that.
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def built_county(django_db_setup, django_db_blocker) -> Iterator[County]:
    """The small county, built once for a file: what a test does to it is rolled back to here."""
    with django_db_blocker.unblock(), atomic(), override_settings(PASSWORD_HASHERS=QUICK_HASHERS):
        yield build_county()
        set_rollback(True)


@pytest.fixture
def county(built_county: County, db) -> County:
    """The small county, to be changed by one test."""
    return deepcopy(built_county)
