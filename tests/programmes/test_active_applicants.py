"""A half-yearly review of an active applicant counts wherever it was recorded: with the check of members, or in the case."""

from dataclasses import replace
from datetime import date

from tests.figures.tiny import History, MemoryCopy
from zugong.dictionary.catalogue import load_catalogue
from zugong.figures.definitions import Definitions
from zugong.figures.grouping import EVERYWHERE, all_rows
from zugong.figures.queries import Site, ask
from zugong.kernel.time import Clocks
from zugong.packs.pack import load_pack
from zugong.programmes.evaluating import Evaluation


def row(identity: int, on: date, **values: object) -> dict:
    return {"id": identity, "anchor": None, "rec": 1, "ret": None, "on": on, "organisation": 1, **values}


def half_yearly(definitions: Definitions, history: History, on: date) -> list[tuple[int, int, int]]:
    """Of each half-year that has begun how many reviews are owed, done and open."""
    evaluation = Evaluation(definitions.pack, Clocks.at(on), is_whole=True)
    answers = ask(
        evaluation.requests, EVERYWHERE, all_rows, site=Site(definitions, MemoryCopy(definitions, history))
    )  # fmt: skip
    [line] = [one for one in evaluation.progress(answers) if one.asked.line.line == "half_yearly_review"]
    return [(one.owed, one.done, one.open_count) for one in line.begun]


def test_a_review_counts_that_stands_in_a_case_of_admission_or_in_the_checks_of_members():
    pack = load_pack("national")
    pack = replace(pack, programmes={"admissions_on_time": pack.programmes["admissions_on_time"]})
    definitions, began = Definitions(pack, load_catalogue("national")), date(2019, 10, 29)
    history = History(
        {
            "membership_step": [
                row(person, began, person=person, kind="active_applicant", status="valid") for person in (1, 2, 3)
            ],
            "case_step": [
                row(11, date(2020, 4, 24), person=1, case=1, line=1, step="activist_reviewed"),
                row(12, date(2020, 4, 24), person=3, case=2, line=1, step="mentors"),
            ],
            "member_check": [row(21, date(2020, 5, 8), person=2, kind="active_applicant")],
        }
    )

    assert half_yearly(definitions, history, date(2020, 12, 31)) == [(3, 2, 1), (3, 0, 3)]
