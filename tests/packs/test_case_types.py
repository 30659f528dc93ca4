"""What the check of a pack says of case types and their worked cases."""

from pathlib import Path

from zugong.cases.worked import worked_case_errors
from zugong.packs.folder import lineage

WRONG_STEP = """
- case: a step that nobody knows
  of: admission
  done: {applid: 2026-01-31}
  expect: {next: [talked]}
"""
WRONG_DAY = """
- case: a talk that is due too late
  of: admission
  done: {applied: 2026-01-31}
  asked_on: 2026-02-01
  expect: {due: {talked: 2026-03-03}}
"""
OWN_FORM = """
- form: five_reviews
  adds_to: admission
  zh: 五审查
  en: Five reviews
  paper: {title: 本县办法, issuer: {zh: 县委组织部, en: County department}}
  since: 2024-01-01
  texts:
    own_rules:
      zh: 《办法》
      en: the county's rules
      since: 2024-01-01
      paper: {title: 本县办法, issuer: {zh: 县委组织部, en: County department}}
  steps:
    - {step: first_review, stage: activist, zh: 第一审, en: First, does: committee, needs: [activist], texts: [own_rules]}
  also_needs: {listed: [first_review], listing_discussed: [first_review]}
"""
WITH_FORM = """
- case: with the county's form a further step stands in the way
  of: admission
  forms: [five_reviews]
  done: {applied: 2024-12-01, talked: 2024-12-20, activist: 2025-03-01, activist_filed: 2025-03-10, mentors: 2025-03-10}
  asked_on: 2026-04-01
  expect: {next: [activist_reviewed, first_review]}
- case: without it nothing more than the national steps
  of: admission
  done: {applied: 2024-12-01, talked: 2024-12-20, activist: 2025-03-01, activist_filed: 2025-03-10, mentors: 2025-03-10}
  asked_on: 2026-04-01
  expect: {next: [activist_reviewed, listed]}
"""


def pack_with(folder: Path, **files: str) -> list[Path]:
    """The national pack and one more with these files below cases/."""
    for name, text in files.items():
        path = folder / "cases" / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".yaml").write_text(text, encoding="utf-8")
    return [*lineage("national"), folder]


def test_the_national_types_and_all_their_worked_cases_hold():
    assert worked_case_errors(lineage("national")) == []


def test_a_worked_case_that_comes_out_otherwise_says_what_came_out(tmp_path):
    folders = pack_with(tmp_path, worked__own=WRONG_STEP + WRONG_DAY)

    said = [str(error).partition("own.yaml")[2] for error in worked_case_errors(folders)]

    assert said == [
        ":4: done: there is no step 'applid'; nearest: applied, full_applied",
        ":11: expect: case 'a talk that is due too late': due of talked is 2026-02-28, not 2026-03-03",
    ]


def test_a_local_form_adds_steps_to_the_cases_that_begin_under_it(tmp_path):
    assert worked_case_errors(pack_with(tmp_path, forms__own=OWN_FORM, worked__own=WITH_FORM)) == []
