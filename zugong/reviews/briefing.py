"""The page before the microphone: the answers of a sheet with the numbers of a day, in the braces that reviews have too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from zugong.figures.answers import Answers, Request
from zugong.figures.queries import this_site
from zugong.kernel.time import Clocks
from zugong.packs.briefings import Briefing, Question, read_briefings
from zugong.packs.pack import Pack, installed_pack
from zugong.reviews.composing import compose
from zugong.reviews.english import EnglishFilling
from zugong.reviews.filling import About, Filling, requests_of
from zugong.reviews.outline import Line
from zugong.reviews.template import Template, read_template
from zugong.reviews.written import Spans, WrittenLine


@dataclass(frozen=True)
class Answered:
    """A question with its answer written out."""

    question: Question
    spans: Spans

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Sheet:
    """A briefing in one language, its answers read as templates; a line for each question."""

    briefing: Briefing
    template: Template
    is_chinese: bool = True

    @property
    def figures(self) -> tuple[str, ...]:
        return self.template.figures

    def requests(self, clocks: Clocks) -> tuple[Request, ...]:
        """Everything that must be asked to write the answers, for one plan."""
        return requests_of(self.template, clocks)

    def answered(self, about: About, answers: Answers) -> tuple[Answered, ...]:
        """The questions with their answers, in the order of the sheet."""
        filling = Filling if self.is_chinese else EnglishFilling
        written = compose(self.template, filling(this_site().definitions, about, answers))
        lines = {line.source: line.spans for line in written if isinstance(line, WrittenLine)}
        return tuple(Answered(one, lines.get(at, ())) for at, one in enumerate(self.briefing.questions))


def sheet_of(briefing: Briefing, pack: Pack, language: str) -> Sheet:
    """The sheet in a language, with what is wrong in it as problems of its template."""
    zh = language.startswith("zh")
    lines = tuple(Line("body", one.answer.zh if zh else one.answer.en) for one in briefing.questions)
    return Sheet(briefing, read_template(lines, pack), zh)


@cache
def installed_sheets(pack: str, language: str) -> dict[str, Sheet]:
    """The sheets of an installed pack by their code, read once per process. Raises PackError."""
    installed = installed_pack(pack)
    briefings = read_briefings(installed.folders)
    return {code: sheet_of(briefing, installed, language) for code, briefing in briefings.items()}
