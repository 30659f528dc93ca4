"""zugong demo: a whole county to try, written as workbooks and taken in by the ordinary import."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import click
import yaml
from django.conf import settings
from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from zugong.cli.commands.serve import serve
from zugong.cli.commands.verify import show_verdicts
from zugong.cli.main import language
from zugong.cli.output import show, table
from zugong.cli.site import create_site, migrate, site_exists
from zugong.demo.accounts import create_accounts
from zugong.demo.expecting import told_otherwise
from zugong.demo.recruitments import hold_recruitments
from zugong.demo.targets import Targets, read_targets, usual_demonstration
from zugong.demo.workbooks import WorkbookPlan, write_workbooks
from zugong.dictionary.catalogue import installed_catalogue
from zugong.exchange.pipeline import import_file
from zugong.figures.queries import this_site
from zugong.figures.replica import open_replica
from zugong.figures.verify import verify
from zugong.finding.actions import catch_up
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import today
from zugong.packs.folder import pack_folder


@click.command("demo")
@click.option("--pack", help="A pack with a demo.yaml (default: the first whose document can be verified).")
@click.option("--serve", "then_serve", is_flag=True, help="Serve the site afterwards.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def command(pack: str | None, then_serve: bool, port: int) -> None:
    """Load the demonstration county into ZUGONG_HOME, unless it is there, and verify its figures.

    The workbooks stay in the folder `workbooks` of the home, to look at, change and import again.
    """
    targets = read_targets(_targets_file(pack))
    if settings.ZUGONG_DEMO and site_exists():
        migrate()
        matches = True
    else:
        _clear_interrupted()
        matches = _load(targets)
    _show_accounts(targets)
    if then_serve:
        serve(host="127.0.0.1", port=port, workers=1)
    sys.exit(0 if matches else 1)


def _targets_file(pack: str | None) -> Path:
    return pack_folder(pack) / "demo.yaml" if pack else usual_demonstration()


def _loading_mark() -> Path:
    return settings.ZUGONG_HOME / "demo-is-loading"


def _clear_interrupted() -> None:
    """Remove what a loading that was interrupted left; a home without its mark is never touched."""
    if connection.vendor == "sqlite" and _loading_mark().exists():
        shutil.rmtree(settings.ZUGONG_HOME)


def _load(targets: Targets) -> bool:
    started = time.monotonic()
    settings.ZUGONG_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not site_exists():
        _loading_mark().touch()
    create_site(pack=targets.pack, owner=targets.trial.owner, demo=False)
    folder: Path = settings.ZUGONG_HOME / "workbooks"
    with _progress() as progress:
        writing = progress.add_task("写出工作簿 · writing workbooks", total=None, detail="")
        plans = write_workbooks(targets, folder, lambda title: progress.update(writing, detail=title))
        progress.update(writing, total=1, completed=1, detail=f"{len(plans)} · {folder}")
        for plan in plans:
            _import(plan, progress)
        source = Source("demo", "zugong demo", note=f"{targets.pack} demo.yaml")
        create_accounts(targets, source=source)
        hold_recruitments(targets, source=source)
        copying = progress.add_task("统计副本 · columnar copy", total=1, detail="")
        open_replica().rebuild()
        catch_up(today())
        progress.update(copying, completed=1)
    matches = _verified(targets)
    _mark_as_loaded(targets)
    click.echo(f"{sum(plan.rows for plan in plans):,} rows, {time.monotonic() - started:.0f} s\n")
    return matches


def _verified(targets: Targets) -> bool:
    """Do the numbers of the pack's document come out, where it has one, and those that the targets expect?"""
    site = this_site()
    verdicts = verify(site=site) if site.definitions.pack.promises else ()
    if verdicts:
        show_verdicts(verdicts, site, only_wrong=True)
    wrong = told_otherwise(targets, site)
    for one in wrong:
        click.echo(f"{one.figure}: {one.found} ≠ {one.expected} (demo.yaml, expects)", err=True)
    if targets.expects:
        click.echo(f"demo.yaml: {len(targets.expects) - len(wrong)}/{len(targets.expects)} ✓")
    return not wrong and all(verdict.ok for verdict in verdicts)


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"), BarColumn(bar_width=24), TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(), TextColumn("{task.fields[detail]}"), console=console, disable=not console.is_terminal,
    )  # fmt: skip


def _import(plan: WorkbookPlan, progress: Progress) -> None:
    task = progress.add_task(f"导入 {plan.file.name}", total=plan.rows, detail="")

    def tell(phase: str, done: int, total: int) -> None:
        progress.update(task, completed=done if total else 0, total=max(total, 1), detail=phase)

    import_file(
        plan.file,
        on=plan.as_of,
        catalogue=installed_catalogue(settings.ZUGONG_PACK),
        source=Source("import", "zugong demo"),
        progress=tell,
    )
    progress.update(task, total=plan.rows, completed=plan.rows, detail=f"{plan.rows:,}")
    if not progress.console.is_terminal:
        click.echo(f"{plan.file.name}  {plan.rows:,}", err=True)


def _mark_as_loaded(targets: Targets) -> None:
    choices = {
        "pack": targets.pack, "owner": targets.trial.owner, "demo": True, "as_of": targets.closed_on.isoformat(),
    }  # fmt: skip
    text = yaml.safe_dump(choices, allow_unicode=True, sort_keys=False)
    (settings.ZUGONG_HOME / "site.yaml").write_text(text, encoding="utf-8")
    _loading_mark().unlink(missing_ok=True)


def _show_accounts(targets: Targets) -> None:
    shown = table("账号 user", "密码 password", "")
    for account in targets.trial.accounts:
        shown.add_row(
            account.username, targets.trial.password, account.says if language().startswith("zh") else account.says_en
        )
    show(shown)
