"""Makes a new worker ready before its first visitor comes, who would else wait some seconds for all of it."""

from __future__ import annotations

import logging

import duckdb
from django.conf import settings
from django.db import Error
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import override

from zugong.figures.answers import Request
from zugong.figures.grouping import EVERYWHERE
from zugong.figures.queries import ask, this_site
from zugong.kernel.scope import EVERYTHING
from zugong.kernel.time import today
from zugong.organisations.queries import tree_at
from zugong.people.names import syllables
from zugong.web.clocks import asked_clocks

_TEMPLATES = (
    "home", "tree", "organisation", "person", "records", "record_list", "record", "figures", "figure", "figure_rows",
    "sign_in", "refusal", "parts/branches",
)  # fmt: skip
_log = logging.getLogger(__name__)


def warm_up() -> bool:
    """Load the dictionary of pinyin, definitions, tree, replica, texts and templates; whether all of it went well.

    A site without a database yet, or with one that is just being made, starts all the same and says so in its log.
    """
    syllables("组工")
    try:
        _ask_everything()
    except (Error, duckdb.Error, OSError) as error:
        _log.warning("The first page will be slow: warming up failed with %s: %s", type(error).__name__, error)
        return False
    return True


def _ask_everything() -> None:
    with override(settings.LANGUAGE_CODE):
        for name in _TEMPLATES:
            get_template(f"web/{name}.html")
        reverse("home")
    tree_at(today())
    clocks = asked_clocks({}).clocks
    ask([Request(code, clocks) for code in this_site().definitions.pack.figures], EVERYWHERE, lambda kind: EVERYTHING)
