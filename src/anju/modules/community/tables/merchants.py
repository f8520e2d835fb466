"""Lists of merchants, their checks, joint actions and street findings."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    MultiChoiceFilter,
    SearchFilter,
    Table,
)
from anju.modules.community.models import Approval, Inspector, MerchantState, StreetSort, Trade
from anju.modules.community.permissions import MERCHANT_ACT, MERCHANT_READ, MERCHANT_WRITE

CELLS = "community/_neighbour_cells.html"
STANDINGS = {"open": _("待复查"), "late": _("整改逾期"), "closed": _("已销项")}
STAGES = {"found": _("待报告"), "reported": _("已报告"), "answered": _("已答复"), "closed": _("已办结")}


def _where(row: Any) -> str:
    return " ".join(one for one in (row.place_name or "", row.spot) if one) or "—"


def _open(rows: Any, value: bool) -> Any:
    return rows.filter(closed_on__isnull=value)


MERCHANTS = Table(
    name="community.merchants",
    caption=_("商户登记"),
    columns=(
        Column(key="name", label=_("店名"), sort="name", classes="main", nowrap=False, width="grow"),
        Column(key="number", label=_("编号"), classes="code", sort="number", hide_on_phone=True),
        Column(key="trade", label=_("业态"), value="get_trade_display", sort="trade"),
        Column(key="where", label=_("位置"), value=_where, nowrap=False, hide_on_phone=True),
        Column(key="operator", label=_("经营者"), sort="operator", hide_on_phone=True),
        Column(key="approval", label=_("环评手续"), template=f"{CELLS}#approval", export="get_approval_display", sort="approval"),
        Column(key="cleaning_on", label=_("下次清洗"), template=f"{CELLS}#cleaning_on", export="cleaning_on", sort="cleaning_on"),
        Column(key="check_on", label=_("下次检查"), template=f"{CELLS}#check_on", export="check_on", sort="check_on"),
        Column(key="complaints", label=_("未结投诉"), align="end", sort="complaints"),
        Column(key="licence", label=_("营业执照号"), classes="code", optional=True, hidden=True),
        Column(key="state", label=_("状态"), template=f"{CELLS}#merchant_state", export="get_state_display", sort="state", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("店名、招牌、编号、经营者或位置"), fields=("name", "sign", "number", "operator", "spot", "place_name", "licence")),
        ChoiceFilter(key="trade", label=_("业态"), choices=Trade.choices),
        MultiChoiceFilter(key="state", label=_("状态"), choices=MerchantState.choices),
        ChoiceFilter(key="approval", label=_("环评手续"), choices=Approval.choices),
        BooleanFilter(key="cleaning", label=_("清洗逾期"), only=True, more=True, apply=lambda rows, _value: rows.filter(cleaning_on__lt=F("today"))),
        BooleanFilter(key="faulty", label=_("有未销项问题"), only=True, more=True),
    ),
    default_sort="-number",
    row_url=lambda row: reverse("community:merchant", args=[row.pk]),
    row_tone=lambda row: "is-late" if row.state == "open" and row.cleaning_on and row.cleaning_on < row.today else "",
    empty=EmptyState(
        title=_("还没有登记商户"), text=_("登记店名、经营者、环评手续和隔油、油烟设备，清洗到期会变红。"), action_label=_("登记商户"),
        action_url=lambda request: reverse("community:merchant_new"), permission=MERCHANT_WRITE,
    ),
    export=Export(title=_("商户登记"), permission=MERCHANT_READ),
)  # fmt: skip

CHECKS = Table(
    name="community.merchant_checks",
    caption=_("商户检查"),
    columns=(
        Column(key="merchant", label=_("商户"), value="merchant.name", sort="merchant__name", classes="main", nowrap=False, width="grow"),
        Column(key="on", label=_("检查日期"), sort="on", phone_place="side"),
        Column(key="by", label=_("检查方"), value="get_by_display"),
        Column(key="inspector", label=_("检查人"), hide_on_phone=True),
        Column(key="faults", label=_("问题数"), align="end", sort="faults"),
        Column(key="found", label=_("检查情况"), nowrap=False, hide_on_phone=True),
        Column(key="deadline", label=_("整改期限"), sort="deadline"),
        Column(key="standing", label=_("状态"), template=f"{CELLS}#check_state", export=lambda row: STANDINGS[row.standing], phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("商户或检查人"), fields=("merchant__name", "inspector", "found")),
        ChoiceFilter(key="standing", label=_("状态"), choices=list(STANDINGS.items())),
        ChoiceFilter(key="by", label=_("检查方"), choices=Inspector.choices),
        DateRangeFilter(key="on", label=_("检查日期"), more=True),
    ),
    default_sort="-on",
    row_url=lambda row: reverse("community:merchant_check", args=[row.pk]),
    row_tone=lambda row: "is-late" if row.standing == "late" else "",
    empty=EmptyState(title=_("还没有检查记录"), text=_("在商户页面登记检查；有问题的须另日复查合格才能销项。")),
    export=Export(title=_("商户检查"), permission=MERCHANT_READ),
)  # fmt: skip

ACTIONS = Table(
    name="community.joint_actions",
    caption=_("联合整治"),
    columns=(
        Column(key="title", label=_("名称"), sort="title", classes="main", nowrap=False, width="grow"),
        Column(key="number", label=_("编号"), classes="code", sort="number", hide_on_phone=True),
        Column(key="participants", label=_("参与单位"), nowrap=False, hide_on_phone=True),
        Column(key="shop_count", label=_("涉及商户"), align="end"),
        Column(key="done", label=_("事项进度"), value=lambda row: f"{row.done_count} / {row.step_count}", align="end"),
        Column(key="target_on", label=_("目标日期"), sort="target_on", phone_place="side"),
        Column(key="late", label=_("状态"), template=f"{CELLS}#action_state", export=lambda row: _("已结案") if row.closed_on else _("进行中"), phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("名称、编号或参与单位"), fields=("title", "number", "participants")),
        BooleanFilter(key="open", label=_("进行中"), apply=_open),
        BooleanFilter(key="late", label=_("逾期"), only=True),
    ),
    default_sort="-target_on",
    row_url=lambda row: reverse("community:joint_action", args=[row.pk]),
    row_tone=lambda row: "is-late" if row.late else "",
    empty=EmptyState(
        title=_("没有联合整治"), text=_("与业委会和主管部门一起整治商户扰民，默认当月末完成。"), action_label=_("建立整治"),
        action_url=lambda request: reverse("community:joint_action_new"), permission=MERCHANT_ACT,
    ),
    export=Export(title=_("联合整治"), permission=MERCHANT_READ),
)  # fmt: skip

STREET = Table(
    name="community.street",
    caption=_("街面问题"),
    columns=(
        Column(key="words", label=_("情况"), classes="main", nowrap=False, width="grow"),
        Column(key="number", label=_("编号"), classes="code", sort="number", hide_on_phone=True),
        Column(key="sort", label=_("类别"), value="get_sort_display", sort="sort"),
        Column(key="where", label=_("地点"), value=_where, nowrap=False),
        Column(key="found_on", label=_("发现日期"), sort="found_on", phone_place="side"),
        Column(key="authority", label=_("报告部门"), hide_on_phone=True),
        Column(key="reported_on", label=_("报告日期"), hide_on_phone=True),
        Column(key="answer", label=_("部门答复"), nowrap=False, hide_on_phone=True, optional=True),
        Column(key="closed_on", label=_("办结日期"), optional=True, hidden=True),
        Column(key="stage", label=_("状态"), template=f"{CELLS}#street_state", export=lambda row: STAGES[row.stage], phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("情况、地点、编号或部门"), fields=("words", "spot", "place_name", "number", "authority")),
        ChoiceFilter(key="sort_of", label=_("类别"), field="sort", choices=StreetSort.choices),
        MultiChoiceFilter(key="stage", label=_("状态"), choices=list(STAGES.items())),
        DateRangeFilter(key="on", label=_("发现日期"), field="found_on"),
    ),
    default_sort="-found_on",
    row_url=lambda row: reverse("community:street_one", args=[row.pk]),
    empty=EmptyState(
        title=_("没有街面问题"), text=_("小区周边的违规广告和占道摊点，拍照登记后报告主管部门。"), action_label=_("登记问题"),
        action_url=lambda request: reverse("community:street_new"), permission=MERCHANT_WRITE,
    ),
    export=Export(title=_("街面问题报告"), permission=MERCHANT_READ),
)  # fmt: skip
