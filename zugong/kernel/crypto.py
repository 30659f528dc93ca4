"""Encryption of personal values at rest, and the keyed hash by which they are found.

AES-GCM with a random nonce; the key lies in a file beside the data, readable by its owner only. A backup of the
database without this file holds no identity number.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from zugong.kernel.errors import RuleBroken

_NONCE_BYTES = 12


class KeyDamaged(RuleBroken):
    code: ClassVar[str] = "crypto.key_damaged"
    message: ClassVar[str] = "{file} is no key: it must hold 32 bytes. Bring it back from the backup."
    message_zh: ClassVar[str] = "{file} 不是密钥文件（应为32字节），请从备份中恢复。"


class AnotherKey(RuleBroken):
    code: ClassVar[str] = "crypto.another_key"
    message: ClassVar[str] = (
        "The key in {file} is not the one by which the personal values were sealed; put the right one back."
    )
    message_zh: ClassVar[str] = "{file} 里的密钥与数据加密时所用的不是同一个，请放回原来的密钥。"


@lru_cache(maxsize=4)
def _keys(path: str) -> tuple[AESGCM, bytes]:
    secret = Path(path).read_bytes()
    if len(secret) != 32:
        raise KeyDamaged(file=path)
    return AESGCM(hashlib.sha256(b"seal" + secret).digest()), hashlib.sha256(b"find" + secret).digest()


def create_key_file(path: Path) -> None:
    """Write a new random key, readable by the owner only; an existing one is left alone."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(32))


def seal(value: str) -> bytes:
    """The value encrypted: twelve bytes of nonce, then the cipher text with its tag."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _keys(str(settings.ZUGONG_KEY_FILE))[0].encrypt(nonce, value.encode(), None)


def unseal(sealed: bytes) -> str:
    """The value that `seal` encrypted. Raises AnotherKey where the key is another or the value was changed."""
    sealed = bytes(sealed)
    cipher = _keys(str(settings.ZUGONG_KEY_FILE))[0]
    try:
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()
    except InvalidTag:
        raise AnotherKey(file=settings.ZUGONG_KEY_FILE) from None


def keyed_hash(value: str) -> str:
    """32 hexadecimal characters by which an encrypted value is found again; equal for equal values under one key."""
    return hmac.digest(_keys(str(settings.ZUGONG_KEY_FILE))[1], value.encode(), "sha256").hex()[:32]
