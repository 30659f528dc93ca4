"""The addresses of the guide for transfers and of what officers do beside a case of transfer."""

from django.urls import path

from zugong.web.views import guide, transfer_papers, transfers

urlpatterns = [
    path("guide/", guide.guide, name="guide"),
    path("guide/status/", guide.guide_status, name="guide_status"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/differences/", transfers.transfer_differences, name="transfer_differences"),
    path("cases/<int:identity>/letter/", transfer_papers.transfer_letter, name="transfer_letter"),
    path("cases/<int:identity>/slip/", transfer_papers.transfer_slip, name="transfer_slip"),
]
