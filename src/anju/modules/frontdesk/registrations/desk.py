"""The desk: what its refusals say, its messages, its settings, its place in the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Category, Channel, Template, Text
from anju.foundation.ui.messages import register_error_texts
from anju.foundation.ui.navigation import MenuEntry, register_menu
from anju.modules.frontdesk import permissions as rights

# Each of these declares settings or audit actions when it is loaded.
from anju.modules.frontdesk.queries import desk_settings  # noqa: F401  isort: skip
from anju.modules.frontdesk.services import desk_acts  # noqa: F401  isort: skip

register_error_texts(
    {
        "frontdesk.call.number": _("号码太长，最多 {limit} 位。"),
        "frontdesk.call.number_missing": _("请填写电话号码。"),
        "frontdesk.call.id": _("来电编号不正确。"),
        "frontdesk.call.event": _("没有“{value}”这种来电事件。"),
        "frontdesk.call.body": _("来电内容无法读取。"),
        "frontdesk.call.outcome": _("请选择来电结果。"),
        "frontdesk.call.taken": _("这通电话已由{name}接听。"),
        "frontdesk.phone.signature": _("签名不正确。"),
        "frontdesk.words.empty": _("请填写事由。"),
        "frontdesk.words.too_long": _("最多 {limit} 个字。"),
        "frontdesk.reason.empty": _("请写明原因。"),
        "frontdesk.back.due": _("回电时间应晚于现在。"),
        "frontdesk.back.done": _("{name}已经回过电话。"),
        "frontdesk.line.sort": _("请选择电话用途。"),
        "frontdesk.line.hours": _("请填写开始和结束时间。"),
        "frontdesk.setting.minutes": _("应在 1 到 {limit} 分钟之间。"),
        "frontdesk.setting.hours": _("应在 1 到 {limit} 小时之间。"),
        "frontdesk.article.question": _("请填写问题，最多 {limit} 个字。"),
        "frontdesk.article.answer": _("请填写答复，最多 {limit} 个字。"),
        "frontdesk.article.topic": _("请选择主题。"),
        "frontdesk.article.valid": _("失效日期不能早于生效日期。"),
        "frontdesk.article.in_charge": _("不属于物业职责的事项，请写明责任单位。"),
        "frontdesk.article.taken": _("已有同样的问题。"),
        "frontdesk.article.retired": _("这条知识已停用。"),
        "frontdesk.article.active": _("这条知识正在使用。"),
        "frontdesk.article.not_in_force": _("这条知识已过有效期，请先更新。"),
        "frontdesk.article.review": _("下次复核日期应晚于今天。"),
        "frontdesk.note.words": _("请填写留言，最多 {limit} 个字。"),
        "frontdesk.note.due": _("答复时限应晚于现在。"),
        "frontdesk.note.answer": _("请填写答复，最多 {limit} 个字。"),
        "frontdesk.note.analysis": _("请专家支持的留言，请写明分析，最多 {limit} 个字。"),
        "frontdesk.note.files": _("最多附 {limit} 个文件。"),
        "frontdesk.note.asker": _("只有留言人{name}可以办结或追问。"),
        "frontdesk.note.closed": _("{number} 已答复或已撤回。"),
        "frontdesk.note.just_urged": _("刚刚催办过，请稍后再催。"),
        "frontdesk.note.unanswered": _("部门还没有答复。"),
        "frontdesk.shift.no_staff": _("您的账号没有对应的员工档案，请先在人员中关联。"),
        "frontdesk.shift.to_oneself": _("不能交给自己。"),
        "frontdesk.shift.no_login": _("{name} 还没有登录账号，无法签收。"),
        "frontdesk.shift.open": _("上一次交班还没有人签收。"),
        "frontdesk.shift.not_yours": _("只有{name}可以操作。"),
        "frontdesk.shift.signed": _("{name}已经签收。"),
        "frontdesk.phrase.code": _("缩写用字母、数字或汉字，最多 {limit} 个。"),
        "frontdesk.phrase.text": _("请填写用语，最多 {limit} 个字。"),
        "frontdesk.phrase.hole": _("没有“{name}”这个占位，只能用 name、number、limit、me、today。"),
        "frontdesk.phrase.taken": _("/{short} 已有用语。"),
        "frontdesk.solutions.problem": _("请填写问题，最多 {limit} 个字。"),
        "frontdesk.solutions.few": _("请写出 {fewest} 到 {most} 个方案。"),
        "frontdesk.solutions.option": _("请选择其中一个方案。"),
        "frontdesk.solutions.chosen": _("{name}已经选定方案。"),
        "frontdesk.desk.words": _("请写下来电人说的事。"),
        "frontdesk.desk.community": _("请先选择房间或小区。"),
        "frontdesk.draft.too_long": _("草稿太长，无法保存。"),
        "frontdesk.draft.too_many": _("最多同时保留 {limit} 个来电。"),
    }
)

messages.category(Category("frontdesk.desk", _("前台留言"), (Channel.WEB_PUSH,)))
for _code, _name, _chinese, _english in (
    ("note_sent", _("部门留言"), Text("{department}有新留言 {number}", "{words}"),
     Text("New message {number} for {department}", "{words}")),
    ("note_urged", _("留言催办"), Text("请尽快答复留言 {number}", "{department}：{words}"),
     Text("Please answer message {number}", "{department}: {words}")),
):  # fmt: skip
    messages.template(
        Template(
            code=f"frontdesk.{_code}",
            name=_name,
            category="frontdesk.desk",
            parameters=("number", "department", "words"),
            texts={"zh-hans": {"": _chinese}, "en": {"": _english}},
        )
    )
messages.template(
    Template(
        code="frontdesk.note_answered",
        name=_("留言已答复"),
        category="frontdesk.desk",
        parameters=("number", "department", "answer"),
        texts={
            "zh-hans": {"": Text("{department}答复了留言 {number}", "{answer}")},
            "en": {"": Text("{department} answered message {number}", "{answer}")},
        },
    )
)

register_menu(
    MenuEntry(
        "frontdesk.desk", _("客服前台"), "headset", "frontdesk:desk", rights.DESK_USE.code, "service", order=5
    ),
    MenuEntry(
        "frontdesk.calls",
        _("来电记录"),
        "phone",
        "frontdesk:calls",
        rights.CALL_READ.code,
        "service",
        order=40,
        under="frontdesk.desk",
    ),
    MenuEntry(
        "frontdesk.knowledge",
        _("知识库"),
        "book",
        "frontdesk:knowledge",
        rights.KNOWLEDGE_READ.code,
        "service",
        order=41,
        under="frontdesk.desk",
    ),
    MenuEntry(
        "frontdesk.notes",
        _("部门留言"),
        "message",
        "frontdesk:notes",
        rights.NOTE_READ.code,
        "service",
        order=42,
        under="frontdesk.desk",
    ),
    MenuEntry(
        "frontdesk.shifts",
        _("前台交接班"),
        "switch-horizontal",
        "frontdesk:shifts",
        rights.SHIFT_READ.code,
        "service",
        order=43,
        under="frontdesk.desk",
    ),
    MenuEntry(
        "frontdesk.phrases",
        _("快捷用语"),
        "message-2",
        "frontdesk:phrases",
        rights.PHRASE_USE.code,
        "service",
        order=44,
        under="frontdesk.desk",
    ),
)
