"""Sentences about lists of persons and counts of votes, in Chinese and English. No database."""

from __future__ import annotations

from zugong.cases.elections import Ballots, Poll
from zugong.cases.wording import Said
from zugong.packs.case_conditions import Condition
from zugong.packs.case_lists import Post


def nobody_listed() -> Said:
    return Said("请至少填写一名人选。", "Name at least one person.")


def listed_twice() -> Said:
    return Said("同一职务中有人重复，请核对。", "Somebody stands twice for one post; check the list.")


def not_members(where: Said) -> Said:
    return Said(
        f"名单中有人当日不是正式党员，不能作为党组织委员候选人（{where.zh}）。",
        f"Somebody on the list is no full member on the day and cannot stand ({where.en}).",
    )


def too_few_candidates(post: Post, named: int, seats: int, wanted: int, where: Said) -> Said:
    return Said(
        f"{post.zh}应选{seats}名，候选人至少{wanted}名，现有{named}名（{where.zh}）。",
        f"{post.en}: {seats} to be elected, so at least {wanted} candidates; {named} named ({where.en}).",
    )


def impossible_totals(ballots: Ballots) -> Said:
    return Said(
        f"人数对不上：应到{ballots.eligible}，实到{ballots.present}，收回选票{ballots.ballots}。请核对。",
        f"The totals cannot be: {ballots.eligible} entitled, {ballots.present} present, {ballots.ballots} ballots.",
    )


def too_few_present(ballots: Ballots, needed: int, where: Said) -> Said:
    return Said(
        f"选举无效：应参加{ballots.eligible}名，实际参加{ballots.present}名，至少要{needed}名（{where.zh}）。",
        f"The election is not valid: of {ballots.eligible} entitled {ballots.present} took part; {needed} are needed "
        f"({where.en}).",
    )


def more_ballots_than_voters(ballots: Ballots, where: Said) -> Said:
    return Said(
        f"收回选票{ballots.ballots}张，多于投票人数{ballots.present}，选举无效，应当重新选举（{where.zh}）。",
        f"{ballots.ballots} ballots came back from {ballots.present} voters: the election is void and held anew ({where.en}).",
    )


def votes_do_not_fit(ballots: Ballots) -> Said:
    return Said(
        f"请填写每名候选人的得票数，均不能多于收回选票{ballots.ballots}张。",
        f"Fill in the votes of each candidate; none has more than the {ballots.ballots} ballots.",
    )


def tied(post: Post, count: int, where: Said) -> Said:
    return Said(
        f"{post.zh}有{count}人票数相同，不能确定当选人，应当就这{count}人再次投票（{where.zh}）。",
        f"{post.en}: {count} have the same votes and too few seats; these {count} are voted on again ({where.en}).",
    )


def not_chosen_before(condition: Condition, where: Said) -> Said:
    return Said(f"{condition.zh}（{where.zh}）。", f"{condition.en} ({where.en}).")


def another_number(condition: Condition, known: object, where: Said) -> Said:
    return Said(
        f"{condition.zh}：前面登记为{known}（{where.zh}）。",
        f"{condition.en}: recorded before as {known} ({where.en}).",
    )


def counted(
    ballots: Ballots, present_needed: int, votes_needed: int, polls: tuple[Poll, ...], posts: dict[str, Post]
) -> Said:
    """What a count comes to, with the arithmetic."""
    zh = "，".join(f"{posts[one.post].zh}应选{one.seats}名、当选{len(one.chosen)}名" for one in polls)
    en = ", ".join(f"{posts[one.post].en}: {len(one.chosen)} of {one.seats} elected" for one in polls)
    return Said(
        f"应参加{ballots.eligible}，至少{present_needed}，实际{ballots.present}；当选须{votes_needed}票。{zh}",
        f"{ballots.eligible} entitled, {present_needed} must take part, {ballots.present} did; {votes_needed} votes elect. {en}",
    )
