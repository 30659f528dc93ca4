"""Addresses of figures, of their rows, and of what came and went between two numbers, on any clocks."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest
from django.urls import reverse

from zugong.figures.answers import Group
from zugong.kernel.time import Clocks


def query_of(clocks: Clocks, known: str = "", *, with_period: bool = True) -> dict[str, str]:
    """What an address needs to speak of these clocks. `known` is the moment as an address writes it."""
    query = {"on": clocks.on.isoformat(), "tree": clocks.tree.isoformat()}
    if with_period:
        query |= {"from": clocks.period.start.isoformat(), "to": clocks.period.last.isoformat()}
    return query | ({"known": known} if known else {})


def asked_clocks_of(request: HttpRequest) -> dict[str, str]:
    """What the address of the page itself says of the clocks, for links that keep them."""
    return dict(parse_qsl(request.asked.query))


def address(name: str, code: str, query: dict[str, str], **parameters: Group) -> str:
    """The address of a figure's page by the name of its view; parameters that are None are left out, but not `group`."""
    wanted = {key: _text(value) for key, value in parameters.items() if value is not None or key == "group"}
    return (
        f"{reverse(name, args=[code])}?{urlencode(wanted | query)}" if wanted or query else reverse(name, args=[code])
    )


def _text(value: Group) -> str:
    if value is None:
        return "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
