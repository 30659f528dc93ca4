"""Two things that templates need and that decide nothing: links that keep the clocks, and the current query changed."""

from __future__ import annotations

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def at(context, name: str, *arguments) -> str:
    """The address of a view, with the clocks of the page that links to it."""
    asked = context.get("asked")
    address = reverse(name, args=arguments)
    return f"{address}?{asked.query}" if asked and asked.query else address


@register.simple_tag(takes_context=True)
def clocks_query(context) -> str:
    """What a link that is known already needs, to keep the clocks: `?on=…`, or nothing."""
    asked = context.get("asked")
    return f"?{asked.query}" if asked and asked.query else ""
