"""What an import would do, kept on disk between the check and the decision: one file per outcome, one line per row.

A plan lives only as long as the process that made it; a preview can be paged by any process, also after a restart. It holds
what the officer's own workbook holds, lies beside that workbook, and goes when the import is decided.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from zugong.exchange.parsing import CellIssue
from zugong.exchange.pipeline import CheckedFile
from zugong.exchange.planning.outcomes import OUTCOME_WORDS, WEIGHT, Missing, Plan
from zugong.exchange.recognising import Choices, Recognised, recognition_as_json
from zugong.organisations.queries import tree_at

_MISSING, _LEFT_OUT = "missing", "left_out"
_LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class PreviewRow:
    """A row of the file: its number, what it is about, what differs and what stands against it, in one language."""

    row: int
    about: str
    differences: tuple[Mapping[str, str], ...]
    issues: tuple[str, ...]


@dataclass(frozen=True)
class PreviewMissing:
    """A record that the roster leaves out: `key` is its anchor, `where` the organisation's name."""

    key: int
    type: str
    name: str
    where: str
    since: str
    choices: tuple[str, ...]


def write_preview(job: int, checked: CheckedFile) -> None:
    """Keep the plan's rows, its missing records and what stands against the file, in place of an earlier preview."""
    plan = checked.plan
    folder = _folder(job)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in (*folder.glob("*.jsonl"), *folder.glob("marked-*")):
        old.unlink()
    about = {row.number: _about(plan, row.values) for row in plan.request.rows}
    files: dict[str, Any] = {}
    for zh, en in zip(plan.table("zh"), plan.table("en"), strict=True):
        outcome = zh["outcome"]
        if outcome not in files:
            files[outcome] = (folder / f"{outcome}.jsonl").open("w", encoding="utf-8")
        line = {"row": zh["row"], "about": about.get(zh["row"], ""), "zh": _told(zh), "en": _told(en)}
        files[outcome].write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    for file in files.values():
        file.close()
    _write_missing(folder, plan)
    with (folder / f"{_LEFT_OUT}.jsonl").open("w", encoding="utf-8") as file:
        for number in sorted(plan.request.set_aside & about.keys()):
            file.write(json.dumps({"row": number, "about": about[number]}, ensure_ascii=False) + "\n")
    issues = [[one.row, one.column, one.header, one.zh, one.en, one.doubt] for one in checked.issues]
    (folder / "issues.json").write_text(json.dumps(issues, ensure_ascii=False), encoding="utf-8")


def write_recognition(job: int, found: Recognised, choices: Choices) -> None:
    """Keep how the file was understood, for the page on which its mapping is changed."""
    folder = _folder(job)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = json.dumps(recognition_as_json(found, choices), ensure_ascii=False)
    (folder / "recognition.json").write_text(text, encoding="utf-8")


def issues_of(job: int) -> list[CellIssue]:
    """Everything that stands against the file, cell by cell, for marking the officer's own workbook."""
    path = _folder(job) / "issues.json"
    return [CellIssue(*line) for line in json.loads(path.read_text(encoding="utf-8"))] if path.is_file() else []


def doubtful_numbers(job: int) -> set[int]:
    """The rows against which nothing stands but doubts, which an officer may confirm."""
    doubts: dict[int, bool] = {}
    for issue in issues_of(job):
        doubts[issue.row] = doubts.get(issue.row, True) and issue.doubt
    return {row for row, is_doubt in doubts.items() if is_doubt}


def outcome_words(job: int, language: str) -> dict[int, str]:
    """What becomes of every row, in words, by its number."""
    return {
        json.loads(line)["row"]: words.text(language)
        for outcome, words in OUTCOME_WORDS.items()
        for line in _lines(job, outcome)
    }


def recognition_of(job: int) -> dict[str, Any]:
    """How the file was understood; nothing before it was read."""
    path = _folder(job) / "recognition.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _told(line: Mapping[str, Any]) -> dict[str, Any]:
    return {"differences": line["differences"], "issues": line["issues"]}


def _about(plan: Plan, values: Mapping[str, Any]) -> str:
    """The first two values of the row that are not encrypted, in the sheet's order: mostly a name and where it is."""
    words = []
    for column in plan.request.sheet.columns:
        value = values.get(column.key)
        if value is not None and not column.field.hidden:
            words.append(column.field.type.show(value, column.field, "zh"))
        if len(words) == 2:
            break
    return " · ".join(words)


def _write_missing(folder: Path, plan: Plan) -> None:
    tree = tree_at(plan.request.on)
    with (folder / f"{_MISSING}.jsonl").open("w", encoding="utf-8") as file:
        for found in plan.missing:
            file.write(json.dumps(_missing_line(found, tree), ensure_ascii=False) + "\n")


