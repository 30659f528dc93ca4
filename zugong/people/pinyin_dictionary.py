"""The general dictionary of pinyin without what it says twice.

Of the dictionary's 47,000 phrases nine in ten are read as their characters are read by themselves. Held in memory they
are an eighth of what a serving process has; only the others are kept.
"""

from __future__ import annotations

import json
import os
import unicodedata

os.environ["PYPINYIN_NO_PHRASES"] = "1"  # before the import: the phrases are given below

from pypinyin import Style, lazy_pinyin, load_phrases_dict
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict


def pinyin(text: str) -> list[str]:
    """As `zugong.people.pinyin` says."""
    return lazy_pinyin(text, style=Style.NORMAL, errors="ignore", v_to_u=False)


def pinyin_by_letter(text: str) -> list[str]:
    """As `zugong.people.pinyin` says."""
    return lazy_pinyin(text, style=Style.NORMAL, errors=list, v_to_u=False)


def letters_of_every_reading() -> list[str]:
    """As `zugong.people.pinyin` says."""
    block = range(0x4E00, 0x9FA6)
    return list({read.split(",")[0]: chr(code) for code, read in pinyin_dict.items() if code in block}.values())


def _plain(syllable: str) -> str:
    """Without tones."""
    return "".join(mark for mark in unicodedata.normalize("NFD", syllable) if not unicodedata.combining(mark))


def _telling_phrases() -> str:
    """As JSON the phrases that are read otherwise than their characters one by one."""
    plain = {syllable: _plain(syllable) for syllable in {one[0] for read in phrases_dict.values() for one in read}}
    alone = {chr(code): readings.split(",")[0] for code, readings in pinyin_dict.items()}
    return json.dumps(
        {
            phrase: read
            for phrase, read in phrases_dict.items()
            if any(
                alone.get(letter) != one[0] and plain.get(alone.get(letter, "")) != plain[one[0]]
                for letter, one in zip(phrase, read, strict=False)
            )
        }
    )


# As text meanwhile: objects that lie among those let go would keep the memory of all.
_telling = _telling_phrases()
phrases_dict.clear()
load_phrases_dict(json.loads(_telling))
