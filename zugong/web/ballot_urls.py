"""The addresses of secret votes."""

from django.urls import path

from zugong.web.views import ballot, ballot_vote, ballots

urlpatterns = [
    path("ballots/", ballots.ballots, name="ballots"),
    path("ballots/new/<int:organisation>/<slug:kind>/", ballots.ballot_new, name="ballot_new"),
    path("ballots/<int:identity>/", ballot.ballot, name="ballot"),
    path("ballots/<int:identity>/code/<int:number>/", ballot.ballot_code, name="ballot_code"),
    path("ballots/<int:identity>/vote/", ballot_vote.ballot_vote, name="ballot_vote"),
    path("ballots/<int:identity>/voted/", ballot_vote.ballot_voted, name="ballot_voted"),
    path("ballots/<int:identity>/check/", ballot.ballot_check, name="ballot_check"),
    path("ballots/<int:identity>/close/", ballot.ballot_close, name="ballot_close"),
    path("ballots/<int:identity>/cancel/", ballot.ballot_cancel, name="ballot_cancel"),
    path("ballots/<int:identity>/count/", ballot.ballot_count, name="ballot_count"),
    path("ballots/<int:identity>/roster/", ballot.ballot_roster, name="ballot_roster"),
]
