"""The year's result of a programme in words, for the review: what was done of what was asked, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zugong.packs.pack import Pack
from zugong.packs.programmes import Programme
from zugong.programmes.evaluating import LineProgress
from zugong.programmes.wording import percent, value_words

_ZH = "zh-hans"


def result_text(programme: Programme, found: Sequence[LineProgress], pack: Pack) -> str:
    """A paragraph in the manner of a review; every number is computed, lines of which nothing is known are left out.

    The text is for papers in Chinese, whatever language its reader has chosen for the pages.
    """
    clauses = [clause for progress in found for clause in _clauses(progress, pack)]
    if not clauses:
        return ""
    return f"落实《{programme.paper.title}》，{'；'.join(clauses)}。"


def _clauses(progress: LineProgress, pack: Pack) -> Iterator[str]:
    asked, line, one = progress.asked, progress.asked.counted_line, progress.current
    if one is None or one.refusal is not None or not progress.begun:
        return
    label = asked.line.zh
    if line.duty:
        yield from _duty_clause(label, progress)
    elif line.is_stated:
        if one.done:
            yield f"{label}已完成"
    elif one.value is not None:
        reached = "，达到要求" if one.state == "done" else ""
        value = value_words(asked, one, pack, _ZH).partition(" / ")[0].replace(" ", "")
        yield f"{label}{value}{reached}"


def _duty_clause(label: str, progress: LineProgress) -> Iterator[str]:
    if not progress.required:
        return
    excused = f"，另有{progress.excused}次不作要求" if progress.excused else ""
    yield f"{label}应完成{progress.required:,}次、已完成{progress.done:,}次，完成率{percent(progress.share)}{excused}"
