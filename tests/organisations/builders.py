"""Short ways to say what the tests of organisations need."""

from datetime import date
from itertools import count

from zugong.kernel.facts.recording import Source
from zugong.organisations import actions
from zugong.organisations.models import Organisation, Unit

SOURCE = Source(kind="form", actor="tester")
FIRST = date(2020, 1, 1)
_codes = count(1)


def founded(
    name: str, parent: Organisation | None = None, *, kind: str = "committee", since: date = FIRST
) -> Organisation:
    values = actions.OrganisationValues(code=f"{next(_codes):08d}", name=name, kind=kind)
    return actions.found_organisation(values=values, parent=parent, since=since, source=SOURCE)


def unit(name: str, *, kind: str = "village", territory: Organisation | None = None, since: date = FIRST) -> Unit:
    values = actions.UnitValues(code=f"{next(_codes):08d}", name=name, kind=kind, territory=territory)
    return actions.found_unit(values=values, since=since, source=SOURCE)


def path(*organisations: Organisation) -> str:
    return "/" + "".join(f"{organisation.pk}/" for organisation in organisations)
