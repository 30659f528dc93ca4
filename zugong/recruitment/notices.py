"""Notices and their posts as their ledgers keep them, the case of each, and what the public may see of it on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from zugong.cases.filed import Case, case, ledger_store
from zugong.cases.rules import Act
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import NewRow, StoredRow
from zugong.kernel.facts.models import Entry
from zugong.packs.pack import installed_pack
from zugong.recruitment import rules
from zugong.recruitment.drafts import NoticeDraft
from zugong.recruitment.errors import (
    DaysOutOfOrder,
    NoticeIncomplete,
    PostTwice,
    Published,
    SaidAlready,
    WeightsNotWhole,
)
from zugong.recruitment.positions import check_named

NOTICE, POST, RESULT, TALENT = "recruitment_notice", "recruitment_post", "recruitment_result", "talent"
CASE, CASE_TYPE = "recruitment_case", "recruitment"
PLANNED, PUBLISHED, CHECKED, EXAMINED, VETTED, SHOWN, CLEARED, CLOSED = (
    "planned", "published", "checked", "examined", "vetted", "shown", "cleared", "engaged",
)  # fmt: skip
CANCELLED = "cancelled"
_LATEST = 60


@dataclass(frozen=True)
class Notice:
    """A notice with its posts and its case, in which its steps are recorded."""

    id: int
    row: StoredRow
    posts: tuple[StoredRow, ...]
    case: Case | None

    @property
    def organisation(self) -> int:
        return self.row.values["organisation"]

    @property
    def title(self) -> str:
        return self.row.values["title"]

    @property
    def weights(self) -> rules.Weights:
        said = self.row.values
        return rules.Weights(said["written_weight"], said["interview_weight"], said["tie_by"], said["pass_mark"])

    @property
    def fields(self) -> tuple[rules.FormField, ...]:
        return rules.asked_fields(self.row.values["asked"])

    def post(self, anchor: int) -> StoredRow | None:
        return next((one for one in self.posts if one.anchor == anchor), None)

    def last(self, step: str) -> Act | None:
        """The last act of a step that still counts."""
        done = self.case.state.done if self.case else {}
        acts = [one for one in self.case.acts if one.step == step] if self.case and step in done else []
        return acts[-1] if acts else None

    @property
    def is_published(self) -> bool:
        return self.last(PUBLISHED) is not None

    @property
    def ended_on(self) -> date | None:
        """When its case was closed, in whatever way."""
        return self.case.acts[-1].on if self.case and self.case.state.ended else None

    @property
    def ended(self) -> str:
        """In which way its case was closed; "" while it runs."""
        return (self.case.state.ended or "") if self.case else ""

    def is_open(self, today: date) -> bool:
        """May people register on the day?"""
        said = self.row.values
        is_running = self.is_published and not self.ended_on and self.last(CHECKED) is None
        return is_running and rules.is_open(today, opens_on=said["opens_on"], closes_on=said["closes_on"])

    def shown_until(self) -> date | None:
        """The last working day of the publication that runs or ran last; None before one."""
        act = self.last(SHOWN)
        if act is None or self.case is None:
            return None
        return self.case.types.calendar.after(act.on, _shown_days(self.case))

    def is_shown(self, today: date) -> bool:
        """Is the list of those proposed public on the day?"""
        last = self.shown_until()
        return last is not None and not self.ended_on and self.last(CLEARED) is None and today <= last


def _shown_days(found: Case) -> int:
    step = found.case_type.step(CLEARED)
    terms = (
        [one for condition in step.conditions if condition.kind == "notice" for one in condition.by.values()]
        if step
        else []
    )
    return max((one.working_days or 0 for one in terms), default=0)


def notice(anchor: int) -> Notice | None:
    """The notice of that anchor as it is believed now."""
    row = next(iter(ledger_store(NOTICE).believed(anchor_id=anchor, until__isnull=True)), None)
    return _read([row])[0] if row else None


def notices_of(organisations: Iterable[int] | None = None) -> list[Notice]:
    """The latest notices, those of some organisations or all."""
    store = ledger_store(NOTICE)
    found = store.queryset().believed().filter(until__isnull=True)
    if organisations is not None:
        found = found.filter(organisation_id__in=list(organisations))
    return _read(list(store.read(found.order_by("-since", "-pk")[:_LATEST])))


def public_notices(today: date) -> list[Notice]:
    """The notices that anybody may read: published, and not closed for longer than results are asked about."""
    return [one for one in notices_of() if is_public(one, today)]


def is_public(found: Notice, today: date) -> bool:
    """May anybody read the notice on the day?"""
    kept = timedelta(days=keep_days(today))
    return found.is_published and (found.ended_on is None or today <= found.ended_on + kept)


def keep_days(day: date) -> int:
    """For how many days registrations are kept once a recruitment has ended."""
    return int(installed_pack(settings.ZUGONG_PACK).rule_value(rules.KEEP_DAYS, day))


def _read(rows: Sequence[StoredRow]) -> list[Notice]:
    """Notices with posts and cases: three questions for all of them."""
    places = {row.values["organisation"] for row in rows}
    posts: dict[int, list[StoredRow]] = {}
    for post in ledger_store(POST).believed(organisation_id__in=places, until__isnull=True):
        posts.setdefault(post.values["notice"], []).append(post)
    running = {
        row.values[NOTICE]: row.anchor or 0 for row in ledger_store(CASE).believed(organisation_id__in=places)
    }  # fmt: skip
    return [
        Notice(
            row.anchor or 0, row, tuple(sorted(posts.get(row.anchor or 0, ()), key=lambda one: one.values["code"])),
            case(running[row.anchor or 0]) if row.anchor in running else None,
        )
        for row in rows
    ]  # fmt: skip


def check_draft(draft: NoticeDraft, on: date) -> None:
    """Raises NoticeIncomplete, DaysOutOfOrder, WeightsNotWhole, PostTwice, and what `check_named` raises."""
    said = draft.values
    if lacking := list(_lacking(draft)):
        raise NoticeIncomplete(what=", ".join(en for _, en in lacking), what_zh="、".join(zh for zh, _ in lacking))
    if not said["opens_on"] <= said["closes_on"] < said["destroy_by"]:
        raise DaysOutOfOrder
    if not rules.Weights(said["written_weight"], said["interview_weight"], said["tie_by"]).is_whole:
        raise WeightsNotWhole
    codes = [one.code for one in draft.posts]
    if twice := next((one for one in codes if codes.count(one) > 1), None):
        raise PostTwice(code=twice)
    check_named(draft.posts, on)


_NEEDED = ("title", "kind", "paper", "opens_on", "closes_on", "conditions", "contact", "destroy_by")


def _lacking(draft: NoticeDraft) -> Iterator[tuple[str, str]]:
    """What is not filled in, in Chinese and English, in the order of the form."""
    notice_fields, post_fields = kind_of(NOTICE).fields, kind_of(POST).fields
    for name in _NEEDED:
        if not draft.values.get(name):
            yield notice_fields[name].label("zh"), notice_fields[name].label("en")
    if not draft.posts:
        yield "至少一个岗位", "at least one post"
    for number, post in enumerate(draft.posts, start=1):
        for name, value in vars(post).items():
            if not value and name != "position":
                field = post_fields[name]
                yield f"岗位{number}的{field.label('zh')}", f"{field.label('en')} of post {number}"


def record_notice(draft: NoticeDraft, on: date, entry: Entry) -> int:
    """A new notice with its posts; its anchor. Raises SaidAlready and what `check_draft` raises."""
    check_draft(draft, on)
    organisation, title = draft.values["organisation"], draft.values["title"]
    if any(one.title == title for one in notices_of([organisation])):
        raise SaidAlready
    store = ledger_store(NOTICE)
    [anchor] = store.new_anchors(1)
    store.insert([NewRow(anchor, on, None, dict.fromkeys(store.kind.fields) | draft.values)], entry=entry)
    _record_posts(anchor, draft, on, entry)
    return anchor


def change_notice(found: Notice, draft: NoticeDraft, on: date, entry: Entry) -> None:
    """A notice that is not published yet says something else. Raises Published and what `check_draft` raises."""
    check_draft(draft, on)
    if found.is_published:
        raise Published
    store = ledger_store(NOTICE)
    values = found.row.values | draft.values | {"title": found.title, "organisation": found.organisation}
    store.retract([found.row.id], entry=entry)
    store.insert([NewRow(found.id, found.row.since, None, values, supersedes=found.row.id)], entry=entry)
    ledger_store(POST).retract([one.id for one in found.posts], entry=entry)
    _record_posts(found.id, draft, on, entry)


def _record_posts(anchor: int, draft: NoticeDraft, on: date, entry: Entry) -> None:
    store = ledger_store(POST)
    identities = store.new_anchors(len(draft.posts))
    rows = [
        NewRow(
            identity, on, None,
            dict.fromkeys(store.kind.fields) | vars(one)
            | {"notice": anchor, "organisation": draft.values["organisation"]},
        )
        for identity, one in zip(identities, draft.posts, strict=True)
    ]  # fmt: skip
    store.insert(rows, entry=entry)


def kind_of(code: str) -> RecordType:
    """A record type of this site."""
    return installed_catalogue(settings.ZUGONG_PACK).types[code]
