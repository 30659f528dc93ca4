"""Wrong codes are slowed: so many from one address and from all within an hour; each serving process counts by itself."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

from zugong.kernel.crypto import keyed_hash

_FROM_ONE, _FROM_ALL, _AN_HOUR = 10, 300, 3600


def _keys(request: HttpRequest) -> tuple[str, str]:
    return f"registration.{keyed_hash(request.META.get('REMOTE_ADDR', ''))}", "registration.all"


def is_slowed(request: HttpRequest) -> bool:
    """Did too many wrong codes come from there, or from everywhere?"""
    one, everywhere = _keys(request)
    return cache.get(one, 0) >= _FROM_ONE or cache.get(everywhere, 0) >= _FROM_ALL


def count_wrong(request: HttpRequest) -> None:
    """One more wrong code."""
    for key in _keys(request):
        cache.add(key, 0, _AN_HOUR)
        cache.incr(key)
