"""Checks that every text of the screens exists in Chinese and in English, and compiles the catalogues for Django.

    translations.py check FOLDER      fails, with a list, when a text lacks either language
    translations.py compile FOLDER    writes django.mo beside every django.po

A message id may itself be Chinese or English; then it needs only the other language. Reading and writing the two
formats here spares every machine the gettext package, of which nothing else is needed.
"""

import ast
import re
import struct
import sys
from dataclasses import dataclass, field
from pathlib import Path

LANGUAGES = {"zh_Hans": "Chinese", "en": "English"}
CHINESE_CHARACTER = re.compile(r"[\u3400-\u9fff]")
KEYWORD_LINE = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])\s+(".*")')


@dataclass
class Message:
    """One entry of a catalogue; `texts` are the parts as they stand in the file, by keyword."""

    line: int
    is_fuzzy: bool = False
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What Django looks up: the id, after its context where it has one."""
        context = self.texts.get("msgctxt")
        return self.texts["msgid"] if context is None else f"{context}\x04{self.texts['msgid']}"

    @property
    def translations(self) -> list[str]:
        """The translation, or one for each plural form."""
        return [text for keyword, text in self.texts.items() if keyword.startswith("msgstr")]

    @property
    def is_translated(self) -> bool:
        return not self.is_fuzzy and all(self.translations)


def messages(catalogue: Path) -> list[Message]:
    """All entries of a .po file in their order, the header with its empty id included."""
    found, current, keyword, is_fuzzy = [], None, "", False
    for number, line in enumerate(catalogue.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#,"):
            is_fuzzy = "fuzzy" in line
        elif match := KEYWORD_LINE.fullmatch(line.strip()):
            keyword, text = match.groups()
            if current is None or keyword == "msgctxt" or (keyword == "msgid" and "msgid" in current.texts):
                current = Message(line=number, is_fuzzy=is_fuzzy)
                found.append(current)
                is_fuzzy = False
            current.texts[keyword] = ast.literal_eval(text)
        elif current is not None and line.startswith('"'):
            current.texts[keyword] += ast.literal_eval(line)
    return found


def catalogues(folder: Path, language: str) -> list[Path]:
    """The .po files of one language anywhere below `folder`."""
    return sorted(folder.glob(f"**/locale/{language}/LC_MESSAGES/*.po"))


def lacking(folder: Path, language: str, keys: dict[str, str]) -> list[str]:
    """A sentence for each message that has no usable text in `language`."""
    entries = [message for catalogue in catalogues(folder, language) for message in messages(catalogue)]
    translated = {message.key for message in entries if message.is_translated}
    is_own_language = {"zh_Hans": True, "en": False}[language]
    return [
        f"{place}: {key!r} has no {LANGUAGES[language]} text"
        for key, place in keys.items()
        if key not in translated and bool(CHINESE_CHARACTER.search(key)) is not is_own_language
    ]


def check(folder: Path) -> int:
    """Print every text that lacks a language; the answer is the exit code."""
    keys = {
        message.key: f"{catalogue}:{message.line}"
        for language in LANGUAGES
        for catalogue in catalogues(folder, language)
        for message in messages(catalogue)
        if message.texts["msgid"]
    }
    complaints = [line for language in LANGUAGES for line in lacking(folder, language, keys)]
    print("\n".join([*complaints, f"{len(keys)} texts, {len(complaints)} without a translation."]))
    return 1 if complaints else 0


def compiled(entries: list[Message]) -> bytes:
    """The entries as a .mo file; those without a translation are left out, so that the id is shown instead."""
    pairs = {}
    for message in entries:
        if message.is_translated:
            plural = message.texts.get("msgid_plural")
            key = message.key if plural is None else f"{message.key}\0{plural}"
            pairs[key.encode()] = "\0".join(message.translations).encode()
    ids = sorted(pairs)
    texts = [*ids, *(pairs[key] for key in ids)]
    table_end, offsets = 28 + 8 * len(texts), []
    for text in texts:
        offsets += [len(text), table_end]
        table_end += len(text) + 1
    header = struct.pack("<7I", 0x950412DE, 0, len(ids), 28, 28 + 8 * len(ids), 0, 0)
    return header + struct.pack(f"<{len(offsets)}I", *offsets) + b"".join(text + b"\0" for text in texts)


def compile_all(folder: Path) -> int:
    """Write the .mo file of every catalogue below `folder`."""
    for catalogue in sorted(folder.glob("**/locale/*/LC_MESSAGES/*.po")):
        catalogue.with_suffix(".mo").write_bytes(compiled(messages(catalogue)))
    return 0


COMMANDS = {"check": check, "compile": compile_all}


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    sys.exit(COMMANDS[sys.argv[1]](Path(sys.argv[2])))
