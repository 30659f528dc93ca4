"""zugong verify: the numbers that a document prints beside what the records say."""

from __future__ import annotations

import sys
from typing import Any

import click
from django.conf import settings

from zugong.cli.main import language
from zugong.cli.output import as_json, number_for_programs, show, table
from zugong.cli.site import require_site
from zugong.figures.printing import printed
from zugong.figures.queries import Site, this_site
from zugong.figures.verify import Verdict, verify
from zugong.packs.folder import packs_folder


@click.command("verify")
@click.argument("pack", required=False)
@click.option("--all", "every", is_flag=True, help="Every pack of this site that prints a document (here: its own).")
@click.option("--json", "for_programs", is_flag=True, help="JSON for programs.")
@click.option("--wrong", is_flag=True, help="Only what does not match.")
def command(pack: str | None, every: bool, for_programs: bool, wrong: bool) -> None:
    """Compare this site's figures with the numbers printed in PACK's document.

    Exit code 1 if a number does not match. A line of arithmetic by which the document contradicts itself is shown with
    its numbers; it is no mismatch.
    """
    require_site()
    site = this_site()
    if pack and pack != settings.ZUGONG_PACK:
        known = sorted(path.parent.name for path in packs_folder().glob("*/promises.yaml"))
        message = f"this site is kept by the pack {settings.ZUGONG_PACK!r}; packs with a document: {', '.join(known)}"
        raise click.BadParameter(message, param_hint="PACK")
    if not pack and not every:
        raise click.UsageError(f"name the pack ({settings.ZUGONG_PACK}) or give --all")
    verdicts = verify(site=site)
    if for_programs:
        as_json([_as_data(verdict, site) for verdict in verdicts])
    else:
        show_verdicts(verdicts, site, only_wrong=wrong)
    sys.exit(0 if all(verdict.ok for verdict in verdicts) else 1)


def show_verdicts(verdicts: list[Verdict], site: Site, *, only_wrong: bool) -> None:
    """A line per number, then the lines of arithmetic that do not hold, then the sum."""
    spoken = language()
    shown = table("figure", "名称", "printed", "computed", "qualifier", "match", "")
    for verdict in verdicts:
        if verdict.ok and only_wrong:
            continue
        promise = verdict.promise
        shown.add_row(
            promise.id, promise.label(spoken), promise.printed, _computed(verdict), promise.qualifier,
            "✓" if verdict.ok else "✗", _remark(verdict, site, spoken),
        )  # fmt: skip
    show(shown)
    for verdict in verdicts:
        for line in verdict.contradictions:
            click.echo(f"! {verdict.promise.id}: {_worked(line)}")
            if verdict.promise.note:
                click.echo(f"  {verdict.promise.note.in_language(spoken)}")
    matching = sum(verdict.ok for verdict in verdicts)
    click.echo(f"{matching}/{len(verdicts)} ✓")


def _computed(verdict: Verdict) -> str:
    if verdict.match is not None:
        return verdict.match.shown
    return "—" if verdict.computed is None else printed(verdict.computed, verdict.promise.print)


def _remark(verdict: Verdict, site: Site, spoken: str) -> str:
    promise = verdict.promise
    if verdict.problem is not None:
        return verdict.problem.sentence(spoken)
    if promise.used_by:
        return f"→ {', '.join(promise.used_by)}"
    if promise.shown_on:
        return promise.shown_on.in_language(spoken)
    if verdict.origin is not None:
        return f"{verdict.origin.on}: {verdict.origin.origin}"
    return "" if verdict.ok or verdict.match is None else verdict.match.explanation(spoken)


def _worked(line: Any) -> str:
    result = f" = {number_for_programs(line.left)}" if line.left is not None and line.right is None else ""
    return f"{line.filled}{result}" + (" ✗" if line.holds is False else "")


def _as_data(verdict: Verdict, site: Site) -> dict[str, Any]:
    promise = verdict.promise
    return {
        "figure": promise.id,
        "answered_by": promise.figure or promise.parameter or promise.reported,
        "source": "records" if promise.figure else "setting" if promise.parameter else "reported",
        "printed": promise.printed,
        "value": number_for_programs(promise.value),
        "computed": number_for_programs(verdict.computed),
        "shown": _computed(verdict),
        "qualifier": promise.qualifier,
        "match": verdict.ok,
        "used_by": list(promise.used_by),
        "origin": None if verdict.origin is None else verdict.origin.origin,
        "problem": None if verdict.problem is None else verdict.problem.sentence("en"),
        "contradictions": [_worked(line) for line in verdict.contradictions],
        "remark": _remark(verdict, site, "en"),
    }
