"""Classes that are still to come and that somebody may be sent to: where the list of those not reached leads."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from zugong.activities.filed import ledger
from zugong.training.drafts import PLANNED
from zugong.training.queries import CLASS, QUOTA, class_values
from zugong.web.pages import Crumb
from zugong.web.scope import Scope
from zugong.web.training.doors import may_fill

_MOST = 6


def classes_to_come(root: int, group: str, show: str, scope: Scope) -> tuple[Crumb, ...]:
    """The enrolment pages of planned classes to which people below an organisation may be sent, the nearest first."""
    if not may_fill(scope, root):
        return ()
    day, tree = scope.clocks.on, scope.todays_tree
    above = [pk for pk in tree.above(root) if may_fill(scope, pk)]
    own = ledger(CLASS).believed(organisation_id__in=[root, *above], since__gte=day)
    given = ledger(QUOTA).believed(organisation_id=root)
    classes = {row.anchor: row.values | {"on": row.since} for row in own}
    classes |= class_values([row.values["training_class"] for row in given])
    coming = [
        (values["on"], values["name"], pk) for pk, values in classes.items()
        if values["status"] == PLANNED and values["on"] >= day
    ]  # fmt: skip
    query = urlencode({"of": root, "group": group, "show": show})
    return tuple(
        Crumb(f"{name} {on:%m-%d}", f"{reverse('training_enrol', args=[pk])}?{query}")
        for on, name, pk in sorted(coming)[:_MOST]
    )
