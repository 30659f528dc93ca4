"""What can be wrong with promises once all files of a pack are read: answers that are not there, or say something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from zugong.kernel.errors import PackError, RuleBroken
from zugong.packs.arithmetic import names_in
from zugong.packs.check_figures import rules_in
from zugong.packs.pack import Pack
from zugong.packs.promises import Promise, Promises
from zugong.packs.reading import nearest

_FORMS = {"exact": {"exact", "percent", "all", "nearly"}, "more_than": {"more_than"}, "at_least": {"at_least"}}


def promise_errors(pack: Pack) -> Iterator[PackError]:
    """Everything wrong with the promises that a pack makes, in their order."""
    if pack.promises is None:
        return
    yield from _repeated(pack.promises)
    known = set(pack.promises.printed_values)
    for promise in pack.promises.promises:
        yield from _arithmetic_errors(promise, known)
        if promise.parameter:
            yield from _parameter_errors(promise, pack, pack.promises)
        else:
            yield from _form_errors(promise)
        if promise.figure:
            yield from _figure_errors(promise, pack, pack.promises)


def _repeated(promises: Promises) -> Iterator[PackError]:
    for promise_id, count in Counter(promise.id for promise in promises.promises).items():
        if count > 1:
            yield promises.promise(promise_id).error(f"{promise_id} stands {count} times", key="id")


def _arithmetic_errors(promise: Promise, known: set[str]) -> Iterator[PackError]:
    for name in (name for line in promise.arithmetic for name in names_in(line)):
        if name not in known:
            yield promise.error(f"there is no promise {name!r}{nearest(name, known)}", key="arithmetic")


def _form_errors(promise: Promise) -> Iterator[PackError]:
    """The print rule says the same as the qualifier: 余 is more than, 以上 is at least."""
    allowed = _FORMS.get(promise.qualifier, set())
    if promise.print.form not in allowed:
        forms = ", ".join(sorted(allowed)) or "none; only parameters are less than something"
        yield promise.error(
            f"{promise.qualifier} is not printed as {promise.print.form}; allowed: {forms}", key="print"
        )


def _figure_errors(promise: Promise, pack: Pack, promises: Promises) -> Iterator[PackError]:
    wanted = promise.figure or ""
    figure = pack.figures.get(wanted)
    if figure is None:
        yield promise.error(f"there is no figure {wanted!r}{nearest(wanted, pack.figures)}", key="figure")
        return
    if promise.print.is_share != (figure.share is not None):
        yield promise.error("a share is printed as percent or all, and nothing else is", key="print")
    for name in sorted(rules_in(figure) & set(pack.parameters)):
        try:
            pack.rule_value(name, promises.clocks.day)
        except RuleBroken as error:
            yield promise.error(str(error), key="figure")


def _parameter_errors(promise: Promise, pack: Pack, promises: Promises) -> Iterator[PackError]:
    wanted = promise.parameter or ""
    parameter = pack.parameters.get(wanted)
    if parameter is None:
        yield promise.error(f"there is no parameter {wanted!r}{nearest(wanted, pack.parameters)}", key="parameter")
        return
    asking = {name for name, figure in pack.figures.items() if parameter.name in rules_in(figure)}
    if asking != set(promise.used_by):
        used = ", ".join(sorted(asking)) or "no figure"
        yield promise.error(f"{parameter.name} is used by {used}", key="used_by" if promise.used_by else "shown_on")
    try:
        value = parameter.value_on(promises.clocks.day)
    except RuleBroken as error:
        yield promise.error(str(error), key="parameter")
        return
    if value != promise.value:
        yield promise.error(f"the parameter {parameter.name} says {value} on {promises.clocks.day}", key="value")
