"""Sites to measure on: copies of a home folder, or the demonstration county loaded into an empty one."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from zugong.bench.measuring import Measurement
from zugong.kernel.errors import RuleBroken

_DATABASE = "zugong.sqlite3"
_SMALL_FILES = ("site.yaml", "secret.key")
_FOREIGN = ("ZUGONG_DATABASE_URL", "ZUGONG_KEY_FILE", "ZUGONG_REPLICA")


class NoCopyOfThisSite(RuleBroken):
    code: ClassVar[str] = "bench.no_copy_of_this_site"
    message: ClassVar[str] = (
        "There is no SQLite site in {home}; only such a site is copied for measuring. Set ZUGONG_HOME to one, or to an "
        "empty folder: then the demonstration county is loaded into a temporary one."
    )
    message_zh: ClassVar[str] = (
        "{home} 里没有 SQLite 站点，测速只复制这种站点。请把 ZUGONG_HOME 指向这样的站点；指向空文件夹时会在临时文件夹装入演示县。"
    )


class PartStopped(RuleBroken):
    code: ClassVar[str] = "bench.part_stopped"
    message: ClassVar[str] = "Measuring {part} stopped with exit code {returned}: {said}"
    message_zh: ClassVar[str] = "测速“{part}”中断，退出码 {returned}：{said}"


def has_site(home: Path) -> bool:
    """Is there an SQLite site in the folder?"""
    return (home / _DATABASE).is_file() and (home / "secret.key").is_file()


def copy_site(home: Path, target: Path) -> None:
    """A consistent copy of a site, while others may use it; uploads are left out. Raises NoCopyOfThisSite."""
    if not has_site(home):
        raise NoCopyOfThisSite(home=home)
    target.mkdir(parents=True, mode=0o700)
    original, copy = sqlite3.connect(f"file:{home / _DATABASE}?mode=ro", uri=True), sqlite3.connect(target / _DATABASE)
    original.backup(copy)
    original.close()
    copy.close()
    for name in _SMALL_FILES:
        if (home / name).is_file():
            shutil.copy(home / name, target / name)
    if (home / "replica").is_dir():
        shutil.copytree(home / "replica", target / "replica", ignore=shutil.ignore_patterns("spill-*", ".*", "LOCK"))


def migrated_copy(home: Path, target: Path, pack: str) -> None:
    """A copy of a site whose tables are those of this release, as `zugong serve` would make them; the site keeps its own.

    Raises NoCopyOfThisSite, PartStopped.
    """
    copy_site(home, target)
    variables = environment(target, pack) | {"DJANGO_SETTINGS_MODULE": "zugong.config.settings"}
    _run([sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity=0"], "migrate", variables)


def environment(home: Path, pack: str) -> dict[str, str]:
    """The environment of a command on that home folder and nothing else."""
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    return kept | {"ZUGONG_HOME": str(home), "ZUGONG_PACK": pack}


def zugong_command(*arguments: str) -> list[str]:
    """The command line as a command of its own."""
    return [sys.executable, "-c", "from zugong.cli.main import main; main()", *arguments]


def load_demo(home: Path, pack: str) -> None:
    """Load the demonstration county into an empty folder and verify it, as a user does. Raises PartStopped."""
    _run(zugong_command("demo", "--pack", pack), "demo", environment(home, pack))


def measured_in_its_own_process(part: str, home: Path, pack: str, arguments: Sequence[str]) -> list[Measurement]:
    """What one part measures on that home folder. Raises PartStopped."""
    command = [sys.executable, "-m", "zugong.bench", part, *arguments]
    said = _run(command, part, environment(home, pack))
    return [Measurement.from_data(json.loads(line)) for line in said.splitlines() if line.startswith("{")]


def _run(command: list[str], part: str, variables: dict[str, str]) -> str:
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PartStopped(part=part, returned=done.returncode, said=(done.stderr or done.stdout)[-2000:])
    return done.stdout
