"""What holds for every test: which of them use the database."""

import pytest
from django.conf import settings
from django.test import TransactionTestCase

from zugong.kernel.crypto import create_key_file

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "django_db_reset_sequences"}


def uses_database(item: pytest.Item) -> bool:
    """Whether the test asks for the database: by a mark, by a fixture however far away, or as a Django test case."""
    is_case = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    return is_case or bool(
        item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that use the database, so that `-m database` can run just these again on PostgreSQL.

    First of all hooks, because pytest's own selects by the marks. Nobody has to remember a mark by hand.
    """
    for item in items:
        if uses_database(item):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session", autouse=True)
def site_home(tmp_path_factory: pytest.TempPathFactory):
    """A home of its own for the tests: key, replica and uploads; the developer's own site is never touched."""
    home = tmp_path_factory.mktemp("home")
    settings.ZUGONG_HOME = home
    settings.ZUGONG_KEY_FILE = home / "secret.key"
    settings.ZUGONG_REPLICA = home / "replica"
    settings.ZUGONG_UPLOADS = home / "uploads"
    settings.ZUGONG_PACK = "jiangxian"
    settings.STATIC_ROOT = home / "static"
    settings.STATIC_ROOT.mkdir()
    create_key_file(settings.ZUGONG_KEY_FILE)
    return home
