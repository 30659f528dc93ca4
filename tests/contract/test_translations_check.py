"""The translation check and compiler, called as `make` calls them."""

import gettext
import subprocess
import sys
from pathlib import Path

from tests.contract.source_tree import ROOT

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)


def write_catalogue(folder: Path, language: str, text: str) -> Path:
    path = folder / "web" / "locale" / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + text, encoding="utf-8")
    return path


def translations(command: str, folder: Path) -> subprocess.CompletedProcess:
    script = [sys.executable, str(ROOT / "scripts" / "translations.py"), command, "."]
    return subprocess.run(script, cwd=folder, capture_output=True, text=True, check=False)


def test_a_folder_without_catalogues_passes(tmp_path):
    answer = translations("check", tmp_path)

    assert (answer.returncode, answer.stdout) == (0, "0 texts, 0 without a translation.\n")


def test_an_english_text_needs_only_chinese(tmp_path):
    write_catalogue(tmp_path, "zh_Hans", 'msgid "Members"\nmsgstr "党员"\n')

    answer = translations("check", tmp_path)

    assert (answer.returncode, answer.stdout) == (0, "1 texts, 0 without a translation.\n")


def test_a_text_without_chinese_and_one_without_english_are_both_named(tmp_path):
    write_catalogue(tmp_path, "zh_Hans", 'msgid "Members"\nmsgstr ""\n\nmsgid "支部"\nmsgstr ""\n')

    answer = translations("check", tmp_path)

    assert (answer.returncode, answer.stdout.splitlines()) == (
        1,
        [
            "web/locale/zh_Hans/LC_MESSAGES/django.po:6: 'Members' has no Chinese text",
            "web/locale/zh_Hans/LC_MESSAGES/django.po:9: '支部' has no English text",
            "2 texts, 2 without a translation.",
        ],
    )


def test_a_fuzzy_translation_counts_as_none(tmp_path):
    write_catalogue(tmp_path, "zh_Hans", '#, fuzzy\nmsgid "Members"\nmsgstr "党员"\n')

    answer = translations("check", tmp_path)

    assert (answer.returncode, answer.stdout.splitlines()[-1]) == (1, "1 texts, 1 without a translation.")


def test_a_compiled_catalogue_is_read_by_gettext(tmp_path):
    text = (
        'msgid "Members"\nmsgstr "党员"\n\n'
        'msgctxt "time"\nmsgid "Term"\nmsgstr ""\n"届"\n"次"\n\n'
        'msgid "%d branch"\nmsgid_plural "%d branches"\nmsgstr[0] "%d 个党支部"\n\n'
        'msgid "Empty"\nmsgstr ""\n'
    )
    catalogue = write_catalogue(tmp_path, "zh_Hans", text)

    answer = translations("compile", tmp_path)

    assert answer.returncode == 0
    with catalogue.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert [
        compiled.gettext("Members"),
        compiled.pgettext("time", "Term"),
        compiled.ngettext("%d branch", "%d branches", 2),
        compiled.gettext("Empty"),
    ] == ["党员", "届次", "%d 个党支部", "Empty"]
