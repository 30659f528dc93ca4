"""What a field to choose by search offers while somebody types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.web.administration.choosing import KINDS, Chooser, chooser
from zugong.web.administration.duty import require_duty
from zugong.web.pages import Page, page

_NAME = re.compile(r"[a-z]{1,20}")


@dataclass(frozen=True, kw_only=True)
class ChoicesPage(Page):
    """The options of one field."""

    template: ClassVar[str] = "web/administration/choices.html"
    field: Chooser


def choices(request: HttpRequest, kind: str) -> HttpResponse:
    """The options for what was typed."""
    require_duty(request, "explain")
    name = request.GET.get("name", "")
    if kind not in KINDS or not _NAME.fullmatch(name):
        raise Http404
    typed = {f"{name}_text": request.GET.get(f"{name}_text", "")}
    field = chooser(request, name, kind, "", given=typed)
    return page(request, ChoicesPage(title=gettext("Choose"), field=field))
