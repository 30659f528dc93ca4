"""Serves the small county from a home folder of its own: `python -m tests.web.browser_site PORT`, with ZUGONG_HOME set.

A process of its own, because no test can empty tables to which rows are only added.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIServer, make_server

import django

if TYPE_CHECKING:
    from tests.web.county import County

COUNTY_FILE = "county.json"


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def tell(county: County, folder: Path) -> None:
    """Write down which identities the county has got, for tests in another process."""
    organisations = {name: organisation.pk for name, organisation in county.organisations.items()}
    known = {"organisations": organisations, "persons": county.persons, "records": county.records}
    (folder / COUNTY_FILE).write_text(json.dumps(known), encoding="utf-8")


def serve(port: int) -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "zugong.config.settings", "ZUGONG_PACK": "jiangxian"}
    django.setup()
    # These need Django to be set up.
    from django.conf import settings  # noqa: PLC0415
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    from tests.web.county import build_county  # noqa: PLC0415
    from zugong.cli.site import create_site  # noqa: PLC0415

    create_site(pack="jiangxian", owner="某县组织工作台账", demo=True)
    settings.ZUGONG_AS_OF = date(2020, 12, 31)
    tell(build_county(), settings.ZUGONG_HOME)
    make_server("127.0.0.1", port, get_wsgi_application(), server_class=Server).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
