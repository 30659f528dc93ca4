"""On what it was measured: without it no number means anything."""

from __future__ import annotations

import os
import platform
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django
import duckdb

from zugong import __version__
from zugong.kernel.time import now


@dataclass(frozen=True)
class Machine:
    """Processor, memory, versions, the day, and what else the machine was doing."""

    processor: str
    cores: int
    memory_gb: float
    system: str
    python: str
    django: str
    duckdb: str
    sqlite: str
    zugong: str
    measured_on: str
    load: float

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    def sentence(self, language: str) -> str:
        """One line under the table."""
        versions = f"Python {self.python}, Django {self.django}, DuckDB {self.duckdb}, SQLite {self.sqlite}"
        if language.startswith("zh"):
            return (
                f"测于 {self.measured_on}：{self.processor}，{self.cores} 核，内存 {self.memory_gb:g} GB，{self.system}；"
                f"{versions}；组工 {self.zugong}。开始时机器负载 {self.load:g}。"
            )
        return (
            f"Measured on {self.measured_on}: {self.processor}, {self.cores} cores, {self.memory_gb:g} GB of memory,"
            f" {self.system}; {versions}; Zugong {self.zugong}. Load of the machine at the start: {self.load:g}."
        )


def this_machine() -> Machine:
    """The machine that this runs on, now."""
    return Machine(
        processor=_proc_value("cpuinfo", "model name") or platform.machine(),
        cores=len(os.sched_getaffinity(0)),
        memory_gb=round(int((_proc_value("meminfo", "MemTotal") or "0 kB").split()[0]) / 1024**2, 1),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        django=django.get_version(),
        duckdb=duckdb.__version__,
        sqlite=sqlite3.sqlite_version,
        zugong=__version__,
        measured_on=now().date().isoformat(),
        load=round(os.getloadavg()[0], 1),
    )


def _proc_value(file: str, name: str) -> str:
    for line in Path("/proc", file).read_text().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return ""


def memory_of_process(process: int, name: str) -> float:
    """VmRSS (now) or VmHWM (the most ever) of a process, in MB."""
    return int(_proc_value(f"{process}/status", name).split()[0]) / 1024
