"""Which parts of the tree are open, as the address states it: ?open=5,14&show=54&ended=1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from zugong.web.clocks import NAMES
from zugong.web.scope import Scope
from zugong.web.typed import typed_number

_MOST_OPEN = 60


@dataclass(frozen=True)
class Opened:
    """What is open, which one is pointed at, whether ended ones are shown, and the clocks to keep on links."""

    ids: tuple[int, ...]
    shown: int | None
    with_ended: bool
    clocks: Mapping[str, str]

    @classmethod
    def one(cls, organisation: int, clocks: Mapping[str, str]) -> Opened:
        """Only this one is open, and what leads to it."""
        return cls((organisation,), None, False, clocks)

    def __contains__(self, organisation: int) -> bool:
        return organisation in self.ids

    def toggled(self, organisation: int) -> str:
        """The address in which this one is closed where it is open and open where it is closed."""
        if organisation in self.ids:
            return self._query(tuple(pk for pk in self.ids if pk != organisation))
        return self._query((*self.ids, organisation))

    def with_or_without_ended(self) -> str:
        """The address in which ended organisations are shown, or no longer."""
        return self._query(self.ids, with_ended=not self.with_ended)

    def _query(self, ids: tuple[int, ...], *, with_ended: bool | None = None) -> str:
        asked = {"open": ",".join(map(str, ids)) or "0"}
        if self.with_ended if with_ended is None else with_ended:
            asked["ended"] = "1"
        return f"?{urlencode({**asked, **self.clocks}, safe=',')}"


def opened_of(parameters: Mapping[str, str], scope: Scope, top: int | None) -> Opened:
    """What the address opens: without a word of it, the top; what leads to the one that it shows is open too."""
    asked = [typed_number(part) for part in parameters.get("open", "").split(",")][:_MOST_OPEN]
    ids = [pk for pk in asked if pk is not None and pk in scope.tree]
    shown = typed_number(parameters.get("show", ""))
    if shown is not None and (shown not in scope.tree or not scope.may_open(shown)):
        shown = None
    if shown is not None:
        ids += [pk for pk in scope.tree.above(shown) if pk not in ids]
    if not parameters.get("open") and top is not None and top not in ids:
        ids.append(top)
    with_ended = parameters.get("ended") == "1" or (shown is not None and not scope.tree.living(shown))
    return Opened(tuple(ids), shown, with_ended, kept_clocks(parameters))


def kept_clocks(parameters: Mapping[str, str]) -> dict[str, str]:
    """The clocks of an address, for links that keep them."""
    return {name: parameters[name] for name in NAMES if parameters.get(name)}
