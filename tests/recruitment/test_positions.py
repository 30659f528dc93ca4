"""A recruited place that fills a position of the tree: named in the notice, filled at the engagement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.recruitment.test_recruitment import MARCH, SOURCE, admitted, by, draft, officer, step
from tests.web.county import County, add
from zugong.cases.actions import Begin, begin
from zugong.cases.rules import Act
from zugong.dictionary.store import NewRow, store_of
from zugong.kernel.facts.recording import recording
from zugong.recruitment import errors, rules
from zugong.recruitment.deciding import Decision, Engagement, call_next, decide, engage, score
from zugong.recruitment.drafts import NoticeDraft
from zugong.recruitment.models import Application
from zugong.recruitment.notices import Notice, kind_of, notice, record_notice

_SECRETARY = "橡树村党支部书记"
_APRIL = date(2020, 4, 10)


def of_position(county: County, position: int, *, places: int = 1, twice: bool = False) -> NoticeDraft:
    one = replace(draft(county).posts[0], position=position, places=places)
    return replace(draft(county), posts=(one, replace(one, code="A02")) if twice else (one,))


def cleared(county: County, position: int) -> tuple[Notice, Engagement]:
    """The best of two stands to be engaged for a post that fills the position."""
    with recording(SOURCE) as entry:
        identity = record_notice(of_position(county, position), MARCH, entry)
        planned = Act("planned", MARCH, None, {"number": "某人才〔2020〕3号"})
        organisation = county.organisation("county")
        begin(begun=Begin("recruitment", 0, organisation, planned, subject=identity), by=by(county, MARCH))
    one, other = admitted(county, step(county, identity, "published", MARCH))
    score(found=notice(identity), part="interview", said={one: "90", other: "85.5"}, officer=officer(county))
    step(county, identity, "examined", date(2020, 3, 16))
    call_next(found=notice(identity), officer=officer(county))
    fit = Decision(one, rules.SHORTLISTED, rules.VETTED)
    decide(found=notice(identity), decisions=[fit], officer=officer(county))
    step(county, identity, "vetted", date(2020, 3, 20))
    step(county, identity, "shown", date(2020, 3, 23))
    found = step(county, identity, "cleared", date(2020, 4, 2), day=date(2020, 3, 23))
    return found, Engagement(one, _APRIL, "某人才〔2020〕9号")


def end(type_code: str, until: date, **where: int) -> None:
    """A state that holds ends on a day."""
    store = store_of(kind_of(type_code))
    [row] = store.believed(**where)
    with recording(SOURCE) as entry:
        store.retract([row.id], entry=entry)
        store.insert([NewRow(row.anchor, row.since, until, row.values, supersedes=row.id)], entry=entry)


def test_who_is_engaged_becomes_the_holder_of_the_position_once_nobody_else_holds_it(county: County):
    position = county.records[_SECRETARY]
    found, engagement = cleared(county, position)

    with pytest.raises(errors.PositionTaken, match="is held since 2020-01-01"):
        engage(found=found, engagement=engagement, officer=officer(county, _APRIL))
    stage = Application.objects.get(pk=engagement.application).stage
    end("appointment", _APRIL, position_id=position)
    engage(found=found, engagement=engagement, officer=officer(county, _APRIL))

    held = sorted(store_of(kind_of("appointment")).believed(position_id=position), key=lambda row: row.since)
    person = next(iter(store_of(kind_of("person")).believed(anchor_id=held[1].values["person"])))
    assert stage == rules.PROPOSED
    assert [(row.since, row.until) for row in held] == [(date(2020, 1, 1), _APRIL), (_APRIL, None)]
    assert (person.values["name"], held[1].values["paper"]) == ("甲", "某人才〔2020〕9号")
    assert list(store_of(kind_of("talent")).believed()) == []


def test_nobody_is_engaged_to_a_position_that_was_abolished_meanwhile(county: County):
    [position] = add("position", {
        "name": "橡树村乡村建设助理", "kind": "village_member", "organisation": county.organisation("oak"),
        "matter": "village", "unit": county.records["village"],
    })  # fmt: skip
    found, engagement = cleared(county, position)
    end("position", _APRIL, anchor_id=position)

    with pytest.raises(errors.PositionAbolished) as refused:
        engage(found=found, engagement=engagement, officer=officer(county, _APRIL))

    assert refused.value.sentence("zh-hans") == (
        "2020-04-10职位“橡树村乡村建设助理”不存在，不能任职。请核对上岗日期；职位撤销登记有误的，先更正该职位。"
    )
    assert Application.objects.get(pk=engagement.application).stage == rules.PROPOSED


@pytest.mark.parametrize(
    ("said", "ended", "error"),
    [
        ({"places": 2}, False, errors.OnePlaceForPosition),
        ({"twice": True}, False, errors.PositionTwice),
        ({}, True, errors.PositionNotThere),
    ],
)
def test_a_notice_names_a_position_that_is_there_for_one_place(county: County, said: dict, ended: bool, error: type):
    position = county.records[_SECRETARY]
    if ended:
        end("position", MARCH, anchor_id=position)

    with pytest.raises(error), recording(SOURCE) as entry:
        record_notice(of_position(county, position, **said), MARCH, entry)
