"""What stands against an act about a recruitment, in sentences."""

from typing import ClassVar

from zugong.kernel.errors import RuleBroken


class NotYours(RuleBroken):
    code: ClassVar[str] = "recruitment.not_yours"
    message: ClassVar[str] = "Recruitments of {name} are dealt with by an office of its own that may do this."
    message_zh: ClassVar[str] = "{name}的招聘引才，由该党组织有权限的科室办理。"


class NoticeIncomplete(RuleBroken):
    code: ClassVar[str] = "recruitment.notice_incomplete"
    message: ClassVar[str] = "Still to be filled in: {what}."
    message_zh: ClassVar[str] = "还需填写：{what_zh}。"


class DaysOutOfOrder(RuleBroken):
    code: ClassVar[str] = "recruitment.days_out_of_order"
    message: ClassVar[str] = (
        "Registration ends on or after its first day, and the data is destroyed after it has ended."
    )
    message_zh: ClassVar[str] = "报名截止日期不能早于开始日期，资料销毁日期要晚于报名截止日期。"


class WeightsNotWhole(RuleBroken):
    code: ClassVar[str] = "recruitment.weights_not_whole"
    message: ClassVar[str] = "Written examination and interview together weigh 100 percent; one of them may be 0."
    message_zh: ClassVar[str] = "笔试和面试占比合计应为100%，其中一项可以为0。"


class PostTwice(RuleBroken):
    code: ClassVar[str] = "recruitment.post_twice"
    message: ClassVar[str] = "The code {code} stands twice; each post has its own."
    message_zh: ClassVar[str] = "岗位代码 {code} 重复，每个岗位代码只能用一次。"


class SaidAlready(RuleBroken):
    code: ClassVar[str] = "recruitment.said_already"
    message: ClassVar[str] = (
        "There is a notice with this title already; give this one its own, for instance with the year."
    )
    message_zh: ClassVar[str] = "已有同名公告，请改标题，如加上年份或批次。"


class Published(RuleBroken):
    code: ClassVar[str] = "recruitment.published"
    message: ClassVar[str] = "The notice is published and is not changed any more; cancel it and publish another one."
    message_zh: ClassVar[str] = "公告已发布，内容不能再改；确需更改的，取消后另发公告。"


class NobodyWaits(RuleBroken):
    code: ClassVar[str] = "recruitment.nobody_waits"
    message: ClassVar[str] = (
        "Nobody waits for a seat in this part. Where an interview follows a written examination, enter its scores first."
    )
    message_zh: ClassVar[str] = "这一科目没有待安排座位的人。先笔试后面试的，请先录入笔试成绩，再安排面试场次。"


class OnePlaceForPosition(RuleBroken):
    code: ClassVar[str] = "recruitment.one_place_for_position"
    message: ClassVar[str] = (
        "Post {code} fills a position, which one person holds: write 1 place, and a post of its own for each position."
    )
    message_zh: ClassVar[str] = (
        "岗位 {code} 对应一个职位，一个职位只任一人，招聘人数应为1。要招几人，请分成几个岗位填写。"
    )


class PositionTwice(RuleBroken):
    code: ClassVar[str] = "recruitment.position_twice"
    message: ClassVar[str] = "The position {name} is named for two posts; each position is filled once."
    message_zh: ClassVar[str] = "职位“{name}”在两个岗位中重复，一个职位只能对应一个岗位。"


class PositionNotThere(RuleBroken):
    code: ClassVar[str] = "recruitment.position_not_there"
    message: ClassVar[str] = "Post {code}: the position {name} is abolished; choose another one or leave it empty."
    message_zh: ClassVar[str] = "岗位 {code}：职位“{name}”已撤销，请另选职位，或留空。"


class PositionNotChosen(RuleBroken):
    code: ClassVar[str] = "recruitment.position_not_chosen"
    message: ClassVar[str] = "Post {code}: find the position and choose it from the list, or empty the search."
    message_zh: ClassVar[str] = "岗位 {code}：职位只填了查找的字，请查找后从列表中选定；不需要的，把查找框清空。"


class PositionNotYours(RuleBroken):
    code: ClassVar[str] = "recruitment.position_not_yours"
    message: ClassVar[str] = "Post {code}: this position is not among those whose holders you may record."
    message_zh: ClassVar[str] = "岗位 {code}：所选职位的任职不归您登记，请另选职位，或留空。"


class HolderNotYours(RuleBroken):
    code: ClassVar[str] = "recruitment.holder_not_yours"
    message: ClassVar[str] = (
        "This place fills a position whose holder you may not record; somebody who may has to engage. "
        "If another position is meant, correct the post first."
    )
    message_zh: ClassVar[str] = "本岗位对应的职位，任职不归您登记，请由有权登记的人办理聘用。职位填错的，先更正岗位。"


class PositionAbolished(RuleBroken):
    code: ClassVar[str] = "recruitment.position_abolished"
    message: ClassVar[str] = (
        "The position {name} is not there on {on}, so nobody can be appointed to it. Check the first day of work; "
        "if the position was ended by mistake, correct its record first."
    )
    message_zh: ClassVar[str] = "{on}职位“{name}”不存在，不能任职。请核对上岗日期；职位撤销登记有误的，先更正该职位。"


class PositionTaken(RuleBroken):
    code: ClassVar[str] = "recruitment.position_taken"
    message: ClassVar[str] = (
        "The position {name} is held since {since}. Record the day on which its holder left, or choose a later first day "
        "of work, then engage."
    )
    message_zh: ClassVar[str] = (
        "职位“{name}”自{since}起有人任职。请先登记原任职人离任，或改用离任之后的上岗日期，再办理聘用。"
    )


