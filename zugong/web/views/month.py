"""This month: at most five lines, each done where it stands; what is done stays below with who did it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.web.month.lines import Month, month_of
from zugong.web.pages import Page, page


@dataclass(frozen=True, kw_only=True)
class MonthPage(Page):
    """The month alone; the first page shows the same as its first part."""

    template: ClassVar[str] = "web/month/month.html"
    month: Month


def this_month(request: HttpRequest) -> HttpResponse:
    """The month of one's branch or township. 403 with the reason for offices of a county and for who acts for nobody."""
    month = month_of(request)
    if month is None:
        raise PermissionDenied(
            gettext("The month is for branches and townships; your office has its board and its weekly sheet.")
        )
    title = gettext("%(name)s: this month") % {"name": month.name}
    return page(request, MonthPage(title=title, month=month))
