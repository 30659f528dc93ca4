"""The addresses of ratings."""

from django.urls import path

from zugong.web.views import (
    scheme_appeals,
    scheme_filing,
    scheme_months,
    scheme_proposals,
    scheme_publication,
    scheme_rated,
    scheme_reviewing,
    scheme_sample,
    scheme_versions,
    scheme_vetoes,
    schemes,
)

urlpatterns = [
    path("ratings/", schemes.schemes, name="schemes"),
    path("ratings/<slug:code>/", schemes.scheme, name="scheme"),
    path("ratings/<slug:code>/card/", schemes.scheme_card, name="scheme_card"),
    path("ratings/<slug:code>/review/", scheme_reviewing.scheme_review, name="scheme_review"),
    path("ratings/<slug:code>/months/", scheme_months.scheme_months, name="scheme_months"),
    path("ratings/<slug:code>/appeals/", scheme_appeals.scheme_appeals, name="scheme_appeals"),
    path("ratings/<slug:code>/sample/", scheme_sample.scheme_sample, name="scheme_sample"),
    path("ratings/<slug:code>/publication/", scheme_publication.scheme_publication, name="scheme_publication"),
    path("ratings/<slug:code>/proposals/", scheme_proposals.scheme_proposals, name="scheme_proposals"),
    path("ratings/<slug:code>/versions/", scheme_versions.scheme_versions, name="scheme_versions"),
    path(
        "ratings/<slug:code>/versions/<int:identity>/", scheme_versions.scheme_version_of_one, name="scheme_version_of_one"
    ),
    path("ratings/<slug:code>/<int:identity>/", scheme_rated.scheme_rated, name="scheme_rated"),
    path("ratings/<slug:code>/<int:identity>/self-check/", scheme_filing.scheme_self_check, name="scheme_self_check"),
    path("ratings/<slug:code>/<int:identity>/veto/", scheme_vetoes.scheme_veto, name="scheme_veto"),
    path("ratings/<slug:code>/<int:identity>/rows/<str:criterion>/", scheme_rated.scheme_rows, name="scheme_rows"),
    path("ratings/<slug:code>/<int:identity>/appeal/<str:criterion>/", scheme_appeals.scheme_appeal, name="scheme_appeal"),
    path(
        "ratings/<slug:code>/<int:identity>/decide/<str:criterion>/", scheme_appeals.scheme_appeal_decide,
        name="scheme_appeal_decide",
    ),
]  # fmt: skip
