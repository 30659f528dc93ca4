"""The reference of the API as a plain page of this site, made from its own description: no script, nobody else's server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.api.application import api
from zugong.web.pages import Page, page


@dataclass(frozen=True)
class Parameter:
    """One thing that a request may carry."""

    name: str
    kind: str
    is_required: bool
    meaning: str


@dataclass(frozen=True)
class Endpoint:
    """One address with a method."""

    method: str
    address: str
    summary: str
    meaning: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True)
class Subject:
    """The endpoints of one subject."""

    name: str
    endpoints: tuple[Endpoint, ...]


@dataclass(frozen=True, kw_only=True)
class ReferencePage(Page):
    """Everything that the API can do."""

    template: ClassVar[str] = "web/account/api.html"
    introduction: str
    subjects: tuple[Subject, ...]


def show_reference(request: HttpRequest) -> HttpResponse:
    """What the API can do, for people."""
    described = api.get_openapi_schema()
    subjects: dict[str, list[Endpoint]] = {}
    for subject, endpoint in _endpoints(described):
        subjects.setdefault(subject, []).append(endpoint)
    content = ReferencePage(
        title=gettext("What the API can do"),
        introduction=described["info"]["description"],
        subjects=tuple(Subject(name, tuple(endpoints)) for name, endpoints in subjects.items()),
    )
    return page(request, content)


def _endpoints(described: Mapping[str, Any]) -> Iterator[tuple[str, Endpoint]]:
    for address, methods in described["paths"].items():
        for method, operation in methods.items():
            parameters = tuple(_parameter(one) for one in operation.get("parameters", ()))
            endpoint = Endpoint(
                method.upper(), address, operation.get("summary", ""), operation.get("description", ""),
                parameters + tuple(_body_parameters(operation, described)),
            )  # fmt: skip
            yield operation["tags"][0], endpoint


def _parameter(described: Mapping[str, Any]) -> Parameter:
    schema = described["schema"]
    meaning = described.get("description") or schema.get("description", "")
    return Parameter(described["name"], _kind(schema), described.get("required", False), meaning)


def _body_parameters(operation: Mapping[str, Any], described: Mapping[str, Any]) -> Iterator[Parameter]:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schema = content["schema"]
        if "$ref" in schema:
            schema = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        required = schema.get("required", ())
        for name, one in schema.get("properties", {}).items():
            yield Parameter(name, _kind(one), name in required, one.get("description", ""))


def _kind(schema: Mapping[str, Any]) -> str:
    options = schema.get("anyOf", [schema])
    kinds = [one.get("format") or one.get("type", "") for one in options]
    return ", ".join(kind for kind in kinds if kind and kind != "null")
