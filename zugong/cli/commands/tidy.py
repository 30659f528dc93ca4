"""zugong tidy: what a site does every night."""

from __future__ import annotations

from datetime import timedelta

import click
from axes.models import AccessLog as SignInLog
from django.conf import settings
from django.core.management import call_command

from zugong.cli.output import as_json
from zugong.cli.site import require_site
from zugong.exchange.tidying import tidy_uploads
from zugong.kernel.time import now, today
from zugong.recruitment.destroying import destroy_due

_SIGN_INS_KEPT = timedelta(days=180)


@click.command("tidy")
@click.option(
    "--days",
    type=click.IntRange(min=1),
    default=30,
    show_default=True,
    help="Uploads are kept so long after the import.",
)
@click.option("--json", "for_programs", is_flag=True, help="JSON for programs.")
def command(days: int, for_programs: bool) -> None:
    """Remove uploaded workbooks, unfinished imports, ended sessions and old sign-ins; for every night, by cron.

    Nothing that was recorded goes: entries, records and the log of who looked at whom stay. What applicants for a post filled
    in is destroyed once its purpose has ended; of them only numbers are recorded.
    """
    require_site()
    tidied = tidy_uploads(now() - timedelta(days=days))
    call_command("clearsessions", verbosity=0)
    sign_ins, _ = SignInLog.objects.filter(attempt_time__lt=now() - _SIGN_INS_KEPT).delete()
    registrations = destroy_due(settings.ZUGONG_AS_OF or today())
    done = {"imports_given_up": tidied.given_up, "files_removed": tidied.files, "sign_ins_removed": sign_ins,
            "registrations_destroyed": registrations}  # fmt: skip
    if for_programs:
        as_json(done)
        return
    click.echo(
        f"{tidied.files} uploaded files removed, {tidied.given_up} unfinished imports given up, "
        f"{sign_ins} old sign-ins removed, {registrations} registrations of applicants destroyed."
    )
