"""The addresses of the year."""

from django.urls import path

from zugong.web.views import cycle

urlpatterns = [
    path("year/", cycle.cycle, name="cycle"),
    path("year/ratings/<slug:code>/", cycle.cycle_rating, name="cycle_rating"),
]
