"""The addresses of records: lists, their exports and views, one record, and what may be entered about it."""

from django.urls import path

from zugong.web.views import entering, record, record_views, records, references

urlpatterns = [
    path("", records.records, name="records"),
    path("views/<int:view>/forget/", record_views.record_view_forget, name="record_view_forget"),
    path("<slug:code>/", records.record_list, name="record_list"),
    path("<slug:code>/export.xlsx", record_views.record_export, name="record_export"),
    path("<slug:code>/views/", record_views.record_view_keep, name="record_view_keep"),
    path("<slug:code>/new/", entering.record_new, name="record_new"),
    path("<slug:code>/find/", entering.record_find, name="record_find"),
    path("<slug:code>/<int:identity>/", record.record, name="record"),
    path("<slug:code>/<int:identity>/references/", references.record_references, name="record_references"),
    path("<slug:code>/<int:identity>/reveal/", record.record_reveal, name="record_reveal"),
    path("<slug:code>/<int:identity>/change/", entering.record_change, name="record_change"),
    path("<slug:code>/<int:identity>/correct/", entering.record_correct, name="record_correct"),
    path("<slug:code>/<int:identity>/withdraw/", entering.record_withdraw, name="record_withdraw"),
]
