"""Serves the small county so that a test may kill the server and serve the same home folder again."""

from __future__ import annotations

import os
from datetime import date, timedelta
from wsgiref.simple_server import make_server

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from tests.web import browser_site
from zugong.web import repeating

PID_FILE = "server.pid"


def serve(port: int) -> None:
    """Until the process is ended; builds the county the first time only."""
    (settings.ZUGONG_HOME / PID_FILE).write_text(str(os.getpid()))
    repeating._LOST_AFTER = timedelta(seconds=1)  # a test has no half minute to wait for what was lost
    if not (settings.ZUGONG_HOME / browser_site.COUNTY_FILE).is_file():
        browser_site.serve(port)
    settings.ZUGONG_AS_OF = date(2020, 12, 31)
    make_server("127.0.0.1", port, get_wsgi_application(), server_class=browser_site.Server).serve_forever()
