"""Who looked at whose data, and why somebody may or may not see something."""

from django.http import HttpResponse


def who_looked(request):
    return HttpResponse("")
