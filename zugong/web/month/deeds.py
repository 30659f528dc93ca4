"""Which record shows that a duty was done, and the form in which it is entered, filled as far as the duty says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from zugong.activities.queries import meetings as kinds_of_meetings
from zugong.dictionary.declarations import RecordType
from zugong.dues.records import MONTH as DUES_MONTH
from zugong.figures.queries import this_site
from zugong.kernel.time import Period, months_after
from zugong.language.tree import All, Anchor, Compare, Condition, FieldValue, Fixed, FixedDay, Some
from zugong.mobile.queries import CHECK, persons_registered
from zugong.mobile.queries import REGISTER as MOBILE
from zugong.programmes.evaluating import Asked
from zugong.programmes.queries import DueLine
from zugong.programmes.rules import Round
from zugong.web.activities.doors import may_fill
from zugong.web.clocks import usual_day
from zugong.web.dues.doors import keeps
from zugong.web.entering.rights import may_add
from zugong.web.mobile.doors import may_fill as may_keep
from zugong.web.programmes import the_pack
from zugong.web.scope import Scope

_EQUAL, _NOT_BEFORE = "=", ">="
_ROUND_START, _ON = "period_start", "on"
_EXCUSE = "not_required"


@dataclass(frozen=True)
class Deed:
    """A record of `kind` whose field `place` names the organisation and whose other fields have the values `fixed`.

    The days `within` lie in the round for which it counts.
    """

    kind: RecordType
    place: str
    fixed: Mapping[str, str]
    within: tuple[str, ...] = ()

    def shows(self, values: Mapping[str, object], organisation: int) -> bool:
        """Is a row with these values such a record of the organisation?"""
        is_here = values.get(self.place) == organisation
        return is_here and all(str(values.get(field)) == value for field, value in self.fixed.items())


def deed_of(asked: Asked) -> Deed | None:
    """The deed of a duty on organisations; None where no single record of theirs shows that it was done."""
    duty, definitions = asked.counted_line.duty, this_site().definitions
    if duty is None or duty.of != "organisation":
        return None
    tree = definitions.condition(definitions.kind(duty.of), duty.done).tree
    if not isinstance(tree, Some):
        return None
    equal = list(_equalities(tree.condition))
    places = [left.field for left, right in equal if isinstance(right, Anchor)]
    if len(places) != 1:
        return None
    fixed = {left.field: str(right.value) for left, right in equal if isinstance(right, Fixed)}
    within = tuple(dict.fromkeys(_begun_with_the_round(tree.condition)))
    return Deed(definitions.catalogue.types[tree.row.table.code], places[0], fixed, within)


def _equalities(condition: Condition) -> Iterator[tuple[FieldValue, object]]:
    """What must equal what for sure: fields of the row itself."""
    for one in _comparisons(condition):
        sides = (one.left, one.right)
        for left, right in (sides, sides[::-1]) if one.operator == _EQUAL else ():
            if isinstance(left, FieldValue) and not left.row.steps and left.row.level:
                yield left, right


def _begun_with_the_round(condition: Condition) -> Iterator[str]:
    """The fields of the row itself that must not lie before the round."""
    for one in _comparisons(condition):
        left, right = one.left, one.right
        is_bound = one.operator == _NOT_BEFORE and isinstance(right, FixedDay) and right.name == _ROUND_START
        if is_bound and isinstance(left, FieldValue) and not left.row.steps and left.row.level:
            yield left.field


def _comparisons(condition: Condition) -> Iterator[Compare]:
    """What must hold for sure."""
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _comparisons(part)
    elif isinstance(condition, Compare):
        yield condition


def form_address(asked: Asked, one: Round, organisation: int, scope: Scope) -> str:
    """The form in which the organisation enters what was done in a round, filled as far as the duty says it.

    "" where it is no single record or may not be entered.
    """
    deed = deed_of(asked)
    if deed is None or not may_add(deed.kind, scope):
        return ""
    given = {deed.place: str(organisation)} | dict(deed.fixed) | _days(deed, one)
    return _new(deed.kind, given)


def _days(deed: Deed, one: Round) -> dict[str, str]:
    """An event is entered on the day on which it is recorded; a month is that of the round."""
    days = {} if deed.kind.is_state else {_ON: max(usual_day(), one.period.start).isoformat()}
    is_month = one.period == Period(one.period.start, months_after(one.period.start, 1))
    return days | {field: f"{one.period.start:%Y-%m}" for field in deed.within if field != _ON and is_month}


def meeting_address(due: DueLine, organisation: int, scope: Scope) -> str:
    """The page of a meeting that the duty asks for; "" for other duties, and for who may not record meetings there."""
    counted = _counted_code(due)
    series = next((kind.meeting for kind in kinds_of_meetings().values() if kind.line == counted), "")
    return reverse("meeting_new", args=[organisation, series]) if series and may_fill(scope, organisation) else ""


def table_address(asked: Asked, one: Round, organisation: int, scope: Scope) -> str:
    """The table in which a branch confirms its mobile members, for duties about them; "" for others.

    It confirms today: a round that is over is not to be done in it.
    """
    is_open = one.deadline >= scope.clocks.on
    return reverse("mobile_branch", args=[organisation]) if is_open and _keeps_them(asked, organisation, scope) else ""


def late_check_address(asked: Asked, one: Round, organisation: int, scope: Scope) -> str:
    """The form for a confirmation that was made in a round that is over and never written down; "" for other duties.

    Where one alone stood in the register it is about them.
    """
    kind = scope.catalogue.types[CHECK]
    is_over = one.deadline < scope.clocks.on
    if not (is_over and _keeps_them(asked, organisation, scope) and may_add(kind, scope)):
        return ""
    given = {"kind": MOBILE, "organisation": str(organisation), _ON: one.period.last.isoformat()}
    persons = persons_registered(organisation, one.period.last)
    return _new(kind, given | ({"person": str(*persons)} if len(persons) == 1 else {}))


def _keeps_them(asked: Asked, organisation: int, scope: Scope) -> bool:
    """Is it a duty about mobile members, and does the user keep the register of that branch?"""
    duty = asked.counted_line.duty
    is_about_them = duty is not None and duty.of == MOBILE and not scope.tree.children(organisation)
    return is_about_them and may_keep(scope, organisation)


def names_address(asked: Asked, one: Round, organisation: int, scope: Scope) -> str:
    """The list of names on which a branch ticks off the dues of a round; "" for other duties, and for who may not keep it."""
    deed = deed_of(asked)
    if deed is None or deed.kind.code != DUES_MONTH or not keeps(scope, organisation):
        return ""
    return f"{reverse('dues_month', args=[organisation])}?month={one.period.start:%Y-%m}"


def excuse_address(due: DueLine, one: Round, asked: Asked, organisation: int, scope: Scope) -> str:
    """The form that says why a duty is not asked of the organisation in this round; "" where it may not be entered."""
    kind, duty = scope.catalogue.types[_EXCUSE], asked.counted_line.duty
    if duty is None or duty.of != "organisation" or not may_add(kind, scope):
        return ""
    given = {"line": _counted_code(due), "organisation": str(organisation)}
    given |= {"since": one.period.start.isoformat(), "until": one.period.last.isoformat()}
    return _new(kind, given)


def _counted_code(due: DueLine) -> str:
    """The code by which the excuse of a line is counted: that of the line that says how."""
    pack = the_pack()
    programme, line = pack.line(due.code)
    return line.same_as or programme.code_of(line)


def _new(kind: RecordType, given: Mapping[str, str]) -> str:
    query = urlencode({f"{kind.code}.{field}": value for field, value in given.items()})
    return f"{reverse('record_new', args=[kind.code])}?{query}"
