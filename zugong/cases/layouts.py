"""The layouts of papers that organisations keep: uploaded, withdrawn, and the one that serves a case."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from zugong.cases.filed import Case
from zugong.cases.models import PaperLayout
from zugong.cases.papers import mistakes_in, usual_layout
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts import recording
from zugong.kernel.facts.recording import Source
from zugong.organisations.queries import Tree
from zugong.packs.case_types import CaseType


class LayoutHasMistakes(RuleBroken):
    code: ClassVar[str] = "cases.layout_has_mistakes"
    message: ClassVar[str] = "The file was not kept: {count} name(s) in braces lead nowhere."
    message_zh: ClassVar[str] = "文件没有保存：有{count}处花括号内的名称不对。"


def layouts_of(case_type: str, organisations: list[int] | None) -> list[PaperLayout]:
    """The layouts of a type that are believed, of these organisations or of all, without their files."""
    found = PaperLayout.objects.believed().filter(case_type=case_type).defer("document")
    return list(found if organisations is None else found.filter(organisation__in=organisations))


def layout_for(found: Case, paper: str, tree: Tree) -> bytes:
    """The file that words a paper of a case: that of the nearest organisation at or above its place, else the usual one.

    The usual one knows the way of the case: no second vote stands in it where the first filled every seat.
    """
    kept = nearest_layout(found.case_type.case_type, paper, found.organisation, tree)
    way = {one.step for one in found.case_type.steps if found.state.goes_this_way(one)}
    return kept if kept is not None else usual_layout(found.case_type, paper, way)


def nearest_layout(case_type: str, paper: str, place: int | None, tree: Tree) -> bytes | None:
    """The file that the nearest organisation at or above a place keeps for a paper; None where none does."""
    line = [place, *reversed(tree.above(place))] if place is not None and place in tree else []
    kept = PaperLayout.objects.believed().filter(case_type=case_type, paper=paper, organisation__in=line)
    nearest = min(kept, key=lambda one: line.index(one.organisation_id), default=None)
    return bytes(nearest.document) if nearest else None


def keep_layout(
    *, declared: CaseType, paper: str, organisation: int, name: str, content: bytes, source: Source
) -> None:
    """A layout of one's own in place of the one before. Raises NotAWordFile, TooLarge, LayoutHasMistakes."""
    wrong = mistakes_in(content, name, declared)
    if wrong:
        raise LayoutHasMistakes(count=len(wrong))
    keep_checked(
        case_type=declared.case_type, paper=paper, organisation=organisation, name=name, content=content, source=source
    )


def keep_checked(
    *, case_type: str, paper: str, organisation: int, name: str, content: bytes, source: Source
) -> None:  # fmt: skip
    """A layout whose names were checked, in place of the one before; `case_type` may be any group of papers."""
    before = PaperLayout.objects.believed().filter(case_type=case_type, paper=paper, organisation_id=organisation)
    with recording.recording(source) as entry:
        recording.retract(PaperLayout, list(before.values_list("pk", flat=True)), entry=entry)
        recording.record(
            PaperLayout, entry=entry, case_type=case_type, paper=paper, organisation_id=organisation,
            name=name[:200], document=content, digest=hashlib.sha256(content).hexdigest(),
        )  # fmt: skip


def withdraw_layout(*, layout: PaperLayout, source: Source) -> None:
    """The usual one serves again. Raises NotBelievedAnyMore."""
    with recording.recording(source) as entry:
        recording.retract(PaperLayout, [layout.pk], entry=entry)
