"""The addresses of cases."""

from django.urls import path

from zugong.web.views import (
    admission_account,
    case,
    case_batch,
    case_beginning,
    case_board,
    case_doing,
    case_intake,
    case_layouts,
    case_of_member,
    case_scans,
    case_types,
    cases,
    own_cases,
)

urlpatterns = [
    path("cases/", cases.cases, name="cases"),
    path("cases/mine/", own_cases.own_cases, name="own_cases"),
    path("cases/boards/<slug:code>/", case_board.case_board, name="case_board"),
    path("cases/admission-account/", admission_account.admission_account, name="admission_account"),
    path("cases/types/<slug:code>/", case_types.case_type, name="case_type"),
    path("cases/types/<slug:code>/begin/", case_beginning.case_begin, name="case_begin"),
    path("cases/types/<slug:code>/begin/member/", case_of_member.case_of_member, name="case_of_member"),
    path("cases/types/<slug:code>/steps/<slug:step>/", case_batch.case_batch, name="case_batch"),
    path("cases/types/<slug:code>/take-in/", case_intake.case_take_in, name="case_take_in"),
    path("cases/types/<slug:code>/papers/", case_layouts.case_layouts, name="case_layouts"),
    path(
        "cases/types/<slug:code>/papers/<slug:paper>/usual/", case_layouts.case_layout_usual, name="case_layout_usual"
    ),
    path("cases/types/<slug:code>/papers/own/<int:layout>/", case_layouts.case_layout_own, name="case_layout_own"),
    path("cases/<int:identity>/papers/<slug:paper>/", case_layouts.case_document, name="case_document"),
    path("cases/<int:identity>/", case.case, name="case"),
    path("cases/<int:identity>/keep/", case.case_keep, name="case_keep"),
    path("cases/<int:identity>/scans/", case_scans.case_scan, name="case_scan"),
    path("cases/<int:identity>/scans/<int:row>/", case_scans.case_scan_file, name="case_scan_file"),
    path("cases/<int:identity>/scans/<int:row>/withdraw/", case_scans.case_scan_withdraw, name="case_scan_withdraw"),
    path("cases/<int:identity>/steps/<slug:step>/", case_doing.case_do, name="case_do"),
    path("cases/<int:identity>/steps/<slug:step>/paper/", case_doing.case_paper, name="case_paper"),
]
