"""What a wrong pack is told: file, line, key, what is allowed, what is nearest."""

import pytest

from tests.packs.pack_folder import FILES, SCHEMA, with_words, write_pack
from zugong.figures.schema import installed_schema
from zugong.packs.check import check_pack

FIGURES, PROMISES, PARAMETER = "figures/members.yaml", "promises.yaml", "parameters/least_years.yaml"


def complaints(folder, changed) -> list[str]:
    write_pack(folder, changed=changed)
    return [str(error).removeprefix(f"{folder}/small/") for error in check_pack("small", schema=SCHEMA, folder=folder)]


def test_a_right_pack_has_nothing_to_complain_about(tmp_path):
    assert complaints(tmp_path, {}) == []


@pytest.mark.parametrize("name", ["national", "jiangxian"])
def test_the_packs_of_the_product_are_right(name):
    told = [str(error) for error in check_pack(name, schema=installed_schema(name))]

    assert told == []


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (
            FIGURES, "chapter: members", "chaptr: members",
            "figures/members.yaml:5: chaptr: unknown key; nearest: chapter, share; allowed: also, average, chapter, en, "
            "figure, measure, near, note, of, print, ratio, share, time, unit, where, zh",
        ),
        (
            FIGURES, "decimals: 1", "decimal: 1",
            "figures/members.yaml:25: print.decimal: unknown key; nearest: decimals, scale; "
            "allowed: decimals, form, rounding, scale",
        ),
        (FIGURES, "  zh: 党员\n", "", "figures/members.yaml:1: zh: is missing"),
        (FIGURES, "  zh: 党员\n", f"  zh: {'[' * 990}{']' * 990}\n", "figures/members.yaml: nested too deep to be meant"),
        (FIGURES, "  zh: 党员\n", "  zh: 党员\n  zh: 党员\n", "figures/members.yaml:3: zh: this key stands twice"),
        (
            FIGURES, "zh: 党员", "zh: no",
            "figures/members.yaml:2: the bare word 'no' is ambiguous; write true, false or quotes",
        ),
        (
            FIGURES, "chapter: members", "chapter: member",
            "figures/members.yaml:5: chapter: there is no chapter 'member'; nearest: members; there are: members",
        ),
        (
            FIGURES, "of: member", "of: membr",
            "figures/members.yaml:6: of: there is no record type 'membr'; nearest: member",
        ),
        (
            FIGURES, "holds() and full", "holds() and ful",
            "figures/members.yaml:17: where: column 13: 'ful' is not a field of member; nearest: full, until, organisation",
        ),
        (
            FIGURES, "{distinct: person}", "{distinct: persn}",
            "figures/members.yaml:7: measure: column 1: 'persn' is not a field of member; nearest: person, years, organisation",
        ),
        (
            FIGURES, "{distinct: person}", "{sum: person}",
            "figures/members.yaml:7: measure: only numbers are summed, and person is a reference",
        ),
        (
            FIGURES, "time: stock", "time: flow",
            "figures/members.yaml:8: where: a flow needs period_start and period_end in its condition",
        ),
        (
            FIGURES, "holds() and full", "since < period_end",
            "figures/members.yaml:18: time: a stock is of a day; a condition with a period makes a flow",
        ),
        (
            FIGURES, "whole: members", "whole: membrs",
            "figures/members.yaml:19: there is no figure 'membrs'; nearest: members, full_members",
        ),
        (
            FIGURES, "  time: stock\n", "",
            "figures/members.yaml:1: a measure needs time",
        ),
        (
            FIGURES, "figure: full_members", "figure: members",
            "figures/members.yaml:10: members: is declared already in {file}; choose another id",
        ),
        (
            PARAMETER, "2020-01-01: 3\n", "2020-01-01: 3\n  2021-01-01: 4\n",
            "parameters/least_years.yaml:1: each value has one source and each source its value; see 2021-01-01",
        ),
        (
            PARAMETER, "2020-01-01: 3\n", "2020-01-01: drei\n",
            "parameters/least_years.yaml:1: 'drei' is not of kind integer",
        ),
        (
            PARAMETER, "checked_on: 2021-03-01\n", "checked_on: 2021-03-01\nitems: [{zh: 一, en: One}]\n",
            "parameters/least_years.yaml:1: 1 items are listed, which is none of its values; say why in items_note",
        ),
        (
            PARAMETER, "name: least_years", "name: fewest_years",
            "parameters/least_years.yaml:1: name: stands in least_years.yaml; call the file fewest_years.yaml",
        ),
        (
            PROMISES, "figure: members", "figure: membrs",
            "promises.yaml:15: figure: there is no figure 'membrs'; nearest: members, full_members",
        ),
        (
            PROMISES, "{small-years} >=", "{small-year} >=",
            "promises.yaml:16: arithmetic: there is no promise 'small-year'; nearest: small-years, small-members",
        ),
        (
            PROMISES, "{small-years} >=", "{small-years} ** 2 >=",
            "promises.yaml:16: promises.0.arithmetic: only {names}, whole numbers, + - * / and brackets are arithmetic",
        ),
        (
            PROMISES, "qualifier: exact", "qualifier: more_than",
            "promises.yaml:8: print: more_than is not printed as exact; allowed: more_than",
        ),
        (
            PROMISES, "used_by: [members]", "used_by: [full_members]",
            "promises.yaml:25: used_by: least_years is used by members",
        ),
        (
            PROMISES, "value: 3", "value: 4",
            "promises.yaml:21: value: the parameter least_years says 3 on 2020-12-31",
        ),
        (PROMISES, "id: small-years", "id: small-members", "promises.yaml:17: id: small-members stands 2 times"),
        (
            "pack.yaml", 'version: "1"', "version: 2020.10",
            "pack.yaml:4: version: should be text; write it in quotes",
        ),
        (
            "pack.yaml", "pack: small", "pack: other",
            "pack.yaml:1: pack: stands in the folder small; a pack bears its folder's name",
        ),
    ],
)  # fmt: skip
def test_a_wrong_pack_is_told_where_and_what_would_be_right(tmp_path, path, old, new, expected):
    told = complaints(tmp_path, with_words(path, old, new))

    assert told[:1] == [expected.replace("{file}", f"{tmp_path}/small/{path}")]


