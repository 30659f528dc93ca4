"""The addresses of texts with numbers: last year's text, and the page before the microphone."""

from django.urls import path

from zugong.web.views import briefing, last_year

urlpatterns = [
    path("last-year/", last_year.last_year, name="last_year"),
    path("last-year/<str:word>/", last_year.last_year_text, name="last_year_text"),
    path("last-year/<str:word>/days/", last_year.last_year_days, name="last_year_days"),
    path("last-year/<str:word>/choose/", last_year.last_year_choose, name="last_year_choose"),
    path("last-year/<str:word>/changes/", last_year.last_year_changes, name="last_year_changes"),
    path("last-year/<str:word>/changes.docx", last_year.last_year_word, name="last_year_word"),
    path("last-year/<str:word>/forget/", last_year.last_year_forget, name="last_year_forget"),
    path("briefings/", briefing.briefings, name="briefings"),
    path("briefings/<slug:code>/", briefing.briefing, name="briefing"),
    path("briefings/<slug:code>/sheet.docx", briefing.briefing_word, name="briefing_word"),
]
