"""The addresses of own standards and programmes."""

from django.urls import path

from zugong.web.views import draft, draft_parts, draft_publication, draft_sharing, draft_text, draft_trial, drafts

urlpatterns = [
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/new/", drafts.draft_new, name="draft_new"),
    path("drafts/take-in/", draft_sharing.draft_take_in, name="draft_take_in"),
    path("drafts/own-pack/", draft_sharing.own_pack_file, name="own_pack_file"),
    path("drafts/<int:identity>/", draft.draft, name="draft"),
    path("drafts/<int:identity>/drop/", draft.draft_drop, name="draft_drop"),
    path("drafts/<int:identity>/case/", draft.draft_case, name="draft_case"),
    path("drafts/<int:identity>/text/", draft_text.draft_text, name="draft_text"),
    path("drafts/<int:identity>/file/", draft_text.draft_file, name="draft_file"),
    path("drafts/<int:identity>/compare/", draft_trial.draft_compare, name="draft_compare"),
    path("drafts/<int:identity>/try/", draft_trial.draft_try, name="draft_try"),
    path("drafts/<int:identity>/try/<int:anchor>/", draft_trial.draft_try_one, name="draft_try_one"),
    path("drafts/<int:identity>/publish/", draft_publication.draft_publish, name="draft_publish"),
    path("drafts/<int:identity>/part/<slug:section>/", draft_parts.draft_single, name="draft_single"),
    path("drafts/<int:identity>/part/<slug:section>/<str:place>/", draft_parts.draft_part, name="draft_part"),
]
