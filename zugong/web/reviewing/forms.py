"""The form of a review: whom and when it speaks of, and from what it is written."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext, gettext_lazy

from zugong.kernel.time import Period
from zugong.reviews.actions import Chosen
from zugong.reviews.text import Subject

#: Browsers read the days of such a field in this form only, whatever the language of the page.
_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ReviewForm(forms.Form):
    """`template` is report:CODE for a report of the pack, or the id of an own template."""

    title = forms.CharField(max_length=200, required=False, label=gettext_lazy("Title"))
    organisation = forms.TypedChoiceField(coerce=int, label=gettext_lazy("Organisation and all below it"))
    on = forms.DateField(label=gettext_lazy("As of"), widget=_DAY)
    first = forms.DateField(label=gettext_lazy("Period from"), widget=_DAY)
    last = forms.DateField(label=gettext_lazy("to"), widget=_DAY)
    tree = forms.DateField(label=gettext_lazy("Tree of"), widget=_DAY, required=False)
    template = forms.ChoiceField(label=gettext_lazy("Template"))

    def __init__(
        self,
        *arguments: object,
        organisations: list[tuple[int, str]],
        templates: list[tuple[str, str]],
        **options: object,
    ) -> None:
        super().__init__(*arguments, label_suffix="", **options)
        self.fields["title"].help_text = gettext("Left empty: as the template says.")
        self.fields["organisation"].choices = organisations
        self.fields["template"].choices = templates
        self.fields["tree"].help_text = gettext("Left empty: the tree of the day itself.")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("The period ends before it begins; choose a later end."))
        return cleaned

    @property
    def subject(self) -> Subject:
        """Whom and when the review speaks of; of a valid form."""
        said = self.cleaned_data
        return Subject(
            said["title"], said["organisation"], said["on"], said["tree"] or said["on"], said["first"], said["last"]
        )

    @property
    def chosen(self) -> Chosen:
        wanted = self.cleaned_data["template"]
        return Chosen(report=wanted.removeprefix("report:")) if ":" in wanted else Chosen(template=int(wanted))


class TemplateForm(forms.Form):
    """A template to upload, and whose it is."""

    file = forms.FileField(label=gettext_lazy("Word file (.docx)"))
    name = forms.CharField(max_length=200, required=False, label=gettext_lazy("Name"))
    organisation = forms.TypedChoiceField(coerce=int, label=gettext_lazy("For"))

    def __init__(self, *arguments: object, organisations: list[tuple[int, str]], **options: object) -> None:
        super().__init__(*arguments, label_suffix="", **options)
        self.fields["organisation"].choices = organisations
        self.fields["name"].help_text = gettext("Left empty: the name of the file.")


def usual_days(day: date) -> dict[str, date]:
    """The days that a new review begins with: the last year that was over, or the one that ends on the day."""
    year = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    period = Period.year(year)
    return {"on": period.last, "first": period.start, "last": period.last}
