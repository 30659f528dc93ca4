"""Backups: one compressed archive with the database, the uploaded files and scans, the site's choices and its key."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import connection

from zugong.kernel.errors import RuleBroken

_SQLITE, _POSTGRES = "zugong.sqlite3", "zugong.pgdump"
_MEMBERS = frozenset((_SQLITE, _POSTGRES, "site.yaml", "secret.key"))
#: What was uploaded for imports, and the sealed scans of paper records.
_UPLOADS, _SCANS = "uploads", "scans"
_PIECE_BYTES = 1 << 20


class BackupToolMissing(RuleBroken):
    code: ClassVar[str] = "backup.tool_missing"
    message: ClassVar[str] = "{tool} is not installed; install PostgreSQL's client programs (postgresql-client) first."
    message_zh: ClassVar[str] = "没有找到 {tool}，请先安装 PostgreSQL 客户端程序（postgresql-client）。"


class NotABackup(RuleBroken):
    code: ClassVar[str] = "backup.not_one"
    message: ClassVar[str] = "{file} is not a backup of a site: {reason}. Choose a file that `zugong backup` wrote."
    message_zh: ClassVar[str] = "{file} 不是站点备份：{reason}。请选择 zugong backup 生成的文件。"


class KeyApart(RuleBroken):
    code: ClassVar[str] = "backup.key_apart"
    message: ClassVar[str] = "All is back but the key, which was kept apart: put it at {key} before you serve the site."
    message_zh: ClassVar[str] = "除密钥外均已恢复。密钥另行保存，请先放到 {key} 再启动网站。"


class HomeNotEmpty(RuleBroken):
    code: ClassVar[str] = "backup.home_not_empty"
    message: ClassVar[str] = (
        "There is a site in {home} already; nothing was changed. Set ZUGONG_HOME to an empty folder."
    )
    message_zh: ClassVar[str] = "{home} 里已有站点，未作任何改动。请把 ZUGONG_HOME 指向空文件夹。"


def write_backup(file: Path, *, with_key: bool) -> int:
    """Write the archive beside its final name and rename it when it is whole. Returns its size in bytes."""
    partial = file.with_name(f".{file.name}.partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with (
            os.fdopen(handle, "wb") as stream,
            tempfile.TemporaryDirectory(dir=file.parent) as scratch,
            tarfile.open(fileobj=stream, mode="w:gz", compresslevel=5) as archive,
        ):
            for name, path in _contents(Path(scratch), with_key):
                archive.add(path, arcname=name, recursive=False)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return file.stat().st_size


def _contents(scratch: Path, with_key: bool) -> Iterator[tuple[str, Path]]:
    yield _dump_database(scratch)
    if (settings.ZUGONG_HOME / "site.yaml").is_file():
        yield "site.yaml", settings.ZUGONG_HOME / "site.yaml"
    if with_key:
        yield "secret.key", settings.ZUGONG_KEY_FILE
    for name, folder in ((_UPLOADS, settings.ZUGONG_UPLOADS), (_SCANS, settings.ZUGONG_HOME / _SCANS)):
        yield from ((f"{name}/{path.name}", path) for path in sorted(folder.glob("*")) if path.is_file())


def _dump_database(scratch: Path) -> tuple[str, Path]:
    if connection.vendor == "sqlite":
        copy = scratch / _SQLITE
        connection.ensure_connection()
        target = sqlite3.connect(copy)
        connection.connection.backup(target)  # a consistent copy while others write
        target.close()
        return _SQLITE, copy
    dump = scratch / _POSTGRES
    _run_postgres("pg_dump", "--format=custom", f"--file={dump}", _database_name())
    return _POSTGRES, dump


def _database_name() -> str:
    return str(connection.settings_dict["NAME"])


def _run_postgres(tool: str, *arguments: str) -> None:
    if shutil.which(tool) is None:
        raise BackupToolMissing(tool=tool)
    database = connection.settings_dict
    environment = {**os.environ, "PGUSER": database["USER"], "PGPASSWORD": database["PASSWORD"]}
    environment |= {"PGHOST": database["HOST"], "PGPORT": str(database["PORT"])}
    subprocess.run([tool, *arguments], check=True, env={name: value for name, value in environment.items() if value})


def read_backup(file: Path) -> None:
    """Unpack an archive into the home folder, all or nothing. Raises NotABackup, HomeNotEmpty."""
    home: Path = settings.ZUGONG_HOME
    if (home / _SQLITE).exists() or (home / "site.yaml").exists() or settings.ZUGONG_KEY_FILE.exists():
        raise HomeNotEmpty(home=home)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=home) as scratch:
        names = _unpack(file, Path(scratch))
        if _POSTGRES in names:
            _run_postgres("pg_restore", "--no-owner", f"--dbname={_database_name()}", str(Path(scratch) / _POSTGRES))
        for name in names - {_POSTGRES}:
            target = home / name
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(Path(scratch) / name, target)


def _unpack(file: Path, scratch: Path) -> set[str]:
    try:
        _check_whole(file)
        with tarfile.open(file, "r:gz") as archive:
            members = archive.getmembers()
            for member in members:
                if not member.isfile() or not (member.name in _MEMBERS or _is_kept_file(member.name)):
                    raise NotABackup(file=file, reason=f"it holds {member.name!r}")
            names = {member.name for member in members}
            if not names & {_SQLITE, _POSTGRES}:
                raise NotABackup(file=file, reason="it holds no database")
            archive.extractall(scratch, members, filter="data")
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise NotABackup(file=file, reason=str(error)) from error
    if _SQLITE in names:
        _check_database(file, scratch / _SQLITE)
    return names


def _check_whole(file: Path) -> None:
    """Read to the end, where the checksum stands: tarfile alone takes a damaged archive for one that ends early."""
    with gzip.open(file) as stream:
        while stream.read(_PIECE_BYTES):
            pass


def _check_database(file: Path, database: Path) -> None:
    opened = sqlite3.connect(database)
    try:
        found = opened.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    finally:
        opened.close()
    if found != "ok":
        raise NotABackup(file=file, reason=f"its database is damaged ({found})")


def _is_kept_file(name: str) -> bool:
    parts = Path(name).parts
    return len(parts) == 2 and parts[0] in (_UPLOADS, _SCANS) and parts[1] not in ("..", ".")
