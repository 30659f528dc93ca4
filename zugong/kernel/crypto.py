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

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_BYTES = 12


@lru_cache(maxsize=4)
def _keys(path: str) -> tuple[AESGCM, bytes]:
    secret = Path(path).read_bytes()
    if len(secret) != 32:
        raise ValueError(f"{path} must hold 32 bytes; restore it from the backup")
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
    """The value that `seal` encrypted. Raises cryptography's InvalidTag where it was changed or the key is another."""
    sealed = bytes(sealed)
    return _keys(str(settings.ZUGONG_KEY_FILE))[0].decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()


def keyed_hash(value: str) -> str:
    """32 hexadecimal characters by which an encrypted value is found again; equal for equal values under one key."""
    return hmac.new(_keys(str(settings.ZUGONG_KEY_FILE))[1], value.encode(), hashlib.sha256).hexdigest()[:32]
