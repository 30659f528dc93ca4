"""The addresses of imports and of tokens."""

from django.urls import path

from zugong.web.views import tokens

urlpatterns = [
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/<uuid:uid>/revoke/", tokens.token_revoke, name="token_revoke"),
]
