"""Restoring what is no whole backup: refused in a sentence, and the home stays empty."""

from __future__ import annotations

import gzip
import io
import sqlite3
import tarfile
from pathlib import Path

import pytest

from zugong.cli.archive import HomeNotEmpty, NotABackup, read_backup


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    settings.ZUGONG_HOME = tmp_path / "home"
    settings.ZUGONG_KEY_FILE = settings.ZUGONG_HOME / "secret.key"
    return settings.ZUGONG_HOME


def database(folder: Path) -> bytes:
    file = folder / "made.sqlite3"
    made = sqlite3.connect(file)
    made.execute("CREATE TABLE kept (text)")
    made.executemany("INSERT INTO kept VALUES (?)", [(f"row {number} of many",) for number in range(5000)])
    made.commit()
    made.close()
    return file.read_bytes()


def archive(file: Path, **contents: bytes) -> Path:
    with tarfile.open(file, "w:gz", compresslevel=1) as made:
        for name, content in contents.items():
            member = tarfile.TarInfo(name.replace("__", "."))
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
    return file


def test_a_whole_backup_comes_back(home, tmp_path):
    content = database(tmp_path)

    read_backup(archive(tmp_path / "whole.tar.gz", zugong__sqlite3=content, secret__key=b"k" * 32))

    assert (home / "zugong.sqlite3").read_bytes() == content
    assert sorted(path.name for path in home.iterdir()) == ["secret.key", "zugong.sqlite3"]


def test_scans_of_paper_records_come_back(home, tmp_path):
    contents = {"zugong__sqlite3": database(tmp_path), "scans/0a1b": b"sealed", "uploads/9f": b"workbook"}

    read_backup(archive(tmp_path / "whole.tar.gz", **contents))

    assert [(home / name).read_bytes() for name in ("scans/0a1b", "uploads/9f")] == [b"sealed", b"workbook"]


def test_a_backup_damaged_in_the_middle_is_refused(home, tmp_path):
    file = archive(tmp_path / "whole.tar.gz", zugong__sqlite3=database(tmp_path), secret__key=b"k" * 32)
    damaged = bytearray(file.read_bytes())
    damaged[len(damaged) // 2 : len(damaged) // 2 + 40] = bytes(40)
    file.write_bytes(damaged)

    with pytest.raises(NotABackup, match=r"whole\.tar\.gz is not a backup of a site: "):
        read_backup(file)

    assert list(home.iterdir()) == []


def test_a_backup_cut_off_is_refused(home, tmp_path):
    file = archive(tmp_path / "whole.tar.gz", zugong__sqlite3=database(tmp_path))
    file.write_bytes(file.read_bytes()[:-1000])

    with pytest.raises(NotABackup, match="Compressed file ended before"):
        read_backup(file)

    assert list(home.iterdir()) == []


def test_a_backup_whose_database_is_damaged_is_refused(home, tmp_path):
    content = bytearray(database(tmp_path))
    content[8192:12288] = bytes(4096)

    with pytest.raises(NotABackup, match="its database is damaged"):
        read_backup(archive(tmp_path / "damaged.tar.gz", zugong__sqlite3=bytes(content)))

    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("contents", "reason"),
    [({"other.txt": b"x"}, "it holds 'other.txt'"), ({"../evil": b"x"}, "it holds '../evil'"),
     ({"site.yaml": b"pack: x"}, "it holds no database")],
)  # fmt: skip
def test_an_archive_of_something_else_is_refused(home, tmp_path, contents, reason):
    with pytest.raises(NotABackup, match=reason):
        read_backup(archive(tmp_path / "other.tar.gz", **contents))

    assert list(home.iterdir()) == []
    assert not (tmp_path / "evil").exists()


def test_what_is_no_archive_is_refused(home, tmp_path):
    (tmp_path / "junk.tar.gz").write_bytes(b"hello")
    (tmp_path / "empty.tar.gz").write_bytes(gzip.compress(b""))

    for name in ("junk.tar.gz", "empty.tar.gz"):
        with pytest.raises(NotABackup):
            read_backup(tmp_path / name)


def test_a_home_with_a_site_is_left_alone(home, tmp_path):
    home.mkdir()
    (home / "site.yaml").write_text("pack: national\n")

    with pytest.raises(HomeNotEmpty):
        read_backup(archive(tmp_path / "whole.tar.gz", zugong__sqlite3=database(tmp_path)))

    assert [path.name for path in home.iterdir()] == ["site.yaml"]
