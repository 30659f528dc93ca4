"""Files that somebody takes away: each with its type, and with a name that may be Chinese."""

from __future__ import annotations

from typing import IO

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def word_file(content: bytes, name: str) -> HttpResponse:
    """A Word file; `name` without its ending."""
    headers = {"Content-Disposition": content_disposition_header(True, f"{name}.docx")}
    return HttpResponse(content, content_type=_WORD, headers=headers)


def workbook_file(file: IO[bytes], name: str) -> FileResponse:
    """A workbook, sent in parts and closed by the response; `name` without its ending."""
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=_WORKBOOK)
