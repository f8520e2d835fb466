"""Lists of services, vendors, orders, settlement and listings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.filters import money
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
from anju.modules.frontdesk.models import FamilyName, ListingKind, ListingState, SortName
from anju.modules.frontdesk.permissions import SERVICE_OPEN, SERVICE_PRICE, SERVICE_READ, SERVICE_SETTLE
from anju.modules.frontdesk.queries.offers import vendors

CELLS = "frontdesk/registers/_cells.html"
STATES = (
    ("new", lazy("待安排")), ("assigned", lazy("已派单")), ("working", lazy("处理中")), ("waiting", lazy("等待中")),
    ("done", lazy("已完成待确认")), ("closed", lazy("已关闭")), ("declined", lazy("报价未接受")), ("cancelled", lazy("已取消")),
)  # fmt: skip


def fen(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value) / 100


def yuan(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value) / 10_000


def _vendors(_request: Any) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in vendors().order_by("name")]


OFFERS = Table(
    name="frontdesk.offers",
    caption=lazy("服务项目与价格"),
    columns=(
        Column(key="name", label=lazy("服务项目"), sort="name"),
        Column(key="code", label=lazy("编号"), classes="code", sort="code", hide_on_phone=True),
        Column(key="family", label=lazy("类别"), value="get_family_display", sort="family", phone_place="side"),
        Column(key="sort", label=lazy("服务性质"), value="get_sort_display", sort="sort", optional=True, hide_on_phone=True),
        Column(
            key="price", label=lazy("价格"), template=f"{CELLS}#offer_price", align="end", sort="price_now",
            export=lambda row: yuan(row.price_now), excel_format="0.00##",
        ),
        Column(key="unit", label=lazy("单位"), optional=True, hidden=True),
        Column(key="deposit", label=lazy("押金"), value=lambda row: money(row.deposit) if row.deposit else "", align="end",
               export=lambda row: fen(row.deposit), hide_on_phone=True),
        Column(key="vendor", label=lazy("由谁提供"), value=lambda row: row.vendor.name if row.vendor else lazy("本公司"), nowrap=False),
        Column(key="active", label=lazy("状态"), template=f"{CELLS}#offer_state", sort="active", phone_place="corner",
               export=lambda row: lazy("在售") if row.active else lazy("停售")),
    ),
    filters=(
        SearchFilter(placeholder=lazy("项目、编号或内容"), fields=("name", "code", "content")),
        ChoiceFilter(key="family", label=lazy("类别"), choices=FamilyName.choices),
        ChoiceFilter(key="sort_of", label=lazy("服务性质"), choices=SortName.choices, field="sort"),
        ChoiceFilter(key="vendor", label=lazy("服务商"), choices=_vendors, field="vendor_id", more=True),
        BooleanFilter(key="active", label=lazy("在售"), more=True),
    ),
    default_sort="code",
    row_url=lambda row: reverse("frontdesk:offer", args=[row.pk]),
    empty=EmptyState(
        title=lazy("还没有服务项目"), text=lazy("登记项目和价格后，前台可以下单，价目表可以打印公示。"), action_label=lazy("新建项目"),
        action_url=lambda request: reverse("frontdesk:offer_new"), permission=SERVICE_PRICE,
    ),
    export=Export(title=lazy("特约服务价目"), permission=SERVICE_READ),
)  # fmt: skip

VENDORS = Table(
    name="frontdesk.vendors",
    caption=lazy("服务商"),
    columns=(
        Column(key="name", label=lazy("名称"), sort="name"),
        Column(key="contact", label=lazy("联系人")),
        Column(key="qualification", label=lazy("资质"), nowrap=False, hide_on_phone=True),
        Column(key="qualified_until", label=lazy("资质有效期至"), sort="qualified_until"),
        Column(key="offer_count", label=lazy("在售项目"), align="end", sort="offer_count"),
        Column(key="active", label=lazy("状态"), template=f"{CELLS}#vendor_state", sort="active", phone_place="corner",
               export=lambda row: lazy("合作中") if row.active else lazy("已停止")),
    ),
    filters=(
        SearchFilter(placeholder=lazy("名称、联系人或资质"), fields=("name", "contact", "qualification")),
        ChoiceFilter(key="family", label=lazy("类别"), choices=FamilyName.choices,
                     apply=lambda rows, value: rows.filter(families__contains=[value])),
        BooleanFilter(key="active", label=lazy("合作中")),
    ),
    default_sort="name",
    row_url=lambda row: reverse("frontdesk:vendor_edit", args=[row.pk]),
    empty=EmptyState(
        title=lazy("还没有服务商"), text=lazy("由外部单位提供的服务先登记服务商和资质。"), action_label=lazy("新建服务商"),
        action_url=lambda request: reverse("frontdesk:vendor_new"), permission=SERVICE_PRICE,
    ),
    export=Export(title=lazy("服务商名录"), permission=SERVICE_PRICE),
)  # fmt: skip

ORDERS = Table(
    name="frontdesk.orders",
    caption=lazy("特约服务订单"),
    columns=(
        Column(key="title", label=lazy("服务"), value="case.title", nowrap=False),
        Column(key="number", label=lazy("单号"), value="case.number", classes="code", sort="case__number"),
        Column(key="family", label=lazy("类别"), value="get_family_display", sort="family", optional=True, hide_on_phone=True),
        Column(key="customer", label=lazy("客户"), value=lambda row: f"{row.place_name or ''} {row.customer}".strip(), nowrap=False, phone_place="side"),
        Column(key="who", label=lazy("由谁办"), value=lambda row: row.vendor.name if row.vendor else row.staff_name or ""),
        Column(key="ordered_at", label=lazy("下单"), sort="ordered_at", hide_on_phone=True),
        Column(key="charged", label=lazy("金额"), value=lambda row: money(row.charged) if row.charged else "", align="end",
               sort="charged", export=lambda row: fen(row.charged)),
        Column(key="billing", label=lazy("收费"), value="get_billing_display", sort="billing", hide_on_phone=True),
        Column(key="state", label=lazy("状态"), template=f"{CELLS}#order_state", sort="case__state", phone_place="corner",
               export=lambda row: dict(STATES).get(row.case.state, row.case.state)),
    ),
    filters=(
        SearchFilter(placeholder=lazy("单号、服务、客户或房号"), apply=lambda rows, text: rows.filter(
            Q(case__number__istartswith=text) | Q(case__title__icontains=text) | Q(customer__icontains=text) | Q(place_name__icontains=text))),
        MultiChoiceFilter(key="state", label=lazy("状态"), choices=STATES, field="case__state"),
        ChoiceFilter(key="family", label=lazy("类别"), choices=FamilyName.choices),
        BooleanFilter(key="open", label=lazy("未完成"), apply=lambda rows, value: rows.filter(case__closed_at__isnull=value)),
        ChoiceFilter(key="vendor", label=lazy("服务商"), choices=_vendors, field="vendor_id", more=True),
        DateRangeFilter(key="on", label=lazy("下单日期"), field="ordered_at", moment=True, more=True),
    ),
    default_sort="-ordered_at",
    row_url=lambda row: reverse("frontdesk:order", args=[row.pk]),
    empty=EmptyState(
        title=lazy("还没有订单"), text=lazy("业主要的特约服务和代办在这里下单，价格经同意后再办。"), action_label=lazy("下单"),
        action_url=lambda request: reverse("frontdesk:order_new"), permission=SERVICE_OPEN,
    ),
    export=Export(title=lazy("特约服务订单"), permission=SERVICE_READ),
)  # fmt: skip

SETTLEMENT = Table(
    name="frontdesk.settlement",
    caption=lazy("服务商结算明细"),
    columns=(
        Column(key="number", label=lazy("单号"), value="case.number", classes="code", sort="case__number"),
        Column(key="vendor", label=lazy("服务商"), value="vendor.name", sort="vendor__name"),
        Column(key="title", label=lazy("服务"), value="case.title", nowrap=False),
        Column(key="place", label=lazy("房屋"), value="place_name", hide_on_phone=True),
        Column(key="done_on", label=lazy("完成日期"), sort="done_on"),
        Column(key="amount", label=lazy("应收"), value=lambda row: money(row.amount), align="end", sort="amount", export=lambda row: fen(row.amount)),
        Column(key="vendor_amount", label=lazy("应结"), value=lambda row: money(row.vendor_amount), align="end",
               sort="vendor_amount", export=lambda row: fen(row.vendor_amount)),
        Column(key="own", label=lazy("公司留存"), value=lambda row: money(row.amount - row.vendor_amount), align="end",
               export=lambda row: fen(row.amount - row.vendor_amount), hide_on_phone=True),
    ),
    filters=(
        SearchFilter(placeholder=lazy("单号或服务"), fields=("case__number", "case__title")),
        ChoiceFilter(key="vendor", label=lazy("服务商"), choices=_vendors, field="vendor_id"),
    ),
    default_sort="vendor",
    row_url=lambda row: reverse("frontdesk:order", args=[row.pk]),
    empty=EmptyState(title=lazy("这个月没有要结算的订单"), text=lazy("由服务商完成的订单按完成日期归入当月。")),
    export=Export(title=lazy("服务商结算明细"), permission=SERVICE_SETTLE),
)  # fmt: skip

LISTINGS = Table(
    name="frontdesk.listings",
    caption=lazy("租售房源"),
    columns=(
        Column(key="place", label=lazy("房屋"), value="place_name", sort="place_name"),
        Column(key="number", label=lazy("编号"), classes="code", sort="number", hide_on_phone=True),
        Column(key="kind", label=lazy("租售"), value="get_kind_display", sort="kind", phone_place="side"),
        Column(key="area", label=lazy("面积"), value=lambda row: f"{Decimal(row.area) / 100:.2f} m²", align="end", sort="area",
               export=lambda row: Decimal(row.area) / 100, hide_on_phone=True),
        Column(key="layout", label=lazy("户型"), hide_on_phone=True),
        Column(key="price", label=lazy("挂牌价"), value=lambda row: money(row.price), align="end", sort="price", export=lambda row: fen(row.price)),
        Column(key="per", label=lazy("每平方米"), value=lambda row: money(row.price * 100 // row.area), align="end",
               export=lambda row: fen(row.price * 100 // row.area)),
        Column(key="listed_on", label=lazy("挂牌日期"), sort="listed_on"),
        Column(key="dealt_price", label=lazy("成交价"), value=lambda row: money(row.dealt_price) if row.dealt_price else "", align="end",
               export=lambda row: fen(row.dealt_price), optional=True, hide_on_phone=True),
        Column(key="state", label=lazy("状态"), template=f"{CELLS}#listing_state", export="get_state_display", sort="state", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=lazy("房号、编号或委托人"), fields=("place_name", "number", "owner")),
        ChoiceFilter(key="kind", label=lazy("租售"), choices=ListingKind.choices),
        MultiChoiceFilter(key="state", label=lazy("状态"), choices=ListingState.choices),
    ),
    default_sort="-listed_on",
    row_url=lambda row: reverse("frontdesk:listing", args=[row.pk]),
    empty=EmptyState(
        title=lazy("还没有房源"), text=lazy("业主书面委托后登记挂牌，均价按月统计。"), action_label=lazy("登记房源"),
        action_url=lambda request: reverse("frontdesk:listing_new"), permission=SERVICE_OPEN,
    ),
    export=Export(title=lazy("租售房源"), permission=SERVICE_READ),
)  # fmt: skip
