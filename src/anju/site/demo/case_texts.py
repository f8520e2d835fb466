"""What the demo's residents report, in their own words: (share, title, words, facts, severity, minutes of work)."""

from __future__ import annotations

from typing import Any, NamedTuple


class Told(NamedTuple):
    """A report. minutes: of work on site; price: fen that are charged, 0 for free."""

    share: int
    title: str
    words: str
    fields: dict[str, Any]
    severity: int = 2
    minutes: int = 40
    price: int = 0
    item: str = ""


REPAIRS = (
    Told(9, "厨房水龙头关不紧", "一直滴水，拧到底也不行。", {"area": "home", "trade": "water", "simple": True}, 1, 25, 4500, "陶瓷阀芯"),
    Told(6, "卫生间地漏返味", "这两天特别明显，尤其早上。", {"area": "home", "trade": "drain"}, 2, 45),
    Told(6, "马桶堵了", "家里只有一个卫生间，用不了。", {"area": "home", "trade": "drain", "emergency": "blocked", "urgent": True}, 3, 60),
    Told(7, "客厅吸顶灯不亮", "换过灯泡也不亮。", {"area": "home", "trade": "light", "simple": True}, 1, 25, 3800, "LED光源"),
    Told(5, "家里跳闸送不上电", "一推上去就跳，冰箱也停了。", {"area": "home", "trade": "power", "emergency": "power_cut", "urgent": True}, 3, 55),
    Told(4, "入户门锁打不开", "钥匙能插进去但转不动。", {"area": "home", "trade": "door"}, 2, 40, 12000, "锁芯"),
    Told(5, "可视对讲听不到声音", "访客能看到我，我听不到。", {"area": "home", "trade": "intercom"}, 2, 35),
    Told(3, "热水器不打火", "显示屏亮，放水没反应。", {"area": "home", "trade": "appliance", "paid": True}, 2, 50, 15000, "点火器"),
    Told(4, "卧室窗户关不严", "刮风的时候呜呜响。", {"area": "home", "trade": "door"}, 1, 35, 6000, "滑轮"),
    Told(3, "厨房下水慢", "洗完菜要等很久才下去。", {"area": "home", "trade": "drain"}, 2, 45),
    Told(3, "阳台墙面渗水", "下雨之后墙上一片湿。", {"area": "home", "trade": "wall", "parts": True}, 2, 120),
    Told(3, "水表后的阀门漏水", "地上已经积了一滩。", {"area": "home", "trade": "water", "emergency": "flood", "urgent": True}, 3, 50, 6800, "铜球阀"),
    Told(7, "楼道声控灯不亮", "五楼到六楼黑着，老人下楼不方便。", {"area": "public", "trade": "light"}, 2, 20),
    Told(4, "单元门关不上", "闭门器没劲，门一直敞着。", {"area": "public", "trade": "door"}, 2, 35),
    Told(3, "电梯轿厢异响", "上行到八楼左右有咯噔一声。", {"area": "public", "trade": "lift"}, 3, 90),
    Told(3, "地下车库漏水", "B区 37 号车位上方滴水，滴到车上了。", {"area": "public", "trade": "roof"}, 2, 120),
    Told(3, "垃圾房水龙头坏了", "冲洗的时候关不掉。", {"area": "public", "trade": "water"}, 2, 30),
    Told(2, "健身器材扶手松动", "漫步机左边的扶手晃。", {"area": "public", "trade": "other"}, 2, 40),
    Told(2, "楼道墙皮脱落", "三楼拐角掉了一块。", {"area": "public", "trade": "wall"}, 1, 60),
)  # fmt: skip
COMPLAINTS = (
    Told(6, "楼上装修周末施工", "周六早上七点就开始打钻，孩子没法休息。", {"class": "decoration"}, 2, 30),
    Told(5, "楼上半夜拖椅子", "几乎每天十二点以后，沟通过没有用。", {"class": "neighbour"}, 2, 30),
    Told(5, "垃圾桶下午一直没清", "桶满了，袋子都堆在地上。", {"class": "cleaning"}, 2, 20),
    Told(4, "门岗说话很不耐烦", "问快递放哪里，头都不抬。", {"class": "attitude"}, 2, 30),
    Told(4, "我的车位又被占了", "打电话说马上来，等了四十分钟。", {"class": "parking"}, 2, 20),
    Told(3, "报修三天没人来", "说好当天，打了三次电话。", {"class": "repair"}, 2, 40),
    Told(3, "夜里水泵房嗡嗡响", "一楼卧室正对着，睡不着。", {"class": "noise"}, 2, 60),
    Told(2, "陌生人跟着进了单元", "保安没有拦，老人在家害怕。", {"class": "security", "serious": True}, 3, 60),
    Told(2, "绿篱修得参差不齐", "像被啃过一样。", {"class": "greening"}, 1, 20),
    Told(2, "一楼餐馆油烟往上冒", "窗户根本不敢开。", {"class": "merchant"}, 2, 60),
    Told(2, "公摊水费怎么多了一倍", "没有任何说明。", {"class": "fees"}, 2, 30),
    Told(1, "保洁把我晾的被子弄脏了", "拖把水溅上去，说了还顶嘴。", {"class": "attitude", "serious": True}, 3, 60),
)  # fmt: skip
ENQUIRIES = (
    Told(6, "门禁卡丢了怎么补", "", {"topic": "general"}, 2, 3),
    Told(5, "物业费交到几月了", "", {"topic": "fees"}, 2, 4),
    Told(4, "装修需要办什么手续", "", {"topic": "department"}, 2, 6),
    Told(4, "周边有没有开锁的", "", {"topic": "outside"}, 2, 3),
    Told(4, "停水什么时候恢复", "", {"topic": "general"}, 2, 3),
    Told(3, "换一个水龙头要多少钱", "", {"topic": "fees"}, 2, 5),
    Told(3, "暖气什么时候试水", "", {"topic": "general"}, 2, 3),
    Told(2, "房产证什么时候能办", "", {"topic": "department"}, 2, 8),
)
ANSWERS = {
    "general": "已按服务手册答复，必要材料和办理时间都说明了。",
    "fees": "已查询账目并说明收费依据。",
    "outside": "已提供周边三家的电话和大致价格，请自行比较。",
    "department": "已向有关部门问清，需要的材料和时间一并告知。",
}
HELPS = (
    Told(
        3,
        "电梯停在半层，里面有人",
        "三号楼二单元，两位大人一个孩子。",
        {"danger": "lift", "trapped": True},
        4,
        25,
    ),
    Told(4, "老人摔倒起不来", "我是邻居，家里只有她一个人。", {"danger": "medical"}, 4, 30),
    Told(3, "闻到很重的燃气味", "在楼道里，不知道哪家。", {"danger": "gas"}, 4, 35),
    Told(2, "孩子被反锁在家里", "我下楼倒垃圾门带上了，锅还开着火。", {"danger": "locked"}, 4, 25),
    Told(2, "楼下有人吵架要动手", "在地面停车场。", {"danger": "fight"}, 3, 20),
)
SUGGESTIONS = (
    Told(3, "希望在 5 号楼门口加一张长椅", "老人接孩子没处坐。", {}, 1, 0),
    Told(2, "快递柜能不能再加一组", "双十一根本放不下。", {}, 1, 0),
    Told(2, "电动车充电棚晚上太暗", "建议加两盏灯。", {}, 2, 0),
)
PRAISES = (
    Told(3, "维修师傅手脚麻利", "还把地擦干净了，特地表扬。", {}, 1, 0),
    Told(2, "门岗帮老人提菜上楼", "我在监控里看到的，很感动。", {}, 1, 0),
)
VIOLATIONS = (
    Told(3, "消防通道停了一辆面包车", "挡住了登高面。", {"violation": "fire_lane"}, 3, 30),
    Told(3, "电动车推进楼道充电", "从五楼窗户拉线下来。", {"violation": "charging"}, 3, 40),
    Told(2, "有人从楼上往下扔烟头", "落在儿童乐园旁边。", {"violation": "throwing"}, 3, 40),
    Told(2, "遛狗不拴绳", "差点扑到孩子。", {"violation": "pet"}, 2, 20),
    Told(1, "顶楼搭了一个棚子", "白色彩钢板，前天还没有。", {"violation": "structure"}, 2, 60),
)
HAZARDS = (
    Told(3, "井盖松动", "踩上去会翘，小孩常在这里跑。", {"hazard": "road", "emergency": "manhole"}, 3, 40),
    Told(3, "外墙瓷砖空鼓", "二楼位置有一块鼓起来了。", {"hazard": "falling"}, 3, 90),
    Told(2, "路灯杆漏电", "雨天摸了一下麻手。", {"hazard": "power", "major": True}, 4, 60),
    Told(2, "儿童滑梯螺丝露出来", "", {"hazard": "other"}, 2, 30),
)
LEGACIES = (
    Told(3, "交付时窗框渗水一直没修好", "开发商来过两次。", {"defect": "leak", "answerable": "developer", "part": "窗框外侧防水"}, 2, 240),
    Told(2, "单元对讲从入住就没通过", "", {"defect": "intercom", "answerable": "developer"}, 2, 120),
    Told(1, "承诺的健身步道没有建", "", {"defect": "facility", "answerable": "developer"}, 2, 0),
    Told(1, "暖气末端一直不热", "", {"defect": "heating", "answerable": "city"}, 2, 180),
)  # fmt: skip
STORM = Told(1, "楼道进水了", "水从平台往下流，已经到二楼。", {"area": "public", "trade": "drain", "emergency": "flood", "urgent": True}, 4, 180)  # fmt: skip
WAITS = ("等配件到货", "业主要求改天", "等晴天再做防水", "需要开发商先出方案")
CAUSES = (
    ("漏排了这一段的清扫", "process"),
    ("值守人员没有按规定问询", "staff"),
    ("设备运行年限长，减振垫老化", "equipment"),
    ("派单后没有跟进", "process"),
    ("双方作息不同，沟通不够", "neighbour"),
)
MEASURES = (
    "已补做并加入每日检查", "已当面道歉并在班前会重申", "已更换减振垫并复测噪声", "已调整派单提醒，专人跟进",
    "已上门协调并约定安静时间",
)  # fmt: skip
DECIDED = {
    "adopted": "已采纳，列入下月工作计划。",
    "partly": "先试做一处，效果好再推广。",
    "noted": "已记录，制定下一年度计划时一并考虑。",
    "declined": "受场地限制暂不能实施，理由已当面说明。",
}
RATED_LOW = ("来晚了，等了快一个小时", "修了两次才好", "没有提前打电话")
RATED = ("师傅很专业", "来得快", "说话客气，收拾得干净", "修好了，谢谢", "", "", "还可以")
