"""zugong user: accounts, offices and tokens from the command line."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import click

from zugong.cli.clocks import Day, clocks_of, organisation_called
from zugong.cli.output import show, table
from zugong.cli.passwords import strong_password
from zugong.cli.site import require_site
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import today
from zugong.offices import actions
from zugong.offices.grants import offices_of
from zugong.offices.models import User
from zugong.offices.rules import DEFAULT_MANDATES
from zugong.organisations.models import Organisation

_SOURCE = Source("command", "zugong user")


class NoSuchUser(RuleBroken):
    code: ClassVar[str] = "user.none_of_that_name"
    message: ClassVar[str] = "There is no account {username!r}; `zugong user list` shows them."
    message_zh: ClassVar[str] = "没有账号“{username}”，用 zugong user list 查看。"


class TokenOverAlready(RuleBroken):
    code: ClassVar[str] = "user.token_over_already"
    message: ClassVar[str] = "A token until {day} would be over already; choose {today} or a later day."
    message_zh: ClassVar[str] = "有效期至{day}的令牌已经过期，请选择{today}或以后的日期。"


@click.group("user")
def command() -> None:
    """Accounts, the offices they sit in, and their tokens."""
    require_site()


@command.command("list")
def list_users() -> None:
    """Every account and where it sits today."""
    shown = table("user", "name", "offices", "")
    for user in User.objects.order_by("username"):
        offices = "、".join(office.name for office in offices_of(user, today()))
        shown.add_row(user.username, user.full_name, offices, "administrator" if user.is_staff else "")
    show(shown)


@command.command("add")
@click.argument("username")
@click.option("--name", required=True, help="Name as shown in the log.")
@click.option("--office", help="Name of the office that the account sits in; it is made if there is none.")
@click.option(
    "--kind", type=click.Choice(list(DEFAULT_MANDATES)), help="Kind of office, which gives its usual mandates."
)
@click.option("--org", help="Organisation for which the office acts, and its territory.")
@click.option("--matter", default="", help="The matter of a lead bureau.")
@click.option("--administrator", is_flag=True, help="Keeps accounts; sees no data by it.")
@click.password_option(callback=strong_password)
def add(
    username: str, name: str, office: str | None, kind: str | None, org: str | None, matter: str, administrator: bool,
    password: str,
) -> None:  # fmt: skip
    """Make an account, and with --office, --kind and --org its seat."""
    if bool(office) != bool(kind) or bool(office) != bool(org):
        raise click.UsageError("--office, --kind and --org belong together")
    user = actions.create_user(
        username=username, password=password, full_name=name, administrator=administrator, source=_SOURCE
    )
    if office and kind and org:
        clocks = clocks_of(on=today(), first=None, last=None, tree=None, known=None)
        organisation = Organisation.objects.get(pk=organisation_called(org, clocks))
        made = actions.create_office(name=office, organisation=organisation, since=today(), source=_SOURCE)
        actions.seat(user=user, office=made, since=today(), source=_SOURCE)
        actions.grant_usual(
            office=made, kind=kind, territory=organisation, since=today(), source=_SOURCE, matter=matter
        )
    click.echo(f"{username}  ✓")


@command.command("token")
@click.argument("username")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--until", "expires_on", type=Day(), required=True, help="Last day on which it works.")
def token(username: str, name: str, expires_on: date) -> None:
    """Issue a personal token for the HTTP API. It is shown once."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise NoSuchUser(username=username)
    if expires_on < today():
        raise TokenOverAlready(day=expires_on, today=today())
    text, _ = actions.issue_token(user=user, name=name, expires_on=expires_on)
    click.echo(text)
