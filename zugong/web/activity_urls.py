"""The addresses of meetings and village matters."""

from django.urls import path

from zugong.web.views import meeting, meeting_papers, meeting_themes, meetings, village_matter, village_matters

urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/themes/", meeting_themes.meeting_themes, name="meeting_themes"),
    path("meetings/of/<int:identity>/", meetings.meeting_list, name="meeting_list"),
    path("meetings/of/<int:identity>/new/<slug:series>/", meeting.meeting_new, name="meeting_new"),
    path("meetings/<int:identity>/", meeting.meeting, name="meeting"),
    path("meetings/<int:identity>/cancel/", meeting.meeting_cancel, name="meeting_cancel"),
    path("meetings/<int:identity>/review/", meeting_papers.meeting_review, name="meeting_review"),
    path("meetings/<int:identity>/scan/", meeting_papers.meeting_scan, name="meeting_scan"),
    path("meetings/<int:identity>/scan/<int:row>/", meeting_papers.meeting_scan_file, name="meeting_scan_file"),
    path(
        "meetings/<int:identity>/scan/<int:row>/withdraw/", meeting_papers.meeting_scan_withdraw,
        name="meeting_scan_withdraw",
    ),
    path("meetings/<int:identity>/paper/<slug:code>/", meeting_papers.meeting_paper_page, name="meeting_paper"),
    path("meetings/items/<int:identity>/answer/", meeting_papers.meeting_answer, name="meeting_answer"),
    path("village-matters/", village_matters.village_matters, name="village_matters"),
    path("village-matters/new/<int:identity>/", village_matters.village_matter_new, name="village_matter_new"),
    path("village-matters/<int:identity>/", village_matter.village_matter, name="village_matter"),
    path("village-matters/<int:identity>/drop/", village_matter.village_matter_drop, name="village_matter_drop"),
    path("village-matters/<int:identity>/paper/<slug:step>/", village_matter.village_matter_paper, name="village_matter_paper"),
    path("village-matters/<int:identity>/scan/", village_matter.village_matter_scan_new, name="village_matter_scan_new"),
    path("village-matters/<int:identity>/scan/<int:row>/", village_matter.village_matter_scan, name="village_matter_scan"),
    path("notices/<uuid:uid>/", village_matters.public_notice, name="public_notice"),
]  # fmt: skip
