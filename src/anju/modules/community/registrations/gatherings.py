"""Menu, words, messages and followers of meetings, groups, boxes and proposals."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.engines.cases.contracts import CaseChanged
from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Category, Channel, Template, Text
from anju.foundation import outbox
from anju.foundation.ui.messages import register_error_texts
from anju.foundation.ui.navigation import MenuEntry, register_menu
from anju.modules.community.permissions import GROUP_READ, IDEA_READ, MEETING_READ, OPINION_READ
from anju.modules.community.queries import persons
from anju.modules.community.services import followers, ideas
from anju.modules.people import facade as people
from anju.modules.people.contracts import PersonsMerged

register_menu(
    MenuEntry("meetings", _("业主会议"), "users-group", "community:meetings", MEETING_READ.code, "service", order=47),
    MenuEntry("proposals", _("业主建议"), "message-2", "community:proposals", IDEA_READ.code, "service", order=48, under="meetings"),
    MenuEntry("boxes", _("意见箱"), "inbox", "community:boxes", OPINION_READ.code, "service", order=49, under="meetings"),
    MenuEntry("groups", _("业主群"), "brand-wechat", "community:groups", GROUP_READ.code, "service", order=50, under="meetings"),
)  # fmt: skip

WORK, OWN = "community.meetings", "community.opinions"
messages.category(Category(WORK, _("业主会议"), (Channel.WEB_PUSH,)))
messages.category(Category(OWN, _("意见答复"), (Channel.WEB_PUSH, Channel.SMS)))
_MEETING = ("title", "when", "place", "community")
messages.template(
    Template(
        code="community.meeting_soon", name=_("业主会议即将召开"), category=WORK, parameters=_MEETING,
        texts={
            "zh-hans": {"": Text("业主会议将召开：{title}", "{community}，{when}，{place}。请准备议程和签到表。")},
            "en": {"": Text("Meeting coming up: {title}", "{community}, {when}, {place}. Please prepare agenda and sign-in sheet.")},
        },
    )
)  # fmt: skip
messages.template(
    Template(
        code="community.meeting_late", name=_("业主会议没有纪要"), category=WORK, parameters=_MEETING,
        texts={
            "zh-hans": {"": Text("没有会议纪要：{title}", "{community}的会议定在 {when}，至今没有纪要。请补写，或说明原因取消。")},
            "en": {"": Text("No minutes yet: {title}", "The meeting at {community} was set for {when}. Write its minutes, or cancel it with a reason.")},
        },
    )
)  # fmt: skip
messages.template(
    Template(
        code="community.opinion_answered", name=_("会上意见的答复"), category=OWN, parameters=("meeting", "text", "answer"),
        texts={
            "zh-hans": {"": Text("您在“{meeting}”上的意见有答复了", "您的意见：{text}\n答复：{answer}")},
            "en": {"": Text("An answer to what you said at “{meeting}”", "You said: {text}\nAnswer: {answer}")},
        },
    )
)  # fmt: skip


CALLS = "community.calls"
messages.category(Category(CALLS, _("会议邀请"), (Channel.WEB_PUSH, Channel.SMS)))


def _call(code: str, name: Any, chinese: tuple[str, str], english: tuple[str, str], *more: str) -> None:
    texts = {"zh-hans": {"": Text(*chinese)}, "en": {"": Text(*english)}}
    messages.template(
        Template(
            code=f"community.{code}", name=name, category=CALLS, parameters=(*_MEETING, *more), texts=texts
        )
    )


# fmt: off
_call("meeting_call", _("业主会议邀请"),
      ("邀请您参加：{title}", "{community}，{when}，{place}。{agenda}"),
      ("You are invited: {title}", "{community}, {when}, {place}. {agenda}"), "agenda")
_call("meeting_moved", _("业主会议改期"),
      ("会议有变：{title}", "现定于 {when}，在{place}召开，请以此为准。{agenda}"),
      ("Meeting changed: {title}", "It now takes place on {when}, {place}. {agenda}"), "agenda")
_call("meeting_tomorrow", _("业主会议前一天提醒"),
      ("明天开会：{title}", "{community}，{when}，{place}。"),
      ("Meeting tomorrow: {title}", "{community}, {when}, {place}."))
_call("meeting_off", _("业主会议取消"),
      ("会议取消：{title}", "原定 {when} 在{place}召开的会议取消。{reason}"),
      ("Meeting cancelled: {title}", "The meeting of {when}, {place}, does not take place. {reason}"), "reason")
# fmt: on


def _merged(payload: dict[str, Any]) -> None:
    followers.person_merged(gone_id=payload["gone_id"], kept_id=payload["kept_id"])


def _case_changed(payload: dict[str, Any]) -> None:
    if payload["kind"] == ideas.KIND:
        ideas.case_followed(case_id=payload["case_id"], at=timezone.now())


outbox.on(PersonsMerged.code, "community.merged", _merged)
outbox.on(CaseChanged.code, "community.proposals", _case_changed)
people.register_personal_data(
    people.PersonalData(
        "community.gatherings",
        _("会议、业主群与建议"),
        persons.copy_of,
        lambda _person, _on: (),
        followers.person_forget,
    )
)
register_error_texts(
    {
        "community.text_needed": _("请填写，最多 {limit} 个字。"),
        "community.topic": _("请选择方面。"),
        "community.buildings": _("所选楼栋不属于这个小区。"),
        "community.setting.days": _("请填 1 到 365。"),
        "community.lines.none": _("没有可读的行，请每行写“房号 姓名”。"),
        "community.lines.many": _("一次最多 {limit} 行。"),
        "community.lines.nameless": _("这些行没有写名称：{lines}。"),
        "community.lines.unmatched": _("有 {count} 行对不上唯一的房屋，什么都没有导入：{lines}"),
        "community.attendance.none": _("请至少填写一位到会人员。"),
        "community.meeting.kind": _("请选择会议类别。"),
        "community.meeting.invited": _("请选择邀请范围。"),
        "community.meeting.times": _("次数请填 1 到 {most}。"),
        "community.meeting.every": _("间隔请填 1 到 {most} 个月。"),
        "community.meeting.over": _("会议已召开或已取消，不能再改计划。"),
        "community.meeting.begun": _("会议已经开始，不再发送邀请。"),
        "community.meeting.called": _("邀请已经发送过。"),
        "community.meeting.called_whom": _("请选择邀请谁。"),
        "community.meeting.nobody": _("这个范围内没有登记的人，请先登记住户。"),
        "community.meeting.cancelled": _("会议已取消。"),
        "community.meeting.not_cancelled": _("会议没有取消。"),
        "community.meeting.early": _("会议还没有开始，不能写纪要。"),
        "community.opinion.unjudged": _("先认定是否采纳，再答复。"),
        "community.group.platform": _("请选择平台。"),
        "community.group.days": _("解散日期不能早于建群日期。"),
        "community.group.name": _("这个小区已有同名的群。"),
        "community.group.sort": _("请选择类别。"),
        "community.group.moment": _("时间不能晚于现在。"),
        "community.group.closed": _("这个群已解散。"),
        "community.group.member_there": _("这一户同名的成员已在群里。"),
        "community.group.no_question": _("只有业主提问可以转为事项。"),
        "community.box.name": _("这个小区已有同名的意见箱。"),
        "community.box.days": _("停用日期不能早于启用日期。"),
        "community.box.place": _("所选场所不属于这个小区。"),
        "community.box.moment": _("开启时间不能晚于现在。"),
        "community.box.before": _("开启时间要晚于上一次开启。"),
        "community.box.letters": _("来信数请填 0 到 {most}。"),
        "community.box.witness": _("开箱须两人在场，请填写另一位见证人。"),
        "community.box.ended": _("这个意见箱已停用。"),
        "community.box.kind": _("请选择来信类别。"),
        "community.box.all_taken": _("这次开启的来信已全部登记。"),
        "community.idea.origin": _("请选择来源。"),
        "community.idea.no_suggestion": _("只有“建议”类事项可以收录。"),
        "community.idea.collected": _("这条建议已经收录。"),
        "community.idea.supported": _("这一户已经附议过。"),
        "community.idea.settled": _("这条建议已经答复。"),
        "community.idea.decision": _("请选择是否采纳。"),
    }
)
