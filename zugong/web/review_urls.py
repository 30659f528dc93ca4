"""The addresses of reviews, their templates and their versions."""

from django.urls import path

from zugong.web.views import review_templates, review_versions, reviews

urlpatterns = [
    path("", reviews.reviews, name="reviews"),
    path("new/", reviews.review_new, name="review_new"),
    path("<int:identity>/", reviews.review, name="review"),
    path("<int:identity>/document/", reviews.review_document, name="review_document"),
    path("<int:identity>/change/", reviews.review_change, name="review_change"),
    path("<int:identity>/approve/", reviews.review_approve, name="review_approve"),
    path("<int:identity>/withdraw/", reviews.review_withdraw, name="review_withdraw"),
    path("versions/<int:identity>/", review_versions.review_version, name="review_version"),
    path("versions/<int:identity>/document/", review_versions.review_version_document, name="review_version_document"),
    path("versions/<int:identity>/verification/", review_versions.review_verification, name="review_verification"),
    path("versions/<int:identity>/differences/<str:key>/", review_versions.review_difference, name="review_difference"),
    path("templates/", review_templates.review_templates, name="review_templates"),
    path(
        "templates/pack/<slug:code>/document/", review_templates.review_report_document, name="review_report_document"
    ),
    path(
        "templates/<int:identity>/document/", review_templates.review_template_document, name="review_template_document"
    ),
    path(
        "templates/<int:identity>/withdraw/", review_templates.review_template_withdraw, name="review_template_withdraw"
    ),
]