class NotOpen(RuleBroken):
    code: ClassVar[str] = "recruitment.not_open"
    message: ClassVar[str] = "Registration is open from {first} to {last}."
    message_zh: ClassVar[str] = "报名时间为 {first} 至 {last}。"


class NoConsent(RuleBroken):
    code: ClassVar[str] = "recruitment.no_consent"
    message: ClassVar[str] = "Without your consent nothing may be kept; tick it if you want to register."
    message_zh: ClassVar[str] = "未经您同意，不能保存您的资料；要报名请勾选同意。"


class RegisteredAlready(RuleBroken):
    code: ClassVar[str] = "recruitment.registered_already"
    message: ClassVar[str] = (
        "Somebody with these particulars is registered for this notice; one person registers for one post. "
        "To choose another one, withdraw with your code first."
    )
    message_zh: ClassVar[str] = "您已报名本公告的岗位，一人限报一个岗位。要改报，请先用查询码撤回原报名。"


class TooMany(RuleBroken):
    code: ClassVar[str] = "recruitment.too_many"
    message: ClassVar[str] = "Too much came in within the last hour. Nothing was kept of yours; send it again later."
    message_zh: ClassVar[str] = "一小时内提交过多，请稍后再提交。您填写的内容尚未提交。"


class NotNow(RuleBroken):
    code: ClassVar[str] = "recruitment.not_now"
    message: ClassVar[str] = "This is not possible at the stage at which it stands now."
    message_zh: ClassVar[str] = "目前所处的环节不能办理这一项。"


class AppealedBefore(RuleBroken):
    code: ClassVar[str] = "recruitment.appealed_before"
    message: ClassVar[str] = "The check was appealed against once already, and the answer stands."
    message_zh: ClassVar[str] = "对审查结果已申诉过一次，以答复为准。"


class SayWhy(RuleBroken):
    code: ClassVar[str] = "recruitment.say_why"
    message: ClassVar[str] = "Write the reason for №{number}; the applicant reads it."
    message_zh: ClassVar[str] = "请填写 {number} 号的理由，报名人会看到。"


class SamePerson(RuleBroken):
    code: ClassVar[str] = "recruitment.same_person"
    message: ClassVar[str] = "№{number} appealed against your decision; somebody else answers it."
    message_zh: ClassVar[str] = "{number} 号申诉的是您作出的审查结论，请由其他人复核。"


class NoScore(RuleBroken):
    code: ClassVar[str] = "recruitment.no_score"
    message: ClassVar[str] = "{text} is no score for №{number}: write 0 to 100 with at most two decimals, or absent."
    message_zh: ClassVar[str] = "{number} 号的成绩“{text}”无法识别，请填0至100（最多两位小数），缺考填“缺考”。"


class NoSuchNumber(RuleBroken):
    code: ClassVar[str] = "recruitment.no_such_number"
    message: ClassVar[str] = "Line {line}: nobody who sits this part has the number {text}."
    message_zh: ClassVar[str] = "第 {line} 行：没有参加本项考试的报名号 {text}。"


class NotOnList(RuleBroken):
    code: ClassVar[str] = "recruitment.not_on_list"
    message: ClassVar[str] = "Nobody who sits this part has the number {text}."
    message_zh: ClassVar[str] = "没有参加本项考试的报名号 {text}。"


class OtherName(RuleBroken):
    code: ClassVar[str] = "recruitment.other_name"
    message: ClassVar[str] = "№{number} is {known}, not {name}; the rows may have slipped against each other."
    message_zh: ClassVar[str] = "{number} 号是{known}，表中写的是{name}，请核对是否错行。"


class NumberTwice(RuleBroken):
    code: ClassVar[str] = "recruitment.number_twice"
    message: ClassVar[str] = "№{number} stands in the table a second time; leave one of the rows."
    message_zh: ClassVar[str] = "{number} 号在表中重复，请只留一行。"


class NoScoreColumns(RuleBroken):
    code: ClassVar[str] = "recruitment.no_score_columns"
    message: ClassVar[str] = (
        'The table has no columns "{number}" and "{score}"; download the list, fill it in and upload that.'
    )
    message_zh: ClassVar[str] = "表中找不到“{number_zh}”和“{score_zh}”两列，请下载名单，填好成绩后再上传。"


class OtherPart(RuleBroken):
    code: ClassVar[str] = "recruitment.other_part"
    message: ClassVar[str] = 'This is the table of another part; here the column "{wanted}" is needed.'
    message_zh: ClassVar[str] = "这是另一项考试的成绩表，这里需要“{wanted_zh}”一列。"


class SittingIncomplete(RuleBroken):
    code: ClassVar[str] = "recruitment.sitting_incomplete"
    message: ClassVar[str] = "A batch has a day, a time, a place and a number of seats."
    message_zh: ClassVar[str] = "请填写场次的日期、时间、地点和座位数。"


class ChangedMeanwhile(RuleBroken):
    code: ClassVar[str] = "recruitment.changed_meanwhile"
    message: ClassVar[str] = "№{number} was dealt with by somebody else meanwhile; look again."
    message_zh: ClassVar[str] = "{number} 号刚才已由他人办理，请刷新后再看。"


class LacksForEngagement(RuleBroken):
    code: ClassVar[str] = "recruitment.lacks_for_engagement"
    message: ClassVar[str] = "For the engagement of №{number} give the day, the paper, and a valid identity number."
    message_zh: ClassVar[str] = "办理 {number} 号聘用，请填写到岗日期、文号和有效的身份证号。"


class NothingWritten(RuleBroken):
    code: ClassVar[str] = "recruitment.nothing_written"
    message: ClassVar[str] = "Write what it is about, in at most {most} characters."
    message_zh: ClassVar[str] = "请写明具体内容，不超过{most}字。"
