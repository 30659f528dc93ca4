"""A site used from outside: the command line as people and programs call it, in a home folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.executable).with_name("zugong")


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class CommandLineSite:
    """`home` is the site's folder; every call is a process of its own."""

    home: Path

    def run(self, *arguments: str, language: str = "zh_CN.UTF-8") -> Result:
        without = ("ZUGONG_PACK", "ZUGONG_DATABASE_URL", "ZUGONG_KEY_FILE", "DJANGO_SETTINGS_MODULE")
        environment = {name: value for name, value in os.environ.items() if name not in without}
        environment |= {"ZUGONG_HOME": str(self.home), "ZUGONG_LANGUAGE": language}
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, env=environment, timeout=600)
        return Result(done.returncode, done.stdout, done.stderr)

    def must(self, *arguments: str) -> str:
        result = self.run(*arguments)
        assert result.code == 0, f"{arguments}: {result.out}\n{result.err}"
        return result.out

    def json(self, *arguments: str) -> Any:
        return json.loads(self.must(*arguments, "--json"))

    def copied_to(self, folder: Path) -> CommandLineSite:
        """The same site in another folder, to be changed without harm."""
        shutil.copytree(self.home, folder)
        return CommandLineSite(folder)

    def workbook(self, title: str) -> Path:
        """The demo's workbook with that title."""
        (found,) = (self.home / "workbooks").glob(f"*{title}*.xlsx")
        return found
