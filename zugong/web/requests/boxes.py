"""The boxes of a request as a form: what is known with where it comes from, and only the gaps as fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.exchange.from_above import OF_THE_LEVEL_ABOVE, ORGANISATION
from zugong.requests import records
from zugong.requests.asked_before import own_earlier_answers
from zugong.requests.prefilling import Filled, Known, known_values
from zugong.requests.queries import answers_of
from zugong.requests.records import Given
from zugong.requests.rules import CHOICE, DAY, MONEY, NO, NUMBER, YES, YES_NO, Answer, Box, Problem, read_answer
from zugong.requests.sources import source_of
from zugong.restructuring.permissions import may_decide_above
from zugong.web.clocks import usual_day
from zugong.web.entering.errands import BOX, carried_by
from zugong.web.entering.rights import may_write
from zugong.web.listing.references import address_of
from zugong.web.listing.subject import person_subject, record_subject
from zugong.web.requests.opened import Opened

#: A text longer than that gets room for several lines.
_LONG = 40
_LONGEST_DISPUTE = 300


@dataclass(frozen=True)
class Link:
    label: str
    address: str


@dataclass(frozen=True)
class KnownBox:
    """A box that the data fill. `dispute` is what the organisation says is right instead."""

    number: int
    words: str
    text: str
    origin: str
    links: tuple[Link, ...]
    mend: tuple[Link, ...]
    dispute: str


@dataclass(frozen=True)
class GapBox:
    """A box that is asked. `value` is what stands in it, `offered` whence it was offered, `problem` what stands against it."""

    number: int
    words: str
    kind: str
    unit: str
    hint: str
    limits: str
    needed: bool
    choices: tuple[str, ...]
    value: str
    offered: str
    problem: str
    is_long: bool
    mend: tuple[Link, ...]


@dataclass(frozen=True)
class Form:
    """All boxes of a request for one organisation, as filled in or as typed. `persons` are those whom values name."""

    known: tuple[KnownBox, ...]
    gaps: tuple[GapBox, ...]
    answers: Mapping[int, tuple[Box, Answer, str]]
    problems: int
    persons: tuple[int, ...]

    @property
    def open_gaps(self) -> int:
        """How many boxes still want an answer."""
        return sum(not gap.value for gap in self.gaps)


def form_of(opened: Opened, organisation: int, posted: Mapping[str, str] | None = None) -> Form:
    """The form as it stands, or with what was posted."""
    filled = known_values(opened.boxes, [organisation], opened.reading)
    reading = _Filling(opened, organisation, filled, posted)
    asked = [box for box in opened.boxes if (organisation, box.number) not in filled]
    gaps = tuple(reading.gap(box) for box in asked)
    known = tuple(reading.known(box, filled[organisation, box.number]) for box in opened.boxes if box not in asked)
    persons = {pk for one in filled.values() for code, pk in one.records if code == "person"}
    answers = reading.answers(asked)
    return Form(known, gaps, answers, sum(bool(gap.problem) for gap in gaps), tuple(sorted(persons)))


def as_typed(form: Form, note: str) -> dict[str, str]:
    """What stands in the fields of a form, by their names."""
    gaps = {f"box.{gap.number}": gap.value for gap in form.gaps}
    return gaps | {f"wrong.{box.number}": box.dispute for box in form.known} | {"note": note}


def words_of(form: Form) -> dict[str, tuple[str, dict[str, str]]]:
    """What its fields are called."""
    gaps = {f"box.{gap.number}": (gap.words, {}) for gap in form.gaps}
    disputes = {f"wrong.{box.number}": (f"{box.words} · {gettext('This is wrong')}", {}) for box in form.known}
    return gaps | disputes | {"note": (gettext("A word to the asker (may stay empty)"), {})}


@dataclass(frozen=True, eq=False)
class _Filling:
    """One organisation's boxes: answered before, offered from another request, or typed just now."""

    opened: Opened
    organisation: int
    filled: Filled
    posted: Mapping[str, str] | None
    _forms_kept: dict[tuple[str, int], tuple[Link, ...]] = field(default_factory=dict)

    @cached_property
    def given(self) -> Mapping[int, Given]:
        """What was sent before."""
        return answers_of(self.organisation, self.opened.request.id)

    @cached_property
    def earlier(self) -> Mapping[int, Given]:
        """What was answered to the same in other requests."""
        return own_earlier_answers(self.organisation, self.opened.request, self.opened.boxes, usual_day())

    def typed(self, box: Box) -> str:
        """What stands in a gap: what was typed, what was sent before, or what was answered to the same elsewhere."""
        if self.posted is not None:
            return self.posted.get(f"box.{box.number}", "")
        if box.number in self.given:
            return self.given[box.number].value
        return self._offer(box)

    def _offer(self, box: Box) -> str:
        offered = self.earlier.get(box.number)
        return offered.value if offered and not isinstance(read_answer(offered.value, box), Problem | None) else ""

    def answers(self, asked: list[Box]) -> dict[int, tuple[Box, Answer, str]]:
        """What can be sent: the gaps that are answered, and what is said to be wrong."""
        found = {}
        for box in asked:
            answer = read_answer(self.typed(box), box)
            if isinstance(answer, Answer):
                origin = records.OFFERED if answer.value == self._offer(box) else records.TYPED
                found[box.number] = (box, answer, origin)
        for box in (one for one in self.opened.boxes if one not in asked):
            if dispute := self._dispute(box):
                found[box.number] = (box, Answer(dispute), records.DISPUTED)
        return found

    def _dispute(self, box: Box) -> str:
        if self.posted is not None:
            return self.posted.get(f"wrong.{box.number}", "").strip()[:_LONGEST_DISPUTE]
        said = self.given.get(box.number)
        return said.value if said and said.origin == records.DISPUTED else ""

    def gap(self, box: Box) -> GapBox:
        value, offered = self.typed(box), self.earlier.get(box.number)
        is_offered = bool(offered) and value == self._offer(box) and bool(value)
        return GapBox(
            box.number, box.words, box.answer, box.unit, box.hint, _limits(box), box.needed,
            (YES, NO) if box.answer == YES_NO else box.choices if box.answer == CHOICE else (),
            value, _offered_in_words(offered) if is_offered and offered else "", self._problem(box, value),
            box.answer not in (NUMBER, MONEY, DAY) and len(value) > _LONG, self._source_links(box),
        )  # fmt: skip

    def _problem(self, box: Box, value: str) -> str:
        if self.posted is None:
            return ""
        answer = read_answer(value, box)
        if isinstance(answer, Problem):
            return answer.sentence(self.opened.language)
        return gettext("Fill this in.") if answer is None and box.needed else ""

    def known(self, box: Box, known: Known) -> KnownBox:
        return KnownBox(
            box.number, box.words, known.text, self._origin(box, known), self._links(known), self._mend(box, known),
            self._dispute(box),
        )  # fmt: skip

    def _origin(self, box: Box, known: Known) -> str:
        if known.earlier:
            return known.earlier
        source = source_of(box.source, self.opened.language)
        if source is None:
            return ""
        if known.figure:
            return gettext("counted from the records: %(figure)s") % {"figure": source.label}
        return gettext("from the records: %(field)s") % {"field": source.whole_label}

    def _links(self, known: Known) -> tuple[Link, ...]:
        if known.figure:
            query = urlencode({"organisation": self.organisation, "on": self.opened.request.as_of.isoformat()})
            return (Link(gettext("the rows behind it"), f"{reverse('figure', args=[known.figure])}?{query}"),)
        return tuple(Link(gettext("the record"), address_of(code, pk)) for code, pk in known.records[:3])

    def _mend(self, box: Box, known: Known) -> tuple[Link, ...]:
        """Where the user may put it right at its source; from there they are led back."""
        return tuple(
            self._from(box, link)
            for code, pk in known.records[:1]
            if not self._is_kept_above(box, code, pk)
            for link in self._forms(code, pk)
        )

    def _is_kept_above(self, box: Box, code: str, identity: int) -> bool:
        """What an organisation is called and is the level above records, unless the user acts for that level."""
        field = box.source.partition(".")[2]
        is_set_above = code == ORGANISATION and field in OF_THE_LEVEL_ABOVE
        return is_set_above and not may_decide_above(self.opened.scope.access, identity)

    def _from(self, box: Box, link: Link) -> Link:
        carried = carried_by(self.opened.request.id, self.organisation, box.number)
        return Link(link.label, f"{link.address}?{urlencode({BOX: carried})}")

    def _forms(self, code: str, identity: int) -> tuple[Link, ...]:
        """The forms of a record; several boxes come from the same one."""
        key = (code, identity)
        if key not in self._forms_kept:
            self._forms_kept[key] = self._forms_of(code, identity)
        return self._forms_kept[key]

    def _forms_of(self, code: str, identity: int) -> tuple[Link, ...]:
        scope = self.opened.scope
        try:
            if code == "person":
                subject = person_subject(identity, scope, own=self.opened.http.user.person_id)
            else:
                subject = record_subject(scope.catalogue.types[code], identity, scope)
        except Http404:  # the name of who holds a post may be told where the person may not be opened
            return ()
        if not may_write(subject, scope):
            return ()
        return (
            Link(gettext("It was entered wrongly"), reverse("record_correct", args=[code, identity])),
            Link(gettext("It has changed"), reverse("record_change", args=[code, identity])),
        )

    def _source_links(self, box: Box) -> tuple[Link, ...]:
        """Where a gap about the organisation itself could be entered for good."""
        kind = box.source.partition(".")[0]
        if self._is_kept_above(box, kind, self.organisation):
            return ()
        forms = self._forms(kind, self.organisation)[:1] if kind == ORGANISATION else ()
        return tuple(self._from(box, link) for link in forms)


def _limits(box: Box) -> str:
    words = {"least": box.least, "most": box.most}
    if box.least is not None and box.most is not None:
        return gettext("%(least)s to %(most)s") % words
    if box.least is not None:
        return gettext("at least %(least)s") % words
    return gettext("at most %(most)s") % words if box.most is not None else ""


def _offered_in_words(offered: Given) -> str:
    return gettext("as you answered on %(day)s; change it if it is otherwise now") % {"day": offered.on.isoformat()}
