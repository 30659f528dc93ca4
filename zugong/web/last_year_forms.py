"""What the form for last year's text says, as clean values: the document, the organisation and the days."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy

from zugong.kernel.errors import RuleBroken
from zugong.reviews.last_year_drafts import Days
from zugong.reviews.last_year_word import MAX_BYTES, open_word, saved, word_from_text
from zugong.web.clocks import usual_day

_MOST_CHARACTERS = 60_000
_MEGABYTE = 1024 * 1024


def _day_field(label: Any, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class LastYearForm(forms.Form):
    """A text, pasted or as a file, and the days that it speaks of and shall speak of."""

    text = forms.CharField(
        label=gettext_lazy("Paste the text"), required=False, max_length=_MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 9}),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("or choose a file (.docx, .txt)"), required=False, max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt"}),
    )  # fmt: skip
    organisation = forms.TypedChoiceField(
        label=gettext_lazy("The text is about"), coerce=int, required=False, empty_value=None
    )
    last_on = _day_field(gettext_lazy("Last day"), required=True)
    last_from = _day_field(gettext_lazy("First day (empty: 1 January)"), required=False)
    this_on = _day_field(gettext_lazy("Last day"), required=True)
    this_from = _day_field(gettext_lazy("First day (empty: 1 January)"), required=False)

    def __init__(self, *arguments: Any, organisations: list[tuple[int, str]], language: str, **options: Any) -> None:
        day = usual_day()
        initial = {"last_on": date(day.year - 1, 12, 31), "this_on": day}
        super().__init__(*arguments, initial=initial, **options)
        self.language = language
        self.fields["organisation"].choices = organisations
        self.document, self.filename = b"", ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text, file = cleaned.get("text", "").strip(), cleaned.get("file")
        if bool(text) == bool(file):
            self.add_error("text", gettext("Either paste a text or choose a file."))
        elif file:
            self._read(file)
        else:
            self.document, self.filename = word_from_text(text), ""
        for first, last in (("last_from", "last_on"), ("this_from", "this_on")):
            if cleaned.get(first) and cleaned.get(last) and cleaned[first] > cleaned[last]:
                self.add_error(first, gettext("The first day comes after the last."))
        return cleaned

    def _read(self, file: UploadedFile) -> None:
        """Take the document of a file, or say what to do with one that cannot be read."""
        name = file.name or ""
        kind = PurePath(name).suffix.lower()
        if kind not in (".docx", ".txt"):
            self.add_error("file", _refusal(kind, name))
        elif (file.size or 0) > MAX_BYTES:
            limit = MAX_BYTES // _MEGABYTE
            self.add_error("file", gettext("The file is larger than %(limit)s MB.") % {"limit": limit})
        else:
            self._take(file.read(), name, kind)

    def _take(self, content: bytes, name: str, kind: str) -> None:
        self.filename = name
        try:
            self.document = saved(open_word(content, name)) if kind == ".docx" else word_from_text(_decoded(content))
        except RuleBroken as error:
            self.add_error("file", error.sentence(self.language))
        except UnicodeDecodeError:
            self.add_error("file", gettext("The file is no readable text; save it as UTF-8, or paste the text."))

    def days(self, which: str) -> Days:
        """The days of last_ or this_ year, from 1 January unless said otherwise."""
        last: date = self.cleaned_data[f"{which}_on"]
        return Days(self.cleaned_data[f"{which}_from"] or date(last.year, 1, 1), last)


def _refusal(kind: str, name: str) -> str:
    if kind in (".doc", ".wps", ".wpt", ".docm", ".rtf", ".odt"):
        return gettext(
            "%(name)s is of the kind %(kind)s: open it in WPS or Word, save it as .docx, and upload that file."
        ) % {"name": name, "kind": kind}
    if kind == ".pdf":
        return gettext(
            "A PDF cannot be edited: upload the Word document it was made from, or copy its text and paste it."
        )
    return gettext("%(name)s is neither .docx nor .txt; save it as .docx, or paste the text.") % {"name": name}


def _decoded(content: bytes) -> str:
    """UTF-8 where it is that without one wrong byte, else GB18030; UTF-16 where a mark says so."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")
