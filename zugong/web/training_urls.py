"""The addresses of training."""

from django.urls import path

from zugong.web.views import training, training_class, training_enrol, training_groups, training_papers, training_roll

urlpatterns = [
    path("training/", training.training, name="training"),
    path("training/mine/", training_groups.training_mine, name="training_mine"),
    path("training/groups/<slug:code>/", training_groups.training_group, name="training_group"),
    path("training/of/<int:identity>/new/", training_class.training_new, name="training_new"),
    path("training/classes/<int:identity>/", training_class.training_class, name="training_class"),
    path("training/classes/<int:identity>/status/", training_class.training_status, name="training_status"),
    path("training/classes/<int:identity>/enrol/", training_enrol.training_enrol, name="training_enrol"),
    path("training/classes/<int:identity>/withdraw/", training_enrol.training_withdraw, name="training_withdraw"),
    path("training/classes/<int:identity>/roll/", training_roll.training_roll, name="training_roll"),
    path("training/classes/<int:identity>/sheet/", training_papers.training_sheet, name="training_sheet"),
    path(
        "training/classes/<int:identity>/certificates/", training_papers.training_certificates,
        name="training_certificates",
    ),
]  # fmt: skip
