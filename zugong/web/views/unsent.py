"""What the script for unsent forms asks for: is the line back, its worker, and the page that stands in without a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext

from zugong import __version__
from zugong.web.pages import Page, page
from zugong.web.unsent import keeping_of


@dataclass(frozen=True, kw_only=True)
class NoLinePage(Page):
    """The page that a telephone shows without a line. It tells nothing of anybody: every telephone keeps it."""

    template: ClassVar[str] = "web/no_line.html"
    is_without_line: bool


@login_not_required
def line(request: HttpRequest) -> JsonResponse:
    """The line is back: whose session it is ("" for nobody's), and the token that a form needs now."""
    return JsonResponse({"account": keeping_of(request.user).account, "token": get_token(request)})


@login_not_required
def worker(request: HttpRequest) -> HttpResponse:
    """The worker that keeps style, scripts and the page without a line; at the root, because it answers for every page."""
    content = {"version": __version__}
    return render(request, "web/unsent_worker.js", content, content_type="text/javascript")


@login_not_required
def no_line(request: HttpRequest) -> HttpResponse:
    """The page that the worker shows where a page cannot be fetched."""
    return page(request, NoLinePage(title=gettext("No line at the moment"), is_without_line=True))
