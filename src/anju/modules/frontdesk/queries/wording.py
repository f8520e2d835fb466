"""Names of kinds' choices, channels and families, as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

CHANNELS: Mapping[str, Any] = {
    "desk": _("前台来访"), "phone": _("服务电话"), "app": _("业主端"), "web": _("网站"), "wechat": _("微信"), "chat": _("业主群"),
    "box": _("投诉箱"), "mail": _("专用邮箱"), "visit": _("走访"), "qr": _("扫码报事"), "field": _("员工报事"),
    "round": _("巡查发现"), "hotline": _("政府热线"), "police": _("公安转办"), "authority": _("主管部门转办"),
}  # fmt: skip
FAMILIES: Mapping[str, Any] = {
    "building": _("房屋本体"), "equipment": _("设备设施"), "sanitation": _("环境卫生"), "greening": _("绿化养护"),
    "guarding": _("秩序维护"), "fire": _("消防安全"), "vehicles": _("车辆道路"), "agency": _("公共代办"),
    "special": _("特约服务"), "entrusted": _("委托服务"),
}  # fmt: skip
SEVERITIES: Mapping[int, Any] = {1: _("轻微"), 2: _("一般"), 3: _("严重"), 4: _("紧急")}
_COMMON: Mapping[str, Any] = {
    "fire": _("消防"), "power": _("电气"), "water": _("给水"), "lift": _("电梯"), "gas": _("燃气"), "other": _("其他"),
    "parking": _("停车"), "decoration": _("装修"), "noise": _("噪声"), "structure": _("房屋结构"), "security": _("治安"),
    "repair": _("维修"), "door": _("门窗"), "wall": _("墙面"), "intercom": _("对讲"), "heating": _("供暖"),
}  # fmt: skip
CHOICES: Mapping[str, Mapping[str, Any]] = {
    "area": {"home": _("户内"), "public": _("公共部位")},
    "trade": {**_COMMON, "drain": _("排水"), "light": _("照明"), "roof": _("屋面"), "appliance": _("家电")},
    "emergency": {
        **_COMMON, "flood": _("水浸跑水"), "power_cut": _("停电"), "water_cut": _("停水"), "blocked": _("马桶堵塞"),
        "gas": _("燃气泄漏"), "manhole": _("井盖缺失"), "sewage": _("污水外溢"), "ponding": _("积水"),
        "noise": _("设备噪声"),
    },
    "class": {
        **_COMMON, "attitude": _("服务态度"), "common": _("公共部位"), "neighbour": _("邻里"), "fees": _("收费"),
        "cleaning": _("保洁"), "greening": _("绿化"), "merchant": _("商户"), "security": _("秩序"),
    },
    "cause_kind": {
        "staff": _("人员"), "process": _("流程"), "equipment": _("设备"), "supplier": _("外包单位"), "neighbour": _("邻里"),
        "merchant": _("商户"), "outside": _("外部单位"), "misunderstanding": _("误解"),
    },
    "consent": {
        "agreed": _("投诉人认可"), "refused": _("投诉人不认可"), "unreachable": _("无法联系"), "unknown": _("匿名投诉"),
    },
    "mediation": {
        "people": _("人民调解"), "street": _("街道社区调解"), "administrative": _("行政调解"), "judicial": _("司法调解"),
    },
    "fault": {
        "none": _("无过错"), "delayed": _("推诿拖延"), "unreported": _("未及时上报"), "insincere": _("态度敷衍"),
    },
    "penalty": {"oral": _("口头警告"), "written": _("书面警告"), "bonus": _("扣当月奖金"), "dismissal": _("辞退")},
    "topic": {
        "general": _("小区一般事务"), "fees": _("物业费用"), "outside": _("外部服务和价格"), "department": _("其他部门手续"),
    },
    "danger": {
        **_COMMON, "lift": _("电梯困人"), "fire": _("火情"), "gas": _("燃气泄漏"), "water": _("跑水"), "medical": _("伤病"),
        "crime": _("违法犯罪"), "fight": _("纠纷斗殴"), "missing": _("人员走失"), "locked": _("被困室内"),
    },
    "incident": {"none": _("不计入"), "liability": _("责任事故"), "security": _("治安案件")},
    "decision": {"adopted": _("采纳"), "partly": _("部分采纳"), "declined": _("不采纳"), "noted": _("留作参考")},
    "violation": {
        **_COMMON, "decoration": _("违规装修"), "structure": _("违法搭建"), "parking": _("违规停车"),
        "fire_lane": _("占用消防通道"), "pet": _("不文明养犬"), "throwing": _("高空抛物"), "charging": _("违规充电"),
    },
    "hazard": {
        **_COMMON, "falling": _("高空坠物"), "road": _("道路"), "power": _("用电"), "water": _("漏水"),
        "security": _("安防"),
    },
    "defect": {
        **_COMMON, "leak": _("渗漏水"), "certificate": _("产权证"), "facility": _("承诺设施未建"), "heating": _("供暖"),
        "gas": _("燃气开通"),
    },
    "answerable": {"developer": _("开发商"), "property": _("物业"), "city": _("市政"), "owner": _("业主")},
    "confirmed": {"phone": _("电话确认"), "app": _("业主端确认"), "signature": _("签字确认"), "visit": _("当面确认")},
    "family": FAMILIES,
}  # fmt: skip


def choice(field: str, code: str) -> Any:
    """Name of what a field was chosen to be; the code itself where nobody named it."""
    return CHOICES.get(field, {}).get(code, code)


def channel(code: str) -> Any:
    return CHANNELS.get(code, code)
