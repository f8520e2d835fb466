"""Lists of contacts, local information, occasions, the year's plan, shared equipment and major events."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import (
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    SearchFilter,
    Table,
)
from anju.modules.community.models import (
    BriefSort,
    ContactKind,
    EventState,
    OccasionKind,
    OccasionState,
)
from anju.modules.community.permissions import SAFETY_WRITE
from anju.modules.community.queries.contacts import in_force

CELLS = "community/safety/_cells.html"
STANDING = [("now", _("在用")), ("past", _("已停用"))]


def _in_use(rows: Any, value: str) -> Any:
    now = in_force(timezone.localdate())
    return rows.filter(now if value == "now" else ~now)


def _current(rows: Any, value: str) -> Any:
    over = Q(valid_until__lt=timezone.localdate())
    return rows.filter(over if value == "past" else ~over | Q(valid_until__isnull=True))


def _held(rows: Any, value: str) -> Any:
    first = timezone.localdate().replace(day=1)
    late = Q(held=False, month__lt=first)
    return rows.filter({"held": Q(held=True), "late": late, "waiting": Q(held=False) & ~late}[value])


def _new(name: str, title: Any, text: Any, label: Any) -> EmptyState:
    return EmptyState(
        title=title, text=text, action_label=label, action_url=lambda request: reverse(f"community:{name}"),
        permission=SAFETY_WRITE,
    )  # fmt: skip


CONTACTS = Table(
    name="community.contacts",
    caption=_("安全联络表"),
    columns=(
        Column(key="body", label=_("单位"), template=f"{CELLS}#contact", export="body", sort="body", nowrap=False),
        Column(key="kind", label=_("类别"), value="get_kind_display", sort="order"),
        Column(key="name", label=_("联系人"), value=lambda row: " ".join(filter(None, (row.name, row.duty))) or "—"),
        Column(key="phone", label=_("电话"), template=f"{CELLS}#phones", export="phone"),
        Column(key="second_phone", label=_("备用电话"), hidden=True),
        Column(key="hours", label=_("值守时间"), hide_on_phone=True),
        Column(key="checked_on", label=_("核对日期"), template=f"{CELLS}#checked", export="checked_on", sort="checked_on",
               phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("单位、联系人或职务"), fields=("body", "name", "duty")),
        ChoiceFilter(key="kind", label=_("类别"), choices=ContactKind.choices),
        ChoiceFilter(key="state", label=_("状态"), choices=STANDING, apply=_in_use),
    ),
    default_sort="kind",
    row_url=lambda row: reverse("community:contact", args=[row.pk]),
    empty=_new("contact_new", _("还没有联络人"), _("登记民警、派出所、社区、消防、医院和水电气热等单位的电话。"), _("登记联络人")),
    export=Export(title=_("安全联络表")),
)  # fmt: skip

BRIEFS = Table(
    name="community.briefs",
    caption=_("治安信息"),
    columns=(
        Column(key="title", label=_("标题"), sort="title", classes="main", nowrap=False, width="grow"),
        Column(key="sort", label=_("类别"), template=f"{CELLS}#sort", export="get_sort_display", phone_place="corner"),
        Column(key="source", label=_("来源"), nowrap=False),
        Column(key="area", label=_("涉及区域"), nowrap=False, hide_on_phone=True),
        Column(key="received_at", label=_("收到时间"), sort="received_at", phone_place="side"),
        Column(key="valid_until", label=_("有效至"), template=f"{CELLS}#until", export="valid_until", hide_on_phone=True),
        Column(key="read_count", label=_("传达"), template=f"{CELLS}#read", export="read_count"),
        Column(key="notice_id", label=_("业主公告"), template=f"{CELLS}#noticed", export=lambda row: bool(row.notice_id)),
    ),
    filters=(
        SearchFilter(placeholder=_("标题、内容、来源或区域"), fields=("title", "text", "source", "area")),
        ChoiceFilter(key="about", label=_("类别"), field="sort", choices=BriefSort.choices),
        ChoiceFilter(key="state", label=_("状态"), choices=[("now", _("有效")), ("past", _("已过期"))], apply=_current),
        DateRangeFilter(key="received", label=_("收到时间"), field="received_at", more=True),
    ),
    default_sort="-received_at",
    row_url=lambda row: reverse("community:brief", args=[row.pk]),
    empty=_new("brief_new", _("没有治安信息"), _("派出所、社区告知的情况和本项目的安全警示登记在这里，再传达给保安、公告给业主。"), _("登记信息")),
    export=Export(title=_("治安信息")),
)  # fmt: skip

OCCASIONS = Table(
    name="community.occasions",
    caption=_("会议、巡逻与教育"),
    columns=(
        Column(key="title", label=_("名称"), sort="title", classes="main", nowrap=False, width="grow"),
        Column(key="kind", label=_("类别"), value="get_kind_display"),
        Column(key="starts_at", label=_("时间"), sort="starts_at", phone_place="side"),
        Column(key="host", label=_("召集、带队或主讲"), nowrap=False, hide_on_phone=True),
        Column(key="place", label=_("地点或路线"), nowrap=False, hide_on_phone=True),
        Column(key="came_count", label=_("到场"), value=lambda row: row.persons or row.came_count if row.state == "held" else None, align="end"),
        Column(key="problem_count", label=_("问题"), align="end"),
        Column(key="state", label=_("状态"), template=f"{CELLS}#occasion", export="get_state_display", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("名称、主讲或地点"), fields=("title", "host", "place")),
        ChoiceFilter(key="kind", label=_("类别"), choices=OccasionKind.choices),
        ChoiceFilter(key="state", label=_("状态"), choices=OccasionState.choices),
        DateRangeFilter(key="day", label=_("时间"), field="starts_at", more=True),
    ),
    default_sort="-starts_at",
    row_url=lambda row: reverse("community:occasion", args=[row.pk]),
    empty=_new("occasion_new", _("还没有安排"), _("联防会议、联勤巡逻和安全教育都在这里安排和记录。"), _("安排一次")),
    export=Export(title=_("会议、巡逻与教育")),
)  # fmt: skip

LINES = Table(
    name="community.teaching",
    caption=_("安全教育年度计划"),
    columns=(
        Column(key="theme", label=_("主题"), sort="theme", classes="main", nowrap=False, width="grow"),
        Column(key="month", label=_("月份"), cell=lambda row: f"{row.month:%Y-%m}", export="month", sort="month", phone_place="side"),
        Column(key="audience", label=_("对象"), nowrap=False),
        Column(key="note", label=_("形式和要求"), nowrap=False, hide_on_phone=True),
        Column(key="session_count", label=_("已举行"), align="end"),
        Column(key="held", label=_("状态"), template=f"{CELLS}#line", export="held", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("主题或对象"), fields=("theme", "audience")),
        ChoiceFilter(
            key="state", label=_("状态"), apply=_held,
            choices=[("held", _("已举行")), ("late", _("逾期未办")), ("waiting", _("未到期"))],
        ),
    ),
    default_sort="month",
    row_url=lambda row: reverse("community:teaching_line", args=[row.pk]),
    empty=_new("teaching_new", _("今年还没有计划"), _("按月列出主题和对象，逾期没有举行的会标红。"), _("加一个主题")),
    export=Export(title=_("安全教育年度计划")),
)  # fmt: skip

FACILITIES = Table(
    name="community.facilities",
    caption=_("共享设施"),
    columns=(
        Column(key="thing", label=_("设施设备"), sort="thing", classes="main", nowrap=False, width="grow"),
        Column(key="partner", label=_("共享单位"), nowrap=False),
        Column(key="contact", label=_("联系人"), value=lambda row: f"{row.contact} {row.phone}".strip() or "—"),
        Column(key="starts_on", label=_("生效日期"), sort="starts_on", hide_on_phone=True),
        Column(key="ends_on", label=_("到期日期"), template=f"{CELLS}#facility_end", export="ends_on", phone_place="corner"),
        Column(key="use_count", label=_("使用次数"), align="end"),
        Column(key="last_use", label=_("最近使用")),
    ),
    filters=(SearchFilter(placeholder=_("设施或单位"), fields=("thing", "partner")),),
    default_sort="-starts_on",
    row_url=lambda row: reverse("community:facility", args=[row.pk]),
    empty=_new("facility_new", _("没有共享设施"), _("与周边单位共用的安防设施和约定登记在这里。"), _("登记共享设施")),
    export=Export(title=_("共享设施")),
)  # fmt: skip

EVENTS = Table(
    name="community.events",
    caption=_("重大活动"),
    columns=(
        Column(key="title", label=_("活动"), sort="title", classes="main", nowrap=False, width="grow"),
        Column(key="starts_at", label=_("时间"), sort="starts_at", phone_place="side"),
        Column(key="place", label=_("地点"), nowrap=False, hide_on_phone=True),
        Column(key="expected", label=_("预计人数"), align="end"),
        Column(key="staff_count", label=_("上岗人数"), align="end"),
        Column(key="risk", label=_("风险"), template=f"{CELLS}#risk", export="get_risk_display"),
        Column(key="state", label=_("状态"), template=f"{CELLS}#event", export="get_state_display", phone_place="corner"),
        Column(key="reviewed_at", label=_("总结"), template=f"{CELLS}#reviewed", export="reviewed_at"),
    ),
    filters=(
        SearchFilter(placeholder=_("活动或地点"), fields=("title", "place")),
        ChoiceFilter(key="state", label=_("状态"), choices=EventState.choices),
    ),
    default_sort="-starts_at",
    row_url=lambda row: reverse("community:event", args=[row.pk]),
    empty=_new("event_new", _("没有重大活动"), _("先写保卫方案和岗位，经理批准后下达，活动后及时总结。"), _("编制方案")),
    export=Export(title=_("重大活动")),
)  # fmt: skip
