"""Facts of a kind that the words say by themselves: where it is, what class of complaint, which danger."""

from __future__ import annotations

import re
from collections.abc import Mapping

from anju.modules.frontdesk.rules.wording.cues import plain

_HOME = re.compile(
    r"我家|家里|屋里|屋头|客厅|厨房|卧室|卫生间|厕所|阳台|房间|马桶|浴室|飘窗|入户门|洗(手|脸|菜|碗|衣)|热水器|油烟机|空调|对讲|门铃|地暖|水龙头|花洒|插座|冰箱"
)
_PUBLIC = re.compile(
    r"楼道|楼梯|走廊|大厅|大堂|车库|地库|小区|单元|门口|花园|公共|路|电梯|东门|西门|南门|北门|天台|楼顶|屋顶|外墙|健身|滑梯|道闸|消防|监控|围栏|化粪|水泵"
)

# kind → (field, ((choice, what is said), …)); the first that is heard counts.
_FIELDS: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "complaint": ("class", (
        ("attitude", r"态度|凶|吼|骂|爱理不理|玩手机|睡觉|说话|打人"),
        ("decoration", r"装修"),
        ("noise", r"噪|吵|音响|广场舞|声音|喇叭|响"),
        ("fees", r"费|押金|收益|发票|账目"),
        ("parking", r"车位|停车|车辆|乱停|停得|外来车"),
        ("repair", r"报修|师傅|没修|又坏|修了|工程部"),
        ("merchant", r"商铺|饭店|餐|烧烤|店"),
        ("cleaning", r"垃圾|打扫|卫生|保洁|臭|脏|苍蝇|蚊|老鼠|狗屎"),
        ("greening", r"草|花|树|绿化"),
        ("security", r"保安|门岗|监控|偷|盗|外卖员|快递员|巡逻|随便进"),
        ("neighbour", r"楼上|隔壁|邻居|对门|狗|抽烟|烟头"),
        ("common", r"电梯|楼道|路灯|水泵|公共"),
        ("other", r""),
    )),
    "enquiry": ("topic", (
        ("fees", r"物业费|停车费|车位费|收费|缴费|交费|押金|发票|供暖费|水费|电费|多少钱.{0,4}(平|月|张)|优惠|折扣|月租|月卡"),
        ("department", r"派出所|社区|居委|居住证|身份证|学校|上学|产权|过户|公积金|供电|水务|燃气|补贴|老年卡|疫苗|狗.*(证|牌)|维修(基金|资金)"),
        ("outside", r"附近|周边|开锁|修手机|医院|菜市场|公交|打印|家政|宽带|快递"),
        ("general", r""),
    )),
    "help": ("danger", (
        ("lift", r"电梯.{0,10}(困|关|卡|人)|困.{0,6}电梯"),
        ("fire", r"着火|起火|冒烟|火灾|119|烧起来"),
        ("gas", r"煤气|燃气|天然气"),
        ("medical", r"摔|晕|昏|流血|受伤|不舒服|发病|120|心脏|起不来"),
        ("missing", r"走丢|走失|找不到了|迷路"),
        ("locked", r"反锁|锁在|没人应|敲门没"),
        ("crime", r"陌生人|小偷|抢|尾随"),
        ("fight", r"打架|斗殴|吵起来"),
    )),
    "violation": ("violation", (
        ("structure", r"承重|违建|搭|封(阳台|起)|盖(了|房)|打.{0,3}洞|外墙|铁门|阳光房"),
        ("charging", r"充电|飞线|电动车|拉线"),
        ("fire_lane", r"消防通道|过道|走廊|杂物|堆"),
        ("throwing", r"抛|扔.{0,6}下"),
        ("pet", r"狗|犬"),
        ("decoration", r"装修|沙子|水泥"),
        ("parking", r"停(车|在)|车.{0,4}停|地锁|车位"),
        ("other", r""),
    )),
    "hazard": ("hazard", (
        ("gas", r"煤气|燃气|天然气"),
        ("fire", r"火|烟|易燃|通道|出口"),
        ("power", r"电线|漏电|电箱|配电"),
        ("falling", r"掉|坠|外墙|瓷砖|花盆|外机|招牌|广告牌|玻璃|树枝"),
        ("structure", r"墙|楼板|裂缝|倾斜|扶手|栏杆|护栏|脚手架"),
        ("road", r"井盖|坑|路面|结冰|滑|积水"),
        ("other", r""),
    )),
    "legacy": ("defect", (
        ("certificate", r"产权|房产证|房本|不动产"),
        ("gas", r"燃气|天然气|煤气"),
        ("heating", r"暖"),
        ("leak", r"漏|渗|防水"),
        ("door", r"窗|门(?!口)"),
        ("intercom", r"对讲"),
        ("wall", r"墙|空鼓|裂"),
        ("facility", r"幼儿园|学校|会所|车位|绿化|承诺|配套"),
        ("other", r""),
    )),
}  # fmt: skip
_HEARD = {
    kind: (name, tuple((choice, re.compile(said)) for choice, said in choices))
    for kind, (name, choices) in _FIELDS.items()
}


def details(kind: str, text: str) -> dict[str, str]:
    """Fields of the kind that the words give; {} when they say nothing."""
    told = plain(text)
    if kind == "repair":
        public, home = _PUBLIC.search(told), _HOME.search(told)
        return {"area": "home" if home and not public else "public"} if public or home else {}
    if kind not in _HEARD:
        return {}
    name, choices = _HEARD[kind]
    return next(({name: choice} for choice, said in choices if said.search(told)), {})
