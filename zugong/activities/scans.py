"""Scans of paper records: sealed at rest under the hash of their content, never removed by the tidying of uploads.

One is destroyed when somebody whom it may name is erased, see `erasing`.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from zugong.activities.errors import NoScan, ScanGone
from zugong.kernel.crypto import seal, unseal

MOST_MB = 8
_MB = 1024 * 1024
_LONGEST_NAME = 80
#: How each kind of file begins.
_KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}


@dataclass(frozen=True)
class Kept:
    """A scan in the folder of the site: its name, and the hash by which it is found."""

    name: str
    digest: str


def kind_of_scan(content: bytes) -> str | None:
    """What the first bytes of a file say that it is; None for anything that is not kept."""
    return next((kind for begin, kind in _KINDS.items() if content.startswith(begin)), None)


def keep_scan(name: str, chunks: Iterable[bytes]) -> Kept:
    """Store a scan. Raises NoScan for another kind of file, or a larger one."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > MOST_MB * _MB:
            raise NoScan(most=MOST_MB)
    if kind_of_scan(bytes(content[:16])) is None:
        raise NoScan(most=MOST_MB)
    digest = hashlib.sha256(content).hexdigest()
    if not (_folder() / digest).is_file():
        _write(digest, bytes(content))
    return Kept(Path(name).name[-_LONGEST_NAME:], digest)


def _write(digest: str, content: bytes) -> None:
    with NamedTemporaryFile(dir=_folder(), prefix=".part-", delete=False) as file:
        file.write(seal(base64.b64encode(content).decode()))
    os.chmod(file.name, 0o600)
    os.replace(file.name, _folder() / digest)


def scan(digest: str) -> bytes:
    """The content of a scan. Raises ScanGone."""
    try:
        return base64.b64decode(unseal((_folder() / digest).read_bytes()))
    except FileNotFoundError:
        raise ScanGone from None


def destroy_scan(digest: str) -> None:
    """Remove a scan for good. Nothing happens where it is gone already."""
    (_folder() / digest).unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.ZUGONG_HOME) / "scans"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
