"""The addresses of imports and of tokens."""

from django.urls import path

from zugong.web.views import import_undo, imports, reconciliation, tokens

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/list/", imports.import_list, name="import_list"),
    path("imports/reconcile/", reconciliation.reconciliation, name="reconciliation"),
    path("imports/sheets/<slug:code>.xlsx", imports.empty_sheet, name="empty_sheet"),
    path("imports/<int:job>/", imports.one_import, name="import"),
    path("imports/<int:job>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<int:job>/check/", imports.import_check, name="import_check"),
    path("imports/<int:job>/marked.xlsx", imports.import_marked, name="import_marked"),
    path("imports/<int:job>/decide/", imports.import_decide, name="import_decide"),
    path("imports/<int:job>/commit/", imports.import_commit, name="import_commit"),
    path("imports/<int:job>/undo/", import_undo.import_undo, name="import_undo"),
    path("imports/<int:job>/discard/", imports.import_discard, name="import_discard"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/<uuid:uid>/revoke/", tokens.token_revoke, name="token_revoke"),
]
