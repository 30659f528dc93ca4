"""Who may ask, admit and answer: the acts check, decide and fill in the matter of requests, where the organisation stands."""

from __future__ import annotations

from zugong.offices.access import Access
from zugong.organisations.queries import Territory
from zugong.requests.records import REQUEST, kind_of


def may_ask(access: Access, organisation: int) -> bool:
    """May somebody ask there: define requests in its name, and of it?"""
    return organisation in asking(access)


def asking(access: Access) -> Territory:
    """Where somebody may ask."""
    return access.territory(kind_of(REQUEST), "check")


def deciding(access: Access) -> Territory:
    """Where somebody may admit requests."""
    return access.territory(kind_of(REQUEST), "decide")


def may_decide(access: Access, organisation: int) -> bool:
    """May somebody admit what is asked in the name of that organisation?"""
    return organisation in deciding(access)


def may_answer(access: Access, organisation: int) -> bool:
    """May somebody send for an organisation?"""
    return organisation in answering(access)


def answering(access: Access) -> Territory:
    """For whom somebody may send."""
    return access.territory(kind_of(REQUEST), "fill")
