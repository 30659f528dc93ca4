"""zugong pack: check packs without a database; the pack that a site made for itself, out and in."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

import click
from django.conf import settings
from pydantic import TypeAdapter

from zugong.cases.worked import signal_errors, worked_case_errors
from zugong.cli.main import language
from zugong.cli.site import require_site
from zugong.demo.targets import Targets
from zugong.dictionary.catalogue import load_catalogue
from zugong.dictionary.schemas import dictionary_schemas
from zugong.drafting.actions import take_in
from zugong.drafting.checking import checked
from zugong.drafting.queries import own_texts
from zugong.drafting.sharing import fitted, pack_files, shared_in
from zugong.figures.schema import schema_of
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import today
from zugong.packs.case_boards import CaseBoard
from zugong.packs.case_types import CaseType, LocalForm
from zugong.packs.check import check_pack
from zugong.packs.own import own_name
from zugong.packs.pack import Pack, installed_pack, load_pack
from zugong.packs.schemas import schemas
from zugong.packs.starting_pack import StartingPack, write_starting_pack
from zugong.packs.worked_cases import WorkedCase
from zugong.packs.working_days import YearOfDays
from zugong.reviews.briefing_check import briefing_errors
from zugong.reviews.report_check import report_errors
from zugong.saved_views.usual import usual_views_schema
from zugong.schemes.cases import case_errors


class NothingPublished(RuleBroken):
    code: ClassVar[str] = "pack.nothing_published"
    message: ClassVar[str] = "This site has published nothing of its own yet; begin a draft on the page of ratings."
    message_zh: ClassVar[str] = "本站还没有发布自定的内容；可在“评定”页面起草。"


@click.group("pack")
def command() -> None:
    """Packs hold what a locality invents: codes, ledgers, figures, rules. They are data, never code."""


@command.command("check")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
def check(folders: tuple[Path, ...]) -> None:
    """Check each pack FOLDER as a whole; every error names its file, line, and what is allowed.

    Exit code 1 if anything is wrong.
    """
    wrong = 0
    for folder in folders:
        name, root = folder.resolve().name, folder.resolve().parent
        problems = check_pack(name, schema=schema_of(load_catalogue(name, folder=root)), folder=root)
        pack = None if problems else load_pack(name, folder=root)
        if pack:
            problems = [
                *briefing_errors(pack),
                *report_errors(pack),
                *case_errors(pack),
                *worked_case_errors(pack.folders),
                *signal_errors(pack.folders, pack.figures),
            ]
        for problem in problems:
            click.echo(str(problem), err=True)
        wrong += len(problems)
        if pack and not problems:
            click.echo(f"{name} {pack.version}: {_contents(pack)}  ✓")
    sys.exit(1 if wrong else 0)


def _contents(pack: Pack) -> str:
    """How much a pack holds, what it inherits included."""
    cases = sum(len(version.cases) for scheme in pack.schemes.values() for version in scheme.versions)
    return (
        f"{len(pack.figures)} figures, {len(pack.parameters)} parameters, {len(pack.programmes)} programmes, "
        f"{len(pack.schemes)} schemes with {cases} worked cases"
    )


@command.command("new")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--zh", required=True, help="The place's name in Chinese.")
@click.option("--en", required=True, help="The place's name in English.")
@click.option("--territory", help="Its full name, as it stands in papers; without it, the Chinese name.")
@click.option("--inherits", default="national", show_default=True, help="The pack of the level above.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="First day of its examples; else the first of this year."
)
def new(folder: Path, zh: str, en: str, territory: str | None, inherits: str, since: datetime | None) -> None:
    """Write a pack to begin with into FOLDER, whose name is the pack's: small, complete, with an example of each kind."""
    folder = folder.absolute()
    above = load_pack(inherits, folder=folder.parent)
    first = since.date() if since else today().replace(month=1, day=1)
    for path in write_starting_pack(StartingPack(folder, zh, en, territory or zh, above, first)):
        click.echo(str(path))
    click.echo(f"zugong pack check {folder}")


@command.command("own")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def own(folder: Path) -> None:
    """Write what this site published for itself into FOLDER, as a pack that inherits the site's pack."""
    require_site()
    pack, texts = installed_pack(settings.ZUGONG_PACK), own_texts()
    if not texts.texts:
        raise NothingPublished
    root = folder / own_name(pack.name)
    for path, text in pack_files(texts, pack).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
        click.echo(str(root / path))
    click.echo(f"zugong pack check {root}")


@command.command("take")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def take(file: Path) -> None:
    """Keep the schemes and programmes of FILE (.zip or .yaml), which another site shared, as drafts of this site."""
    require_site()
    pack = installed_pack(settings.ZUGONG_PACK)
    schema = schema_of(load_catalogue(pack.name))
    for shared in shared_in(file.read_bytes(), file.name):
        one = fitted(shared, pack)
        label = shared.label(language())
        draft = take_in(
            taken=one.written, base=one.base, label=label, source=Source("command", "zugong pack take", note=file.name)
        )
        found = checked(one.written, pack, schema).problems
        click.echo(f"{draft.pk}  {label}  {shared.code}")
        for problem in found:
            click.echo(f"   {problem.said(language())}")


@command.command("schema")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def schema(folder: Path) -> None:
    """Write the JSON Schemas of all pack files into FOLDER, for editors.

    yaml-schemas.json beside them is what an editor's YAML extension needs to know which schema goes with which file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {pattern: f"{_stem(pattern)}.schema.json" for pattern in _all_schemas()}
    for pattern, content in _all_schemas().items():
        _write_json(folder / files[pattern], {"$schema": _DRAFT, "title": pattern.removeprefix("../")} | content)
    places = {f"./{file}": f"packs/*/{pattern}".replace("*/../", "") for pattern, file in files.items()}
    _write_json(folder / "yaml-schemas.json", {"yaml.schemas": places})


_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _all_schemas() -> dict[str, dict[str, Any]]:
    """Of every kind of file that a pack may have, by the pattern of its path."""
    others = {"views.yaml": usual_views_schema(), "demo.yaml": Targets.model_json_schema()}
    lists = {pattern: TypeAdapter(list[shape]).json_schema() for pattern, shape in _CASE_FILES.items()}
    return schemas() | dictionary_schemas() | others | lists


_CASE_FILES = {
    "cases/*.yaml": CaseType, "cases/forms/*.yaml": LocalForm, "cases/worked/*.yaml": WorkedCase,
    "cases/boards/*.yaml": CaseBoard,
    "cases/calendar/*.yaml": YearOfDays,
}  # fmt: skip


def _stem(pattern: str) -> str:
    return pattern.removeprefix("../").removesuffix(".yaml").removesuffix("/*").replace("/", "-")


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    click.echo(str(path))
