"""Two of the three families of errors: a rule that a user broke, and a pack that is wrong. The third, bugs, crash."""

from __future__ import annotations

from typing import Any, ClassVar


class RuleBroken(Exception):
    """Something was asked that a rule stands against. Its sentence is shown to the user as it stands.

    A subclass gives `code` (dotted, stable, for programs), `message` (English, the source) and `message_zh`, both with
    named places that the keyword arguments fill. What was asked, what stands against it, what would be right.
    """

    code: ClassVar[str] = "rule.broken"
    message: ClassVar[str] = "{reason}"
    message_zh: ClassVar[str] = "{reason}"

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.message.format(**details))

    def sentence(self, language: str) -> str:
        """The sentence in `language`: zh-hans (any zh) or English."""
        return (self.message_zh if language.startswith("zh") else self.message).format(**self.details)


class PackError(Exception):
    """A pack file says something that cannot be: which file, which line, which key, what is allowed.

    `zh` is the same problem for people who read Chinese; empty where nobody has said it in Chinese.
    """

    def __init__(
        self, problem: str, *, file: str = "", line: int | None = None, key: str = "", zh: str = ""
    ) -> None:  # fmt: skip
        self.problem, self.file, self.line, self.key, self.zh = problem, file, line, key, zh
        place = f"{file}:{line}" if file and line else file
        super().__init__(": ".join(part for part in (place, key, problem) if part))

    def said(self, language: str) -> str:
        """The problem alone, in `language` (zh-hans, any zh, or English), without its place."""
        return (self.zh if language.startswith("zh") else "") or self.problem
