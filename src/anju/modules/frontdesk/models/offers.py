"""Special services: vendors, what is offered at which price, what was ordered, homes for rent or sale."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class SortName(models.TextChoices):
    REGULAR = "regular", _("常规性公共服务")
    SPECIAL = "special", _("特约服务")
    ENTRUSTED = "entrusted", _("委托服务")


class FamilyName(models.TextChoices):
    HOUSE = "house", _("房屋本体维护")
    EQUIPMENT = "equipment", _("设施设备维护")
    SANITATION = "sanitation", _("环境卫生")
    GREENING = "greening", _("绿化养护")
    GUARDS = "guards", _("公共秩序")
    FIRE = "fire", _("消防管理")
    VEHICLES = "vehicles", _("车辆道路")
    AGENCY_PUBLIC = "agency_public", _("公众代办")
    CARE = "care", _("家庭护理")
    CHILD = "child", _("接送照看儿童")
    ELDERLY = "elderly", _("助老助残")
    HOUSEKEEPING = "housekeeping", _("家政服务")
    APPLIANCE = "appliance", _("家电维修")
    REPAIR = "repair", _("入户有偿维修")
    DECORATION = "decoration", _("家居装饰")
    CAR = "car", _("汽车美容")
    CATERING = "catering", _("餐饮")
    FITNESS = "fitness", _("健身")
    SHOPPING = "shopping", _("代购物品")
    BOOKING = "booking", _("代订餐饮票务")
    TAXI = "taxi", _("代召出租车")
    BUSINESS = "business", _("商务代办")
    HOUSE_AGENCY = "house_agency", _("房屋租售代理")
    OTHER = "other", _("其他委托")


class Vendor(ScopedModel):
    """Somebody outside who does what is offered. qualified_until: None where the qualification has no end."""

    name = models.CharField(_("名称"), max_length=80)
    contact = models.CharField(_("联系人"), max_length=40, blank=True)
    phone = SealedText(blank=True)
    families = ArrayField(models.CharField(max_length=16), default=list, verbose_name=_("服务类别"))
    qualification = models.CharField(_("资质"), max_length=200, blank=True)
    qualified_until = models.DateField(_("资质有效期至"), null=True)
    account = SealedText(blank=True)
    active = models.BooleanField(_("合作中"), default=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="vendor_name_once")]

    def __str__(self) -> str:
        return self.name


class Offer(ScopedModel):
    """A service on offer. community_id None: in every community. vendor None: by own staff. deposit: fen."""

    community_id = LooseKey(target="estate.Place", null=True)
    code = models.CharField(_("编号"), max_length=20)
    name = models.CharField(_("服务项目"), max_length=60)
    family = models.CharField(_("类别"), max_length=16, choices=FamilyName)
    sort = models.CharField(_("服务性质"), max_length=10, choices=SortName)
    content = models.CharField(_("服务内容"), max_length=300, blank=True)
    unit = models.CharField(_("计价单位"), max_length=12, default="次")
    deposit = models.BigIntegerField(_("押金"), default=0)
    vendor = ScopedKey(Vendor, on_delete=models.PROTECT, null=True, related_name="offers")
    team_id = LooseKey(target="people.Team", null=True)
    active = models.BooleanField(_("在售"), default=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "code"], name="offer_code_once"),
            models.CheckConstraint(condition=models.Q(deposit__gte=0), name="offer_deposit_positive"),
        ]
        indexes = [models.Index(fields=["org", "family", "code"], name="offer_family")]

    def __str__(self) -> str:
        return self.name


class OfferPrice(ScopedModel):
    """A price over days [valid_from, valid_until). price: 1/10,000 yuan a unit, None by quote; vendor_price: his part."""

    offer = ScopedKey(Offer, on_delete=models.CASCADE, related_name="prices")
    price = models.BigIntegerField(_("单价"), null=True)
    vendor_price = models.BigIntegerField(_("服务商结算价"), default=0)
    valid_from = models.DateField(_("生效日期"))
    valid_until = models.DateField(_("失效日期"), null=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "offer", "valid_from"], name="offer_price_once"),
            models.CheckConstraint(
                condition=models.Q(price__isnull=True) | models.Q(price__gte=0), name="offer_price_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="offer_price_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.valid_from}"


class Billing(models.TextChoices):
    FREE = "free", _("不收费")
    LATER = "later", _("待出账")


class ServiceOrder(ScopedModel):
    """What was ordered. The case holds states, lines, consent, appointment, photos and history.

    amount, vendor_amount: fen, fixed when it was done. done_on: the local day of that.
    """

    community_id = LooseKey(target="estate.Place")
    case = ScopedKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    family = models.CharField(_("类别"), max_length=16, choices=FamilyName)
    sort = models.CharField(_("服务性质"), max_length=10, choices=SortName)
    place_id = LooseKey(target="estate.Place", null=True)
    person_id = LooseKey(target="people.Person", null=True)
    customer = models.CharField(_("客户"), max_length=40)
    vendor = ScopedKey(Vendor, on_delete=models.PROTECT, null=True, related_name="orders")
    wanted_at = models.DateTimeField(_("希望时间"), null=True)
    amount = models.BigIntegerField(_("金额"), default=0)
    vendor_amount = models.BigIntegerField(_("结算金额"), default=0)
    billing = models.CharField(_("收费"), max_length=6, choices=Billing, blank=True)
    done_at = models.DateTimeField(_("完成时间"), null=True)
    done_on = models.DateField(_("完成日期"), null=True)
    ordered_at = models.DateTimeField(_("下单时间"))
    ordered_by = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "case"], name="service_order_case_once")]
        indexes = [
            models.Index(fields=["org", "community_id", "-ordered_at", "-id"], name="service_order_newest"),
            models.Index(fields=["org", "vendor", "done_on"], name="service_order_vendor"),
            models.Index(fields=["org", "place_id", "-ordered_at"], name="service_order_home"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"


class OrderLine(ScopedModel):
    """A line of an order: which offer at which price, None until it is quoted. item_id: of the case, with the amount."""

    order = ScopedKey(ServiceOrder, on_delete=models.CASCADE, related_name="lines")
    offer = ScopedKey(Offer, on_delete=models.PROTECT, related_name="order_lines")
    item_id = LooseKey(target="cases.Item")
    quantity = models.BigIntegerField(_("数量"))
    price = models.BigIntegerField(_("单价"), null=True)
    vendor_price = models.BigIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "item_id"], name="order_line_item_once")]
        indexes = [models.Index(fields=["org", "order"], name="order_line_order")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.offer_id}"


class ListingKind(models.TextChoices):
    RENT = "rent", _("出租")
    SALE = "sale", _("出售")


class ListingState(models.TextChoices):
    OFFERED = "offered", _("挂牌中")
    RESERVED = "reserved", _("洽谈中")
    DEALT = "dealt", _("已成交")
    WITHDRAWN = "withdrawn", _("已撤牌")


class Listing(ScopedModel):
    """A home offered for rent or sale on its owner's mandate. area: 1/100 m². dealt_price: fen (a month for rent)."""

    community_id = LooseKey(target="estate.Place")
    place_id = LooseKey(target="estate.Place")
    number = models.CharField(_("编号"), max_length=24, db_collation="C")
    kind = models.CharField(_("租售"), max_length=6, choices=ListingKind)
    state = models.CharField(_("状态"), max_length=10, choices=ListingState, default=ListingState.OFFERED)
    area = models.BigIntegerField(_("面积"))
    layout = models.CharField(_("户型"), max_length=40, blank=True)
    price = models.BigIntegerField(_("挂牌价"))
    person_id = LooseKey(target="people.Person", null=True)
    owner = models.CharField(_("委托人"), max_length=40)
    phone = SealedText(blank=True)
    mandate = models.CharField(_("委托书"), max_length=120)
    listed_on = models.DateField(_("挂牌日期"))
    ended_on = models.DateField(_("结束日期"), null=True)
    dealt_price = models.BigIntegerField(_("成交价"), null=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "number"], name="listing_number_once"),
            models.UniqueConstraint(
                fields=["org", "place_id", "kind"],
                condition=models.Q(ended_on__isnull=True),
                name="listing_home_once",
            ),
            models.CheckConstraint(
                condition=models.Q(area__gt=0) & models.Q(price__gt=0), name="listing_positive"
            ),
        ]
        indexes = [models.Index(fields=["org", "community_id", "-listed_on", "-id"], name="listing_newest")]

    def __str__(self) -> str:
        return self.number


class AskedPrice(ScopedModel):
    """What was asked from a day on: fen, a month for rent."""

    listing = ScopedKey(Listing, on_delete=models.CASCADE, related_name="asked")
    since = models.DateField(_("起"))
    price = models.BigIntegerField(_("挂牌价"))

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "listing", "since"], name="asked_price_once")]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.since}"
