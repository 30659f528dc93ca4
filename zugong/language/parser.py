"""Reads a text into its tree: a Pratt parser, in which nothing exists that the language does not have."""

from __future__ import annotations

from zugong.language import messages, syntax
from zugong.language.errors import LanguageError, Sentence, Source
from zugong.language.syntax import Name, Node
from zugong.language.tokens import COMPARISONS, Token, tokens

DEEPEST_NESTING = 50
LARGEST_NUMBER = 10**15
CLOCKS = ("day", "period_start", "period_end")
RESERVED = frozenset({"and", "or", "not", "in", "is", "true", "false", "this", "some", "none", *CLOCKS})
"""Words that begin no path; a field of that name can only be read after a dot."""

_OR, _AND, _NOT, _COMPARISON, _SUM = 1, 2, 3, 4, 5
_POWER = {"or": _OR, "and": _AND, "in": _COMPARISON, "is": _COMPARISON, "+": _SUM, "-": _SUM}
_POWER |= dict.fromkeys(COMPARISONS, _COMPARISON)

_VALUE = Sentence("a value or condition", "值或条件")
_NAME = Sentence("a name", "名称")


def parse(text: str, within: str = "") -> Node:
    """The tree of `text`. Raises LanguageError; `within` names the derived field in its place."""
    source = Source(text, within)
    parser = _Parser(source)
    if parser.at_end():
        raise source.error(parser.next.span, messages.EMPTY)
    tree = parser.expression(0)
    if not parser.at_end():
        raise parser.trailing()
    return tree


