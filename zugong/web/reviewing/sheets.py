"""The sheets of answers that somebody may open."""

from __future__ import annotations

from django.conf import settings

from zugong.reviews.briefing import Sheet, installed_sheets
from zugong.web.countable import countable
from zugong.web.scope import Scope


def open_sheets(scope: Scope, language: str) -> dict[str, Sheet]:
    """The sheets all of whose figures the user may count: an answer with holes in it helps nobody."""
    allowed = countable(scope).figures.keys()
    sheets = installed_sheets(settings.ZUGONG_PACK, "zh" if language.startswith("zh") else "en")
    return {code: sheet for code, sheet in sheets.items() if allowed >= set(sheet.figures)}
