"""All parts in order, each on a site of its own, and what each needs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from zugong.bench.measuring import Measurement, seconds_of
from zugong.bench.sites import copy_site, has_site, load_demo, measured_in_its_own_process, migrated_copy

#: Parts in the order of the table; each a module that runs in a process of its own, on a copy of the site.
PARTS = (
    "loading", "rosters", "rolls", "figures", "schemes", "cases", "pages", "freshness", "serving", "evening", "exports",
)  # fmt: skip
_ON_AN_EMPTY_HOME = ("rosters",)
_RUNS = {
    "loading": 1,
    "rosters": 3,
    "rolls": 1,
    "figures": 15,
    "schemes": 3,
    "cases": 3,
    "pages": 10,
    "freshness": 10,
    "serving": 1,
    "evening": 1,
    "exports": 3,
}

#: What is left of long lists when it has to be quick.
_QUICK = {"cases": ["many=20000"], "pages": ["every=10"], "evening": ["secretaries=20", "seconds=6"]}
Progress = Callable[[str], None]


@dataclass
class Bench:
    """One round of measuring. `home` is the user's site, only ever read; without one the demo county takes its place.

    `quick`: every part once, and of long lists of pages a tenth.
    """

    home: Path
    pack: str
    quick: bool = False
    progress: Progress = lambda part: None
    _copied: Path | None = field(default=None, repr=False)
    _loaded: Path | None = field(default=None, repr=False)

    def measured(self, parts: Sequence[str] = PARTS) -> Iterator[Measurement]:
        """The measurements of the parts, as they become known. Raises PartStopped, NoCopyOfThisSite."""
        with tempfile.TemporaryDirectory(prefix="zugong-bench-") as folder:
            for part in (one for one in PARTS if one in parts):
                self.progress(part)
                yield from self._part(part, Path(folder))

    def _part(self, part: str, folder: Path) -> Iterator[Measurement]:
        if part == "loading":
            yield self._loading(folder)
            return
        home = folder / part
        if part not in _ON_AN_EMPTY_HOME:
            copy_site(self._original(folder), home)
        yield from measured_in_its_own_process(part, home, self.pack, [str(self.runs(part)), *self._options(part)])

    def runs(self, part: str) -> int:
        """How often a part is repeated."""
        return 1 if self.quick else _RUNS[part]

    def _options(self, part: str) -> list[str]:
        return _QUICK.get(part, []) if self.quick else []

    def _original(self, folder: Path) -> Path:
        """What every part copies: the user's site as it stood at the first of them, or the demonstration county."""
        if has_site(self.home):
            if self._copied is None:
                self._copied = folder / "original"
                migrated_copy(self.home, self._copied, self.pack)
            return self._copied
        if self._loaded is None:
            self._loading(folder)
        assert self._loaded is not None
        return self._loaded

    def _loading(self, folder: Path) -> Measurement:
        home = folder / "demo"
        seconds = seconds_of(lambda: load_demo(home, self.pack))
        self._loaded = home
        return Measurement(
            "loading", "演示县：从零到核对完毕的站点", "The demonstration county: from nothing to a verified site", "s",
            (seconds,), target=90,
        )  # fmt: skip
