"""The files that officers upload: kept as they came, by the hash of their content, readable by the site only."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import ClassVar

from django.conf import settings

from zugong.exchange.reading.errors import FileTooLarge
from zugong.exchange.reading.tables import MAX_FILE_BYTES
from zugong.kernel.errors import RuleBroken

_MB = 1024 * 1024


class UploadGone(RuleBroken):
    code: ClassVar[str] = "exchange.upload_gone"
    message: ClassVar[str] = "The uploaded file was removed some time after its import. Upload it again."
    message_zh: ClassVar[str] = "上传的文件在导入结束一段时间后已清理，请重新上传。"


def keep_upload(filename: str, chunks: Iterable[bytes]) -> str:
    """Store a file; the hash by which it is found comes back. Raises FileTooLarge before more than allowed is written."""
    digest, size = hashlib.sha256(), 0
    with NamedTemporaryFile(dir=_folder(), prefix=".part-", delete=False) as file:
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > MAX_FILE_BYTES:
                    raise FileTooLarge(filename=filename, size_mb=f"{size / _MB:.0f}+", limit_mb=MAX_FILE_BYTES // _MB)
                digest.update(chunk)
                file.write(chunk)
        except FileTooLarge:
            os.unlink(file.name)
            raise
    os.chmod(file.name, 0o600)
    os.replace(file.name, _folder() / digest.hexdigest())
    return digest.hexdigest()


def read_upload(filename: str, chunks: Iterable[bytes]) -> bytes:
    """The content of a file that is looked at once and not kept. Raises FileTooLarge."""
    parts, size = [], 0
    for chunk in chunks:
        size += len(chunk)
        if size > MAX_FILE_BYTES:
            raise FileTooLarge(filename=filename, size_mb=f"{size / _MB:.0f}+", limit_mb=MAX_FILE_BYTES // _MB)
        parts.append(chunk)
    return b"".join(parts)


def upload(digest: str) -> bytes:
    """The content of a stored file. Raises UploadGone after `tidying`."""
    try:
        return (_folder() / digest).read_bytes()
    except FileNotFoundError:
        raise UploadGone from None


def _folder() -> Path:
    folder = Path(settings.ZUGONG_UPLOADS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
