"""What somebody sent after their session had ended is carried through the sign-in, so that nothing is typed twice.

It lies in the page alone, never on the server, and is sent on only when whoever signed in says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse

_CARRIED = "late."
_NOT_CARRIED = ("csrfmiddlewaretoken",)
_SECRET = "password"
#: More than any form that people fill in by hand.
_MOST_FIELDS, _MOST_CHARACTERS = 600, 200_000

#: Names and values of a form, in the order in which they were sent.
Values = tuple[tuple[str, str], ...]


def never_carried(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, of whose forms nothing is carried: whoever then mistypes a password would leave it in the log of attempts."""
    view.is_never_carried = True
    return view


def may_be_carried(view: Callable[..., HttpResponse]) -> bool:
    """May what a view was sent be carried through the sign-in?"""
    return not getattr(view, "is_never_carried", False)


def sent_late(request: HttpRequest) -> Values:
    """What a form said that came without a session. Passwords and files are left out; a form too large is left out whole."""
    if request.method != "POST":
        return ()
    return _small(
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _NOT_CARRIED and _SECRET not in name
    )


def carried(request: HttpRequest) -> Values:
    """The same, as the form for signing in brings it back."""
    return _small(
        (name.removeprefix(_CARRIED), value)
        for name, values in request.POST.lists()
        for value in values
        if name.startswith(_CARRIED)
    )


def as_carried(values: Values) -> Values:
    """The values under the names that `carried` knows."""
    return tuple((_CARRIED + name, value) for name, value in values)


def _small(values: Iterable[tuple[str, str]]) -> Values:
    found = tuple(values)
    is_small = len(found) <= _MOST_FIELDS and sum(len(value) for _, value in found) <= _MOST_CHARACTERS
    return found if is_small else ()
