"""What a demo is told about recruitments: notices with their posts, how many register for each, and how far each has come."""

from __future__ import annotations

from datetime import date

from zugong.demo.scheme_targets import Part


class Post(Part):
    """A post with how many register for it; their subjects in turn, the last of `refused` of them do not fit."""

    code: str
    name: str
    employer: str
    places: int
    conditions: str
    registered: int
    refused: int = 0
    subjects: list[str]


class Recruitment(Part):
    """A notice as an office writes it. `steps` are those of its case that are taken, each on its day."""

    title: str
    kind: str
    paper: str
    opens_on: date
    closes_on: date
    destroy_by: date
    conditions: str
    materials: str
    contact: str
    asked: list[str]
    written_weight: int
    interview_weight: int
    interview_ratio: int | None = None
    tie_by: str
    posts: list[Post]
    steps: dict[str, date]


class Recruitments(Part):
    """`held_by` is the account whose office holds them; what is answered in turn where the subject does not say it."""

    held_by: str
    degrees: list[str]
    schools: list[str]
    refusal: str
    notices: list[Recruitment]
