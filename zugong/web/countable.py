"""Which figures a user may count: those all of whose record types they may count. Judged once for each scope."""

from __future__ import annotations

from functools import cached_property

from zugong.figures.definitions import Definitions
from zugong.figures.queries import this_site
from zugong.kernel.keeping import Kept
from zugong.packs.figures import Figure
from zugong.web.scope import Scope

_KEPT_SCOPES = 256


class Countable:
    """The figures of a pack as somebody may count them."""

    def __init__(self, scope: Scope, definitions: Definitions) -> None:
        self._scope, self._definitions = scope, definitions
        self._judged: dict[str, bool] = {}

    def __contains__(self, code: str) -> bool:
        if code not in self._judged:
            parts = self._definitions.measured_parts(code)
            self._judged[code] = all(self._scope.may_count(part.kind) for part in parts)
        return self._judged[code]

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """The figures by code, in the order of the pack."""
        return {code: one for code, one in self._definitions.pack.figures.items() if code in self}


_countable: Kept[Countable] = Kept(_KEPT_SCOPES)


def countable(scope: Scope, definitions: Definitions | None = None) -> Countable:
    """What may be counted of the figures of this site, or of a draft of its pack."""
    definitions = definitions or this_site().definitions
    return _countable.value((scope, definitions), lambda: Countable(scope, definitions))
