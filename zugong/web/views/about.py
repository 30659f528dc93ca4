"""What this site runs on: program, pack, parameters with their sources, and what it never does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong import __version__
from zugong.packs.pack import installed_pack
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page


@dataclass(frozen=True)
class ParameterLine:
    """A parameter of the pack with the value that holds on the page's day."""

    label: str
    value: str
    source: str
    checked_on: str


@dataclass(frozen=True, kw_only=True)
class AboutPage(Page):
    """The program and the pack; parameters only for those who are signed in."""

    template: ClassVar[str] = "web/about.html"
    version: str
    pack: str
    versions: tuple[tuple[str, str], ...]
    figures: int
    parameters: tuple[ParameterLine, ...]


@login_not_required
def about(request: HttpRequest) -> HttpResponse:
    """The page of the site itself; open to everybody."""
    pack, language = installed_pack(settings.ZUGONG_PACK), spoken(request)
    content = AboutPage(
        title=gettext("About"),
        version=__version__,
        pack=pack.heading.zh if language.startswith("zh") else pack.heading.en,
        versions=tuple(pack.versions.items()),
        figures=len(pack.figures),
        parameters=_parameters(request, language) if request.user.is_authenticated else (),
    )
    return page(request, content)


def _parameters(request: HttpRequest, language: str) -> tuple[ParameterLine, ...]:
    lines = []
    for parameter in installed_pack(settings.ZUGONG_PACK).parameters.values():
        started = [start for start in parameter.values if start <= request.clocks.on]
        if not started:
            continue
        value, source = parameter.values[max(started)], parameter.sources[max(started)]
        checked = parameter.checked_on.isoformat() if parameter.checked_on else ""
        said = " · ".join(part for part in (source.title, source.paper, source.article) if part)
        unit = parameter.unit.in_language(language)
        lines.append(ParameterLine(parameter.text(language), f"{value} {unit}", said, checked))
    return tuple(lines)