def _missing_line(found: Missing, tree) -> dict[str, Any]:
    place = found.organisation
    return {
        "key": found.key,
        "type": found.kind.code,
        "name": found.name,
        "where": tree.name(place) if place is not None and place in tree else "",
        "since": found.since.isoformat(),
        "choices": list(found.choices),
    }


def preview_rows(job: int, outcome: str, language: str, *, skip: int, limit: int) -> list[PreviewRow]:
    """Some rows of an outcome in the order of the file."""
    side = _LANGUAGES[0] if language.startswith("zh") else _LANGUAGES[1]
    lines = islice(_lines(job, outcome), skip, skip + limit)
    return [
        PreviewRow(line["row"], line["about"], tuple(line[side]["differences"]), tuple(line[side]["issues"]))
        for line in map(json.loads, lines)
    ]


def preview_missing(job: int, *, skip: int, limit: int) -> list[PreviewMissing]:
    """Some of the records that the roster leaves out."""
    found = map(json.loads, islice(_lines(job, _MISSING), skip, skip + limit))
    return [PreviewMissing(**{**line, "choices": tuple(line["choices"])}) for line in found]


def left_out_rows(job: int) -> dict[int, str]:
    """The rows that the officer left out for now: what each is about, by its number."""
    return {line["row"]: line["about"] for line in map(json.loads, _lines(job, _LEFT_OUT))}


def rows_alike(job: int) -> dict[str, int]:
    """The rows that are not recorded, refused or left out, by the name they bear: a missing record may well be one."""
    refused = {line["row"]: line["about"] for line in map(json.loads, _lines(job, "refused"))}
    return {about.partition(" · ")[0]: row for row, about in {**left_out_rows(job), **refused}.items() if about}


def count_missing(job: int) -> int:
    """How many records the roster leaves out."""
    return sum(1 for _ in _lines(job, _MISSING))


def refused_numbers(job: int) -> list[int]:
    """The numbers of the rows that cannot be imported."""
    return [json.loads(line)["row"] for line in _lines(job, "refused")]


@dataclass(frozen=True)
class IssueKind:
    """What stands against one column of many rows: how many, what is said of the first, and whether all are doubts."""

    header: str
    rows: tuple[int, ...]
    example: CellIssue
    is_doubt: bool


def issue_kinds(job: int) -> list[IssueKind]:
    """What stands against the file, by column and by whether it may be confirmed, the most frequent first.

    Only rows that can be confirmed as a whole count as doubtful, as in `doubtful_numbers`. Rows left out are settled.
    """
    found: dict[tuple[str, bool], list[CellIssue]] = {}
    doubtful, settled = doubtful_numbers(job), left_out_rows(job)
    for issue in issues_of(job):
        if issue.row in settled:
            continue
        found.setdefault((issue.header, issue.row in doubtful), []).append(issue)
    kinds = [
        IssueKind(header, tuple(dict.fromkeys(one.row for one in issues)), issues[0], is_doubt)
        for (header, is_doubt), issues in found.items()
    ]
    return sorted(kinds, key=lambda kind: -len(kind.rows))


def keep_decisions(job: int, decisions: Mapping[int, tuple[str, str]]) -> None:
    """What the officer has said so far about those whom the roster leaves out: choice and day by key."""
    text = json.dumps({str(key): list(decision) for key, decision in decisions.items()})
    (_folder(job) / "decisions.json").write_text(text, encoding="utf-8")


def kept_decisions(job: int) -> dict[int, tuple[str, str]]:
    """What has been said so far; what was decided about somebody who is not missing any more is left out."""
    path = _folder(job) / "decisions.json"
    if not path.is_file():
        return {}
    missing = {json.loads(line)["key"] for line in _lines(job, _MISSING)}
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {int(key): (choice, day) for key, (choice, day) in stored.items() if int(key) in missing}


def marked_path(job: int, name: str) -> Path:
    """Where a marked workbook of the job lies, once it is written; it goes with the preview."""
    return _folder(job) / f"marked-{name}.xlsx"


def remove_preview(job: int) -> None:
    """Forget the preview of an import that has been decided."""
    shutil.rmtree(_folder(job), ignore_errors=True)


def _lines(job: int, name: str) -> Iterator[str]:
    path = _folder(job) / f"{name}.jsonl"
    if name in (*WEIGHT, _MISSING, _LEFT_OUT) and path.is_file():  # a name may come from an address
        with path.open(encoding="utf-8") as file:
            yield from file


def _folder(job: int) -> Path:
    return Path(settings.ZUGONG_UPLOADS) / "previews" / str(int(job))
