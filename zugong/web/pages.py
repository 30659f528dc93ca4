"""One page, one frozen dataclass: its fields are the whole context of its template."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a template gets. A subclass names its template and adds its fields; `title` is the heading and the tab's name."""

    template: ClassVar[str]
    title: str


@dataclass(frozen=True)
class Crumb:
    """A page above the one that is shown; `address` is "" where the user may not open it."""

    name: str
    address: str


@dataclass(frozen=True)
class Tab:
    """One of several views of the same thing."""

    label: str
    address: str
    is_here: bool


def said_of(who: str, what: str) -> str:
    """What is said of something, after its name and the colon of the user's language."""
    return gettext("%(who)s: %(what)s") % {"who": who, "what": what}


def page(request: HttpRequest, content: Page, *, status: int = 200) -> HttpResponse:
    """The response that shows a page."""
    context = {field.name: getattr(content, field.name) for field in fields(content)}
    return render(request, content.template, context, status=status)