def test_every_file_with_an_error_is_told_at_once(tmp_path):
    changed = with_words(FIGURES, "zh: 党员", "name: 党员") | with_words(PARAMETER, "unit:", "units:")

    assert [told.split(":")[0] for told in complaints(tmp_path, changed)] == [FIGURES, PARAMETER]


def test_a_folder_that_no_pack_has_is_not_passed_over(tmp_path):
    told = complaints(tmp_path, {"figure/members.yaml": FILES[FIGURES]})

    assert [line.split("; allowed")[0] for line in told] == ["figure: is nothing that a pack has; nearest: figures"]


def test_a_parameter_left_to_localities_must_be_set_by_each(tmp_path):
    declared = "name: line\nlabel: 线\nlabel_en: Line\nunit: {zh: 元, en: yuan}\nkind: money\nset_by: locality\n"

    told = complaints(tmp_path, {"parameters/line.yaml": declared})

    assert told == [
        "parameters/line.yaml:6: set_by: is left to each locality, and small does not set it; "
        f"write {tmp_path}/small/parameters/line.yaml"
    ]


def test_a_figure_before_the_first_value_of_its_parameter_is_told(tmp_path):
    changed = {PARAMETER: FILES[PARAMETER].replace("2020-01-01", "2021-01-01")}

    assert complaints(tmp_path, changed) == [
        "promises.yaml:15: figure: Least years has no value on 2020-12-31; its first value is from 2021-01-01 on.",
        "promises.yaml:24: parameter: Least years has no value on 2020-12-31; its first value is from 2021-01-01 on.",
    ]


def test_organisations_with_needs_a_path_to_an_organisation_and_kinds_of_the_code_list(tmp_path):
    figure = FILES[FIGURES].replace("{distinct: person}", "{organisations_with: person, kinds: [brunch]}", 1)

    assert complaints(tmp_path, {FIGURES: figure}) == [
        "figures/members.yaml:7: measure: person does not lead to an organisation",
        "figures/members.yaml:7: measure: there is no kind of organisation 'brunch'; nearest: branch",
    ]


def test_an_unknown_pack_is_told_which_there_are(tmp_path):
    write_pack(tmp_path)

    told = [str(error) for error in check_pack("smal", schema=SCHEMA, folder=tmp_path)]

    assert told == [f"there is no pack 'smal' in {tmp_path}; there are: small"]
