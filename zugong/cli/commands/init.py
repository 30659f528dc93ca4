"""zugong init: a new site."""

from __future__ import annotations

import click
from django.conf import settings

from zugong.cli.passwords import strong_password
from zugong.cli.site import create_site
from zugong.kernel.facts.recording import Source
from zugong.offices.actions import create_user


@click.command("init")
@click.option("--pack", required=True, help="The locality's pack, for example national.")
@click.option("--owner", required=True, help="Name that every page bears, for example 某县组织工作台账.")
@click.option("--administrator", default="admin", show_default=True, help="User name of the first administrator.")
@click.password_option(callback=strong_password, help="Password of the administrator; asked for where it is not given.")
def command(pack: str, owner: str, administrator: str, password: str) -> None:
    """Make a new site in ZUGONG_HOME (default: var beside the program).

    Then import the organisations: zugong import 组织.xlsx --on 2020-01-01
    """
    create_site(pack=pack, owner=owner, demo=False)
    source = Source("command", "zugong init")
    create_user(username=administrator, full_name=administrator, password=password, administrator=True, source=source)
    click.echo(f"{settings.ZUGONG_HOME}  ✓\nzugong import FILE --on YYYY-MM-DD\nzugong serve")
