"""Serves the small county from a home folder of its own: `python -m tests.web.browser_site PORT`, with ZUGONG_HOME set.

A process of its own, because no test can empty tables to which rows are only added.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server

import django


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


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
    build_county()
    make_server("127.0.0.1", port, get_wsgi_application(), server_class=Server).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
