"""The demonstration county, loaded once for all tests that change a row of it."""

import pytest

from tests.cli.site import CommandLineSite


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of the demonstration county on one worker: another one would load it again, for a minute."""
    for item in items:
        if "demo_county" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="session")
def demo_county(tmp_path_factory: pytest.TempPathFactory) -> CommandLineSite:
    site = CommandLineSite(tmp_path_factory.mktemp("demo") / "home")
    site.must("demo")
    return site
