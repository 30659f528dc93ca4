"""zugong undo: take back what an entry did."""

from __future__ import annotations

import getpass
from typing import ClassVar

import click

from zugong.cli.output import show, table
from zugong.cli.site import require_site
from zugong.exchange.undo import undo
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import SHANGHAI


class NoSuchEntry(RuleBroken):
    code: ClassVar[str] = "undo.no_such_entry"
    message: ClassVar[str] = "There is no entry {number}. `zugong undo` without a number lists the last ones."
    message_zh: ClassVar[str] = "没有第{number}号录入。不带编号运行 zugong undo 可列出最近的录入。"


@click.command("undo")
@click.argument("number", required=False, type=int)
@click.option("--paper", default="", help="The paper that the undoing rests on.")
def command(number: int | None, paper: str) -> None:
    """Undo entry NUMBER, or list the last entries. Nothing disappears: what was known before can still be asked."""
    require_site()
    if number is None:
        _list()
        return
    entry = Entry.objects.filter(number=number).first()
    if entry is None:
        raise NoSuchEntry(number=number)
    done = undo(entry, source=Source("undo", getpass.getuser(), paper, f"{number} {entry.note}"[:300]))
    click.echo(f"{number} ✗ → {done.number}")


def _list() -> None:
    shown = table("#", "when", "kind", "who", "what")
    for entry in Entry.objects.exclude(number=None).order_by("-number")[:20]:
        when = entry.sealed_at.astimezone(SHANGHAI) if entry.sealed_at else None
        shown.add_row(str(entry.number), f"{when:%Y-%m-%d %H:%M}" if when else "", entry.kind, entry.actor, entry.note)
    show(shown)
