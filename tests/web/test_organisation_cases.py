"""Founding an organisation on its pages: applied for, filled in from the file, shown first, recorded with the step."""

from __future__ import annotations

from django.urls import reverse

from zugong.cases.filed import case

BEGIN = reverse("case_begin", args=["organisation_founding"])
WANTED = {
    "on": "2020-06-01", "outcome": "branch", "new_name": "合作社党支部", "full_members": "3", "members": "4",
    "text": "党员集中", "papers": ["application", "roster"],
}  # fmt: skip


def test_the_step_that_founds_is_filled_in_from_the_file_shown_first_and_recorded_once(county, sign_in):
    address = f"{BEGIN}?subject={county.organisation('oak')}"
    secretary, township = sign_in("secretary"), sign_in("township")

    too_few = secretary.post(address, WANTED | {"full_members": "2"})
    begun = secretary.post(address, WANTED).url
    township.post(f"{begun}steps/reviewed/", {"on": "2020-06-03", "outcome": "put_forward", "seen": "1"})
    decided = {"on": "2020-06-10", "outcome": "new", "number": "东发〔2020〕8号", "seen": "2"}
    township.post(f"{begun}steps/decided/", decided)
    step = f"{begun}steps/founded/"
    form = township.get(step).context["form"]
    said = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    typed = {name: str(value or "") for name, value in said.items()} | {"seen": "3"}
    shown = township.post(step, typed | {"step": "preview"})
    done = township.post(step, typed | {"step": "commit", "digest": shown.context["digest"]})
    file = township.get(begun)

    assert [one.problem for one in too_few.context["fields"] if one.problem] == [
        "正式党员不少于3（《支部工作条例》第四条，2018-10-28起施行）。"
    ]
    assert (typed["new_name"], typed["kind"], typed["on"], typed["paper"]) == (
        "合作社党支部", "branch", "2020-06-10", "东发〔2020〕8号",
    )  # fmt: skip
    assert [line.text for line in shown.context["effects"]] == [
        "合作社党支部 · 2020-06-10", "合作社党支部 → 中共东镇委员会",
    ]  # fmt: skip
    assert done.url == begun
    found = case(int(begun.split("/")[-2]))
    assert found is not None
    assert [act.step for act in found.acts] == ["applied", "reviewed", "decided", "founded"]
    changed = file.context["acts"][0].change_address
    assert "合作社党支部" in township.get(changed).content.decode()
    assert secretary.get(step).status_code == 403


def test_the_page_of_changes_and_that_of_coverage_lead_to_the_cases(county, sign_in):
    changes = reverse("restructuring", args=[county.organisation("oak")])

    def offered(role: str) -> list[str]:
        return [one.label for one in sign_in(role).get(changes).context["cases"]]

    every = ["党组织设立", "党组织合并", "隶属关系调整", "党组织撤销"]
    assert (offered("secretary"), offered("township")) == (every, every)
    assert [one.label for one in sign_in("township").get(reverse("coverage")).context["cases"]] == ["空白点覆盖"]
