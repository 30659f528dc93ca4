"""Something is taken in: the problem is put on the list and the case about it begun, in one entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.conf import settings

from zugong.cases.actions import Begin, By, begin
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import LedgerStore, NewRow
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import recording


class NothingToTakeIn(RuleBroken):
    code: ClassVar[str] = "cases.nothing_to_take_in"
    message: ClassVar[str] = "Say what it is about, and where it came from."
    message_zh: ClassVar[str] = "请填写问题内容和来源。"


@dataclass(frozen=True)
class NewProblem:
    """What was brought: in which words, from which source, in which aspect."""

    text: str
    source: str
    aspect: str = ""


def take_in(*, problem: NewProblem, begun: Begin, by: By) -> int:
    """The anchor of the case. Raises NothingToTakeIn and what `begin` raises; then nothing is recorded."""
    store = LedgerStore(installed_catalogue(settings.ZUGONG_PACK).types["problem"])
    known = store.kind.fields["source"].codes
    if not problem.text or known is None or problem.source not in known.codes:
        raise NothingToTakeIn
    with recording(by.source) as entry:
        [identity] = store.new_anchors(1)
        values: dict[str, Any] = dict.fromkeys(store.kind.fields) | {
            "number": f"{begun.act.on.year}-WT{identity:06}", "source": problem.source, "aspect": problem.aspect or None,
            "text": problem.text, "organisation": begun.organisation, "listed_on": begun.act.on, "status": "open",
        }  # fmt: skip
        store.insert([NewRow(identity, begun.act.on, None, values)], entry=entry)
        return begin(begun=replace(begun, subject=identity), by=by)
