"""A draft tried on the records there are: its clauses on the data of a round, its lines as they would stand now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from zugong.dictionary.catalogue import Catalogue
from zugong.drafting.beginning import later
from zugong.drafting.checking import Checked
from zugong.figures.definitions import Definitions
from zugong.figures.grouping import all_rows
from zugong.figures.queries import Site
from zugong.packs.programmes import Programme
from zugong.schemes.evaluating import Question, Rating
from zugong.schemes.queries import rate


def site_with(checked: Checked, site: Site, catalogue: Catalogue) -> Site:
    """The site as if the draft were published: what its clauses count is defined there and nowhere else."""
    return replace(site, definitions=Definitions(checked.pack, catalogue))


def tried(checked: Checked, question: Question, site: Site) -> Rating:
    """Everybody rated by the draft on the clocks of a question about the version in force. `site` is that of `site_with`."""
    trial = replace(question, pack=checked.pack, scheme=checked.scheme, version=checked.version)
    return rate(trial, None, all_rows, site=site)


@dataclass(frozen=True)
class Trial:
    """A programme as if it had been in force in the year of a day: the same lines, and a pack that has it then."""

    programme: Programme
    checked: Checked

    def in_year(self, year: int) -> Checked:
        """The pack with the programme in that year, and the elements that it stands beside untouched."""
        moved = moved_to(self.programme, year)
        known = {**self.checked.pack.programmes, moved.programme: moved}
        return replace(self.checked, element=moved, pack=replace(self.checked.pack, programmes=known))


def moved_to(programme: Programme, year: int) -> Programme:
    """The programme with its days in another year."""
    from_year = programme.since.year
    return programme.model_copy(
        update={
            "since": later(programme.since, year - from_year),
            "until": later(programme.until, year - from_year) if programme.until else None,
            "lines": tuple(
                line.model_copy(update={"deadline": later(line.deadline, year - from_year)}) if line.deadline else line
                for line in programme.lines
            ),
        }
    )
