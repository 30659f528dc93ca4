"""How pages and files travel over a thin line: text compressed, files under names that change with their content."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

from zugong.web.middleware import is_for_programs


class TextCompression(GZipMiddleware):
    """Compresses pages; workbooks and documents are compressed already, and programs sit on better lines.

    Django adds bytes of random length, so that the size of a page tells nothing about a secret in it (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.headers.get("Content-Type", "").startswith("text/")
        return super().process_response(request, response) if is_text and not is_for_programs(request) else response


class NamedByContent(CompressedManifestStaticFilesStorage):
    """Style and scripts under names with a hash of their content, which a telephone keeps and never asks for again.

    Where nobody has collected them (tests, a server of one's own) they keep their plain names.
    """

    manifest_strict = False

    def hashed_name(self, name: str, content=None, filename: str | None = None) -> str:
        is_there = content is not None or self.exists(filename or name)
        return super().hashed_name(name, content, filename) if is_there else name
