"""The WSGI application that the web server runs; each worker is warm before it answers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zugong.config.settings")
application = get_wsgi_application()

from django.db import connections  # noqa: E402 - settings and models exist only from here on

from zugong.web.refreshing import keep_fresh  # noqa: E402
from zugong.web.warming import warm_up  # noqa: E402

warm_up()
connections.close_all()  # of this thread, which will answer nobody
keep_fresh()
