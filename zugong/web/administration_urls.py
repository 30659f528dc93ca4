"""The addresses of administrators: accounts, offices, mandates, and who may see what."""

from django.urls import path

from zugong.web.views import access_log
from zugong.web.views.administration import accounts, choices, mandates, offices, own_password, why

urlpatterns = [
    path("account/password/", own_password.own_password, name="own_password"),
    path("access/log/", access_log.access_log, name="access_log"),
    path("access/log/export.xlsx", access_log.access_log_export, name="access_log_export"),
    path("access/why/", why.why, name="why"),
    path("access/who/", why.who_may, name="who_may"),
    path("administration/choices/<slug:kind>/", choices.choices, name="choices"),
    path("administration/accounts/", accounts.accounts, name="accounts"),
    path("administration/accounts/new/", accounts.account_new, name="account_new"),
    path("administration/accounts/<str:username>/", accounts.account, name="account"),
    path("administration/accounts/<str:username>/act/", accounts.account_act, name="account_act"),
    path("administration/offices/", offices.offices, name="offices"),
    path("administration/offices/new/", offices.office_new, name="office_new"),
    path("administration/offices/<int:identity>/", offices.office, name="office"),
    path("administration/offices/<int:identity>/end/", offices.office_end, name="office_end"),
    path("administration/offices/<int:identity>/seat/", offices.office_seat, name="office_seat"),
    path("administration/offices/<int:identity>/mandate/", mandates.mandate_new, name="mandate_new"),
    path("administration/seats/<int:identity>/end/", offices.seat_end, name="seat_end"),
    path("administration/mandates/<int:identity>/end/", mandates.mandate_end, name="mandate_end"),
]
