"""Sealing votes under two codes that only the tellers have, so that no copy of the database opens one.

Each code gives a key pair; the site keeps the public halves. A vote is encrypted to the first and again to the second
(HPKE, RFC 9180, by the library `cryptography`), each time anew, so that equal votes look different. The private halves
exist only while votes are counted.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

#: Without what is easily misread: 0 and O, 1 and I and L.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUP = 4
_CODE_LENGTH, CHECK_LENGTH = 16, 8
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
#: What one seal adds: the public half made for it, and the tag.
_SEAL_BYTES = 48
SEALS_BYTES = 2 * _SEAL_BYTES
_SALT_BYTES = 16
_SCRYPT_COST = 2**14
_MARK_LENGTH = 12


class NotSealedHere(ValueError):
    """Bytes that these keys do not open."""


def new_code() -> str:
    """A teller's code: sixteen random letters and digits in groups of four, 79 bits."""
    return grouped("".join(secrets.choice(LETTERS) for _ in range(_CODE_LENGTH)))


def new_check_code() -> str:
    """The code by which a voter finds that the vote was counted; it says nothing of how they voted."""
    return grouped("".join(secrets.choice(LETTERS) for _ in range(CHECK_LENGTH)))


def grouped(letters: str) -> str:
    """Letters in groups of four, as they are read out."""
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def plain(text: str) -> str:
    """A code as somebody types it, without what stands between its letters."""
    return "".join(letter for letter in text.upper() if letter in LETTERS)


def is_check_code(text: str) -> bool:
    """Could that be a check code?"""
    return len(plain(text)) == CHECK_LENGTH


def new_salt() -> bytes:
    """What makes the key of a code its own."""
    return secrets.token_bytes(_SALT_BYTES)


def key_of(code: str, salt: bytes) -> X25519PrivateKey:
    """The private key that a code gives; slow on purpose."""
    derived = Scrypt(salt=salt, length=32, n=_SCRYPT_COST, r=8, p=1).derive(plain(code).encode())
    return X25519PrivateKey.from_private_bytes(derived)


def public_half(key: X25519PrivateKey) -> bytes:
    """What the site keeps of a key: it seals and opens nothing."""
    return key.public_key().public_bytes_raw()


def mark_of(public: bytes) -> str:
    """The seal mark of a key: twelve letters that another key cannot have, for tellers to compare with their note."""
    number = int.from_bytes(hashlib.sha256(b"zugong seal mark " + public).digest())
    letters = []
    for _ in range(_MARK_LENGTH):
        number, letter = divmod(number, len(LETTERS))
        letters.append(LETTERS[letter])
    return grouped("".join(letters))


def sealed(vote: bytes, public_keys: Sequence[bytes], about: str) -> bytes:
    """The vote, closed under each key in turn; `about` binds it to its ballot."""
    for public in public_keys:
        vote = _SUITE.encrypt(vote, X25519PublicKey.from_public_bytes(public), info=about.encode())
    return vote


def opened(closed: bytes, keys: Sequence[X25519PrivateKey], about: str) -> bytes:
    """The vote, opened with the same keys in the same order. Raises NotSealedHere."""
    try:
        for key in reversed(keys):
            closed = _SUITE.decrypt(closed, key, info=about.encode())
    except InvalidTag as error:
        raise NotSealedHere from error
    return closed
