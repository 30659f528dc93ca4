"""A little county whose pack has the ledgers of schemes as the national pack declares them, and generated records in them."""

from __future__ import annotations

import random
import shutil
import tempfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from tests.figures.tiny import PARENTS, History, MemoryCopy
from zugong.dictionary.catalogue import load_catalogue
from zugong.figures.definitions import Definitions
from zugong.figures.grouping import Grouping, all_rows
from zugong.figures.queries import Site
from zugong.kernel.time import Clocks, PartialDate
from zugong.packs.folder import DEFAULT_FOLDER
from zugong.packs.pack import Pack, load_pack
from zugong.schemes.evaluating import Question, Rating, question_on
from zugong.schemes.filed import FIELDS
from zugong.schemes.finding import rating_of
from zugong.schemes.gathering import Whose

ORGANISATIONS = range(1, 9)
CLAUSES = ("met_in_all", "is_old", "minutes", "place", "helpful", "judged")
_OUTCOMES = ("met", "met", "part", "unmet", "not_applicable")
_ESTABLISHED = (None, "2019", "2020-03", "2020-01-01", "1985")


@cache
def folder() -> Path:
    """The little pack with the national ledgers of schemes beside its own types."""
    made = Path(tempfile.mkdtemp(prefix="little-packs-"))
    shutil.copytree(Path(__file__).parent / "packs" / "little", made / "little")
    for path in (DEFAULT_FOLDER / "national").glob("types/scheme_*.yaml"):
        if path.stem != "scheme_entry":
            shutil.copy(path, made / "little" / "types")
    shutil.copy(DEFAULT_FOLDER / "national" / "codes" / "schemes.yaml", made / "little" / "codes")
    return made


@cache
def little() -> Definitions:
    return Definitions(load_pack("little", folder=folder()), load_catalogue("little", folder=folder()))


def pack() -> Pack:
    return little().pack


def question(on: date, *, scheme: str = "stars", round_code: str = "") -> Question:
    return question_on(pack(), scheme, Clocks.at(on), round_code)


def rated(asked: Question, history: History) -> Rating:
    everything = Grouping(None, {}, PARENTS)
    return rating_of(
        asked, Site(little(), MemoryCopy(little(), history)), Whose(everything, all_rows, PARENTS)
    )  # fmt: skip


def organisation(number: int, **values: object) -> dict:
    return {
        "id": number, "anchor": number, "rec": 1, "ret": None, "since": date(2018, 1, 1), "until": None,
        "name": f"支部{number}", "code": f"{number:03}", "kind": "branch", "established_on": None, **values,
    }  # fmt: skip


def filed(number: int, about: int, on: date = date(2020, 6, 1), **values: object) -> dict:
    """A record of a ledger of schemes about an organisation in 2020."""
    return {
        "id": number, "anchor": None, "rec": 1, "ret": None, "on": on, "scheme": "stars", "round": "2020",
        "organisation": about, "unit": None, **values,
    }  # fmt: skip


def history(**rows: list[dict]) -> History:
    """Rows of some types; all others are empty."""
    names = ("organisation", "unit", "meeting", "scheme_result", "scheme_consequence", *FIELDS)
    return History({name: [] for name in names} | rows)


def generated(seed: int) -> History:
    """A county with meetings, self-checks, reviews, visits, vetoes, appeals, adjustments and lots, some of them withdrawn."""
    chance = random.Random(seed)
    numbers = iter(range(1_000, 100_000))

    def day() -> date:
        return date(2020, 1, 1) + timedelta(days=chance.randrange(330))

    def some(count: int, make) -> list[dict]:
        return [
            {**filed(next(numbers), chance.choice(ORGANISATIONS), day()), "ret": chance.choice([None, None, None, 2]),
             "round": chance.choice(["2020", "2020", "2020", "2019"]), **make()}
            for _ in range(count)
        ]  # fmt: skip

    def said() -> dict:
        return {
            "criterion": chance.choice(CLAUSES), "outcome": chance.choice(_OUTCOMES),
            "points": chance.choice([None, 0, 3, 99]), "reviewer": chance.choice(["甲", "乙"]),
            "decided_by": chance.choice(["甲", "丙", "丁"]),
        }  # fmt: skip

    organisations = [
        organisation(
            number, since=chance.choice([date(2018, 1, 1), day()]), kind=chance.choice(["branch", "branch", "committee", None]),
            established_on=PartialDate(text) if (text := chance.choice(_ESTABLISHED)) else None,
        )
        for number in ORGANISATIONS
    ]  # fmt: skip
    meeting = lambda: {"held": chance.choice([True, True, None]), "present": chance.choice([None, 5, 12, 40])}  # noqa: E731
    return history(
        organisation=organisations,
        meeting=some(40, meeting),
        scheme_self_check=_once(some(30, said)),
        scheme_review=_once(some(14, said)),
        scheme_visit=some(8, said),
        scheme_veto=some(2, lambda: {"veto": chance.choice(["accident", "complaint", "unknown"])}),
        scheme_appeal=some(8, said),
        scheme_appeal_decision=some(10, said),
        scheme_adjustment=some(
            6, lambda: {"month": f"2020-{chance.randint(1, 12):02}", "points": chance.choice([-9, -2, 2, 4])}
        ),
        scheme_lot=some(2, lambda: {"seed": str(chance.random()), "percent": chance.choice([10, 40, 80])}),
    )


def _once(rows: list[dict]) -> list[dict]:
    """At most one believed record for each clause of one who is rated in a round, as the store keeps them."""
    return list({(row["round"], row["organisation"], row["criterion"]): row for row in rows}.values())
