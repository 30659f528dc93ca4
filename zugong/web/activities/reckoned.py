"""What is counted of a meeting while it goes on: the numbers, each vote in a sentence, the grades; and what cannot be."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from zugong.activities.actions import Counted
from zugong.activities.errors import numbers_cannot_be
from zugong.activities.filed import APPRAISAL, kind_of
from zugong.activities.rules import PASSED, impossible, most_of, verdict
from zugong.activities.wording import numbers_word, paper_word, verdict_word

GOOD, RED, GREY = "good", "red", "grey"


@dataclass(frozen=True)
class ReckonedVote:
    """One vote as it stands: `level` tells its colour."""

    matter: str
    said: str
    level: str


@dataclass(frozen=True)
class Reckoned:
    """What is counted now. `quorum` says whether enough came, where the rule asks; `why` is the paper."""

    numbers: str
    quorum: str
    quorum_level: str
    votes: tuple[ReckonedVote, ...]
    grades: tuple[str, ...]
    problem: str
    why: str


def reckoned(one: Counted, language: str) -> Reckoned:
    """The numbers of a draft in sentences."""
    is_counted = one.draft.named or one.draft.due is not None
    problem = _problem(one, language) if is_counted else ""
    quorum, level = ("", GREY) if problem or not is_counted else _quorum(one)
    return Reckoned(
        numbers=numbers_word(one.numbers, one.draft.observers, language) if is_counted else "",
        quorum=quorum,
        quorum_level=level,
        votes=() if problem else tuple(_votes(one, language)),
        grades=tuple(_grades(one, language)),
        problem=problem,
        why=paper_word(one.rule.paper, language),
    )


def _problem(one: Counted, language: str) -> str:
    for ballot in [vote.ballot for vote in one.draft.votes] or [None]:
        why = impossible(due=one.numbers.due, present=one.numbers.present, ballot=ballot)
        if why:
            return numbers_cannot_be(why).sentence(language)
    return ""


def _quorum(one: Counted) -> tuple[str, str]:
    share = one.rule.voting.quorum if one.rule.voting else None
    if share is None:
        return "", GREY
    needed = share.needed(one.numbers.due)
    if one.numbers.present >= needed:
        return gettext("Enough came: %(needed)s are needed.") % {"needed": needed}, GOOD
    words = {"needed": needed, "lacking": needed - one.numbers.present}
    return gettext("Too few came: %(needed)s are needed, %(lacking)s are lacking.") % words, RED


def _votes(one: Counted, language: str):
    voting = one.rule.voting
    if voting is None:
        return
    for vote in one.draft.votes:
        found = verdict(voting, due=one.numbers.due, present=one.numbers.present, ballot=vote.ballot)
        level = GOOD if found.outcome == PASSED else RED
        yield ReckonedVote(vote.matter, verdict_word(found, voting.majority, language), level)


def _grades(one: Counted, language: str):
    grades = list(one.draft.grades.values())
    field = kind_of(APPRAISAL).fields["grade"]
    for grade in dict.fromkeys(field.codes.codes if field.codes and grades else ()):
        words = {"grade": field.type.show(grade, field, language), "count": grades.count(grade)}
        part = one.rule.limited.get(grade)
        if part:
            words["most"] = most_of(part, len(grades))
            yield gettext("%(grade)s: %(count)s, at most %(most)s") % words
        elif words["count"]:
            yield gettext("%(grade)s: %(count)s") % words
