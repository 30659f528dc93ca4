"""The measurements as a table for a terminal, for the README, and for programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from rich.table import Table

from zugong.bench.machine import Machine
from zugong.bench.measuring import Measurement
from zugong.kernel.errors import RuleBroken

_BEGIN, _END = "<!-- bench:begin -->", "<!-- bench:end -->"
_HEADERS = {
    "zh": ("测量项", "中位数", "最差", "次数", "目标"),
    "en": ("Measured", "median", "worst", "runs", "target"),
}


class NoMarkers(RuleBroken):
    code: ClassVar[str] = "bench.no_markers"
    message: ClassVar[str] = "{file} has no lines {begin} and {end}; the table is written between them."
    message_zh: ClassVar[str] = "{file} 中没有 {begin} 和 {end} 两行，表格写在它们之间。"


def headers(language: str) -> tuple[str, ...]:
    return _HEADERS["zh" if language.startswith("zh") else "en"]


def as_data(machine: Machine, measured: Sequence[Measurement]) -> dict[str, Any]:
    """Machine and measurements, for programs."""
    return {"machine": machine.as_data(), "measured": [one.as_data() for one in measured]}


def as_table(measured: Sequence[Measurement], language: str) -> Table:
    """The table for a terminal; what missed its target is marked."""
    first, *numbers = headers(language)
    made = Table(header_style="bold", box=None, pad_edge=False)
    made.add_column(first, overflow="fold")
    for header in numbers:
        made.add_column(header, justify="right")
    made.add_column("")
    for one in measured:
        mark = {True: "✓", False: "✗", None: ""}[one.is_met]
        made.add_row(*_cells(one, language), f"{mark} {one.note}".strip())
    return made


def as_markdown(machine: Machine, measured: Sequence[Measurement], language: str) -> str:
    """The table and a line on the machine, for the README."""
    lines = [headers(language), ("---", *["---:"] * 4), *(_cells(one, language) for one in measured)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    repeat = "可用 `zugong bench` 重测。" if language.startswith("zh") else "`zugong bench` measures it again."
    return f"{table}\n\n{machine.sentence(language)} {repeat}\n"


def write_between_markers(file: Path, text: str) -> None:
    """Replace what stands between the two markers of a file. Raises NoMarkers."""
    whole = file.read_text(encoding="utf-8")
    pattern = re.compile(f"(?<={re.escape(_BEGIN)}\n).*?(?={re.escape(_END)})", re.DOTALL)
    if not pattern.search(whole):
        raise NoMarkers(file=file, begin=_BEGIN, end=_END)
    file.write_text(pattern.sub(lambda _: text, whole, count=1), encoding="utf-8")


def _cells(one: Measurement, language: str) -> tuple[str, ...]:
    target = "" if one.target is None else f"≤ {_shown(one.target, one.unit)}"
    median, worst = _shown(one.median, one.unit), _shown(one.worst, one.unit)
    return (one.label(language), median, worst, str(len(one.values)), target)


def _shown(value: float, unit: str) -> str:
    """Three digits at most behind what matters: 0.246 s, 4.81 s, 62 s, 41 ms, 1.9 ×."""
    places = 0 if value >= 20 or value == int(value) else 3 if value < 1 else 1 if unit in ("×", "ms", "MB") else 2
    return f"{value:.{places}f} {unit}"
