"""The addresses of the guide for transfers and of what officers do beside a case of transfer."""

from django.urls import path

from zugong.web.views import guide

urlpatterns = [
    path("guide/", guide.guide, name="guide"),
    path("guide/status/", guide.guide_status, name="guide_status"),
]
