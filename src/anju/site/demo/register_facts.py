"""What the demo's registers tell: plain facts, in the words of a believable community."""

from __future__ import annotations

from dataclasses import dataclass

from anju.site.demo import names

# Local hour, purpose, words, company, plate, companions, minutes inside.
VISITS = (
    (7, "delivery", "早餐外卖", "", "", 0, 12),
    (8, "housekeeping", "每周保洁", "洁邻家政服务部", "", 0, 180),
    (9, "repair", "燃气表检修", "城东燃气", "浙A36K52", 1, 70),
    (10, "delivery", "大件家具", "", "浙A8F216", 2, 55),
    (11, "guest", "", "", "浙B21D09", 1, 240),
    (14, "viewing", "看房", "", "", 1, 40),
    (15, "official", "入户核对人口信息", "城东街道", "", 1, 95),
    (16, "decoration", "水电师傅进场", "", "浙AT5188", 1, 150),
    (18, "guest", "", "", "", 3, 200),
    (20, "delivery", "生鲜", "", "", 0, 10),
)
GUESTS = names.SURNAMES[30:]
EXPECTED = (
    ("王表姐", 1, 3, "guest", 1),
    ("装修量尺师傅", 2, 2, "decoration", 0),
    ("搬家公司", 4, 5, "delivery", 3),
)
STRENGTHS = (
    ("熟悉社保和过户手续，能帮老人挂号取药", "普通话、杭州话", "您交代的事，我当天回话"),
    ("会急救，照看独居老人多年", "普通话、吴语", "按三下铃，我就到"),
    ("会英语，能代办签证材料打印", "普通话、英语", "难办的事先找我"),
    ("懂家电，小毛病能先看一看", "普通话", "能不花钱的不让您花钱"),
)
BULLETINS = (
    ("weather", "寒潮来临，请关好阳台水阀", "周四起最低气温降到零度以下，请关闭阳台用水，外露水管做好包裹。"),
    ("safety", "电动车请在集中充电点充电", "电池不进楼、不飞线充电，地下一层新增的二十个充电位已经启用。"),
    ("health", "流感高发季接种提醒", "社区卫生服务站本月每周三上午接种，六十岁以上居民带身份证可优先。"),
    ("community", "十二月读书角换书日", "十二月第一个周六上午在中心花园换书，旧书可提前送到服务中心登记。"),
)


@dataclass(frozen=True, slots=True)
class Sold:
    """A service of the demo. price: yuan a unit, None by quote; vendor: index in VENDORS, None for own staff."""

    code: str
    name: str
    family: str
    unit: str
    price: int | None
    vendor: int | None = None
    part: int = 0
    content: str = ""
    deposit: int = 0


