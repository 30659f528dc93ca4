"""A condition that somebody types: said in words, and how many meet it today."""

from __future__ import annotations

from django.utils.translation import gettext

from zugong.figures.grouping import EVERYWHERE
from zugong.figures.labels import CatalogueLabels
from zugong.figures.queries import list_rows
from zugong.kernel.errors import RuleBroken
from zugong.language.errors import LanguageError
from zugong.language.words import explain
from zugong.web.drafting.desk import Desk

_LONGEST = 4_000


def in_words(desk: Desk, type_code: str, text: str) -> tuple[str, str]:
    """The condition in words, and what is wrong with it; one of the two is empty."""
    if not text or type_code not in desk.catalogue.types:
        return "", ""
    definitions = desk.definitions
    try:
        checked = definitions.condition(definitions.kind(type_code), text[:_LONGEST])
    except LanguageError as error:
        return "", error.sentence(desk.language)
    return explain(checked, CatalogueLabels(definitions.catalogue, definitions.pack, desk.language), desk.language), ""


def how_many(desk: Desk, type_code: str, text: str) -> str:
    """How many of those whom the user may list meet a condition that is right, on the clocks of the page."""
    kind, clocks = desk.catalogue.types[type_code], desk.scope.clocks
    rights = desk.scope.names
    try:
        met = list_rows(type_code, text, clocks, EVERYWHERE, rights, limit=1)
        whole = list_rows(type_code, "", clocks, EVERYWHERE, rights, limit=1)
    except RuleBroken as error:
        return error.sentence(desk.language)
    words = {"met": met.count, "all": whole.count, "kind": kind.name(desk.language), "day": clocks.on}
    said = gettext("%(met)s of %(all)s meet it (%(kind)s, %(day)s).") % words
    if met.undecided:
        said += " " + gettext("%(count)s cannot be decided: a date is known in part only.") % {"count": met.undecided}
    return said
