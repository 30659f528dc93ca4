"""The `zugong` command. Each subcommand lies in a module of its own, loaded only when it is called.

Exit codes: 0 done; 1 a rule stands against it (the sentence says which) or a check found something; 2 the command line
or a pack file is wrong.
"""

from __future__ import annotations

import importlib
import os
import sys

import click
import django
from django.db import DatabaseError, DataError, IntegrityError, ProgrammingError

from zugong import __version__
from zugong.cli.outside import DatabaseNotUsable, not_usable
from zugong.kernel.errors import PackError, RuleBroken

_FOLDER = "zugong.cli.commands"
#: Subcommand → its module and one line of help, in the order in which a newcomer needs them.
_COMMANDS = {
    "init": ("init", "建立站点 · Make a new site: home folder, key, database, first administrator."),
    "demo": ("demo", "演示县 · Load the demonstration county through the ordinary import, and verify its figures."),
    "serve": ("serve", "启动网站 · Serve the site."),
    "import": ("imports", "导入表格 · Import workbooks as of a day; check first with --check."),
    "undo": ("undo", "撤销导入 · Undo an import or another entry."),
    "reconcile": ("reconcile", "月末核对 · Opening + in − out = closing, per branch, with the names that do not fit."),
    "export": ("export", "导出台账 · Export the records of a type to a workbook."),
    "figure": ("figure", "查指标 · Compute figures on a day, under a tree, as known at a moment; list their rows."),
    "programme": ("programme", "计划 · Programmes: their lines, how far they have come, the weekly sheet."),
    "scheme": (
        "scheme",
        "评定 · Schemes: who stands where by which criteria, what lacks, what other criteria would change.",
    ),
    "case": (
        "case",
        "事项 · Cases: what kinds there are, which run and wait, where one stands, why a step is not possible yet.",
    ),
    "verify": ("verify", "核对指标 · Compare the figures with the numbers that a pack's document prints."),
    "review": ("review", "综述 · Reviews as Word files: write, check templates, compute approved versions again."),
    "pack": ("pack", "地方包 · Start a pack of one's own, check packs."),
    "mechanisms": ("mechanisms", "机制目录 · Which mechanism is carried by which element of which pack."),
    "user": ("user", "账号 · Accounts, tokens and what they may see."),
    "backup": ("backup", "备份 · Write everything into one file."),
    "restore": ("restore", "恢复 · Bring a site back from a backup."),
    "tidy": ("tidy", "清理 · Remove old uploads, unfinished imports and ended sessions; for every night."),
    "erase": ("erase", "清除个人信息 · Destroy what is personal about somebody whose purpose has ended."),
    "bench": ("bench", "测速 · Measure the numbers that the README prints."),
}


class _Commands(click.Group):
    """Subcommands by name; the module of one is imported only when it is used, after Django is set up."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        return importlib.import_module(f"{_FOLDER}.{_COMMANDS[name][0]}").command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])

    def resolve_command(self, context: click.Context, args: list[str]):
        try:
            return super().resolve_command(context, args)
        except click.UsageError as error:
            error.message += f" There are: {', '.join(_COMMANDS)}."
            raise


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="zugong")
def command() -> None:
    """Zugong 组工: facts are entered once; every figure, list and report is computed from them."""


def language() -> str:
    """The language of the terminal: Chinese where LANG says so, else English."""
    spoken = os.environ.get("ZUGONG_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh-hans" if spoken.startswith("zh") else "en"


def main() -> None:
    """Run the command line; what stands against something ends in a sentence, never in a trace."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zugong.config.settings")
    try:
        django.setup()
        command(prog_name="zugong")
    except RuleBroken as error:
        _stop(error)
    except PackError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except (DataError, IntegrityError, ProgrammingError):
        raise  # bugs of the program
    except DatabaseError as error:
        _stop(DatabaseNotUsable(reason=str(error).strip()))
    except OSError as error:
        found = not_usable(error)
        if found is None:
            raise
        _stop(found)


def _stop(error: RuleBroken) -> None:
    click.echo(error.sentence(language()), err=True)
    sys.exit(1)
