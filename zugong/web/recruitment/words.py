"""Stages, parts and lines of a registration in words, for officers and for applicants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from zugong.kernel import crypto
from zugong.recruitment import rules
from zugong.recruitment.deciding import ABSENT
from zugong.recruitment.models import Application

#: Stage → the level of its badge.
LEVELS = {
    rules.APPLIED: "amber", rules.APPEALED: "amber", rules.ADMITTED: "good", rules.REFUSED: "grey",
    rules.SHORTLISTED: "amber", rules.VETTED: "good", rules.UNFIT: "grey", rules.PROPOSED: "amber",
    rules.ENGAGED: "good", rules.DECLINED: "grey", rules.STRUCK: "grey",
}  # fmt: skip


def stage_words() -> dict[str, str]:
    """Where a registration stands."""
    return {
        rules.APPLIED: gettext("waits for the check"),
        rules.ADMITTED: gettext("admitted"),
        rules.REFUSED: gettext("not admitted"),
        rules.APPEALED: gettext("appealed against the check"),
        rules.SHORTLISTED: gettext("called to the medical and background check"),
        rules.UNFIT: gettext("medical or background check not passed"),
        rules.VETTED: gettext("medical and background check passed"),
        rules.PROPOSED: gettext("proposed for engagement"),
        rules.ENGAGED: gettext("engaged"),
        rules.DECLINED: gettext("gave the place up"),
        rules.STRUCK: gettext("not engaged after an objection"),
    }


def decision_words() -> dict[str, str]:
    """What an office decides, as a button or a choice says it."""
    return {
        rules.ADMITTED: gettext("Admit the applicant"),
        rules.REFUSED: gettext("Do not admit"),
        rules.VETTED: gettext("Passed"),
        rules.UNFIT: gettext("Not passed"),
        rules.DECLINED: gettext("Declines"),
        rules.STRUCK: gettext("Objection upheld"),
    }


def part_words() -> dict[str, str]:
    """The parts of an examination."""
    return {
        rules.WRITTEN: gettext("Written examination"),
        rules.INTERVIEW: gettext("Interview"),
        rules.FURTHER: gettext("Further test"),
    }


def event_words() -> dict[str, str]:
    """Lines of the file that an applicant reads. What is not here is not told line by line."""
    return stage_words() | {"registered": gettext("registered"), "appeal": gettext("appealed against the check")}


def absent_word(language: str) -> str:
    """What stands, and is typed, in place of a score for who did not come."""
    en, zh = ABSENT
    return zh if language.startswith("zh") else en


@dataclass(frozen=True)
class FileLine:
    """One line of the file of a registration. `by` is the office, for officers; `look` marks what went on and what ended."""

    words: str
    on: date
    text: str
    by: str
    look: str


def file_lines(application: Application) -> tuple[FileLine, ...]:
    """The file of a registration in words, in the order of its lines."""
    words = event_words()
    return tuple(
        FileLine(
            words[one.kind], one.on, crypto.unseal(one.text_sealed) if one.text_sealed else "", one.by_office,
            "out" if LEVELS.get(one.kind) == "grey" else "there",
        )
        for one in application.events.order_by("pk")
        if one.kind in words
    )  # fmt: skip
