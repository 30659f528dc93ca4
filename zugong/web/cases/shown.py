"""A case in words: what was done, what is next and why not yet, which papers are there, and who does what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from zugong.cases import wording
from zugong.cases.acting import actor_of, may_act
from zugong.cases.carrying_out import entries_of_changes
from zugong.cases.filed import Case
from zugong.cases.rules import (
    Act,
    Count,
    Offer,
    terms_on,
)
from zugong.dictionary.declarations import Depth
from zugong.packs.case_types import Step
from zugong.web.activities.read_page import ShownScan
from zugong.web.cases.asked import AskedCases
from zugong.web.cases.forms import Choice
from zugong.web.cases.lists import listed_in_words, persons_listed
from zugong.web.cases.scans import scans_by_line
from zugong.web.cases.sent_back import sent_back
from zugong.web.listing.references import Known

#: Said in the sentence about the vote.
_OF_VOTES = ("eligible", "present", "yes", "written_yes")
_READY, _LATER, _WAITS, _ELSEWHERE = "ready", "later", "waits", "elsewhere"


@dataclass(frozen=True)
class ShownOffer:
    """A step still to do. `state` is ready, later, waits or elsewhere (another office does it); `why` says from or until when."""

    code: str
    label: str
    stage: str
    state: str
    actor: str
    why: str
    due: str
    is_overdue: bool
    is_optional: bool
    address: str
    paper_address: str
    note: str
    sent_back: str


@dataclass(frozen=True)
class ShownFact:
    label: str
    text: str


@dataclass(frozen=True)
class ShownAct:
    """A step that was done, with what it recorded."""

    line: int
    on: date
    label: str
    outcome: str
    is_good: bool
    facts: tuple[ShownFact, ...]
    papers: str
    office: str
    change_address: str
    scans: tuple[ShownScan, ...]


@dataclass(frozen=True)
class ShownPaper:
    """A paper of the file: on which day it came in, "" where it lacks; `is_asked` once its step is done."""

    label: str
    on: str
    is_official: bool
    is_missing: bool
    address: str


@dataclass(frozen=True)
class ShownStage:
    label: str
    state: str


def shown_stages(found: Case, language: str) -> tuple[ShownStage, ...]:
    """The stages in their order: done, here, or still before the case."""
    stages = list(found.case_type.stages)
    here = stages.index(found.state.stage)
    is_over = found.state.ended is not None
    return tuple(
        ShownStage(
            found.case_type.stages[code].in_language(language),
            "done" if place < here or (is_over and place == here) else "here" if place == here else "",
        )
        for place, code in enumerate(stages)
    )  # fmt: skip


def shown_offers(asked: AskedCases, found: Case) -> tuple[ShownOffer, ...]:
    """Every step still to do: first what the user may do now, then what others may, then what waits."""
    order = (_READY, _ELSEWHERE, _LATER, _WAITS)
    made = [_offer(asked, found, one) for one in found.state.offers(asked.day)]
    return tuple(sorted(made, key=lambda one: (one.is_optional, order.index(one.state))))


def _offer(asked: AskedCases, found: Case, offer: Offer) -> ShownOffer:
    step, language = offer.step, asked.language
    state = _state(asked, found, offer)
    due = found.state.repeat_due(step) if step.repeats_months else offer.due.day if offer.due else None
    return ShownOffer(
        code=step.step, label=step.label(language), stage=found.case_type.stages[step.stage].in_language(language),
        state=state, actor=asked.organisation_name(actor_of(found.case_type, step.does, found.place_of(step), asked.tree)),
        why=_why(offer, asked), due=due.isoformat() if due and offer.ready else "",
        is_overdue=bool(due and offer.ready and due < asked.day), is_optional=step.optional,
        address=reverse("case_do", args=[found.id, step.step]) if _may_be_recorded(asked, found, offer, state) else "",
        paper_address=reverse("case_paper", args=[found.id, step.step]),
        note=step.note.in_language(language) if step.note else "",
        sent_back=sent_back(asked, found, step) if offer.ready else "",
    )  # fmt: skip


def _state(asked: AskedCases, found: Case, offer: Offer) -> str:
    if not offer.ready:
        return _WAITS
    if offer.earliest and offer.earliest.day > asked.day:
        return _LATER
    return (
        _READY if may_act(found.case_type, offer.step, found.place_of(offer.step), asked.scope.access) else _ELSEWHERE
    )


def _may_be_recorded(asked: AskedCases, found: Case, offer: Offer, state: str) -> bool:
    """Now; or before its usual time, where the rule only warns of that."""
    is_early = state == _LATER and offer.earliest is not None and offer.earliest.condition.weight == "warns"
    return state == _READY or (
        is_early and may_act(found.case_type, offer.step, found.place_of(offer.step), asked.scope.access)
    )


def _why(offer: Offer, asked: AskedCases) -> str:
    language = asked.language
    if not offer.ready:
        return gettext("after: %(steps)s") % {
            "steps": gettext(", ").join(one.label(language) for one in offer.waits_for)
        }
    if offer.earliest and offer.earliest.day > asked.day:
        return wording.not_before(offer.step, offer.earliest).in_language(language)
    return wording.due(offer.step, offer.due).in_language(language) if offer.due else ""


def shown_acts(asked: AskedCases, found: Case) -> tuple[ShownAct, ...]:
    """What was done, the latest first."""
    names = asked.persons(
        one
        for act in found.acts
        for one in (
            act.values.get("first_person"),
            act.values.get("second_person"),
            *(one.person for one in act.listed),
        )
    )
    listed = {person: names.label("person", person) for person in persons_listed(found)}
    hidden, language, scans = hidden_fields(asked, found), asked.language, scans_by_line(asked, found)
    changes = entries_of_changes(found)
    made = []
    for act in found.acts:
        step = found.case_type.step(act.step)
        outcome = step.outcome(act.outcome) if step and step.outcomes else None
        shown_facts = tuple(_facts(asked, act, step, hidden, names))
        vote = _vote(found, act, step, language)
        lists = tuple(ShownFact(*one) for one in listed_in_words(found.case_type, act, listed, language))
        papers = gettext(", ").join(
            found.case_type.papers[one].label(language) for one in act.papers if one in found.case_type.papers
        )  # fmt: skip
        made.append(
            ShownAct(
                act.line, act.on, wording.step_called(act.step, found.case_type).in_language(language),
                outcome.label(language) if outcome else "", not (outcome and outcome.is_setback),
                (*vote, *lists, *shown_facts), papers, act.values.get("office", ""),
                reverse("organisation_change", args=[changes[act.id]]) if act.id in changes else "",
                scans.get(act.line, ()),
            )
        )  # fmt: skip
    return tuple(reversed(made))


def hidden_fields(asked: AskedCases, found: Case) -> frozenset[str]:
    """The fields of its steps that are deeper than names, for whoever may not see them."""
    if asked.may_see_personal(found):
        return frozenset()
    fields = asked.scope.catalogue.types[found.case_type.steps_kept_as].fields
    return frozenset(name for name, one in fields.items() if one.depth > Depth.NAME)


def _facts(asked: AskedCases, act: Act, step: Step | None, hidden: frozenset[str], names: Known) -> Iterator[ShownFact]:
    labels = {one.field: one.label(asked.language) for one in step.asks} if step else {}
    order = list(labels)
    for name, value in sorted(
        act.values.items(), key=lambda pair: order.index(pair[0]) if pair[0] in labels else len(order)
    ):
        if name == "office" or (name in _OF_VOTES and step is not None and step.is_voted):
            continue
        label = labels.get(name) or (
            gettext("Number of the letter or paper") if name == "number" else gettext("Remark")
        )
        if name in ("first_person", "second_person"):
            yield ShownFact(label, names.label("person", value))
        elif name == "other":
            yield ShownFact(label, asked.organisation_name(value))
        elif name not in hidden:
            yield ShownFact(label, str(value))


def _vote(found: Case, act: Act, step: Step | None, language: str) -> tuple[ShownFact, ...]:
    condition = next((one for one in step.conditions if one.kind == "vote"), None) if step else None
    if step is not None and step.lists is not None and step.lists.counted:
        told = {"eligible": act.values.get("eligible", ""), "present": act.values.get("present", "")}
        return (ShownFact(gettext("Took part"), gettext("%(present)s of %(eligible)s entitled") % told),)
    count, terms = Count.of(act.values), terms_on(found.case_type, condition, act.on) if condition else None
    if count is None or terms is None or terms[1].majority is None:
        return ()
    said = wording.vote(count, count.votes_needed(terms[1]), passed=count.has_majority(terms[1]))
    return (ShownFact(gettext("Vote"), said.in_language(language)),)


def shown_papers(found: Case, language: str) -> tuple[ShownPaper, ...]:
    """The papers of the type: those of steps that are done first."""
    came = _came_on(found)
    missing = found.state.missing_papers()
    return tuple(
        ShownPaper(
            one.label(language), came[code].isoformat() if code in came else "", one.official, code in missing,
            "" if one.official else reverse("case_document", args=[found.id, code]),
        )
        for code, one in found.case_type.papers.items()
    )  # fmt: skip


def _came_on(found: Case) -> dict[str, date]:
    came: dict[str, date] = {}
    for act in found.acts:
        for paper in act.papers:
            came.setdefault(paper, act.on)
    return came


def papers_to_come(found: Case, language: str) -> tuple[Choice, ...]:
    """The papers that may still be put into the file by themselves: those that steps already done should have brought first."""
    came, missing = _came_on(found), found.state.missing_papers()
    codes = sorted((code for code in found.case_type.papers if code not in came), key=lambda code: code not in missing)
    return tuple(Choice(code, found.case_type.papers[code].label(language), False) for code in codes)


def state_label(found: Case, language: str) -> str:
    """How the case stands: running, suspended, or how it ended."""
    state = found.state
    if state.ended is None:
        return gettext("suspended") if state.suspended_since else gettext("running")
    words = found.case_type.ends.get(state.ended) or wording.step_called(f"_{state.ended}", found.case_type)
    return words.in_language(language)
