"""Texts that officers bring, kept for two hours for themselves alone, and then gone.

A text may name people, so nobody else can read it: it is encrypted with a key that stands in the address only, which the
site does not keep. Once the two hours are over it cannot be opened any more, and the next visitor's request deletes it.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

KEPT_HOURS = 2
_KEPT_SECONDS = KEPT_HOURS * 3600


@dataclass(frozen=True)
class Days:
    """The days that a text speaks of: as of the last one, over all of them."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int) -> Days:
        return cls(date(year, 1, 1), date(year, 12, 31))


@dataclass(frozen=True)
class Draft:
    """A text with what was asked about it. `choices` are the writer's: index of the number → code of its figure."""

    user: int
    filename: str
    document: bytes
    organisation: int | None
    last_year: Days
    this_year: Days
    kept_at: int
    choices: Mapping[int, str] = field(default_factory=dict)

    @property
    def ends_at(self) -> int:
        """The second since 1970 after which it can no longer be opened."""
        return self.kept_at + _KEPT_SECONDS


def keep(draft: Draft) -> str:
    """Keep a text; the word by which alone it can be opened again comes back."""
    delete_expired()
    word = secrets.token_urlsafe(24)
    _write(word, draft)
    return word


def opened(word: str, *, user: int) -> Draft | None:
    """The text that was kept under the word; None where its time is over, or it is somebody else's."""
    delete_expired()
    path = _path(word)
    if not path.is_file():
        return None
    try:
        content = _cipher(word).decrypt(path.read_bytes(), ttl=_KEPT_SECONDS)
    except InvalidToken:
        return None
    draft = _from_json(json.loads(content))
    return draft if draft.user == user else None


def choose(word: str, draft: Draft, choices: Mapping[int, str]) -> None:
    """Keep the writer's choices with the text; its time runs on from when it was brought."""
    _write(word, replace(draft, choices=dict(choices)))


def change_days(word: str, draft: Draft, *, last_year: Days, this_year: Days) -> None:
    """Let the text speak of other days; what was chosen for its numbers on the days before is given up."""
    _write(word, replace(draft, last_year=last_year, this_year=this_year, choices={}))


def forget(word: str) -> None:
    """Delete the text at once."""
    _path(word).unlink(missing_ok=True)


def delete_expired() -> None:
    """Delete every text whose time is over."""
    for path in _folder().iterdir():
        if path.stat().st_mtime < time.time() - _KEPT_SECONDS:
            path.unlink(missing_ok=True)


def _write(word: str, draft: Draft) -> None:
    path = _path(word)
    part = path.with_suffix(f".{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(_cipher(word).encrypt_at_time(json.dumps(_as_json(draft)).encode(), draft.kept_at))
    os.utime(part, (draft.kept_at, draft.kept_at))
    os.replace(part, path)


def _cipher(word: str) -> Fernet:
    return Fernet(urlsafe_b64encode(hashlib.sha256(f"key {word}".encode()).digest()))


def _path(word: str) -> Path:
    return _folder() / hashlib.sha256(f"name {word}".encode()).hexdigest()


def _folder() -> Path:
    folder = Path(settings.ZUGONG_HOME) / "last_year"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _as_json(draft: Draft) -> dict[str, object]:
    days = [draft.last_year.first, draft.last_year.last, draft.this_year.first, draft.this_year.last]
    return {
        "user": draft.user, "filename": draft.filename, "document": b64encode(draft.document).decode(),
        "organisation": draft.organisation, "days": [day.isoformat() for day in days], "kept_at": draft.kept_at,
        "choices": {str(index): code for index, code in draft.choices.items()},
    }  # fmt: skip


def _from_json(kept: dict) -> Draft:
    days = [date.fromisoformat(day) for day in kept["days"]]
    return Draft(
        user=kept["user"], filename=kept["filename"], document=b64decode(kept["document"]),
        organisation=kept["organisation"], last_year=Days(*days[:2]), this_year=Days(*days[2:]), kept_at=kept["kept_at"],
        choices={int(index): code for index, code in kept["choices"].items()},
    )  # fmt: skip
