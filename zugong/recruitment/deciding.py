"""What an office does with registrations: decides in batches, sets sittings, enters scores, calls the next in line, engages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zugong.cases.applicants import person_with
from zugong.dictionary.store import NewRow, store_of
from zugong.kernel import crypto
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source, recording, wait_for_other_plans, written_whole
from zugong.kernel.time import PartialDate, now
from zugong.offices.grants import office_names
from zugong.offices.models import User
from zugong.recruitment import errors, rules
from zugong.recruitment.models import Application, Event, Objection, Seat, Sitting
from zugong.recruitment.notices import CHECKED, EXAMINED, TALENT, VETTED, Notice, kind_of
from zugong.recruitment.order import called_to, orders
from zugong.recruitment.positions import check_free
from zugong.recruitment.registering import LONGEST_TEXT, filled_in

ABSENT = ("absent", "缺考")
_FLEXIBLE = "flexible"
_AT_ONCE = 500


@dataclass(frozen=True)
class Officer:
    """Who does it, on which day."""

    user: User
    today: date
    source: Source


@dataclass(frozen=True)
class Decision:
    """What becomes of one registration: as it stood before, what it comes to, and why."""

    application: int
    before: str
    stage: str
    reason: str = ""


@written_whole()
def decide(*, found: Notice, decisions: Sequence[Decision], officer: Officer) -> int:
    """Decide on several at once, all or none; how many. Raises NotNow, SayWhy, SamePerson, ChangedMeanwhile."""
    mine = _of(found, (one.application for one in decisions))
    for one in decisions:
        application = mine.get(one.application)
        if application is None or one.stage not in rules.NEXT.get(one.before, ()) or found.ended_on:
            raise errors.NotNow
        if one.stage in rules.NEED_REASON and not one.reason.strip():
            raise errors.SayWhy(number=application.number)
        _check_turn(found, one, application, officer)
        if not Application.objects.filter(pk=application.pk, stage=one.before).update(stage=one.stage):
            raise errors.ChangedMeanwhile(number=application.number)
        _say(application, one.stage, officer, one.reason)
    return len(decisions)


def _check_turn(found: Notice, one: Decision, application: Application, officer: Officer) -> None:
    """An appeal is answered by somebody else; nothing is decided once its batch is closed; engaging needs more than a tick."""
    closed_by = {rules.APPLIED: CHECKED, rules.APPEALED: CHECKED, rules.SHORTLISTED: VETTED}
    step = closed_by.get(one.before)
    if (step and found.last(step) is not None) or one.stage == rules.ENGAGED:
        raise errors.NotNow
    if one.before == rules.APPEALED:
        last = application.events.filter(kind=rules.REFUSED).order_by("-pk").first()
        if last is not None and last.user_id == officer.user.pk:
            raise errors.SamePerson(number=application.number)


def _of(found: Notice, identities: Iterable[int]) -> dict[int, Application]:
    return Application.objects.filter(notice=found.id).in_bulk(list(identities))


def _say(application: Application, kind: str, officer: Officer, text: str = "") -> None:
    _say_of_all([application], kind, officer, [text])


def _say_of_all(applications: Sequence[Application], kind: str, officer: Officer, texts: Sequence[str]) -> None:
    """The same was done about several, with a text for each."""
    at, office = now(), office_names(officer.user, officer.today)
    plain = [text.strip()[:LONGEST_TEXT] for text in texts]
    Event.objects.bulk_create(
        [
            Event(
                application=application, at=at, on=officer.today, kind=kind, user=officer.user, by_office=office,
                text_sealed=crypto.seal(text) if text else None,
            )
            for application, text in zip(applications, plain, strict=True)
        ],
        batch_size=_AT_ONCE,
    )  # fmt: skip


@dataclass(frozen=True)
class SittingDraft:
    """A batch as a form says it."""

    part: str
    starts_at: datetime | None
    place: str
    seats: int


@written_whole()
def set_sitting(*, found: Notice, draft: SittingDraft) -> int:
    """A batch, filled with the next who sit this part and have no seat yet, post after post; how many got one.

    Raises NotNow, SittingIncomplete, NobodyWaits.
    """
    if found.last(CHECKED) is None or found.last(EXAMINED) is not None or draft.part not in found.weights.parts:
        raise errors.NotNow
    if draft.starts_at is None or not draft.place or draft.seats < 1:
        raise errors.SittingIncomplete
    order = {post.anchor: place for place, post in enumerate(found.posts)}
    waiting = called_to(found, draft.part).exclude(seats__part=draft.part)
    seated = sorted(waiting, key=lambda one: (order.get(one.post, len(order)), one.number))[: draft.seats]
    if not seated:
        raise errors.NobodyWaits
    sitting = Sitting.objects.create(
        notice=found.id, part=draft.part, starts_at=draft.starts_at, place=draft.place, seats=draft.seats
    )
    Seat.objects.bulk_create(
        Seat(sitting=sitting, application=one, part=draft.part, number=number)
        for number, one in enumerate(seated, start=1)
    )
    return len(seated)


@written_whole()
def drop_sitting(*, found: Notice, sitting: int) -> None:
    """A batch is taken away, with its seats; those wait again. Raises NotNow once scores are published."""
    if found.last(EXAMINED) is not None:
        raise errors.NotNow
    Sitting.objects.filter(pk=sitting, notice=found.id).delete()


@written_whole()
def score(*, found: Notice, part: str, said: Mapping[int, str], officer: Officer) -> int:
    """Enter scores of one part by registration, 缺考 or absent for who did not come; how many changed. "" clears one.

    Raises NotNow once scores are published, NoScore.
    """
    if found.last(CHECKED) is None or found.last(EXAMINED) is not None or part not in rules.PARTS:
        raise errors.NotNow
    changed, texts = [], []
    for application in called_to(found, part).filter(pk__in=list(said)).select_for_update():
        score_, absent = _score(said[application.pk], application.number)
        parts = {one for one in application.absent.split(",") if one and one != part} | ({part} if absent else set())
        before = (getattr(application, part), application.absent)
        if before != (score_, ",".join(sorted(parts))):
            setattr(application, part, score_)
            application.absent = ",".join(sorted(parts))
            changed.append(application)
            texts.append(said[application.pk])
    # Quicker than an update with a case for each; they are held, so that none comes back that was destroyed meanwhile.
    Application.objects.bulk_create(
        changed, batch_size=_AT_ONCE, update_conflicts=True, unique_fields=["pk"], update_fields=[part, "absent"]
    )
    _say_of_all(changed, f"scored_{part}", officer, texts)
    return len(changed)


def _score(text: str, number: int) -> tuple[Decimal | None, bool]:
    plain = text.strip()
    if plain.lower() in ABSENT:
        return None, True
    read = rules.read_score(plain) if plain else None
    if plain and read is None:
        raise errors.NoScore(text=plain[:20], number=number)
    return read, False


def scores_of_table(found: Notice, part: str, text: str) -> dict[int, str]:
    """A pasted table by registration: its first cell is the number, its last the score. Raises NoSuchNumber.

    A first line in which nothing is a number is its heading.
    """
    known = {one.number: one.pk for one in called_to(found, part)}
    read: dict[int, str] = {}
    for line, number, written in rules.pasted_scores(text):
        if line == 1 and not number.isdigit():
            continue
        application = known.get(int(number)) if number.isascii() and number.isdigit() else None
        if application is None:
            raise errors.NoSuchNumber(line=line, text=number[:20])
        read[application] = written
    return read


class TieUndecided(RuleBroken):
    code = "recruitment.tie_undecided"
    message = "Equal totals for the last place of {post}: №{numbers}. Enter a further test for them, then call again."
    message_zh = "{post} 最后一个名额有并列：{numbers} 号。请录入加试成绩后再确定人选。"


@written_whole()
def call_next(*, found: Notice, officer: Officer) -> int:
    """Call for every free place who is next by the order; how many. Raises NotNow, TieUndecided."""
    if found.last(EXAMINED) is None or found.last(VETTED) is not None or found.ended_on:
        raise errors.NotNow
    called = 0
    for order in orders(found):
        following = order.following
        if following.tied:
            numbers = (
                Application.objects.filter(pk__in=following.tied).order_by("number").values_list("number", flat=True)
            )
            raise TieUndecided(post=order.post.values["name"], numbers="、".join(map(str, numbers)))
        for application in Application.objects.filter(pk__in=following.called, stage=rules.ADMITTED):
            Application.objects.filter(pk=application.pk).update(stage=rules.SHORTLISTED)
            _say(application, rules.SHORTLISTED, officer)
            called += 1
    return called


@written_whole()
def answer_objection(*, found: Notice, objection: int, finding: str, officer: Officer) -> None:
    """Write down what an objection came to. Raises NothingWritten, NotNow."""
    plain = finding.strip()
    if not 0 < len(plain) <= LONGEST_TEXT:
        raise errors.NothingWritten(most=LONGEST_TEXT)
    open_ones = Objection.objects.filter(pk=objection, notice=found.id, answered_on__isnull=True)
    if not open_ones.update(answered_on=officer.today, finding_sealed=crypto.seal(plain), user=officer.user):
        raise errors.NotNow


@dataclass(frozen=True)
class Engagement:
    """Somebody takes up the work: from which day, by which paper; the identity number where the registration lacks it."""

    application: int
    on: date | None
    paper: str
    identity_number: str = ""
    sex: str = ""


@written_whole()
def engage(*, found: Notice, engagement: Engagement, officer: Officer) -> None:
    """Record the person, and the appointment to the post's position or the talent record. One entry.

    Raises NotNow, LacksForEngagement, ChangedMeanwhile, AnotherName, PositionAbolished, PositionTaken.
    """
    application = _of(found, [engagement.application]).get(engagement.application)
    if application is None or application.stage != rules.PROPOSED or found.ended_on or found.is_shown(officer.today):
        raise errors.NotNow
    values = filled_in(application)
    identity = (values.get(rules.IDENTITY) or engagement.identity_number).strip().upper()
    if engagement.on is None or not engagement.paper or not rules.is_identity_number(identity):
        raise errors.LacksForEngagement(number=application.number)
    post = found.post(application.post)
    assert post is not None
    with recording(officer.source) as entry:
        wait_for_other_plans()
        if position := post.values.get("position"):
            check_free(position, engagement.on)
        if not Application.objects.filter(pk=application.pk, stage=rules.PROPOSED).update(stage=rules.ENGAGED):
            raise errors.ChangedMeanwhile(number=application.number)
        person = person_with(_person(values, identity), engagement.on, officer.source)
        code, said = _begun(found, post.values, person, engagement)
        store = store_of(kind_of(code))
        store.insert([NewRow(None, engagement.on, None, dict.fromkeys(store.kind.fields) | said)], entry=entry)
    _say(application, rules.ENGAGED, officer)


def _person(values: Mapping[str, str], identity: str) -> dict[str, object]:
    """Of what was filled in only what the record of a person needs; sex and birth stand in the identity number."""
    born = PartialDate.of(date(int(identity[6:10]), int(identity[10:12]), int(identity[12:14])))
    sex = "male" if int(identity[16]) % 2 else "female"
    return {"identity_number": identity, "name": values[rules.NAME], "sex": sex, "born_on": born}


def _begun(
    found: Notice, post: Mapping[str, object], person: int, engagement: Engagement
) -> tuple[str, dict[str, object]]:
    """What begins: the appointment where the post names a position, else the talent record."""
    if post.get("position"):
        return "appointment", {"person": person, "position": post["position"], "paper": engagement.paper}
    mode = _FLEXIBLE if found.row.values["kind"] == _FLEXIBLE else "full_time"
    return TALENT, {
        "person": person, "organisation": found.organisation, "employer": post["employer"], "post": post["name"],
        "mode": mode, "notice": found.id, "paper": engagement.paper,
    }  # fmt: skip
