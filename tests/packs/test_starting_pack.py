"""A pack to begin with: it is right as it is written, under a national pack and under a county's."""

import pytest
from click.testing import CliRunner, Result

from zugong.cli.commands.pack import command
from zugong.kernel.errors import PackError
from zugong.packs.pack import load_pack

WORDS = ["--zh", "某县", "--en", "A county"]


def run(*arguments) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.mark.parametrize("above", ["national", "jiangxian"])
def test_a_new_pack_passes_the_check_as_it_is(tmp_path, above):
    made = run("new", tmp_path / "my_county", *WORDS, "--inherits", above)

    checked = run("check", tmp_path / "my_county")

    assert (made.exit_code, checked.exit_code) == (0, 0), checked.output
    assert checked.output.startswith("my_county national@")


def test_a_new_pack_is_named_after_its_folder_and_has_one_example_of_each_kind(tmp_path):
    run("new", tmp_path / "my_county", *WORDS, "--territory", "某某县", "--since", "2026-01-01")

    pack, above = load_pack("my_county", folder=tmp_path), load_pack("national")

    assert (pack.heading.zh, pack.heading.en, pack.heading.territory) == ("某县", "A county", "某某县")
    assert sorted(set(pack.figures) - set(above.figures)) == [
        "branches_without_home_visit",
        "home_visits",
        "households_visited",
    ]
    assert sorted(set(pack.programmes) - set(above.programmes)) == ["home_visit_year"]
    assert sorted(set(pack.schemes) - set(above.schemes)) == ["home_visit_branches"]
    assert set(pack.parameters["home_visits_per_quarter"].values) == {pack.programmes["home_visit_year"].since}


def test_a_township_need_not_set_again_what_its_county_has_set(tmp_path):
    run("new", tmp_path / "my_township", *WORDS, "--inherits", "jiangxian")

    assert load_pack("my_township", folder=tmp_path).heading.leaves_unset == ()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "my_county").mkdir()
    (tmp_path / "my_county" / "pack.yaml").write_text("mine", encoding="utf-8")

    result = run("new", tmp_path / "my_county", *WORDS)

    assert isinstance(result.exception, PackError)
    assert str(result.exception) == f"{tmp_path}/my_county: there is something in it already; choose a new folder"
    assert (tmp_path / "my_county" / "pack.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["我的县", "MyCounty", "my-county", "2026"])
def test_a_name_that_codes_could_not_bear_is_refused(tmp_path, name):
    result = run("new", tmp_path / name, *WORDS)

    assert str(result.exception).endswith(
        f"{name!r} cannot name a pack; write small letters, digits and _, such as packs/my_county"
    )
    assert list(tmp_path.iterdir()) == []
