"""Requests for data in the small county, made through the pages as offices make them."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tests.web.county import County, add

HEAD = {
    "title": "活动场所取暖情况", "asked_by": "东镇组织办", "number": "东组〔2020〕9号", "paper": "关于核对取暖情况的通知",
    "due_on": "2021-01-08", "as_of": "2020-12-31", "kinds": "branch",
}  # fmt: skip
NUMBER = {"do": "question", "words": "今冬取暖费", "answer": "money", "least": "0", "needed": "yes"}
CHOICE = {"do": "question", "words": "取暖方式", "answer": "choice", "choices": "集中供热；煤改电", "needed": "yes"}
NAME = {"do": "field", "source": "organisation.name"}
SECRETARY = {"do": "field", "source": "post.village_secretary.name"}


def defined(client: Client, *boxes: dict[str, str], **head: str) -> int:
    """A draft with these boxes; its identity."""
    made = client.post(reverse("request_new"), HEAD | head)
    assert made.status_code == 302, made.context["problem"]
    identity = int(made.url.split("/")[2])
    for box in boxes:
        added = client.post(reverse("request_define", args=[identity]), box)
        assert added.status_code == 302, added.context["problem"]
    return identity


def sent_out(client: Client, *boxes: dict[str, str], **head: str) -> int:
    """A request that has gone out."""
    identity = defined(client, *boxes, **head)
    client.post(reverse("request_define", args=[identity]), {"do": "out"})
    return identity


def request_of(county: County) -> int:
    """The request of the county's table of permissions: asked by the section of every branch; made once."""
    if "request" not in county.records:
        section = Client(SERVER_NAME="localhost")
        section.force_login(county.users["section"])
        county.records["request"] = sent_out(section, NAME, NUMBER)
    return county.records["request"]


def serve_village(county: County) -> None:
    """The branch of the oaks is set up in its village."""
    add("serves", {"organisation": county.organisation("oak"), "unit": county.records["village"]})
