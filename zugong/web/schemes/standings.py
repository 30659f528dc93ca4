"""One who is rated, in words: level, stars, points, what lacks for the next level, and in which state the result is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from zugong.kernel.time import last_day
from zugong.schemes.evaluating import Standing
from zugong.schemes.results import Result
from zugong.schemes.wording import gap_sentence, level_word
from zugong.web.schemes.adjusted import pay_proposed
from zugong.web.schemes.asked import Asked, results_kept
from zugong.web.schemes.boards import points_said
from zugong.web.schemes.wording import stars_drawn


@dataclass(frozen=True)
class Note:
    """A sentence about the result; `kind` as notes of pages have it."""

    kind: str
    text: str


@dataclass(frozen=True)
class ShownStanding:
    """Where one who is rated stands now."""

    level: str
    stars: str
    stars_said: str
    points: str
    short_of: str
    notes: tuple[Note, ...]


def shown_standing(asked: Asked, standing: Standing) -> ShownStanding:
    """The standing with everything that must be known to read it rightly."""
    version, language = asked.version, asked.language
    gap = asked.rating.next_gap(standing.subject.anchor)
    stars = [one.group for one in standing.sum.groups if version.groups[one.group].star]
    said = gettext("%(won)s of %(all)s stars") % {"won": len(standing.stars), "all": len(stars)}
    return ShownStanding(
        level=level_word(version, standing.level, language),
        stars=stars_drawn(len(standing.stars), len(stars)),
        stars_said=said if stars else "",
        points=points_said(standing),
        short_of=gap_sentence(gap, asked.question, language) if gap else "",
        notes=tuple(_notes(asked, standing)),
    )


def _notes(asked: Asked, standing: Standing) -> Iterator[Note]:
    vetoes = {one.veto: one.label(asked.language) for one in asked.version.vetoes}
    for one in standing.sum.vetoes:
        yield Note("error", gettext("Veto: %(veto)s") % {"veto": vetoes.get(one, one)})
    if standing.level_now and standing.level_now != standing.level:
        level = level_word(asked.version, standing.level_now, asked.language)
        said = gettext("In force by monthly adjustment: %(level)s") % {"level": level}
        yield Note("warning", " · ".join((said, *pay_proposed(asked, standing.level_now))))
    if standing.is_drawn is False:
        yield Note("info", gettext("Not drawn by lot: the self-check counts without further proof."))
    result = results_kept(asked.question).get(standing.subject.anchor)
    yield _result_note(asked, result)


def _result_note(asked: Asked, result: Result | None) -> Note:
    if result is None:
        return Note("info", gettext("Computed today; no result has been published yet."))
    level = level_word(asked.version, result.level, asked.language)
    if result.status == "published":
        words = {"level": level, "day": result.published_on}
        return Note("info", gettext("Published on %(day)s: %(level)s; objections can still be raised.") % words)
    until = last_day(result.until)
    words = {"level": level, "since": result.since, "until": until or gettext("further notice")}
    return Note("success", gettext("Decided: %(level)s, valid from %(since)s to %(until)s.") % words)
