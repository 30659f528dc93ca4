"""The demonstration county, loaded once for all tests that change a row of it."""

import pytest

from tests.cli.site import CommandLineSite


@pytest.fixture(scope="session")
def demo_county(tmp_path_factory: pytest.TempPathFactory) -> CommandLineSite:
    site = CommandLineSite(tmp_path_factory.mktemp("demo") / "home")
    site.must("demo")
    return site
