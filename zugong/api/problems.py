"""What is said when something stands against a request: one shape for every refusal, whatever refused."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from zugong.kernel.errors import PackError, RuleBroken

#: Status by the code of a broken rule; every other one is 422.
_STATUS = {"figures.unknown_figure": 404, "figures.unknown_type": 404}


class Problem(Schema):
    """A refusal: `code` is stable, for programs; the two sentences are for people."""

    code: str = Field(examples=["api.not_there"])
    message: str
    message_zh: str
    details: dict[str, Any] = Field(default_factory=dict, description="What the sentence speaks of, by name.")


class ApiRefusal(RuleBroken):
    """A refusal of the API itself, with its status."""

    status: ClassVar[int] = 422


class NoToken(ApiRefusal):
    status = 401
    code = "api.no_token"
    message = "This needs a valid token; make one under /account/tokens/ and send it as Authorization: Bearer TOKEN."
    message_zh = "需要有效的访问令牌；请在 /account/tokens/ 生成，并以 Authorization: Bearer 令牌 的形式发送。"


class TooManyFailures(ApiRefusal):
    status = 429
    code = "api.too_many_failures"
    message = "Too many wrong tokens came from this address; try again in {minutes} minutes."
    message_zh = "来自该地址的错误令牌过多，请在{minutes}分钟后重试。"


class NotThere(ApiRefusal):
    """Also for what the asker may not know of."""

    status = 404
    code = "api.not_there"
    message = "There is no {what} {which}, or not within what you may see."
    message_zh = "没有{what_zh}“{which}”，或不在您可查看的范围内。"


class NotAllowed(ApiRefusal):
    status = 403
    code = "api.not_allowed"
    message = "{reason}"
    message_zh = "{reason_zh}"


def problem_response(status: int, code: str, message: str, message_zh: str, details: Any = None) -> HttpResponse:
    """The refusal as JSON."""
    body = {"code": code, "message": message, "message_zh": message_zh, "details": details or {}}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False, "default": str})


def _broken_rule(request: HttpRequest, error: RuleBroken) -> HttpResponse:
    status = error.status if isinstance(error, ApiRefusal) else _STATUS.get(error.code, 422)
    details = {name: _plain(value) for name, value in error.details.items()}
    response = problem_response(status, error.code, error.sentence("en"), error.sentence("zh-hans"), details)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str | bool | list | None) else str(value)


def _pack_error(request: HttpRequest, error: PackError) -> HttpResponse:
    """Only names that a request brought can be wrong here: an installed pack was checked when it was read."""
    return problem_response(404, "api.not_declared", error.problem, f"配置包中没有：{error.problem}")


def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem_response(404, "api.no_such_address", "There is no such address.", "没有这个地址。")


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [{"where": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in error.errors]
    first = f"{errors[0]['where']}: {errors[0]['what']}" if errors else ""
    return problem_response(
        422, "api.invalid", f"The request is not understood: {first}", f"请求有误：{first}", {"errors": errors}
    )


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem_response(error.status_code, "api.refused", str(error), f"请求被拒绝：{error}")


def _no_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _broken_rule(request, NoToken())


def answer_problems(api: NinjaAPI) -> None:
    """Make every refusal of an API a problem."""
    api.add_exception_handler(RuleBroken, _broken_rule)
    api.add_exception_handler(PackError, _pack_error)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, _no_token)
    api.add_exception_handler(HttpError, _http_error)
