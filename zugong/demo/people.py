"""People: who they are, apart from what they do. Ages, schooling and work fit the place where they live."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from zugong.demo.identity import IdentityNumbers, landline_number, mobile_number
from zugong.demo.names import personal_name
from zugong.demo.targets import Targets
from zugong.demo.world import Person

#: Education codes by year of birth and whether the work is in an office: codes and weights.
_SCHOOLING = {
    (False, 0): (("81", "71", "61", "90"), (45, 38, 9, 8)),
    (False, 1): (("71", "61", "81", "41", "31"), (62, 22, 8, 5, 3)),
    (False, 2): (("71", "61", "44", "31", "21"), (34, 26, 12, 20, 8)),
    (True, 0): (("61", "41", "31", "71", "21"), (34, 26, 24, 10, 6)),
    (True, 1): (("31", "21", "41", "14", "61"), (44, 38, 9, 4, 5)),
    (True, 2): (("21", "14", "31", "11"), (70, 16, 13, 1)),
}
_OCCUPATION = {
    "rural": "farmer", "urban": "other", "agency": "official", "school": "professional", "hospital": "professional",
    "state_firm": "manager", "new": "worker",
}  # fmt: skip
_AGES = {  # youngest, oldest, most frequent
    "rural": (20, 93, 56), "urban": (22, 88, 62), "agency": (23, 84, 46), "school": (23, 82, 44), "hospital": (23, 80, 42),
    "state_firm": (22, 78, 48), "new": (20, 66, 38),
}  # fmt: skip
_FEMALE_SHARE = {
    "rural": 0.19,
    "urban": 0.42,
    "agency": 0.31,
    "school": 0.52,
    "hospital": 0.58,
    "state_firm": 0.3,
    "new": 0.3,
}
_RETIREMENT_AGE = 60


def anniversary(day: date, years: int) -> date:
    """The same day `years` later; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def day_between(random: Random, first: date, last: date) -> date:
    """A day from `first` to `last`, both included."""
    return first + timedelta(days=random.randint(0, (last - first).days))


class People:
    """Makes persons, each with an identity number and telephone of nobody's."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self._random = Random(f"{targets.seed} people")
        self._numbers = IdentityNumbers(targets.people.identity_area)
        self.made: list[Person] = []

    def person(self, sector: str, home: str, *, youngest: int = 0, oldest: int = 99) -> Person:
        """A person as of the opening day, of an age between the two; `sector` is that of the branch or the village's."""
        random, wanted = self._random, self._targets.people
        low, high, frequent = _AGES[sector]
        low, high = max(low, youngest), min(high, oldest)
        age = random.triangular(low, high, min(max(frequent, low), high))
        born_on = self._targets.opened_on - timedelta(days=int(age * 365.25) + 3)
        sex = "female" if random.random() < _FEMALE_SHARE[sector] else "male"
        made = Person(
            identity_number=self._numbers.next(born_on=born_on, sex=sex),
            name=personal_name(random, sex=sex, birth_year=born_on.year),
            sex=sex,
            ethnicity="01" if random.random() < wanted.han_share else random.choice(wanted.peoples),
            born_on=born_on,
            education=self._education(sector, born_on.year),
            occupation="retired" if age >= _RETIREMENT_AGE and sector != "rural" else _OCCUPATION[sector],
            mobile_phone=mobile_number(random, self._targets.people.mobile_prefix) if random.random() < 0.94 else "",
            landline=landline_number(random, self._targets.people.landline_prefix) if random.random() < 0.06 else "",
            address=f"{self._targets.people.home}{home}{random.randint(1, 180)}号",
        )
        self.made.append(made)
        return made

    def _education(self, sector: str, birth_year: int) -> str:
        codes, weights = _SCHOOLING[sector not in ("rural", "new"), (birth_year >= 1955) + (birth_year >= 1985)]
        return self._random.choices(codes, weights)[0]

    def join(self, person: Person, *, latest: date) -> None:
        """Let the person have joined between the eighteenth birthday and `latest`, and be a full member a year later."""
        random = self._random
        earliest = anniversary(person.born_on, 18) + timedelta(days=20)
        likely = earliest + timedelta(days=int(random.triangular(0, 27 * 365, 5 * 365)))
        self.joined_on(person, likely if likely <= latest else day_between(random, earliest, latest))

    def joined_on(self, person: Person, day: date) -> None:
        """Let the person have joined on `day`; of long ago some sheets know the month only."""
        person.joined_on = day
        person.full_on = anniversary(day, 1)
        person.joined_text = day
        if day.year < 1985 and self._random.random() < 0.12:
            person.joined_text = f"{day:%Y-%m}"
