"""The addresses of recruitments: for anybody under jobs/, for offices under recruitment/."""

from django.urls import path

from zugong.web.views import (
    job_standing,
    jobs,
    recruitment,
    recruitment_batch,
    recruitment_notice,
    recruitment_objections,
    recruitment_order,
    recruitment_papers,
    recruitment_scores,
    recruitment_sittings,
)

urlpatterns = [
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/standing/", job_standing.job_standing, name="job_standing"),
    path("jobs/<int:identity>/", jobs.job, name="job"),
    path("jobs/<int:identity>/objection/", jobs.job_object, name="job_object"),
    path("jobs/<int:identity>/<int:post>/", jobs.job_register, name="job_register"),
    path("recruitment/", recruitment.recruitments, name="recruitments"),
    path("recruitment/new/", recruitment.recruitment_new, name="recruitment_new"),
    path("recruitment/<int:identity>/", recruitment_notice.recruitment, name="recruitment"),
    path("recruitment/<int:identity>/change/", recruitment.recruitment_change, name="recruitment_change"),
    path(
        "recruitment/<int:identity>/sittings/", recruitment_sittings.recruitment_sittings,
        name="recruitment_sittings",
    ),
    path(
        "recruitment/<int:identity>/sittings/<int:sitting>/", recruitment_sittings.recruitment_sitting,
        name="recruitment_sitting",
    ),
    path(
        "recruitment/<int:identity>/sittings/<int:sitting>/drop/", recruitment_sittings.recruitment_sitting_drop,
        name="recruitment_sitting_drop",
    ),
    path(
        "recruitment/<int:identity>/scores/<slug:part>/", recruitment_scores.recruitment_scores,
        name="recruitment_scores",
    ),
    path(
        "recruitment/<int:identity>/scores/<slug:part>/workbook/", recruitment_scores.recruitment_scores_workbook,
        name="recruitment_scores_workbook",
    ),
    path("recruitment/<int:identity>/order/", recruitment_order.recruitment_order, name="recruitment_order"),
    path(
        "recruitment/<int:identity>/order/workbook/", recruitment_order.recruitment_order_workbook,
        name="recruitment_order_workbook",
    ),
    path(
        "recruitment/<int:identity>/objections/", recruitment_objections.recruitment_objections,
        name="recruitment_objections",
    ),
    path(
        "recruitment/<int:identity>/papers/<slug:paper>/", recruitment_papers.recruitment_paper,
        name="recruitment_paper",
    ),
    path(
        "recruitment/<int:identity>/applicants/<int:application>/", recruitment_batch.recruitment_applicant,
        name="recruitment_applicant",
    ),
    path("recruitment/<int:identity>/<slug:batch>/", recruitment_batch.recruitment_batch, name="recruitment_batch"),
]  # fmt: skip
