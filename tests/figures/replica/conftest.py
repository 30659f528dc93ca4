"""A copy of its own for each test."""

import pytest

from zugong.figures.replica import open_replica


@pytest.fixture
def replica(db, settings, tmp_path):
    settings.ZUGONG_REPLICA = tmp_path / "replica"
    opened = open_replica()
    yield opened
    opened.close()
