"""The addresses of commendations, medals and titles."""

from django.urls import path

from zugong.web.views import commendation_certificates, commendation_round, commendations, medals

urlpatterns = [
    path("commendations/", commendations.commendations, name="commendations"),
    path("commendations/new/", commendations.commendation_new, name="commendation_new"),
    path("commendations/medals/", medals.medals, name="medals"),
    path("commendations/titles/", medals.titles, name="titles"),
    path("commendations/titles/<int:row_id>/", medals.title_act, name="title_act"),
    path("commendations/layouts/", commendation_certificates.commendation_layouts, name="commendation_layouts"),
    path(
        "commendations/layouts/usual/<slug:paper>/", commendation_certificates.commendation_layout_usual,
        name="commendation_layout_usual",
    ),
    path(
        "commendations/layouts/<int:layout>/", commendation_certificates.commendation_layout_own,
        name="commendation_layout_own",
    ),
    path(
        "commendations/<int:identity>/certificates/", commendation_certificates.commendation_certificates,
        name="commendation_certificates",
    ),
    path(
        "commendations/<int:identity>/certificates/<int:row_id>/", commendation_certificates.commendation_certificate,
        name="commendation_certificate",
    ),
    path("commendations/medals/list/", medals.medal_list, name="medal_list"),
    path("commendations/<int:identity>/", commendation_round.commendation_round, name="commendation_round"),
    path("commendations/<int:identity>/places/", commendation_round.commendation_places, name="commendation_places"),
    path("commendations/<int:identity>/list/", commendation_round.commendation_list, name="commendation_list"),
    path(
        "commendations/<int:identity>/propose/<int:organisation>/", commendation_round.commendation_propose,
        name="commendation_propose",
    ),
    path(
        "commendations/<int:identity>/withdraw/<int:row_id>/", commendation_round.commendation_withdraw,
        name="commendation_withdraw",
    ),
]  # fmt: skip
