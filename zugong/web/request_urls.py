"""The addresses of requests for data: forms from above."""

from django.urls import path

from zugong.web.views import request_account, request_board, request_defining, request_filling, requests

urlpatterns = [
    path("", requests.requests, name="requests"),
    path("new/", request_defining.request_new, name="request_new"),
    path("account/", request_account.request_account, name="request_account"),
    path("<int:identity>/", request_board.request, name="request"),
    path("<int:identity>/define/", request_defining.request_define, name="request_define"),
    path("<int:identity>/collected.xlsx", request_board.request_collected, name="request_collected"),
    path("<int:identity>/<int:organisation>/", request_filling.request_fill, name="request_fill"),
]
