"""What this package declares to the house."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation import registry
from anju.foundation.ui.messages import register_error_texts
from anju.foundation.ui.navigation import MenuEntry, register_menu
from anju.modules.people.permissions import (
    CARE_READ,
    DEVICE_READ,
    LOG_READ,
    PERSON_IMPORT,
    PERSON_READ,
    REQUEST_RECEIVE,
    STAFF_READ,
)
from anju.modules.people.queries.panels import register_person_panel
from anju.modules.people.queries.person_requests import due_soon

# Each of these declares audit actions, file purposes, texts or search kinds when it is loaded.
from anju.modules.people.services import (
    acts,
    consents,
    documents,
    person_imports,
    person_index,
    right_texts,
    sheet_texts,
    staff,
    uploads,
)
from anju.modules.people.services.person_requests import WARNING
from anju.modules.people.views import right_panels

DECLARED = (acts, consents, documents, person_imports, person_index, right_texts, sheet_texts, staff, uploads)

register_error_texts(
    {
        "people.staff.missing": _("没有找到这位人员，或您无权查看。"),
        "people.department.missing": _("没有找到这个部门，或您无权查看。"),
        "people.position.missing": _("没有找到这个岗位，或您无权查看。"),
        "people.team.missing": _("没有找到这个班组，或您无权查看。"),
        "people.body.missing": _("没有找到这个机构，或您无权查看。"),
        "people.log.missing": _("没有找到这条记录，或您无权查看。"),
        "people.device.missing": _("没有找到这件器材，或您无权查看。"),
        "people.duty.missing": _("没有找到这个事项，或您无权查看。"),
        "people.name_empty": _("请填写名称。"),
        "people.name_taken": _("“{name}”已存在。"),
        "people.number_empty": _("请填写编号。"),
        "people.number_taken": _("编号 {number} 已被使用。"),
        "people.phone.unreadable": _("电话号码不正确。"),
        "people.position_elsewhere": _("“{name}”不属于所选部门。"),
        "people.headcount": _("编制应在 0 到 1000 之间。"),
        "people.domain_unknown": _("没有“{domain}”这个领域。"),
        "people.kind_unknown": _("请从列表中选择。"),
        "people.department.cycle": _("部门不能放在自己下面。"),
        "people.in_use": _("“{name}”还有人员或工作，不能删除。"),
        "people.too_many_skills": _("最多 {most} 项专长。"),
        "people.reason_empty": _("请写明原因。"),
        "people.no_move": _("新的部门、岗位和班组与现在相同。"),
        "people.left_already": _("{name} 已离职。"),
        "people.holds_devices": _("{name} 还有 {count} 件器材没有归还。"),
        "people.has_login": _("{name} 已经有登录账号。"),
        "people.username_empty": _("请填写用户名。"),
        "people.role_unknown": _("请选择角色。"),
        "people.log.text_empty": _("请填写内容。"),
        "people.log.receiver_missing": _("请选择接班人。"),
        "people.log.to_oneself": _("不能交给自己。"),
        "people.log.in_future": _("时间不能晚于现在。"),
        "people.log.answer_empty": _("请填写答复。"),
        "people.log.closed": _("{number} 已办结。"),
        "people.device.not_stored": _("{number} 不在库，不能进行此操作。"),
        "people.device.not_issued": _("{number} 没有领用，不能归还。"),
        "people.device.not_at_work": _("{name} 不在岗，不能领用。"),
        "people.duty.led_already": _("这个领域已由{department}主责。"),
        "people.duty.subject_empty": _("请填写事项。"),
        "people.duty.to_itself": _("不能转交给本部门。"),
        "people.duty.answered": _("{number} 已经接收或退回。"),
        "people.person.missing": _("没有找到这位住户，或您无权查看。"),
        "people.place.missing": _("没有找到这套房屋，或您无权查看。"),
        "people.tie.missing": _("没有找到这条住户与房屋关系，或您无权查看。"),
        "people.change.missing": _("没有找到这次业主变更，或您无权查看。"),
        "people.phone.missing": _("没有找到这个电话号码。"),
        "people.phone.many": _("最多登记 {most} 个电话号码。"),
        "people.email.unreadable": _("电子邮箱不正确。"),
        "people.birthday_future": _("出生日期不能晚于今天。"),
        "people.id_kind_missing": _("请选择证件类型。"),
        "people.id_kind_unfit": _("单位使用统一社会信用代码，个人使用身份证、护照或港澳台证件。"),
        "people.id_number.shape": _("证件号码的位数或字符不正确。"),
        "people.id_number.region": _("身份证号码的地区码不正确。"),
        "people.id_number.birth_date": _("身份证号码中的出生日期不正确。"),
        "people.id_number.check": _("证件号码的校验位不正确，请核对。"),
        "people.user_taken": _("这个账号已绑定另一位住户。"),
        "people.tie.days": _("结束日期应晚于开始日期。"),
        "people.tie.kind": _("只有业主有份额。"),
        "people.tie.twice": _("这位住户在这些日子里已是同样的身份。"),
        "people.share.range": _("份额应大于 0、不超过 1，分母不超过 {most}。"),
        "people.share.over": _("各业主的份额合计为 {total}，超过了整套房屋。"),
        "people.change.nobody": _("请至少填写一位新业主。"),
        "people.change.acquired": _("请选择取得方式。"),
        "people.change.later": _("这一天或以后已有新业主，不能再登记更早的变更。"),
        "people.change.reversed": _("这次变更已经撤销。"),
        "people.change.followed": _("变更之后业主情况又有变动，不能撤销。"),
        "people.change.rests": _("不能撤销：{what}"),
        "people.document.missing": _("没有找到这份资料，或您无权查看。"),
        "people.need.missing": _("没有找到这项需求，或您无权查看。"),
        "people.merge.missing": _("没有找到这次合并，或您无权查看。"),
        "people.need.empty": _("请填写需求内容。"),
        "people.need.of_nobody": _("请选择房屋：这位住户还没有登记在任何小区。"),
        "people.need.same": _("这项需求的状态已经如此。"),
        "people.convention.twice": _("这一天的这份规约已经登记。"),
        "people.consent.unknown": _("没有这项用途。"),
        "people.consent.given": _("已经同意当前版本。"),
        "people.consent.none": _("没有可以撤回的同意。"),
        "people.merge.same": _("请选择两位不同的住户。"),
        "people.merge.unknown": _("没有这个字段。"),
        "people.merge.logins": _("两份档案都绑定了登录账号，请先解除其中一个。"),
        "people.merge.shares": _("两份档案在同一套房屋的日期或份额相互矛盾，请先改正再合并。"),
        "people.merge.undone": _("这次合并已经拆分。"),
        "people.merge.followed": _("合并之后资料又有变动，不能拆分。"),
        "people.merge.rests": _("不能拆分：{what}"),
        "people.file.items": _("只能填写：{items}"),
        "people.import.faulty": _("表格有 {count} 处错误，没有写入任何数据。"),
        "people.import.unknown": _("没有“{name}”，请先建立"),
        "people.import.community_unknown": _("没有小区“{name}”，或您无权管理"),
        "people.import.out_of_reach": _("您无权管理公司本部的人员，请填写小区"),
    }
)

register_menu(
    MenuEntry("people.staff", _("人员"), "users", "people:staff_list", STAFF_READ.code, "estate", order=30),
    MenuEntry(
        "people.departments",
        _("部门岗位"),
        "hierarchy-2",
        "people:departments",
        STAFF_READ.code,
        "estate",
        order=31,
    ),
    MenuEntry(
        "people.chart", _("组织架构图"), "sitemap", "people:chart", STAFF_READ.code, "estate", order=32
    ),
    MenuEntry("people.duties", _("职责分工"), "table", "people:duties", STAFF_READ.code, "estate", order=33),
    MenuEntry("people.logs", _("值班与交接"), "notebook", "people:logs", LOG_READ.code, "work", order=60),
    MenuEntry(
        "people.passes",
        _("转交事项"),
        "switch-horizontal",
        "people:passes",
        STAFF_READ.code,
        "work",
        order=61,
        under="people.logs",
    ),
    MenuEntry(
        "people.devices",
        _("器材登记"),
        "device-mobile",
        "people:devices",
        DEVICE_READ.code,
        "operations",
        order=40,
    ),
)

register_menu(
    MenuEntry(
        "people.person_imports", _("导入业主"), "file-import", "people:person_imports", PERSON_IMPORT.code, "estate",
        order=22,
    ),
)  # fmt: skip

register_menu(
    MenuEntry(
        "people.persons", _("住户档案"), "users-group", "people:persons", PERSON_READ.code, "estate", order=21
    ),
)


def _requests_due(request: Any) -> int | None:
    """Requests that are late or nearly so, in red beside the menu entry."""
    return due_soon(request.actor, timezone.localdate(), registry.value(WARNING)) or None


register_menu(
    MenuEntry(
        "people.requests", _("个人信息申请"), "shield-lock", "people:requests", REQUEST_RECEIVE.code, "service", order=70,
        badge=_requests_due, urgent=True,
    ),
    MenuEntry("people.care", _("关怀名单"), "heartbeat", "people:care", CARE_READ.code, "service", order=71),
    MenuEntry("people.demand", _("需求统计"), "chart-bar", "people:demand", PERSON_READ.code, "insight", order=40),
)  # fmt: skip

register_person_panel(right_panels.rights_panel)
register_person_panel(right_panels.care_panel)