class _Parser:
    """Walks the tokens once, from left to right."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tokens = tokens(source)
        self.index = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.index]

    def at_end(self) -> bool:
        return self.next.kind == "end"

    def take(self) -> Token:
        token = self.next
        self.index += token.kind != "end"
        return token

    def expect_sign(self, sign: str) -> Token:
        if not self.next.is_sign(sign):
            raise self.unexpected(Sentence(f"'{sign}'", f"“{sign}”"))
        return self.take()

    def unexpected(self, wanted: Sentence) -> LanguageError:
        found = self.next.described
        return self.source.error(
            self.next.span,
            messages.EXPECTED,
            self._habit(),
            wanted=wanted.en,
            wanted_zh=wanted.zh,
            found=found.en,
            found_zh=found.zh,
        )

    def trailing(self) -> LanguageError:
        found = self.next.described
        return self.source.error(self.next.span, messages.TRAILING, self._habit(), found=found.en, found_zh=found.zh)

    def _habit(self) -> Sentence | None:
        """What was probably meant, where the text follows another language's habit."""
        before = self.tokens[self.index - 1].text if self.index else ""
        doubled = {("=", "="): "=", ("<", ">"): "!=", ("is", "not"): "is unknown", (")", "not"): "not (... in ...)"}
        if self.next.kind == "word" and self.next.text.lower() in RESERVED and self.next.text not in RESERVED:
            return messages.write(self.next.text.lower())
        if self.next.is_word("not") and self.tokens[self.index + 1].is_word("in"):
            return messages.write("not (x in (...))")
        right = doubled.get((before, self.next.text))
        return messages.write(right) if right else None

    # Expressions

    def expression(self, power: int) -> Node:
        """The longest expression from here whose operators bind tighter than `power`."""
        left = self.prefix()
        while (found := self.infix_power()) > power:
            left = self.infix(left, found)
        return left

    def infix_power(self) -> int:
        return _POWER.get(self.next.text, 0) if self.next.kind in ("sign", "word") else 0

    def infix(self, left: Node, power: int) -> Node:
        operator = self.take()
        if operator.text in ("and", "or"):
            return self.joined(left, operator, self.expression(power))
        if power == _SUM:
            return self.summed(left, operator, self.expression(power))
        tree = self.comparison(left, operator)
        if self.infix_power() == _COMPARISON:
            raise self.source.error(self.next.span, messages.CHAINED, messages.write("a < b and b < c"))
        return tree

    def joined(self, left: Node, operator: Token, right: Node) -> Node:
        kind: type[syntax.All] | type[syntax.Any] = syntax.All if operator.text == "and" else syntax.Any
        parts = [part for side in (left, right) for part in (side.parts if isinstance(side, kind) else (side,))]
        return kind(left.span.to(right.span), tuple(parts))

    def summed(self, left: Node, operator: Token, right: Node) -> Node:
        before = left.terms if isinstance(left, syntax.Sum) else ((1, left),)
        sign = 1 if operator.text == "+" else -1
        return syntax.Sum(left.span.to(right.span), (*before, (sign, right)))

    def comparison(self, left: Node, operator: Token) -> Node:
        if operator.text == "in":
            self.expect_sign("(")
            options, end = self.listed()
            return syntax.In(left.span.to(end.span), left, options)
        if operator.text == "is":
            if not self.next.is_word("known", "unknown"):
                raise self.unexpected(Sentence("'known' or 'unknown'", " known 或 unknown"))
            word = self.take()
            return syntax.Known(left.span.to(word.span), left, word.text == "known")
        right = self.expression(_COMPARISON)
        return syntax.Compare(left.span.to(right.span), operator.text, left, right)

    def listed(self) -> tuple[tuple[Node, ...], Token]:
        """The rest of `(a, b)` after its bracket, with at least one inside; also the closing bracket."""
        items = [self.nested()]
        while self.next.is_sign(","):
            self.take()
            items.append(self.nested())
        return tuple(items), self.expect_sign(")")

    def nested(self, power: int = 0) -> Node:
        """An expression one level deeper."""
        self.depth += 1
        if self.depth > DEEPEST_NESTING:
            raise self.source.error(self.next.span, messages.NESTED_TOO_DEEP, limit=DEEPEST_NESTING)
        tree = self.expression(power)
        self.depth -= 1
        return tree

    def prefix(self) -> Node:
        token = self.next
        if token.kind in ("number", "text") or token.is_sign("-"):
            return self.literal()
        if token.is_sign("("):
            self.take()
            inner = self.nested()
            self.expect_sign(")")
            return inner
        if token.kind == "word":
            return self.word()
        raise self.unexpected(_VALUE)

    def literal(self) -> Node:
        token = self.take()
        if token.kind == "text":
            return syntax.Text(token.span, token.text)
        if token.is_sign("-"):
            if self.next.kind != "number":
                raise self.unexpected(Sentence("a number", "数字"))
            digits = self.take()
            return syntax.Number(token.span.to(digits.span), -self.number(digits))
        return syntax.Number(token.span, self.number(token))

    def number(self, token: Token) -> int:
        if int(token.text) >= LARGEST_NUMBER:
            raise self.source.error(token.span, messages.TOO_LARGE_NUMBER)
        return int(token.text)

    def word(self) -> Node:
        if self.next.is_word("and", "or", "in", "is"):
            raise self.unexpected(_VALUE)
        token = self.take()
        if token.text == "not":
            part = self.nested(_NOT)
            return syntax.Not(token.span.to(part.span), part)
        if token.text in ("true", "false"):
            return syntax.Truth(token.span, token.text == "true")
        if token.text in ("some", "none") or (token.text == "count" and self.next.is_sign("(")):
            return self.quantified(token)
        if token.text == "total" and self.next.is_sign("("):
            return self.total(token)
        if self.next.is_sign("(") and token.text != "this":
            return self.call(token)
        return syntax.Clock(token.span, token.text) if token.text in CLOCKS else self.path(token)

    def quantified(self, word: Token) -> Node:
        self.expect_sign("(")
        name = self.name()
        self.expect_sign(",")
        condition = self.nested()
        end = self.expect_sign(")")
        return syntax.Quantified(word.span.to(end.span), word.text, name, condition)  # type: ignore[arg-type]

    def total(self, word: Token) -> Node:
        self.expect_sign("(")
        name = self.name()
        self.expect_sign(",")
        if self.next.kind != "word":
            raise self.unexpected(_NAME)
        field = self.path(self.take())
        self.expect_sign(",")
        condition = self.nested()
        end = self.expect_sign(")")
        return syntax.Total(word.span.to(end.span), name, field, condition)

    def call(self, word: Token) -> Node:
        function = Name(word.span, word.text)
        self.expect_sign("(")
        if self.next.is_sign(")"):
            return syntax.Call(word.span.to(self.take().span), function, ())
        arguments, end = self.listed()
        return syntax.Call(word.span.to(end.span), function, arguments)

    def path(self, first: Token) -> syntax.Path:
        names = [] if first.text == "this" else [Name(first.span, first.text)]
        end = first.span
        while self.next.is_sign("."):
            self.take()
            names.append(self.name())
            end = names[-1].span
        return syntax.Path(first.span.to(end), first.text == "this", tuple(names))

    def name(self) -> Name:
        if self.next.kind != "word":
            raise self.unexpected(_NAME)
        token = self.take()
        return Name(token.span, token.text)
