"""The addresses of programmes."""

from django.urls import path

from zugong.web.views import programme_lines, programme_sheets, programmes

urlpatterns = [
    path("plans/", programmes.programmes, name="programmes"),
    path("plans/week/", programme_sheets.week, name="programme_week"),
    path("plans/month/", programme_sheets.month, name="programme_month"),
    path("plans/week.docx", programme_sheets.week_document, name="programme_week_document"),
    path("plans/month.docx", programme_sheets.month_document, name="programme_month_document"),
    path("plans/lines/<str:code>/", programme_lines.line, name="programme_line"),
    path("plans/lines/<str:code>/rows/", programme_lines.line_rows, name="programme_rows"),
    path("plans/<slug:code>/", programmes.programme, name="programme"),
    path("organisations/<int:identity>/duties/", programmes.organisation_duties, name="organisation_duties"),
]
