"""What stands against planning, enrolling and recording, in sentences."""

from __future__ import annotations

from zugong.kernel.errors import RuleBroken


class NotYours(RuleBroken):
    code = "training.not_yours"
    message = "No mandate of yours lets you record training for {name}; its own office or the level above does."
    message_zh = "您没有为“{name}”登记培训的权限，应由该党组织或上级登记。"


class NameTaken(RuleBroken):
    code = "training.name_taken"
    message = "There is a class of that name already. Add the year or its number to the name."
    message_zh = "已有同名培训班。请在名称里写上年份或期数。"


class NotHeldYet(RuleBroken):
    code = "training.not_held_yet"
    message = "The class begins on {day}, which is still to come. Save it in the plan, and record it once it was held."
    message_zh = "开班日期 {day} 还没有到。请先存入计划，办班后再登记。"


class EndsBeforeItBegins(RuleBroken):
    code = "training.ends_before_it_begins"
    message = "The class ends on {ended_on}, before it begins on {on}. Write a later last day, or leave it empty."
    message_zh = "结束日期 {ended_on} 早于开班日期 {on}。请改为更晚的日期，或者不填。"


class NoHours(RuleBroken):
    code = "training.no_hours"
    message = "A class that was held has hours: write them, or the hours of each course."
    message_zh = "已办的培训班要有学时：请填写总学时，或逐课填写学时。"


class ClassFull(RuleBroken):
    code = "training.class_full"
    message = "The class has {places} places, {taken} are taken; {over} too many are chosen."
    message_zh = "本班计划 {places} 人，已报 {taken} 人，这次多选了 {over} 人。"


class QuotaFull(RuleBroken):
    code = "training.quota_full"
    message = (
        "{name} has {quota} places in this class; {over} too many are chosen. Leave some out, or ask for more places."
    )
    message_zh = "“{name}”在本班的名额是 {quota} 人，这次多选了 {over} 人。请减少人选，或向主办单位申请增加名额。"


class NoPlaceGiven(RuleBroken):
    code = "training.no_place_given"
    message = "{name} was given no places in this class; the organiser gives them."
    message_zh = "本班没有给“{name}”分配名额，请与主办单位联系。"


class NobodyChosen(RuleBroken):
    code = "training.nobody_chosen"
    message = "Nobody is chosen. Tick the names, then press the button again."
    message_zh = "还没有选人。请先勾选姓名，再按一次按钮。"


class AlreadyOnTheRoll(RuleBroken):
    code = "training.already_on_the_roll"
    message = "The roll says that this person came; correct the roll instead."
    message_zh = "该学员已登记到课，请改点名，不要取消报名。"


class WasCancelled(RuleBroken):
    code = "training.was_cancelled"
    message = "This class is not held. Put it back into the plan first."
    message_zh = "本班已取消。请先恢复到计划中。"
