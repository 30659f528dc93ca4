"""The folder of bases: immutable files, one per version, and a pointer that is replaced whole.

A base becomes visible by a rename, after it lies on the disk for good; a build that is killed leaves only a hidden file,
which the next one sweeps away. A reader that still has an old base open goes on with it after it is removed.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NAME = re.compile(r"base-(\d+)\.duckdb")
_KEPT = 2


class BaseFolder:
    """Where the bases of one site lie."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)  # what DuckDB writes beside a base while it builds must not be readable either

    def current(self) -> Path | None:
        """The base to read; None before the first build."""
        try:
            name = (self.path / "CURRENT").read_text().strip()
        except FileNotFoundError:
            return None
        return self.path / name if _NAME.fullmatch(name) else None

    @contextmanager
    def building(self, *, wait: bool) -> Iterator[bool]:
        """Holds the right to build, which one process has at a time. False where another has it and we do not wait."""
        with open(self.path / "LOCK", "a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def next_path(self) -> Path:
        """The hidden file in which the next base is built. Only for who holds the right to build."""
        return self.path / f".base-{max(self._versions(), default=0) + 1}.tmp"

    def publish(self, built: Path) -> Path:
        """Make a finished file the base to read. Only for who holds the right to build."""
        name = f"{built.name.removeprefix('.').removesuffix('.tmp')}.duckdb"
        built.chmod(0o600)
        _sync(built)
        os.replace(built, self.path / name)
        pointer = self.path / "CURRENT.tmp"
        pointer.write_text(f"{name}\n")
        _sync(pointer)
        os.replace(pointer, self.path / "CURRENT")
        _sync(self.path)
        return self.path / name

    def sweep(self, *, kept: int = _KEPT) -> None:
        """Remove what killed builds left, and all bases but the last `kept`. Only for who holds the right to build."""
        for leftover in self.path.glob(".base-*.tmp*"):
            leftover.unlink(missing_ok=True)
        for spilled in self.path.glob("spill-*"):
            if _is_abandoned(spilled):
                shutil.rmtree(spilled, ignore_errors=True)
        current = self.current()
        for version in sorted(self._versions())[:-kept]:
            base = self.path / f"base-{version}.duckdb"
            if base != current:
                base.unlink(missing_ok=True)

    def _versions(self) -> list[int]:
        return [int(match[1]) for path in self.path.iterdir() if (match := _NAME.fullmatch(path.name))]


def new_spill_path(folder: Path) -> Path:
    """Where one DuckDB may put what does not fit into its memory; two of them must not share it. DuckDB makes the folder."""
    return folder / f"spill-{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"


def _is_abandoned(spilled: Path) -> bool:
    """Was it left by a process of this machine that is no more? Of other machines we cannot tell."""
    host, process, _ = spilled.name.removeprefix("spill-").rsplit("-", 2)
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(process), 0)
    except PermissionError:  # somebody else's, and alive
        return False
    except ProcessLookupError:
        return True
    return False


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
