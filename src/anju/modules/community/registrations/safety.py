"""What safety, disputes and etiquette declare: menu, texts, a message, the desk's dialog, what follows persons."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.engines.cases.contracts import CaseRow
from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Category, Channel, Template, Text
from anju.foundation import outbox
from anju.foundation.ui.messages import register_error_texts
from anju.foundation.ui.navigation import MenuEntry, register_menu
from anju.modules.community.permissions import DISPUTE_READ, DISPUTE_WRITE, ETIQUETTE_READ, SAFETY_READ
from anju.modules.community.queries import contacts, disputes, safety_settings
from anju.modules.community.services import disputes as dispute_services
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.people import facade as people
from anju.modules.people.contracts import PersonsMerged

__all__ = ["safety_settings"]

register_menu(
    MenuEntry("safety", _("安全联防"), "shield-check", "community:safety", SAFETY_READ.code, "operations", order=70),
    MenuEntry("etiquette", _("礼仪检查"), "id-badge-2", "community:etiquette", ETIQUETTE_READ.code, "operations", order=80),
    MenuEntry("disputes", _("纠纷台账"), "scale", "community:disputes", DISPUTE_READ.code, "service", order=48, under="complaints"),
)  # fmt: skip
messages.category(Category("community.safety", _("治安通报"), (Channel.WEB_PUSH,)))
messages.template(
    Template(
        code="community.brief", name=_("治安通报"), category="community.safety", parameters=("title", "text"),
        texts={
            "zh-hans": {"": Text("治安通报：{title}", "{text}")},
            "en": {"": Text("Security bulletin: {title}", "{text}")},
        },
    )
)  # fmt: skip
messages.template(
    Template(
        code="community.safety_owed", name=_("安全联防待办"), category="community.safety",
        parameters=("contacts", "meetings", "reviews"),
        texts={
            "zh-hans": {"": Text("安全联防有待办", "待核对联络人 {contacts} 个，应开联防会议 {meetings} 次，逾期未总结的活动 {reviews} 场。")},
            "en": {"": Text("Safety has open matters", "Contacts to check: {contacts}; meetings due: {meetings}; late reviews: {reviews}.")},
        },
    )
)  # fmt: skip
messages.category(Category("community.terms", _("登记到期提醒"), (Channel.WEB_PUSH,)))
messages.template(
    Template(
        code="community.term_due", name=_("登记到期提醒"), category="community.terms",
        parameters=("what", "about", "on", "community"),
        texts={
            "zh-hans": {"": Text("{what}：{about}", "{community}，期限 {on}。请办理并登记。")},
            "en": {"": Text("{what}: {about}", "{community}, due on {on}. Please see to it and enter it.")},
        },
    )
)  # fmt: skip
register_error_texts(
    {
        "community.safety.words": _("请填写。"),
        "community.safety.choice": _("请选择。"),
        "community.safety.span": _("结束要晚于开始。"),
        "community.safety.future": _("不能晚于现在。"),
        "community.contact.phone": _("电话号码不正确。"),
        "community.contact.checked": _("核对日期不能晚于今天。"),
        "community.brief.shared": _("已经传达过。"),
        "community.brief.published": _("已经发布过。"),
        "community.brief.over": _("这条信息已过有效期，请先修改。"),
        "community.teaching.twice": _("这个月已有同样的主题。"),
        "community.occasion.over": _("已经举行或取消，不能再改。"),
        "community.occasion.cancelled": _("已经取消。"),
        "community.occasion.early": _("还没到开始的时间。"),
        "community.occasion.photos": _("最多 {limit} 张照片。"),
        "community.occasion.score": _("请填 0 到 100 分。"),
        "community.event.expected": _("请填写预计人数。"),
        "community.event.staff": _("没有找到这位员工，或他不在这个小区。"),
        "community.event.clash": _("{name}这段时间已安排在“{post}”，一个人不能同时在两个岗位。"),
        "community.event.state": _("方案目前的状态不允许这样做。"),
        "community.event.nobody": _("还没有安排岗位，不能提交。"),
        "community.event.early": _("还没到时间。"),
        "community.event.reviewed": _("已经总结过。"),
        "community.dispute.tier": _("重大纠纷由区（县）以上部门调解。"),
        "community.dispute.over": _("{number} 已经办结。"),
        "community.dispute.still_open": _("还没有办结。"),
        "community.dispute.told": _("这一级已经报告过。"),
        "community.dispute.unreported": _("还有 {count} 处没有报告，不能办结。"),
        "community.dispute.no_session": _("还没有调解记录，不能办结。"),
        "community.dispute.agreement": _("请上传签字的调解协议。"),
        "community.etiquette.items": _("请填 1 到 30 个不同的项目，用“；”隔开，每项最多 60 个字。"),
        "community.etiquette.missing": _("这一项还没有检查。"),
        "community.etiquette.why": _("“{label}”不合格，请写明情况。"),
        "community.etiquette.fixed": _("没有待整改的项目。"),
    }
)


def _desk(request: Any, community_id: int) -> frontdesk.DeskDialog | None:
    if not request.actor.can(SAFETY_READ):
        return None
    rows = contacts.in_use(community_id, timezone.localdate())
    body = render_to_string("community/safety/_phones.html", {"contacts": rows}, request)
    return frontdesk.DeskDialog("contacts", _("安全联络表"), Markup(body), "phone-call")


def _disputes_of_case(request: Any, row: CaseRow) -> frontdesk.CasePart | None:
    if row.kind != "complaint" or not request.actor.can(DISPUTE_READ):
        return None
    may = request.actor.reach(DISPUTE_WRITE).covers_community(row.community_id)
    found = disputes.of_case(request.actor, row.id)
    if not found and not may:
        return None
    context = {"rows": found, "may": may and not found, "case": row.id, "community": row.community_id}
    body = render_to_string("community/_disputes_of_case.html", context, request)
    return frontdesk.CasePart(_("纠纷"), Markup(body), "scale", 40)


def _merged(payload: dict[str, Any]) -> None:
    dispute_services.person_follow(gone_id=payload["gone_id"], kept_id=payload["kept_id"])


frontdesk.register_desk_dialog(_desk)
frontdesk.register_case_part(_disputes_of_case)
outbox.on(PersonsMerged.code, "community.disputes.merged", _merged)
people.register_personal_data(
    people.PersonalData(
        "community.disputes",
        _("纠纷调解"),
        disputes.copy_of,
        disputes.kept_of,
        dispute_services.person_forget,
    )
)
