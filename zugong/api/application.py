"""The API as a whole: version 1, one router per subject, tokens only, every refusal a problem."""

from __future__ import annotations

from typing import ClassVar

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from zugong import __version__
from zugong.api.authentication import PersonalToken
from zugong.api.problems import answer_problems
from zugong.api.routes import dictionary, exports, figures, imports, me, organisations, reconciliation, records

_DESCRIPTION = """\
Everything the command line can do, for programs. 命令行能做的，程序都能做。

Send `Authorization: Bearer TOKEN`; tokens are made under `/account/tokens/`. A token may do what its user may do today,
and no more. What you may not know of answers 404; what you may see but not do answers 403 with the reason. Every refusal
is `{code, message, message_zh, details}`. Whoever reads rows about persons is written down.

Three clocks: `on` (the day), `tree` (whose organisation tree groups), `known` (what was known then: an ISO time, a day, or
the number of an entry). An answer to a question with `known` never changes.
"""


class ReadableJSON(JSONRenderer):
    """Chinese as Chinese: people read answers too, and they are half as long."""

    json_dumps_params: ClassVar[dict[str, bool]] = {"ensure_ascii": False}


#: No page of its own for documentation: the usual one loads scripts from other sites. /api/v1/docs/ is ours.
api = NinjaAPI(
    title="Zugong 组工",
    version=__version__,
    description=_DESCRIPTION,
    auth=PersonalToken(),
    renderer=ReadableJSON(),
    docs_url=None,
    urls_namespace="api",
)
answer_problems(api)
for _subject in (me, dictionary, records, organisations, figures, imports, exports, reconciliation):
    api.add_router("", _subject.router)
