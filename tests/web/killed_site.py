"""Serves the small county so that a test may kill the server and serve the same home folder again."""

from __future__ import annotations

import os
from datetime import timedelta

from django.conf import settings

from tests.web import browser_site
from zugong.web import repeating

PID_FILE = "server.pid"


def serve(port: int) -> None:
    """Until the process is ended."""
    (settings.ZUGONG_HOME / PID_FILE).write_text(str(os.getpid()))
    repeating._LOST_AFTER = timedelta(seconds=1)  # a test has no half minute to wait for what was lost
    browser_site.serve(port)
