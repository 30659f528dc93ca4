"""zugong erase: destroy what is personal about somebody whose purpose has ended."""

from __future__ import annotations

import getpass
from typing import ClassVar

import click
from django.conf import settings

from zugong.activities.erasing import scans_naming
from zugong.cases.scans import case_scans_naming
from zugong.cli.site import require_site
from zugong.dictionary.catalogue import installed_catalogue
from zugong.figures.replica.replica import open_replica
from zugong.finding.actions import rebuild
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import today
from zugong.people.erasing import erase_person
from zugong.people.models import Person, PersonState


class NoSuchPerson(RuleBroken):
    code: ClassVar[str] = "erase.no_such_person"
    message: ClassVar[str] = "There is no person {number}. The number stands in the address of the person's page."
    message_zh: ClassVar[str] = "没有编号为{number}的人员。编号见该人员页面的网址。"


@click.command("erase")
@click.argument("number", type=int)
@click.option("--paper", required=True, help="The paper on which it rests: whose request, which decision.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(number: int, paper: str, yes: bool) -> None:
    """Destroy the personal values of person NUMBER, in every row ever recorded. It cannot be undone.

    That somebody was a member there, from when to when, stays and is counted; who it was, nobody can tell any more.
    Scans of meetings and cases that name them are destroyed whole; numbers and results stay, and so does the paper.
    Backups and uploaded workbooks hold copies: remove those too (zugong tidy).
    """
    require_site()
    person = Person.objects.filter(pk=number).first()
    if person is None:
        raise NoSuchPerson(number=number)
    state = PersonState.objects.believed().filter(anchor=person).order_by("since").last()
    name = state.name if state else ""
    if not yes:
        files = {row.values["file"] for row in scans_naming(person.pk)}
        files |= {row.values["file"] for _, row in case_scans_naming(person.pk)}
        also = f", and with it {len(files)} scans of papers that name them," if files else ""
        click.confirm(f"Destroy everything personal about {name or number}{also} for ever?", abort=True)
    catalogue = installed_catalogue(settings.ZUGONG_PACK)
    erased = erase_person(
        person, on=today(), source=Source("command", getpass.getuser(), paper, "erase"), catalogue=catalogue
    )
    open_replica().rebuild_alone()
    rebuild(today())
    click.echo(f"{erased.rows} rows emptied, entry {erased.entry}.")
