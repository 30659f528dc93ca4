"""What the tests of pages share: compiled texts, the small county, and a client for each role."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from scripts.translations import compile_all
from tests.contract.source_tree import ROOT
from tests.web.built import QUICK_HASHERS, built_county, county
from tests.web.county import County

__all__ = ["built_county", "county"]


@pytest.fixture(scope="session", autouse=True)
def compiled_texts() -> None:
    """Pages are tested in the languages that users read, whether or not somebody compiled the catalogues."""
    compile_all(ROOT / "zugong" / "web")


@pytest.fixture(autouse=True)
def usual_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages speak of the last day of 2020 unless a test asks for another."""
    monkeypatch.setattr(settings, "ZUGONG_AS_OF", date(2020, 12, 31))


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password hash is slow on purpose; eight users for every test need none of that."""
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", QUICK_HASHERS)


@pytest.fixture
def sign_in(county: County):
    """A client signed in as a role of the county."""

    def signed_in(role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(county.users[role])
        return client

    return signed_in
