"""A monthly adjustment in words: what it changes, and what it does to the level and the pay beside the yearly total."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from zugong.packs.schemes import Cause
from zugong.schemes.evaluating import NO_LEVEL, Adjusted, Standing
from zugong.schemes.wording import level_word
from zugong.web.schemes.asked import Asked


def change_said(asked: Asked, one: Adjusted) -> str:
    """Points, level or both, as the county calls them."""
    level = level_word(asked.version, one.level, asked.language) if one.level else ""
    return " · ".join(part for part in (f"{one.points:+d}" if one.points else "", level) if part) or "0"


def effect_said(asked: Asked, standing: Standing, one: Adjusted) -> str:
    """What an adjustment does to the standing, and to what follows from the level."""
    if not one.counts:
        return gettext("Fallen after an appeal: it counts no more.")
    return " · ".join(_levels_and_pay(asked, standing))


def _levels_and_pay(asked: Asked, standing: Standing) -> Iterator[str]:
    now = standing.level_now or standing.level
    yield gettext("Yearly total: %(level)s") % {"level": level_word(asked.version, standing.level, asked.language)}
    yield gettext("Level in force: %(level)s") % {"level": level_word(asked.version, now, asked.language)}
    yield from pay_proposed(asked, now)


def pay_proposed(asked: Asked, level: str | None) -> Iterator[str]:
    """What a level proposes for pay: a rate where the paper names one; a person confirms it."""
    for cause in asked.version.causes:
        if cause.kind == "pay_rate" and (level or NO_LEVEL) in cause.levels:
            yield _proposed(asked, cause, level)


def _proposed(asked: Asked, cause: Cause, level: str | None) -> str:
    label, word = cause.label(asked.language), level_word(asked.version, level, asked.language)
    if cause.rate_percent is not None:
        return gettext("Proposed: %(what)s, %(rate)s%%") % {"what": label, "rate": cause.rate_percent}
    return gettext("Proposed: %(what)s, at %(level)s") % {"what": label, "level": word}
