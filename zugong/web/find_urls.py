"""The addresses of finding."""

from django.urls import path

from zugong.web.views import find

urlpatterns = [
    path("find/", find.find, name="find"),
    path("find/suggestions/", find.find_suggestions, name="find_suggestions"),
]
