"""The addresses of the API."""

from django.urls import path

from zugong.api.application import api
from zugong.api.reference import show_reference

urlpatterns = [path("v1/docs/", show_reference, name="api_reference"), path("v1/", api.urls)]
