"""Builds the small county in a home folder, and serves it.

In processes of their own, because no test can empty tables to which rows are only added; `served` starts them, with
Django set up before this is imported.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
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
from zugong.offices.models import User
from zugong.organisations.models import Organisation

COUNTY_FILE = "county.json"
DAY = date(2020, 12, 31)


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def build() -> None:
    """The small county with one of everything that pages show, in the home folder of this process."""
    create_site(pack="jiangxian", owner="某县组织工作台账", demo=True)
    settings.ZUGONG_AS_OF = DAY
    county = build_county()
    case_there(county)
    request_of(county)
    ballot_there(county)
    class_there(county)
    transfer_there(county)
    recruitment_there(county)
    tell(county)


def tell(county: County) -> None:
    """Write down which identities the county has got, for other processes."""
    organisations = {name: organisation.pk for name, organisation in county.organisations.items()}
    known = {"organisations": organisations, "persons": county.persons, "records": county.records}
    (settings.ZUGONG_HOME / COUNTY_FILE).write_text(json.dumps(known), encoding="utf-8")


def built() -> County:
    """The county that lies in the home folder."""
    known = json.loads((settings.ZUGONG_HOME / COUNTY_FILE).read_text(encoding="utf-8"))
    organisations = {name: Organisation.objects.get(pk=pk) for name, pk in known["organisations"].items()}
    users = {user.username: user for user in User.objects.all()}
    return County(organisations, known["persons"], known["records"], users)


def serve(port: int, add_more: Callable[[County], None] = lambda county: None) -> None:
    """What `build` made, until the process is ended; `add_more` records what a test needs besides."""
    settings.ZUGONG_AS_OF = DAY
    county = built()
    add_more(county)
    tell(county)
    make_server("127.0.0.1", port, get_wsgi_application(), server_class=Server).serve_forever()