VENDORS = (
    ("洁邻家政服务部", "史桂芳", ("housekeeping", "care", "child"), "家政服务经营备案", 300),
    ("晴川家电维修", "孔立军", ("appliance",), "家用电器维修资质三级", 120),
    ("城东搬运与保洁公司", "阮建国", ("housekeeping",), "道路货运许可", -20),
    ("云上汽车美容", "贺文斌", ("car",), "机动车清洗备案", 500),
)
SERVICES = (
    Sold("JZ01", "日常保洁", "housekeeping", "小时", 45, 0, 36, "两小时起，自带工具和清洁剂"),
    Sold("JZ02", "油烟机清洗", "housekeeping", "台", 180, 0, 140, "拆洗内外壳和风轮"),
    Sold("JZ03", "擦窗", "housekeeping", "平方米", 9, 0, 7, "内外双面，四层以上系安全绳"),
    Sold("HL01", "陪诊", "care", "次", 150, 0, 120, "半天，含挂号取药"),
    Sold("HL02", "接送儿童", "child", "次", 30, 0, 24, "小区三公里以内，先签接送协议"),
    Sold("ZL01", "独居老人探望", "elderly", "次", 0, None, 0, "每周一次上门，免费"),
    Sold("JD01", "空调清洗加氟", "appliance", "台", 220, 1, 175, "含检漏"),
    Sold("JD02", "家电检修", "appliance", "次", None, 1, 0, "先上门检测，报价同意后维修"),
    Sold("WX01", "更换水龙头", "repair", "个", 60, None, 0, "不含材料"),
    Sold("WX02", "灯具安装", "repair", "盏", 40, None, 0, "四米以下"),
    Sold("WX03", "卫生间防水", "repair", "平方米", None, None, 0, "现场勘查后报价"),
    Sold("QC01", "地库洗车", "car", "次", 35, 3, 28, "节水洗车，地下一层"),
    Sold("DG01", "代购日用品", "shopping", "单", 8, None, 0, "两公里以内，当天送到家"),
    Sold("DD01", "代订餐饮票务", "booking", "单", 5, None, 0, "按订单金额另付"),
    Sold("DC01", "代召出租车", "taxi", "次", 0, None, 0, "电话预约，免费"),
    Sold("SW01", "打印复印", "business", "页", 1, None, 0, "前台自助"),
    Sold("ZX01", "家居布置顾问", "decoration", "小时", 120, None, 0, "量房和方案建议"),
)
# Days back, services, quantity, how far it came, words.
ORDERS = (
    (26, ("JZ01",), 4, "closed", "客厅和厨房重点"),
    (24, ("JD01",), 2, "closed", "两台挂机"),
    (23, ("QC01",), 1, "closed", ""),
    (21, ("JZ02",), 1, "closed", "油烟机用了五年"),
    (19, ("HL01",), 1, "closed", "陪母亲看骨科"),
    (17, ("JD02",), 1, "declined", "洗衣机不脱水"),
    (15, ("WX01", "WX02"), 1, "closed", "厨房水龙头滴水"),
    (12, ("JZ03",), 18, "closed", "北阳台"),
    (11, ("DG01",), 2, "closed", "鸡蛋和牛奶"),
    (9, ("WX03",), 1, "quoted", "主卫墙角返潮"),
    (8, ("JZ01",), 3, "closed", "换季大扫除"),
    (6, ("QC01",), 1, "cancelled", "临时外出"),
    (4, ("JZ01",), 4, "done", "节前保洁"),
    (3, ("JD01",), 1, "working", "空调不制热"),
    (1, ("HL02",), 5, "assigned", "周一到周五四点半"),
    (0, ("DG01",), 1, "new", "感冒药，药店小票留好"),
)
# Home (by step), kind, area m², layout, months back, asked (10,000 yuan or yuan a month), later changes (months back, price).
LISTINGS = (
    (3, "sale", 89, "三室两厅", 13, 268, ((8, 262), (3, 259))),
    (17, "sale", 118, "三室两厅", 12, 372, ((5, 366),)),
    (31, "sale", 142, "四室两厅", 11, 455, ((2, 449),)),
    (44, "sale", 76, "两室两厅", 9, 228, ()),
    (58, "sale", 101, "三室一厅", 6, 309, ((1, 305),)),
    (66, "sale", 95, "三室两厅", 4, 291, ()),
    (71, "rent", 89, "三室两厅", 7, 4200, ((2, 4000),)),
    (84, "rent", 76, "两室两厅", 5, 3600, ()),
    (97, "rent", 118, "三室两厅", 2, 5200, ()),
)
# Days back, name, sort, words, secret, spot, what became of it.
FOUND = (
    (41, "黑色长柄雨伞", "umbrella", "伞柄有裂纹", "伞内贴着姓名贴", "南门岗亭", "handed"),
    (33, "儿童自行车", "child", "蓝色，前轮有铃", "车架底下有编号", "中心花园", "kept"),
    (20, "银色手链", "jewel", "细链，搭扣松动", "吊坠背面刻字", "2号楼大堂", "returned"),
    (12, "黑色皮质钱包", "money", "短款，内有公交卡", "夹层有一张合影", "南门岗亭", "kept"),
    (7, "车钥匙一串", "keys", "带红色挂绳", "挂绳上有编号", "地下车库", "kept"),
    (3, "灰色双肩书包", "bag", "小学课本和水壶", "书包内侧写着班级", "健身区", "kept"),
    (1, "蓝牙耳机", "phone", "白色充电盒", "盒内刻着字母", "乐跑步道", "kept"),
)
LOST = (
    (13, "钱包", "money", "黑色皮质短款钱包，里面有公交卡和两张银行卡", "南门", "沈先生"),
    (4, "孩子的书包", "bag", "灰色双肩书包，有语文课本", "健身区", "叶女士"),
    (2, "金丝眼镜", "other", "放在中心花园长椅上", "中心花园", "高老师"),
)
KEYS = (
    ("配电室", "public"), ("水泵房", "public"), ("消防控制室备用", "public"), ("电梯机房", "public"), ("东门道闸", "public"),
    ("垃圾房", "public"), ("会所活动室", "public"), ("屋顶检修口", "public"), ("非机动车棚", "public"), ("物业仓库", "public"),
    ("配电室二层", "public"), ("中心花园水阀", "public"),
)  # fmt: skip
TOOLS = (
    "冲击钻",
    "电焊机",
    "人字梯三米",
    "热熔机",
    "疏通机",
    "红外测温仪",
    "绝缘手套",
    "对讲机备用",
    "切割机",
    "水平仪",
)
