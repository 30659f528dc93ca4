"""Every address of the site."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from zugong.web.views import (
    about,
    access,
    card_sign_in,
    cards,
    errors,
    home,
    month,
    people,
    sign_in,
    type_size,
    unsent,
)

handler400 = errors.not_asked_rightly
handler403 = errors.not_allowed
handler404 = errors.not_there
handler500 = errors.broken

urlpatterns = [
    path("", home.home, name="home"),
    path("month/", month.this_month, name="this_month"),
    path("board/<int:identity>/", home.board, name="board"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("card/", card_sign_in.card_sign_in, name="card_sign_in"),
    path("cards/", cards.cards, name="cards"),
    path("cards/issue/", cards.cards_issue, name="cards_issue"),
    path("cards/<str:username>/block/", cards.card_block, name="card_block"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("unsent/line/", unsent.line, name="line"),
    path("unsent/page/", unsent.no_line, name="no_line"),
    path("unsent-worker.js", unsent.worker, name="unsent_worker"),
    path("type-size/", type_size.set_type_size, name="set_type_size"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("organisations/", include("zugong.web.organisation_urls")),
    path("people/<int:identity>/", people.person, name="person"),
    path("people/<int:identity>/reveal/", people.person_reveal, name="person_reveal"),
    path("records/", include("zugong.web.record_urls")),
    path("figures/", include("zugong.web.figure_urls")),
    path("access/mine/", access.who_looked, name="who_looked"),
    path("about/", about.about, name="about"),
    path("", include("zugong.web.administration_urls")),
    path("", include("zugong.web.find_urls")),
    path("", include("zugong.web.cycle_urls")),
    path("", include("zugong.web.programme_urls")),
    path("", include("zugong.web.scheme_urls")),
    path("", include("zugong.web.case_urls")),
    path("", include("zugong.web.guide_urls")),
    path("", include("zugong.web.recruitment_urls")),
    path("", include("zugong.web.draft_urls")),
    path("reviews/", include("zugong.web.review_urls")),
    path("", include("zugong.web.activity_urls")),
    path("", include("zugong.web.ballot_urls")),
    path("requests/", include("zugong.web.request_urls")),
    path("dues/", include("zugong.web.dues_urls")),
    path("", include("zugong.web.mobile_urls")),
    path("", include("zugong.web.commendation_urls")),
    path("", include("zugong.web.training_urls")),
    path("", include("zugong.web.import_urls")),
    path("", include("zugong.web.complaint_urls")),
    path("", include("zugong.web.text_urls")),
    path("api/", include("zugong.api.urls")),
]
