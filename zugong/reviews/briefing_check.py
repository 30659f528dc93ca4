"""Checks the sheets of a pack: names in braces mean figures. Without Django and without a database, as packs are checked."""

from __future__ import annotations

from collections.abc import Iterator

from zugong.kernel.errors import PackError
from zugong.packs.briefings import Question, read_briefings
from zugong.packs.pack import Pack
from zugong.reviews.outline import Line
from zugong.reviews.template import read_template

_LANGUAGES = ("zh", "en")


def briefing_errors(pack: Pack) -> Iterator[PackError]:
    """What is wrong with the sheets of a pack: a file that cannot be read, and names in braces that mean no figure."""
    try:
        briefings = read_briefings(pack.folders)
    except PackError as error:
        yield error
        return
    for briefing in briefings.values():
        for question in briefing.questions:
            yield from _answer_errors(question, pack)


def _answer_errors(question: Question, pack: Pack) -> Iterator[PackError]:
    for language in _LANGUAGES:
        text = question.answer.in_language(language)
        for problem in read_template((Line("body", text),), pack).problems:
            yield question.error(problem.sentence("en"), key="answer")
