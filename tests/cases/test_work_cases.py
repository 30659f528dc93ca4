"""Cases about organisations and problems: from what a township found to the look-back, from a problem to who raised it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from tests.web.county import County, add, build_county
from zugong.cases.actions import Begin, By, Doing, begin, take
from zugong.cases.closing import take_back
from zugong.cases.errors import NothingToTakeBack, NotOfThisKind, NotYoursToAct, RunsAlreadyHere
from zugong.cases.filed import Case, case
from zugong.cases.queries import running_about, standings, subjects, waiting
from zugong.cases.reach import EVERY_CASE, Reach
from zugong.cases.rules import Act
from zugong.cases.subjects import place_of
from zugong.cases.tasking import NewTask, NoTask, add_task
from zugong.cases.types import installed_types
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import LedgerStore, store_of
from zugong.kernel.facts.recording import Source
from zugong.offices.access import Access

DAY = date(2026, 11, 23)
FOUR = {"leader": "县委常委", "resident": "镇党委副书记", "posted": "驻村干部", "aid": "县农业农村局"}
SIX = {f"item{number}": f"第{number}项" for number in range(1, 7)}


@dataclass
class Work:
    """A case of the small county, as offices work it."""

    county: County
    id: int = 0

    def by(self, role: str) -> By:
        user = self.county.users[role]
        return By(Source("form", user.username), Access.of(user, DAY), DAY)

    def begin(self, code: str, act: Act, subject: int, place: str = "oak", role: str = "section") -> None:
        organisation = self.county.organisation(place)
        self.id = begin(begun=Begin(code, 0, organisation, act, subject=subject), by=self.by(role))

    def take(self, step: str, on: date, role: str = "section", outcome: str | None = None, **values: Any) -> None:
        declared = self.now().case_type.step(step)
        doing = Doing(
            self.id, len(self.now().acts), Act(step, on, outcome, values, declared.papers if declared else ())
        )
        take(doings=[doing], by=self.by(role))

    def now(self) -> Case:
        found = case(self.id)
        assert found is not None
        return found

    def until_acceptance(self, year: int = 2024) -> None:
        """From what the township found to the acceptance, by the form of the county."""
        begun = Act("proposed", date(year, 3, 2), values={"text": "班子不团结"})
        self.begin("rectification", begun, self.county.organisation("oak"), role="township")
        self.take("reviewed", date(year, 3, 10), outcome="put_forward")
        self.take("listed", date(year, 3, 18), outcome="determined", text="班子不团结")
        self.again(date(year, 3, 25))

    def again(self, on: date) -> None:
        """Diagnosis, plan, work, vote and acceptance."""
        self.take("diagnosed", on, "township", text="书记作用发挥不够")
        self.take("six_set", on, "township", **SIX)
        self.take("planned", on, "township", goal="配齐班子", until_day=on.replace(month=11), **FOUR)
        self.take("plan_approved", on, outcome="approved")
        self.take("self_checked", on.replace(month=10), "township", text="已经完成")
        self.take("voted", on.replace(month=10), "secretary", eligible=25, present=19, yes=13)
        self.take("accepted", on.replace(month=11), outcome="accepted")


@pytest.fixture
def work(db, monkeypatch: pytest.MonkeyPatch) -> Work:
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
    return Work(build_county())


def rectifications() -> list[tuple]:
    rows = LedgerStore(installed_catalogue("jiangxian").types["rectification"]).believed()
    told = [(row.values["kind"], row.values["determined_on"], row.values["closed_on"]) for row in rows if not row.until]
    return sorted(told)


def a_problem(county: County, place: str = "oak") -> int:
    values = {
        "number": "WT1", "source": "opinion", "text": "村口路灯不亮", "organisation": county.organisation(place),
        "listed_on": date(2024, 5, 6), "status": "open",
    }  # fmt: skip
    [problem] = add("problem", values, since=date(2024, 5, 6))
    return problem


def problem_now(problem: int) -> tuple:
    rows = store_of(installed_catalogue("jiangxian").types["problem"]).believed(anchor_id=problem, until__isnull=True)
    [values] = [row.values for row in rows]
    return values["status"], values["due_on"], values["answer"]


def waits() -> list[tuple[str, date | None]]:
    return [(one.step, one.due_on) for one in waiting(EVERY_CASE, DAY).rows]


def test_an_organisation_is_put_on_the_list_struck_off_and_on_it_again_after_a_relapse(work):
    work.until_acceptance()
    struck_off, look_back = rectifications(), waits()
    work.take("looked_back", date(2025, 9, 1), outcome="relapsed", text="班子再度不团结")
    again = rectifications()
    work.again(date(2025, 9, 10))
    work.take("looked_back", date(2026, 9, 1), outcome="lasting")

    assert struck_off == [("new", date(2024, 3, 18), date(2024, 11, 25))]
    assert look_back == [("looked_back", date(2025, 11, 25))]
    assert again == [("again", date(2025, 9, 1), None), *struck_off]
    assert rectifications() == [("again", date(2025, 9, 1), date(2025, 11, 10)), *struck_off]
    assert (work.now().state.ended, work.now().row.until) == ("lasting", date(2026, 9, 1))


def test_the_township_proposes_and_the_county_decides(work):
    oak, elm = work.county.organisation("oak"), work.county.organisation("elm")
    act = Act("proposed", date(2026, 3, 2), values={"text": "班子不团结"})
    with pytest.raises(NotYoursToAct, match="中共东镇委员会"):
        work.begin("rectification", act, oak, role="secretary")
    work.begin("rectification", act, oak, role="township")

    with pytest.raises(NotYoursToAct, match="中共某县委员会"):
        work.take("reviewed", date(2026, 3, 10), "township", "put_forward")
    with pytest.raises(RunsAlreadyHere):
        work.begin("rectification", act, oak)
    with pytest.raises(NotOfThisKind, match="Rectification"):
        work.begin("rectification", act, work.county.organisation("east"), "east")
    with pytest.raises(NotOfThisKind):
        work.begin("rectification", act, elm)

    declared = installed_types("jiangxian").types["rectification"]
    assert running_about(declared, [oak, elm], DAY) == {oak: work.id}


def test_what_was_written_elsewhere_is_not_taken_back_with_the_step(work):
    begun = Act("proposed", date(2026, 3, 2), values={"text": "班子不团结"})
    work.begin("rectification", begun, work.county.organisation("oak"))
    work.take("reviewed", date(2026, 3, 10), outcome="put_forward")
    work.take("listed", date(2026, 3, 18), outcome="determined", text="班子不团结")

    with pytest.raises(NothingToTakeBack):
        take_back(case_id=work.id, seen=3, by=work.by("section"))


def test_open_tasks_are_told_at_the_own_check_and_stand_on_the_list_of_problems(work):
    work.until_acceptance()
    work.take("looked_back", date(2025, 9, 1), outcome="relapsed", text="反弹")
    task = NewTask("修复饮水管网", "rectification_task", date(2025, 12, 1), date(2025, 9, 2))

    add_task(found=work.now(), task=task, by=work.by("township"))
    with pytest.raises(NoTask):
        add_task(found=work.now(), task=NewTask("", "rectification_task", None, DAY), by=work.by("township"))
    with pytest.raises(NotYoursToAct):
        add_task(found=work.now(), task=task, by=work.by("bureau"))

    rows = list(store_of(installed_catalogue("jiangxian").types["problem"]).believed())
    assert [(row.values["number"], row.values["text"], row.values["status"]) for row in rows] == [
        (f"{work.now().number}-1", "修复饮水管网", "open")
    ]


def test_an_item_goes_to_whom_it_is_assigned_and_back_to_who_raised_it(work):
    problem, bureau = a_problem(work.county), work.county.organisation("bureau")
    work.begin("item", Act("taken_in", date(2024, 5, 7), "taken"), problem, role="secretary")
    types, catalogue = installed_types("jiangxian"), installed_catalogue("jiangxian")
    sees: Callable[[], bool] = lambda: Reach.of(work.by("bureau").access, types, catalogue).reaches(work.now())  # noqa: E731
    before = sees()
    work.take("assigned", date(2024, 5, 8), "township", "assigned", other=bureau, until_day=date(2024, 6, 30))
    assigned, mine = problem_now(problem), [(one.step, one.actor) for one in waiting(EVERY_CASE, DAY).rows]

    work.take("answered", date(2024, 6, 20), outcome="solved", text="已换灯")
    work.take("accepted", date(2024, 6, 22), "secretary", "not_content", text="仍不亮")
    again = problem_now(problem)
    work.take("answered", date(2024, 6, 28), outcome="solved", text="线路已换")
    work.take("accepted", date(2024, 6, 29), "secretary", "content")

    assert (before, work.now().other, mine) == (False, bureau, [("answered", bureau)])
    assert assigned == ("open", date(2024, 6, 30), None)
    assert again[0] == "open"
    assert problem_now(problem) == ("solved", date(2024, 6, 30), "线路已换")
    assert work.now().state.ended == "settled"


def test_a_case_knows_where_its_subject_stands_and_what_it_is(work):
    problem, oak = a_problem(work.county), work.county.organisation("oak")
    types = installed_types("jiangxian").types
    work.begin("item", Act("taken_in", date(2024, 5, 7), "taken"), problem)
    [row] = waiting(EVERY_CASE, DAY).rows
    unit_type = types["item"].model_copy(update={"about": "unit"})
    post_type = types["item"].model_copy(update={"about": "position"})
    add("serves", {"organisation": oak, "unit": work.county.records["village"]})

    assert (row.case, row.organisation) == (work.id, oak)
    assert subjects(standings([work.id])) == {work.id: ("problem", problem)}
    assert place_of(unit_type, work.county.records["village"], DAY) == oak
    assert place_of(post_type, work.county.records["橡树村党支部书记"], DAY) == oak
    assert place_of(types["item"], 999_999, DAY) is None
