"""What a version of a scheme says, in words: each clause, level, veto and rule of procedure as aspects that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from zugong.figures.definitions import Definitions
from zugong.figures.labels import CatalogueLabels
from zugong.language.errors import LanguageError
from zugong.language.words import explain
from zugong.packs.figures import Distinct, Sum
from zugong.packs.reading import Words
from zugong.packs.scheme_criteria import Bound, Criterion, Group, Threshold, Wins
from zugong.packs.schemes import Cause, Level, Needs, Sample, Scheme, Sector, Version, Veto
from zugong.schemes.wording import office_word


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that is said of something: what it is about, and what is said; both in words."""

    name: str
    label: str
    value: str


_WINDOWS = {
    "round": ("in the round", "评定期内"), "month": ("in the month", "当月"), "quarter": ("in the quarter", "当季"),
    "half_year": ("in the half year", "当半年"), "year": ("in the year", "当年"), "day": ("on the day", "当日"),
}  # fmt: skip
_RETURNS = {
    "title": ("title", "命名"), "pay_rate": ("rate of pay", "报酬档次"), "case": ("a case", "立项办理"),
    "honour": ("honour", "表彰"), "training": ("training", "培训观摩"), "other": ("other", "其他"),
}  # fmt: skip


@dataclass(frozen=True)
class Describing:
    """Says one version in one language. `definitions` know the conditions, figures and types of its pack."""

    definitions: Definitions
    scheme: Scheme
    version: Version
    language: str

    def _say(self, en: str, zh: str) -> str:
        return zh if self.language.startswith("zh") else en

    def _words(self, words: Words | None) -> str:
        return words.in_language(self.language) if words else ""

    def _listed(self, words: Iterable[str]) -> str:
        return self._say(", ", "、").join(words)

    def _office(self, code: str | None) -> str:
        return office_word(code, self.definitions.pack, self.language) if code else ""

    def _condition(self, type_code: str, text: str | None) -> str:
        """A condition in words; one that cannot be read, as it is written."""
        if not text:
            return ""
        try:
            checked = self.definitions.condition(self.definitions.kind(type_code), text)
        except LanguageError:
            return text
        labels = CatalogueLabels(self.definitions.catalogue, self.definitions.pack, self.language)
        return explain(checked, labels, self.language)

    def _said(self, *aspects: tuple[str, tuple[str, str], str]) -> tuple[Aspect, ...]:
        return tuple(Aspect(name, self._say(*label), value) for name, label, value in aspects if value)

    # Clauses

    def clause(self, one: Criterion) -> tuple[Aspect, ...]:
        """Everything that a clause says."""
        group = self.version.groups.get(one.group)
        return self._said(
            ("text", ("text", "内容"), one.label(self.language)),
            ("group", ("part", "所在部分"), group.label(self.language) if group else ""),
            ("sectors", ("for", "适用"), self._sectors(one.sectors)),
            ("points", ("points", "分值"), self.worth(one)),
            ("judged", ("judged by", "评价方式"), self.judged(one)),
            ("office", ("reviewed by", "评审单位"), self._office(one.reviewer)),
            ("article", ("article", "条款"), one.article),
        )

    def worth(self, one: Criterion) -> str:
        """The points of a clause, or that it is passed or not."""
        if one.points is None:
            return self._say("met or not", "达标制，不计分")
        return self._say(f"{_plain(one.points)} points", f"{_plain(one.points)} 分")

    def judged(self, one: Criterion) -> str:
        """How a clause is judged, in a sentence."""
        if one.condition:
            return self._say("computed: ", "自动判定：") + self._condition(self.scheme.rates, one.condition)
        if one.record:
            return self._record(one)
        if one.figure:
            figure = self.definitions.pack.figures.get(one.figure.figure)
            label = figure.label(self.language) if figure else one.figure.figure
            return self._say(f"figure “{label}”, ", f"按指标“{label}”计算，") + self._threshold(one.figure)
        ways = (
            (one.document, ("to be shown: ", "查资料：")),
            (one.visit, ("looked at on the spot: ", "实地看：")),
            (one.judgement, ("to be weighed: ", "评议：")),
        )
        found = next(((words, said) for words, said in ways if words), None)
        return self._say(*found[1]) + self._words(found[0]) if found else self._say("text still to come", "内容待补")

    def _record(self, one: Criterion) -> str:
        test = one.record
        assert test is not None
        types = self.definitions.catalogue.types
        kind = types[test.of].name(self.language) if test.of in types else test.of
        counted = self._say(f"records of {kind} with: ", f"统计“{kind}”中符合下列条件的记录：")
        where = self._condition(test.of, test.where)
        return counted + where + self._say("; ", "；") + self._measure(test.of, test.measure) + self._threshold(test)

    def _measure(self, type_code: str, measure: object) -> str:
        if isinstance(measure, Distinct):
            path = self._path(type_code, measure.distinct)
            return self._say(f"different values of {path}, ", f"按不同的{path}计数，")
        if isinstance(measure, Sum):
            path = self._path(type_code, measure.sum)
            return self._say(f"sum of {path}, ", f"按{path}合计，")
        return ""

    def _path(self, type_code: str, text: str) -> str:
        try:
            checked = self.definitions.value(self.definitions.kind(type_code), text)
        except LanguageError:
            return text
        labels = CatalogueLabels(self.definitions.catalogue, self.definitions.pack, self.language)
        return explain(checked, labels, self.language)

    def _threshold(self, one: Threshold) -> str:
        window = self._say(*_WINDOWS[one.window])
        if one.bands:
            bands = self._listed(self._band(band.at_least, band.at_most, band.points) for band in one.bands)
            return f"{window}{self._say(', by bands: ', '分档计分：')}{bands}"
        limit = self._limit(one.at_least, one.at_most)
        more = self._say(", below that in proportion", "，不足的按比例计分") if one.proportional else ""
        return f"{window}{self._say(' ', '')}{limit}{more}"

    def _band(self, at_least: Bound | None, at_most: Bound | None, points: Decimal) -> str:
        limit = self._limit(at_least, at_most)
        return self._say(f"{limit}: {_plain(points)} points", f"{limit}得 {_plain(points)} 分")

    def _limit(self, at_least: Bound | None, at_most: Bound | None) -> str:
        if at_least is not None:
            return self._say(f"at least {self._bound(at_least)}", f"不少于 {self._bound(at_least)}")
        return self._say(f"at most {self._bound(at_most)}", f"不超过 {self._bound(at_most)}")

    def _bound(self, bound: Bound | None) -> str:
        if isinstance(bound, str):
            parameter = self.definitions.pack.parameters.get(bound)
            return f"“{parameter.text(self.language)}”" if parameter else bound
        return _plain(bound)

    # Parts, sectors, levels, vetoes, what follows

    def group(self, one: Group) -> tuple[Aspect, ...]:
        """Everything that a part says of itself."""
        unnamed = self._say(f"{one.unnamed} places left open", f"预留 {one.unnamed} 条") if one.unnamed else ""
        return self._said(
            ("text", ("name", "名称"), one.label(self.language)),
            ("star", ("star", "星"), self._wins(one.wins) if one.star else ""),
            ("unnamed", ("text still to come", "内容待补"), unnamed),
            ("sectors", ("for", "适用"), self._sectors(one.sectors)),
            ("office", ("reviewed by", "评审单位"), self._office(one.reviewer)),
        )

    def _wins(self, wins: Wins) -> str:
        if wins.clauses is not None:
            return self._say(f"won with {wins.clauses} clauses", f"达到 {wins.clauses} 条得星")
        if wins.points is not None:
            return self._say(f"won with {_plain(wins.points)} points", f"达到 {_plain(wins.points)} 分得星")
        if wins.percent is not None:
            return self._say(f"won with {wins.percent}% of the points", f"得分率达到 {wins.percent}% 得星")
        return self._say("won when all clauses are met", "全部达到得星")

    def sector(self, one: Sector) -> tuple[Aspect, ...]:
        """Who is rated alike."""
        return self._said(
            ("text", ("name", "名称"), one.label(self.language)),
            ("who", ("who", "包括"), self._condition(self.scheme.rates, one.where)),
        )

    def level(self, one: Level) -> tuple[Aspect, ...]:
        """What a level takes."""
        return self._said(
            ("text", ("name", "名称"), one.label(self.language)),
            ("needs", ("needs", "条件"), self.needs(one.needs)),
            ("sectors", ("for", "适用"), self._sectors(one.sectors)),
        )

    def needs(self, needs: Needs | None) -> str:
        """What a level takes, in a row; that it is given where nothing is added up."""
        if needs is None:
            return self._say("given with reasons", "直接评定，写明理由")
        return self._listed(self._each_need(needs))

    def _each_need(self, needs: Needs) -> Iterator[str]:
        if needs.stars is not None:
            yield self._say(f"{needs.stars} stars", f"得星 {needs.stars} 颗")
        if needs.clauses is not None:
            yield self._say(f"{needs.clauses} clauses met", f"达到 {needs.clauses} 条")
        if needs.points is not None:
            yield self._say(f"{_plain(needs.points)} points", f"{_plain(needs.points)} 分以上")
        if needs.percent is not None:
            yield self._say(f"{needs.percent}% of the points", f"得分率 {needs.percent}% 以上")
        for code, count in needs.groups.items():
            group = self.version.groups.get(code)
            label = group.label(self.language) if group else code
            yield self._say(f"{count} clauses of {label}", f"“{label}”达到 {count} 条")

    def veto(self, one: Veto) -> tuple[Aspect, ...]:
        """When a veto stands, and what it takes away."""
        condition = self._condition(self.scheme.rates, one.condition) or self._say(
            "recorded with its paper", "由评审单位登记，写明依据"
        )
        return self._said(
            ("text", ("text", "内容"), one.label(self.language)),
            ("when", ("when", "何时成立"), condition),
            ("takes", ("takes away", "后果"), self._takes(one)),
            ("sectors", ("for", "适用"), self._sectors(one.sectors)),
        )

    def _takes(self, one: Veto) -> str:
        if one.removes:
            groups = self._listed(
                self.version.groups[code].label(self.language) for code in one.removes if code in self.version.groups
            )
            return self._say(f"the stars {groups}", f"取消星：{groups}")
        if one.caps:
            level = next(
                (each.label(self.language) for each in self.version.levels if each.level == one.caps), one.caps
            )
            return self._say(f"no level above {level}", f"最高只能评为“{level}”")
        return self._say("any level", "不评等次")

    def cause(self, one: Cause) -> tuple[Aspect, ...]:
        """What is proposed on which levels."""
        labels = {each.level: each.label(self.language) for each in self.version.levels}
        labels["none"] = self._say("no level", "未定等次")
        rate = (
            self._say(f"{one.rate_percent}% of the usual pay", f"报酬的 {one.rate_percent}%")
            if one.rate_percent
            else ""
        )
        return self._said(
            ("text", ("text", "内容"), one.label(self.language)),
            ("kind", ("kind", "种类"), self._say(*_RETURNS[one.kind])),
            ("levels", ("at", "对应等次"), self._listed(labels.get(code, code) for code in one.levels)),
            ("rate", ("rate", "比例"), rate),
        )

    def _sectors(self, codes: Iterable[str]) -> str:
        known = self.version.sectors
        return self._listed(known[code].label(self.language) if code in known else code for code in codes)

    # Paper and procedure

    def paper(self) -> tuple[Aspect, ...]:
        """The paper of the version and its first day."""
        paper = self.version.paper
        return self._said(
            ("title", ("title", "文件"), paper.title),
            ("number", ("number", "文号"), paper.number),
            ("issuer", ("issued by", "印发单位"), self._words(paper.issuer)),
            ("published", ("issued on", "印发日期"), paper.published),
            ("since", ("in force from", "施行日期"), self.version.since.isoformat()),
        )

    def procedure(self) -> tuple[Aspect, ...]:
        """Who fills in, reviews and decides, and within how many days."""
        one = self.version
        sample, publication, appeal, adjustment = one.sample, one.publication, one.appeal, one.adjustment
        return self._said(
            ("fills", ("self-check by", "自评"), self._office(one.fills)),
            ("reviewer", ("reviewed by", "评审单位"), self._office(one.reviewer)),
            ("sample", ("sample", "抽查"), self._sample(sample) if sample else ""),
            ("publication", ("shown for", "公示"), self._days(publication.days) if publication else ""),
            ("appeal", ("appeals within", "申诉期限"), self._days(appeal.days) if appeal else ""),
            ("appeal_by", ("appeals decided by", "申诉由谁决定"), self._office(appeal.decided_by) if appeal else ""),
            ("adjustment", ("monthly adjustment by", "按月调整"), self._office(adjustment.decided_by) if adjustment else ""),
            ("valid", ("valid for", "有效期"), self._months(one.valid_months)),
        )  # fmt: skip

    def _sample(self, sample: Sample) -> str:
        zh = f"{sample.percent}%，每类至少 {sample.least} 个"
        return self._say(f"{sample.percent}%, {sample.least} of each sector at least", zh)

    def _days(self, days: int) -> str:
        return self._say(f"{days} days", f"{days} 天")

    def _months(self, months: int | None) -> str:
        return self._say(f"{months} months", f"{months} 个月") if months else ""


def _plain(points: Decimal | None) -> str:
    number = Decimal(points or 0)
    return f"{number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize():f}"
