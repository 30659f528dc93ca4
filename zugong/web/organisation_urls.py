"""The addresses of the tree, of organisations and of what is changed about them."""

from django.urls import path

from zugong.web.views import chart, coverage, organisations, posts, restructuring, tree

urlpatterns = [
    path("", tree.tree, name="tree"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/blank-spots.xlsx", coverage.blank_spots_export, name="blank_spots_export"),
    path("posts/", posts.posts, name="posts"),
    path("<int:identity>/", organisations.organisation, name="organisation"),
    path("<int:identity>/reveal/", organisations.organisation_reveal, name="organisation_reveal"),
    path("<int:identity>/children/", tree.tree_children, name="tree_children"),
    path("<int:identity>/chart/", chart.organisation_chart, name="organisation_chart"),
    path("<int:identity>/change/", restructuring.restructuring, name="restructuring"),
    path("<int:identity>/change/<slug:operation>/", restructuring.restructuring_form, name="restructuring_form"),
    path("changes/<int:number>/", restructuring.organisation_change, name="organisation_change"),
    path("changes/<int:number>/undo/", restructuring.organisation_change_undo, name="organisation_change_undo"),
]
