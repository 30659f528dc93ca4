"""Figures: the catalogue, one figure and its rows, numbers beside each other, and what lies between two of them."""

from django.urls import path

from zugong.web.views import compare, difference, figure, figure_rows, figures

urlpatterns = [
    path("", figures.figures, name="figures"),
    path("compare/", compare.compare, name="compare"),
    path("compare/workbook/", compare.compare_workbook, name="compare_workbook"),
    path("<slug:code>/", figure.figure, name="figure"),
    path("<slug:code>/rows/", figure_rows.figure_rows, name="figure_rows"),
    path("<slug:code>/difference/", difference.difference, name="figure_difference"),
]
