"""What holds for every test: which of them use the database, and which belong on one worker."""

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


def shared_by(item: pytest.Item) -> str:
    """The name of what is made once for several tests and takes long; "" where there is nothing.

    These run on one worker, since another one would make it again: the demonstration county for a minute, a served site
    for some seconds, the syntax trees of the whole source.
    """
    if "demo_county" in getattr(item, "fixturenames", ()):
        return "demo"
    if item.get_closest_marker("browser"):
        return item.path.stem
    return "sources" if item.path.parent.name == "contract" else ""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a parameter of bytes by its argument.

    An archive holds the time of its making, so the bytes of one would give a test another name in each worker.
    """
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that use the database, so that `-m database` can run just these again on PostgreSQL, and group others.

    First of all hooks, because pytest's own selects by the marks. Nobody has to remember a mark by hand.
    """
    for item in items:
        if uses_database(item):
            item.add_marker(pytest.mark.database)
        if group := shared_by(item):
            item.add_marker(pytest.mark.xdist_group(group))


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
