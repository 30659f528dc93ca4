"""The catalogue of mechanisms and what the packs of the places carry of it."""

import pytest
from click.testing import CliRunner

from zugong.cli.commands.mechanisms import command
from zugong.packs.carried import Carrier, carriers
from zugong.packs.mechanisms import read_mechanisms
from zugong.packs.pack import installed_pack
from zugong.packs.schemes import Scheme

PLACES = ["jiangxian", "lushi", "weichang", "huaihua", "qinghai"]


@pytest.mark.parametrize("place", PLACES)
def test_every_standard_and_evaluation_of_a_place_is_carried_by_a_scheme_of_its_pack(place):
    wanted = {name for name, one in read_mechanisms().items() if one.shape == "scheme" and place in one.places}

    carried = {
        name for name, found in carriers(installed_pack(place)).items()
        if any(one.kind in ("scheme", "criterion") for one in found)
    }  # fmt: skip

    assert wanted - carried == set()


@pytest.mark.parametrize("place", PLACES)
def test_a_scheme_that_adds_up_brings_a_worked_case(place):
    without = [
        scheme.scheme for scheme in installed_pack(place).schemes.values()
        if any(is_added_up(scheme) and not version.cases for version in scheme.versions)
    ]  # fmt: skip

    assert without == []


def is_added_up(scheme: Scheme) -> bool:
    return scheme.rates != "person" and not any(version.graded for version in scheme.versions)


@pytest.mark.parametrize("place", PLACES)
def test_whoever_is_rated_may_appeal_to_another_office_than_the_reviewing_one(place):
    wrong = [
        f"{scheme.scheme} {version.version}"
        for scheme in installed_pack(place).schemes.values()
        for version in scheme.versions
        if version.appeal is None or version.appeal.decided_by == version.reviewer
    ]

    assert wrong == []


@pytest.mark.parametrize("place", PLACES)
def test_points_of_persons_are_off_until_a_locality_turns_them_on(place):
    of_persons = [one for one in installed_pack(place).schemes.values() if one.rates == "person"]

    assert [one.scheme for one in of_persons if one.restrained is None or one.restrained.switched_on] == []


def test_the_command_says_with_how_many_worked_cases_a_scheme_carries_a_mechanism():
    found = carriers(installed_pack("lushi"))["five-star-branch"]

    listed = CliRunner().invoke(command, ["--place", "lushi"], env={"COLUMNS": "400"})

    assert found == (Carrier("scheme", "five_star_branches", 5),)
    assert "scheme five_star_branches (worked cases: 5)" in listed.output
