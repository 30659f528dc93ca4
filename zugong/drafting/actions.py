"""Every write of drafts: begin, take in, change, drop, publish. A state of a draft is added and never edited."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from zugong.drafting import errors
from zugong.drafting.beginning import Beginning, next_programme, next_version
from zugong.drafting.checking import Checked, Written
from zugong.drafting.models import DROPPED, OPEN, PROGRAMME, PUBLISHED, SCHEME, Draft, DraftState, OwnElement
from zugong.drafting.taking_up import take_up_published
from zugong.drafting.text import written
from zugong.kernel.facts import recording
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import last_day
from zugong.packs.pack import Pack
from zugong.packs.programmes import Programme
from zugong.packs.schemes import Scheme, Version
from zugong.schemes.queries import rounds_with_results

_VERSION = re.compile(r"[a-z0-9_]{1,40}")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,58}")


@dataclass(frozen=True)
class Done:
    """What somebody did to a draft, for its story: the act, and the part as it was called."""

    act: str
    about: str = ""


def begin_scheme(*, scheme: Scheme, version: Version, beginning: Beginning, source: Source) -> Draft:
    """A draft of the next version of a scheme. Raises CodeNotWritable, CodeTaken."""
    _check_code(beginning.code, _VERSION, str(beginning.since.year))
    if beginning.code in {one.version for one in scheme.versions}:
        raise errors.CodeTaken(code=beginning.code)
    text = written(next_version(scheme, version, beginning))
    return _begun(SCHEME, f"{scheme.scheme} {version.version}", Written(SCHEME, text), Done("begun"), source)


def begin_programme(*, programme: Programme, pack: Pack, beginning: Beginning, source: Source) -> Draft:
    """A draft of the next programme of the same lines. Raises CodeNotWritable, CodeTaken."""
    _check_code(beginning.code, _CODE, f"actions_{beginning.since.year}")
    if beginning.code in pack.programmes:
        raise errors.CodeTaken(code=beginning.code)
    text = written(next_programme(programme, beginning))
    return _begun(PROGRAMME, programme.programme, Written(PROGRAMME, text), Done("begun"), source)


def take_in(*, taken: Written, base: str, label: str, source: Source) -> Draft:
    """A draft of what somebody else shared. `base` is the version here with which it is compared, or empty."""
    return _begun(taken.kind, base, taken, Done("taken_in", label[:300]), source)


def _begun(kind: str, base: str, said: Written, done: Done, source: Source) -> Draft:
    with recording.recording(source) as entry:
        draft = Draft.objects.create()
        recording.record(
            DraftState, entry=entry, anchor=draft, kind=kind, base=base, text=said.text, owners=said.owners, act=done.act,
            about=done.about,
        )  # fmt: skip
    return draft


def change_draft(
    *, state: DraftState, change: Callable[[DraftState], Written], done: Done, source: Source
) -> DraftState:
    """The draft says what `change` makes of its state. Raises NotOpen, NotBelievedAnyMore where somebody was quicker."""
    if state.standing != OPEN:
        raise errors.NotOpen
    said = change(state)
    return _followed(state, source, text=said.text, owners=said.owners, act=done.act, about=done.about[:300])


def drop_draft(*, state: DraftState, source: Source) -> DraftState:
    """The draft is not gone on with; it stays readable. Raises NotOpen, NotBelievedAnyMore."""
    if state.standing != OPEN:
        raise errors.NotOpen
    return _followed(state, source, standing=DROPPED, act="dropped", about="")


def _followed(state: DraftState, source: Source, **values: Any) -> DraftState:
    with recording.recording(source) as entry:
        return recording.correct(state, entry=entry, **values)


def publish(*, state: DraftState, checked: Checked, source: Source) -> OwnElement:
    """The draft becomes part of the site's pack, in force from its first day, and is never changed again.

    Raises NotOpen, HasProblems, PaperMissing, ResultsStand, NotBelievedAnyMore where somebody changed it meanwhile.
    """
    if state.standing != OPEN:
        raise errors.NotOpen
    check_publishable(checked)
    element = checked.element
    assert element is not None
    is_scheme = isinstance(element, Scheme)
    with recording.recording(source) as entry:
        recording.correct(state, entry=entry, standing=PUBLISHED, act="published", about="")
        found = recording.record(
            OwnElement, entry=entry, draft=state.anchor, kind=state.kind,
            code=element.scheme if is_scheme else element.programme,
            version=checked.version.version if is_scheme else "",
            since=checked.version.since if is_scheme else element.since, text=state.text, owners=state.owners,
            digest=hashlib.sha256(f"{state.text}\0{state.owners}".encode()).hexdigest(),
        )  # fmt: skip
    take_up_published()
    return found


def check_publishable(checked: Checked) -> None:
    """Raises HasProblems, PaperMissing, ResultsStand."""
    if checked.problems or checked.element is None:
        first = checked.problems[0]
        raise errors.HasProblems(count=len(checked.problems), first=first.said("en"), first_zh=first.said("zh"))
    paper = checked.version.paper if isinstance(checked.element, Scheme) else checked.element.paper
    if not paper.number and not paper.published:
        raise errors.PaperMissing
    if isinstance(checked.element, Scheme):
        _check_results(checked.scheme, checked.version.since)


def _check_results(scheme: Scheme, since: date) -> None:
    """What was published or decided by the version in force stays: no other version begins before the end of its round."""
    for one in rounds_with_results(scheme):
        if one.period.end > since:
            raise errors.ResultsStand(round=one.name("en"), round_zh=one.name("zh"), last=last_day(one.period.end))


def _check_code(code: str, pattern: re.Pattern[str], example: str) -> None:
    if not pattern.fullmatch(code):
        raise errors.CodeNotWritable(code=code, example=example)
