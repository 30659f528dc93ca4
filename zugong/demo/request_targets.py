"""What a demonstration tells of requests for data: who asked what by which paper, and how many have sent."""

from __future__ import annotations

from datetime import date

from zugong.demo.scheme_targets import Part


class AskedBox(Part):
    """One box: from the data by its `source`, or a question with the answers that villages give to it."""

    words: str
    source: str = ""
    answer: str = "text"
    choices: list[str] = []
    unit: str = ""
    hint: str = ""
    least: int | None = None
    given: list[str] = []


class AskedForm(Part):
    """One request, of every village, or with `township` of those of the township at that place in the list.

    `out_on` empty: a draft. `from_data_on`: answered from the data, so that it never went out. `share` is how many of a
    hundred have sent.
    """

    code: str
    title: str
    asked_by: str
    defined_by: str
    township: int | None = None
    paper: str = ""
    number: str = ""
    issuer: str = ""
    note: str = ""
    defined_on: date
    due_on: date | None = None
    as_of: date
    out_on: date | None = None
    admitted_on: date | None = None
    reminded_on: date | None = None
    from_data_on: date | None = None
    closed_on: date | None = None
    share: int = 0
    sent_back: str = ""
    boxes: list[AskedBox]


class RequestRounds(Part):
    """All requests of the year, and who admits them."""

    decider: str
    asked: list[AskedForm]
