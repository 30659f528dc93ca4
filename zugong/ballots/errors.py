"""What stands against a secret vote, in sentences."""

from __future__ import annotations

from zugong.kernel.errors import RuleBroken


class NotYours(RuleBroken):
    code = "ballots.not_yours"
    message = "No mandate of yours lets you hold a secret vote for {name}; its secretary or the level above does."
    message_zh = "您没有为“{name}”组织无记名表决的权限，应由该党组织书记或上级组织。"


class TooFewVoters(RuleBroken):
    code = "ballots.too_few_voters"
    message = "{count} would vote on the platform; below {least} a total tells who voted how. Vote on paper."
    message_zh = "用手机投票的只有 {count} 人，不足 {least} 人时从票数就能看出谁怎么投的，请改用纸质票。"


class TooManyVoters(RuleBroken):
    code = "ballots.too_many_voters"
    message = "{count} names stand on the roster; one ballot takes {most} at most. Hold it in several meetings."
    message_zh = "名册上有 {count} 人，一次表决最多 {most} 人，请分会场分次进行。"


class NothingToVoteOn(RuleBroken):
    code = "ballots.nothing_to_vote_on"
    message = "Write what is voted on, {most} lines at most, each line once."
    message_zh = "请写明表决内容，一行一项，最多 {most} 行，不要重复。"


class OneAtATime(RuleBroken):
    code = "ballots.one_at_a_time"
    message = "Several persons are voted on one by one: write one line, and open another vote for the next."
    message_zh = "两人以上须逐个表决：这里只写一项，下一位另开一次表决。"


class SeatsCannotBe(RuleBroken):
    code = "ballots.seats_cannot_be"
    message = "Of {lines} listed at least 1 and at most {most} can be chosen."
    message_zh = "名单上有 {lines} 人，应选（可推荐）人数应在 1 至 {most} 之间。"


class TooFewCandidates(RuleBroken):
    code = "ballots.too_few_candidates"
    message = "For {seats} seats at least {needed} candidates are needed; {lines} are listed."
    message_zh = "应选 {seats} 名，候选人至少 {needed} 名，现在只有 {lines} 名。"


class TellersUnfit(RuleBroken):
    code = "ballots.tellers_unfit"
    message = "Name two different persons as scrutineer and teller, neither of them on the ballot."
    message_zh = "监票人、计票人须是两个人，且都不能是候选人或表决对象。"


class NotNow(RuleBroken):
    code = "ballots.not_now"
    message = "This vote is at another step already; open its page again."
    message_zh = "这次表决已经到了另一步，请重新打开页面。"


class CodeGiven(RuleBroken):
    code = "ballots.code_given"
    message = (
        "This code was shown already, and it is shown once. If nobody noted it, cancel this vote and begin another."
    )
    message_zh = "这个开箱码已经显示过，只显示一次。没有记下的，请取消这次表决，重新发起。"


class NotAVoter(RuleBroken):
    code = "ballots.not_a_voter"
    message = "You do not vote here on the platform: you are not on its roster, or you have a ballot on paper."
    message_zh = "您不在这次手机投票的名册上，或者已安排使用纸质票。"


class NotChosen(RuleBroken):
    code = "ballots.not_chosen"
    message = "Line {line}, {what}: tick one."
    message_zh = "第 {line} 行“{what}”还没有选择。"


class TooManyChosen(RuleBroken):
    code = "ballots.too_many_chosen"
    message = "{chosen} are chosen; a ballot on which more than {most} are chosen is void. Take {over} away."
    message_zh = "选了 {chosen} 人，超过 {most} 人的票无效，请减去 {over} 人。"


class TooManyWrittenIn(RuleBroken):
    code = "ballots.too_many_written_in"
    message = "{written} are written in; only for each candidate whom you vote against one other may be written in."
    message_zh = "另选了 {written} 人；每投一张不赞成票，才可以另选一人。"


class LockChanged(RuleBroken):
    code = "ballots.lock_changed"
    message = (
        "The locks of this box are not those that were put on; somebody touched the database. Your vote was not taken. "
        "Tell the scrutineer: this vote must be cancelled."
    )
    message_zh = "票箱的锁被人换过，数据被人动过，您的票没有投入。请告诉监票人，这次表决应当取消。"


class WrongCode(RuleBroken):
    code = "ballots.wrong_code"
    message = "The code of {teller} does not open this box. Compare it letter by letter."
    message_zh = "{teller}的开箱码不对，请逐个字母核对。"


class BoxDisagrees(RuleBroken):
    code = "ballots.box_disagrees"
    message = (
        "The box holds {votes} votes and {marks} voters are marked; somebody touched the database. "
        "Do not count: cancel this vote and vote on paper."
    )
    message_zh = "票箱里有 {votes} 张票，而已投票的有 {marks} 人，数据被人动过。请不要计票，取消后改用纸质票重新表决。"


class PresentCannotBe(RuleBroken):
    code = "ballots.present_cannot_be"
    message = "Present can be {least} at least (those who voted) and {most} at most (those due)."
    message_zh = "实到人数应在 {least}（已投票人数）至 {most}（应到人数）之间。"


class PaperCannotBe(RuleBroken):
    code = "ballots.paper_cannot_be"
    message = "“{what}” has {count} ballots on paper; {most} were handed out. Count again."
    message_zh = "“{what}”的纸质票有 {count} 张，只发出 {most} 张，请重新清点。"
