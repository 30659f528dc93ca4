"""Which style sheets a page waits for: the base, and those of its kind; the others come after the first picture."""

from __future__ import annotations

from functools import lru_cache

#: What every page waits for; what only paper does.
BASE, PRINT = "base", "print"
#: Sheet → how the templates begin whose pages use it. What a script fetches into a page later has its sheet by then.
_USED_BY = {
    "ballots": ("ballots/",),
    "cases": ("cases/", "guide/", "recruitment/"),
    "drafts": ("drafts/", "schemes/versions", "schemes/side_by_side"),
    "dues": ("dues/",),
    "figures": ("figure", "compare", "reviews/", "last_year/"),
    "home": ("home", "board", "month/", "cycle/", "programmes/duties"),
    "imports": ("imports/", "guide/differences"),
    "meetings": ("activities/", "mobile/", "training/", "commendations/", "dues/", "guide/letter"),
    "organisations": ("tree", "organisation", "restructuring/", "cases/change"),
    "programmes": ("programmes/", "activities/meetings", "requests/board"),
    "ratings": ("schemes/", "cycle/", "requests/fill", "ballots/vote"),
    "records": ("record", "person", "organisation", "entering/", "administration/", "cards/", "account/"),
    "recruitment": ("recruitment/",),
    "requests": ("requests/",),
    "reviews": ("reviews/", "last_year/", "briefing/"),
    "training": ("training/", "mobile/member", "commendations/"),
    "transfers": ("guide/", "recruitment/", "cases/paper"),
}  # fmt: skip


@lru_cache
def sheets_of(template: str) -> tuple[str, ...]:
    """The sheets of the page that a template makes, the base first; of an unknown one the base alone."""
    name = template.removeprefix("web/")
    return BASE, *(sheet for sheet, starts in _USED_BY.items() if name.startswith(starts))


def other_sheets(template: str) -> tuple[str, ...]:
    """The sheets that come after the first picture."""
    return tuple(sheet for sheet in _USED_BY if sheet not in sheets_of(template))


def all_sheets() -> tuple[str, ...]:
    """Every sheet, for a telephone that keeps them."""
    return BASE, PRINT, *_USED_BY


def file_of(sheet: str) -> str:
    """The name of its file."""
    return f"web/style/{sheet}.css"
