"""How headers were mapped before: the same workbook that comes back next month is not mapped by hand again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from zugong.dictionary.declarations import Column, Sheet
from zugong.exchange.headers import HeaderGuess
from zugong.exchange.mapping import Remembered, header_fingerprint, header_keys
from zugong.exchange.models import RememberedMapping


def remembered_mappings(header: HeaderGuess) -> Remembered:
    """What was remembered for exactly these headers, by sheet code."""
    rows = RememberedMapping.objects.filter(header_fingerprint=header_fingerprint(header))
    return {row.sheet: row.mapping for row in rows}


def remember_mapping(
    *, header: HeaderGuess, sheet: Sheet, columns: Mapping[int, Column], user: AbstractBaseUser, at: datetime
) -> RememberedMapping:
    """Remember these columns for these headers; headers without a column will not be imported next time either."""
    mapping = {key: columns[index].key if index in columns else "" for index, key in header_keys(header).items()}
    remembered, _ = RememberedMapping.objects.update_or_create(
        header_fingerprint=header_fingerprint(header),
        sheet=sheet.code,
        defaults={"mapping": mapping, "user": user, "at": at},
    )
    return remembered
