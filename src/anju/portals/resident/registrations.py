"""What the resident portal declares to the house."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Channel, Recipient, Template, Text
from anju.foundation.ui.messages import register_error_texts
from anju.foundation.ui.navigation import MenuEntry, register_menu
from anju.modules.people import facade as people
from anju.portals.resident import settings
from anju.portals.resident.admission import CODE_TEMPLATE

__all__ = ["settings"]

messages.template(
    Template(
        code=CODE_TEMPLATE,
        name=_("住户登录验证码"),
        category="security",
        parameters=("code", "minutes"),
        keeps=timedelta(minutes=10),
        channels=(Channel.SMS,),
        urgent=True,
        inbox=False,
        proves=True,
        texts={
            "zh-hans": {
                "": Text(
                    "登录验证码", "您的验证码是 {code}，{minutes} 分钟内有效。任何人向您索要都不要告诉他。"
                )
            },
            "en": {
                "": Text(
                    "Your code",
                    "Your code is {code}, valid for {minutes} minutes. Tell it to nobody who asks.",
                )
            },
        },
    )
)
messages.register_audience(
    lambda community_id, on: [Recipient.person(pk) for pk in people.belonging_to(community_id, on)],
    lambda notice_id: reverse("resident:notice", args=[notice_id]),
)
register_error_texts(
    {
        "resident.nobody": _("这个手机号没有在小区登记，请到物业服务中心登记后再试。"),
        "resident.code.wrong": _("验证码不对或已过期，请核对最新收到的短信。"),
        "resident.slip.gone": _("这个登录码不对、已用过或已过期，请重新领取。"),
        "resident.no_home": _("您名下还没有登记房屋，请联系物业服务中心。"),
        "resident.words": _("请写几句话，或者拍张照片、说一段话（最多 {limit} 字）。"),
        "resident.photos": _("最多 {limit} 张照片。"),
        "resident.photo_missing": _("请先选一张照片。"),
        "resident.voice": _("语音太大，请控制在 {limit} MB 以内。"),
        "resident.reason": _("请说明原因。"),
        "resident.signature": _("请先签字。"),
        "resident.price.other": _("报价已更新，请看最新的报价。"),
        "resident.deed.gone": _("这件事的状态刚刚变了，请看最新的进度。"),
        "resident.member.there": _("{name} 已经登记在这个家里。"),
        "resident.visit.nobody": _("还没有派工程师，派单后再约时间。"),
        "resident.visit.window": _("请选择日期和时段。"),
        "resident.windows": _("请按 09:00-11:00,14:00-16:00 的格式填写。"),
        "resident.number": _("请填 0 到 1000。"),
        "resident.kind": _("请选择一类。"),
        "resident.member.kind": _("请选择是家人还是租户。"),
        "resident.owner_only": _("只有业主可以增减家庭成员。"),
        "resident.lost.day": _("请选择哪一天丢的。"),
        "resident.units": _("数量请填 1 到 {limit}。"),
        "resident.hours": _("请选择多久以内来。"),
    }
)
register_menu(
    MenuEntry(
        "resident.slips",
        _("住户登录码"),
        "device-mobile",
        "resident_desk:slips",
        settings.SLIP_ISSUE.code,
        "service",
        order=70,
        under="frontdesk.desk",
    )
)
