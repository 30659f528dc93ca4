"""The addresses of cases."""

from django.urls import path

from zugong.web.views import (
    case,
    case_beginning,
    case_board,
    case_doing,
    case_intake,
    case_layouts,
    case_of_member,
    case_types,
    cases,
)

urlpatterns = [
    path("cases/", cases.cases, name="cases"),
    path("cases/mine/", cases.own_cases, name="own_cases"),
    path("cases/boards/<slug:code>/", case_board.case_board, name="case_board"),
    path("cases/types/<slug:code>/", case_types.case_type, name="case_type"),
    path("cases/types/<slug:code>/begin/", case_beginning.case_begin, name="case_begin"),
    path("cases/types/<slug:code>/begin/member/", case_of_member.case_of_member, name="case_of_member"),
    path("cases/types/<slug:code>/steps/<slug:step>/", case_doing.case_batch, name="case_batch"),
    path("cases/types/<slug:code>/take-in/", case_intake.case_take_in, name="case_take_in"),
    path("cases/types/<slug:code>/papers/", case_layouts.case_layouts, name="case_layouts"),
    path(
        "cases/types/<slug:code>/papers/<slug:paper>/usual/", case_layouts.case_layout_usual, name="case_layout_usual"
    ),
    path("cases/types/<slug:code>/papers/own/<int:layout>/", case_layouts.case_layout_own, name="case_layout_own"),
    path("cases/<int:identity>/papers/<slug:paper>/", case_layouts.case_document, name="case_document"),
    path("cases/<int:identity>/", case.case, name="case"),
    path("cases/<int:identity>/keep/", case.case_keep, name="case_keep"),
    path("cases/<int:identity>/steps/<slug:step>/", case_doing.case_do, name="case_do"),
    path("cases/<int:identity>/steps/<slug:step>/paper/", case_doing.case_paper, name="case_paper"),
]
