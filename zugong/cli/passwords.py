"""Passwords that commands take for new accounts."""

from __future__ import annotations

from typing import ClassVar

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from zugong.kernel.errors import RuleBroken


class WeakPassword(RuleBroken):
    code: ClassVar[str] = "user.weak_password"
    message: ClassVar[str] = (
        "This password is too short or too common; choose ten characters or more that nobody guesses."
    )
    message_zh: ClassVar[str] = "密码过短或过于常见，请至少用十个字符，且不易被猜到。"


def strong_password(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """The password as given, before anything is made with it. Raises WeakPassword."""
    try:
        validate_password(value)
    except ValidationError as error:
        raise WeakPassword from error
    return value
