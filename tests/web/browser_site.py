"""Serves the small county from a home folder of its own.

In a process of its own, because no test can empty tables to which rows are only added; `served` starts it, with Django
set up before this is imported.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from tests.web.asking import request_of
from tests.web.ballots_there import ballot_there
from tests.web.cases_there import case_there
from tests.web.county import County, build_county
from tests.web.recruitment_there import recruitment_there
from tests.web.training_there import class_there
from tests.web.transfers_there import transfer_there
from zugong.cli.site import create_site

COUNTY_FILE = "county.json"


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def tell(county: County, folder: Path) -> None:
    """Write down which identities the county has got, for tests in another process."""
    organisations = {name: organisation.pk for name, organisation in county.organisations.items()}
    known = {"organisations": organisations, "persons": county.persons, "records": county.records}
    (folder / COUNTY_FILE).write_text(json.dumps(known), encoding="utf-8")


def serve(port: int, add_more: Callable[[County], None] = lambda county: None) -> None:
    """Until the process is ended; `add_more` records what a test needs besides the small county."""
    create_site(pack="jiangxian", owner="某县组织工作台账", demo=True)
    settings.ZUGONG_AS_OF = date(2020, 12, 31)
    county = build_county()
    case_there(county)
    request_of(county)
    ballot_there(county)
    class_there(county)
    transfer_there(county)
    recruitment_there(county)
    add_more(county)
    tell(county, settings.ZUGONG_HOME)
    make_server("127.0.0.1", port, get_wsgi_application(), server_class=Server).serve_forever()
