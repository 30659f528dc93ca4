"""How pages and files travel: compressed, and under names that a telephone may keep for ever."""

from __future__ import annotations

import gzip
from hashlib import md5

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from zugong.web.delivery import NamedByContent

pytestmark = pytest.mark.once


def test_a_page_travels_compressed_to_who_understands_it(db):
    plain = Client().get(reverse("sign_in"))
    packed = Client().get(reverse("sign_in"), headers={"accept-encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert b"<!doctype html>" in gzip.decompress(packed.content)


def test_a_workbook_is_compressed_already_and_travels_as_it_is(county, sign_in):
    answer = sign_in("township").get(
        reverse("record_export", args=["membership"]), headers={"accept-encoding": "gzip"}
    )  # fmt: skip

    assert (answer.status_code, "Content-Encoding" in answer.headers) == (200, False)


def test_collected_files_are_named_by_their_content(tmp_path):
    storage = NamedByContent(location=tmp_path, base_url="/static/")
    before = storage.url("web/style.css")
    storage.save("web/style.css", ContentFile(b"body { color: red }"))
    [collected] = storage.post_process({"web/style.css": (storage, "web/style.css")})
    name = f"web/style.{md5(b'body { color: red }').hexdigest()[:12]}.css"

    assert before == "/static/web/style.css"
    assert (collected, storage.url("web/style.css")) == (("web/style.css", name, True), f"/static/{name}")
