"""The data of applicants is destroyed: at once on withdrawal, else when its purpose has ended. What remains are numbers."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection
from django.db.models import QuerySet

from zugong.cases.scans import destroy_scans_of_steps
from zugong.kernel.facts.recording import Source, written_whole
from zugong.recruitment.models import Application, Objection, Sitting
from zugong.recruitment.notices import CHECKED, CLEARED, EXAMINED, SHOWN, VETTED, Notice, keep_days, notice

#: The papers of these steps are tables of applicants; those of the others name nobody, or who was engaged.
_NAME_APPLICANTS = (CHECKED, EXAMINED, VETTED, SHOWN, CLEARED)
_NIGHTLY = Source("command", "zugong tidy")


def destroys_on(found: Notice) -> date:
    """The day on which the registrations of a notice are destroyed: that which they were told, or so many after its end."""
    told = found.row.values["destroy_by"]
    return min(told, found.ended_on + timedelta(days=keep_days(found.ended_on))) if found.ended_on else told


@written_whole()
def destroy_due(today: date) -> int:
    """Destroy all registrations and objections whose day has come, and the scans that name applicants; how many registrations.

    Once more changes nothing.
    """
    there = {
        *Application.objects.values_list("notice", flat=True).distinct(),
        *Objection.objects.values_list("notice", flat=True),
    }
    destroyed = destroy(Application.objects.filter(destroy_by__lte=today))
    _scrubbed(Objection.objects.filter(destroy_by__lte=today))
    for one in there:
        found = notice(one)
        if found is None or destroys_on(found) <= today:
            destroyed += destroy(Application.objects.filter(notice=one))
            _scrubbed(Objection.objects.filter(notice=one))
            if found is not None and found.case is not None:
                destroy_scans_of_steps(found.case, _NAME_APPLICANTS, _NIGHTLY)
    Sitting.objects.exclude(notice__in=Application.objects.values("notice")).delete()
    return destroyed


def destroy(found: QuerySet[Application]) -> int:
    """Overwrite and remove registrations with all that was said about them."""
    identities = list(found.values_list("pk", flat=True))
    _overwrite_freed()
    for start in range(0, len(identities), 500):
        some = identities[start : start + 500]
        Application.objects.filter(pk__in=some).delete()
    return len(identities)


def _scrubbed(found: QuerySet[Objection]) -> None:
    _overwrite_freed()
    found.delete()


def _overwrite_freed() -> None:
    """What is deleted from the file of a database is overwritten with nothing; PostgreSQL does it when it vacuums."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
