"""The addresses of complaints and of corrections that members ask for."""

from django.urls import path

from zugong.web.views import complaints, corrections

urlpatterns = [
    path("complaints/new/", complaints.complain, name="complain"),
    path("complaints/state/", complaints.complaint_state, name="complaint_state"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/<int:identity>/", complaints.complaint, name="complaint"),
    path("complaints/<int:identity>/answer/", complaints.complaint_answer, name="complaint_answer"),
    path("complaints/<int:identity>/forward/", complaints.complaint_forward, name="complaint_forward"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/ask/", corrections.ask_correction, name="ask_correction"),
    path("corrections/<int:identity>/", corrections.correction, name="correction"),
    path("corrections/<int:identity>/answer/", corrections.correction_answer, name="correction_answer"),
]
