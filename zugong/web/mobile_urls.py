"""The addresses of mobile members."""

from django.urls import path

from zugong.web.views import mobile, mobile_member

urlpatterns = [
    path("mobile/", mobile.mobile, name="mobile"),
    path("mobile/of/<int:identity>/", mobile.mobile_branch, name="mobile_branch"),
    path("mobile/of/<int:identity>/member/<int:person>/", mobile_member.mobile_member, name="mobile_member"),
    path(
        "mobile/of/<int:identity>/member/<int:person>/hand-over/", mobile_member.mobile_hand_over,
        name="mobile_hand_over",
    ),
    path("mobile/hand-overs/<int:row_id>/", mobile_member.mobile_handover_answer, name="mobile_handover_answer"),
]  # fmt: skip
