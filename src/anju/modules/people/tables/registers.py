"""Lists of staff and of their registers."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import (
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    MultiChoiceFilter,
    SearchFilter,
    Table,
)
from anju.modules.people.models import DeviceKind, DeviceState, LogKind, LogState, PassState, StaffState
from anju.modules.people.permissions import (
    DEVICE_CHANGE,
    DUTY_PASS,
    LOG_READ,
    LOG_WRITE,
    STAFF_CHANGE,
    STAFF_READ,
)
from anju.modules.people.queries.domains import DOMAINS, NAMES
from anju.modules.people.queries.staff import departments
from anju.modules.people.rules.phones import masked


def _departments(request: Any) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in departments(request.actor, request.community_id)]


STAFF = Table(
    name="people.staff",
    caption=_("人员"),
    columns=(
        Column(key="name", label=_("姓名"), sort="name"),
        Column(key="number", label=_("工号"), classes="code", sort="number"),
        Column(key="department", label=_("部门"), value="department.name", sort="department__name"),
        Column(key="position", label=_("岗位"), value="position.name"),
        Column(key="team", label=_("班组"), value="team.name", optional=True),
        Column(key="phone", label=_("手机号"), value=lambda staff: masked(staff.phone), hide_on_phone=True),
        Column(key="skills", label=_("专长"), value=lambda staff: "、".join(staff.skills), optional=True),
        Column(key="joined_on", label=_("入职日期"), sort="joined_on", optional=True, hidden=True),
        Column(
            key="state", label=_("状态"), template="people/_cells.html#staff_state", export="get_state_display",
            sort="state", phone_place="corner",
        ),
    ),
    filters=(
        SearchFilter(placeholder=_("姓名或工号"), fields=("name", "number")),
        ChoiceFilter(key="department", label=_("部门"), choices=_departments, field="department_id"),
        MultiChoiceFilter(key="state", label=_("状态"), choices=StaffState.choices),
        SearchFilter(
            key="skill", label=_("专长"), placeholder=_("专长"), more=True,
            apply=lambda rows, text: rows.filter(skills__contains=[text]),
        ),
    ),
    default_sort="number",
    row_url=lambda staff: reverse("people:staff", args=[staff.pk]),
    empty=EmptyState(
        title=_("还没有人员"), text=_("先在“部门岗位”里建部门，再逐个新建或用表格导入。"), action_label=_("新建人员"),
        action_url=lambda request: reverse("people:staff_new"), permission=STAFF_CHANGE,
    ),
    export=Export(title=_("人员名册"), permission=STAFF_READ),
)  # fmt: skip

LOGS = Table(
    name="people.logs",
    caption=_("值班、交接和请示汇报"),
    columns=(
        Column(key="number", label=_("编号"), classes="code", sort="number"),
        Column(key="happened_at", label=_("时间"), sort="happened_at"),
        Column(key="kind", label=_("类型"), value="get_kind_display", sort="kind"),
        Column(key="department", label=_("部门"), value="department.name"),
        Column(key="position", label=_("岗位"), value="position.name", hide_on_phone=True),
        Column(key="author", label=_("填写人"), value="author.name"),
        Column(key="receiver", label=_("接班或受理"), value="receiver.name", hide_on_phone=True),
        Column(key="text", label=_("内容"), value=lambda entry: entry.text[:60], export="text", nowrap=False, phone_place="title"),
        Column(
            key="state", label=_("状态"), template="people/_cells.html#log_state", export="get_state_display",
            sort="state", phone_place="corner",
        ),
    ),
    filters=(
        SearchFilter(placeholder=_("编号、内容或姓名"), fields=("number", "text", "author__name")),
        ChoiceFilter(key="kind", label=_("类型"), choices=LogKind.choices),
        ChoiceFilter(key="state", label=_("状态"), choices=LogState.choices),
        ChoiceFilter(key="department", label=_("部门"), choices=_departments, field="department_id"),
        DateRangeFilter(key="on", label=_("日期"), field="happened_at", moment=True),
    ),
    default_sort="-happened_at",
    row_url=lambda entry: reverse("people:log", args=[entry.pk]),
    empty=EmptyState(
        title=_("还没有记录"), text=_("值班、交接班、请示和汇报都写在这里。"), action_label=_("填写记录"),
        action_url=lambda request: reverse("people:log_new"), permission=LOG_WRITE,
    ),
    export=Export(title=_("值班与交接记录"), permission=LOG_READ),
)  # fmt: skip


def _holder(device: Any) -> str:
    return device.open_issues[0].staff.name if device.open_issues else ""


def _post(device: Any) -> str:
    return str(device.open_issues[0].position or "") if device.open_issues else ""


DEVICES = Table(
    name="people.devices",
    caption=_("器材登记"),
    columns=(
        Column(key="number", label=_("编号"), classes="code", sort=("kind", "number")),
        Column(key="kind", label=_("类型"), value="get_kind_display", sort="kind"),
        Column(key="description", label=_("说明"), hide_on_phone=True),
        Column(key="holder", label=_("领用人"), value=_holder),
        Column(key="post", label=_("岗位"), value=_post, hide_on_phone=True),
        Column(
            key="since", label=_("领用时间"), hide_on_phone=True,
            value=lambda device: device.open_issues[0].issued_at if device.open_issues else None,
        ),
        Column(
            key="state", label=_("状态"), template="people/_cells.html#device_state", export="get_state_display",
            sort="state", phone_place="corner",
        ),
    ),
    filters=(
        SearchFilter(placeholder=_("编号或说明"), fields=("number", "description")),
        ChoiceFilter(key="kind", label=_("类型"), choices=DeviceKind.choices),
        MultiChoiceFilter(key="state", label=_("状态"), choices=DeviceState.choices),
    ),
    default_sort="number",
    row_url=lambda device: reverse("people:device", args=[device.pk]),
    empty=EmptyState(
        title=_("还没有登记器材"), text=_("对讲机、手电筒和钥匙登记后，领用和归还都有据可查。"), action_label=_("登记器材"),
        action_url=lambda request: reverse("people:device_new"), permission=DEVICE_CHANGE,
    ),
    export=Export(title=_("器材登记")),
)  # fmt: skip

PASSES = Table(
    name="people.passes",
    caption=_("转交事项"),
    columns=(
        Column(key="number", label=_("编号"), classes="code", sort="number"),
        Column(key="subject", label=_("事项"), sort="subject", phone_place="title", nowrap=False),
        Column(key="domain", label=_("领域"), value=lambda row: NAMES.get(row.domain, "")),
        Column(key="source", label=_("转出"), value="from_department.name"),
        Column(key="target", label=_("转入"), value="to_department.name"),
        Column(key="passed_at", label=_("时间"), sort="passed_at", hide_on_phone=True),
        Column(
            key="state", label=_("状态"), template="people/_cells.html#pass_state", export="get_state_display",
            sort="state", phone_place="corner",
        ),
    ),
    filters=(
        SearchFilter(placeholder=_("编号或事项"), fields=("number", "subject")),
        ChoiceFilter(key="state", label=_("状态"), choices=PassState.choices),
        ChoiceFilter(key="domain", label=_("领域"), choices=DOMAINS),
    ),
    default_sort="-passed_at",
    row_url=lambda row: reverse("people:duty_pass", args=[row.pk]),
    empty=EmptyState(
        title=_("没有转交的事项"), text=_("超出本部门职权的请求转给对口部门，并看它接没接。"), action_label=_("转交事项"),
        action_url=lambda request: reverse("people:duty_pass_new"), permission=DUTY_PASS,
    ),
    export=Export(title=_("转交事项")),
)  # fmt: skip
