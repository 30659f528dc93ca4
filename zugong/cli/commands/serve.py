"""zugong serve: the site, on the synchronous workers of granian."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from django.core.management import call_command

from zugong.cli.site import migrate, require_site
from zugong.finding.actions import catch_up
from zugong.kernel.time import today


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every network.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes; one per core at most."
)
def command(host: str, port: int, workers: int) -> None:
    """Serve the site until it is interrupted.

    On a network put a server with TLS before it and set ZUGONG_HTTPS=1 and ZUGONG_HOSTS=your.name.
    """
    require_site()
    migrate()
    serve(host=host, port=port, workers=workers)


def serve(*, host: str, port: int, workers: int) -> None:
    """Replace this process by the web server.

    Style and scripts are laid out compressed first, a quarter of their size; and the index of names is brought up to
    date, so that the first search after a large import from the command line need not make it.
    """
    catch_up(today())
    call_command("collectstatic", interactive=False, verbosity=0)
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    click.echo(f"http://{shown}:{port}/  (Ctrl+C 停止 · to stop)")
    sys.stdout.flush()
    program = str(Path(sys.executable).with_name("granian"))
    arguments = [
        "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "4", "--backpressure", "64", "--no-access-log", "--log-level", "warning",
        "zugong.config.wsgi:application",
    ]  # fmt: skip
    # Each thread would else get arenas of its own from malloc, and give little of them back.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    os.execv(program, [program, *arguments])
