"""A review of the small county from a small template: members in all and by subordinate, a share, and a sum."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.web.county import SOURCE, County
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import NewRow, store_of
from zugong.figures.grouping import all_rows
from zugong.figures.queries import ask
from zugong.kernel.facts.recording import recording
from zugong.reviews.actions import Chosen, approve, begin_review, upload_template
from zugong.reviews.documents import saved
from zugong.reviews.filling import requests_of
from zugong.reviews.models import FrozenReview, Review
from zugong.reviews.outline import Grid, Line
from zugong.reviews.queries import state_of, subject_of
from zugong.reviews.text import Subject, about, grouping_of, template_of, text_of
from zugong.reviews.word.building import template_document

OUTLINE = (
    Line("title", "{{组织}}{{年份}}年综述"),
    Line("heading1", "一、党员"),
    Line(
        "body",
        "共有党员{{党员}}名，基层党组织{{基层党组织}}个，“一肩挑”占{{“一肩挑”占比}}，经费{{基层党建工作经费}}元。",
    ),
    Grid(((("组织",), ("党员",)), (("{{下级}}",), ("{{党员}}",)))),
)


def small_template() -> bytes:
    return saved(template_document(OUTLINE))


def subject(county: County, **changes: Any) -> Subject:
    year = {"on": date(2020, 12, 31), "tree": date(2020, 12, 31), "first": date(2020, 1, 1), "last": date(2020, 12, 31)}
    return Subject(**{"title": "综述", "organisation": county.organisation("county"), **year, **changes})


def approved(county: County) -> FrozenReview:
    """An approved version of a review from the small template."""
    template = upload_template(
        content=small_template(), name="小模板.docx", organisation=county.organisation("county"), source=SOURCE
    )
    review = begin_review(subject=subject(county), chosen=Chosen(template=template.pk), source=SOURCE)
    return approved_now(review, county)


def shown(review: Review) -> str:
    """The digest of the text as its page shows it now."""
    state = state_of(review)
    template, subject = template_of(state), subject_of(state)
    answers = ask(requests_of(template, subject.clocks), grouping_of(subject), all_rows)
    return text_of(template, about(subject), answers).digest


def approved_now(review: Review, county: County) -> FrozenReview:
    """A version of what the page shows now."""
    return approve(review=review, seen=shown(review), user=county.users["section"], rights=all_rows, source=SOURCE)


def record(
    type_code: str, since: date, values: dict[str, Any], *, until: date | None = None, supersedes: int | None = None
) -> int:
    """One row of a type without anchors, or a new anchor with its row; the id of the row."""
    store = store_of(installed_catalogue("jiangxian").types[type_code])
    with recording(SOURCE) as entry:
        anchor = store.new_anchors(1)[0] if store.kind.anchored else None
        return store.insert([NewRow(anchor, since, None, values)], entry=entry)[0]


def withdraw(type_code: str, row: int) -> None:
    store = store_of(installed_catalogue("jiangxian").types[type_code])
    with recording(SOURCE) as entry:
        store.retract([row], entry=entry)


def end(type_code: str, row: int, until: date) -> None:
    """The row ends: withdrawn, and recorded again with its end."""
    store = store_of(installed_catalogue("jiangxian").types[type_code])
    [stored] = store.read(store.queryset().filter(pk=row))
    with recording(SOURCE) as entry:
        store.retract([row], entry=entry)
        store.insert([NewRow(stored.anchor, stored.since, until, stored.values, row)], entry=entry)
