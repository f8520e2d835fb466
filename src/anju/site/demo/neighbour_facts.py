"""What the demo knows of dogs and merchants: written by us, good sides and bad."""

from __future__ import annotations

# name, breed, size, height cm, colour, sex, days until the licence ends (None: none), days until the next vaccination.
DOGS = (
    ("豆豆", "贵宾犬", "small", 28, "棕色", "female", 210, 180), ("年糕", "柯基", "small", 30, "黄白", "male", 96, 240),
    ("可乐", "比熊", "small", 27, "白色", "male", 300, 12), ("团子", "博美", "small", 24, "奶油色", "female", 18, 150),
    ("花卷", "柴犬", "small", 38, "赤色", "male", 150, 95), ("米粒", "雪纳瑞", "small", 33, "椒盐色", "female", 260, 25),
    ("阿黄", "田园犬", "medium", 46, "黄色", "male", None, None), ("小虎", "法国斗牛犬", "small", 31, "虎斑", "male", -40, 60),
    ("旺财", "田园犬", "medium", 48, "黑色", "male", None, -75), ("芝麻", "约克夏", "small", 23, "蓝棕", "female", 330, 310),
    ("布丁", "拉布拉多", "large", 57, "浅黄", "female", 120, 130), ("雷霆", "罗威纳", "large", 63, "黑褐", "male", None, 40),
    ("七七", "泰迪", "small", 26, "灰色", "female", 45, 44), ("奥利奥", "边境牧羊犬", "medium", 52, "黑白", "male", 75, -10),
    ("桂圆", "腊肠犬", "small", 22, "棕黑", "female", 190, 200), ("汤圆", "西施犬", "small", 26, "白金", "female", 27, 19),
    ("大毛", "萨摩耶", "medium", 54, "白色", "male", 140, 160), ("嘟嘟", "吉娃娃", "small", 20, "浅褐", "female", -5, 280),
    ("石头", "藏獒", "large", 70, "黑色", "male", None, None), ("果冻", "迷你杜宾", "small", 29, "红棕", "female", 220, 170),
    ("麦兜", "巴哥犬", "small", 30, "银色", "male", 88, 90), ("星期五", "比格犬", "small", 37, "三色", "male", 66, 31),
)  # fmt: skip
FORBIDDEN = "藏獒、比特犬、罗威纳、土佐犬"
TALLEST_CM = 61
STRAYS = (
    ("田园犬", "medium", "黄白", "南门岗亭旁草坪"), ("田园犬", "small", "黑色", "垃圾投放点附近"),
    ("京巴", "small", "灰白", "中心花园长椅下"),
)  # fmt: skip
# number of the dog, what happened, what was said.
BREACHES = (
    (6, "遛犬不牵绳", "傍晚在儿童乐园放养，家长两次反映。", 2), (11, "饲养禁养犬", "邻居在电梯里见到，体型很大。", 2),
    (8, "犬便未清理", "清晨单元门口，监控可见。", 2), (18, "犬吠扰民", "夜里持续吠叫，楼上一周没睡好。", 2),
    (13, "犬只伤人", "快递员小腿被咬，已送医接种疫苗。", 3),
)  # fmt: skip
# number of the dog (None: unknown), title, steps as (step, days back it was due, days back it was done or None,
# said, effect), closing words or "".
LADDERS = (
    (6, "阿黄屡次不牵绳", (
        ("publicity", 40, 41, "上门送养犬公约和告知书，当面讲解牵绳规定。", "口头答应，三天后又放养。"),
        ("talk", 22, 20, "约到服务中心谈话，播放监控，签收提醒书。", "承诺牵绳，两周内抽查四次都牵绳。"),
    ), "连续两周抽查合格，不再采取措施。"),
    (13, "奥利奥伤人后的处置", (
        ("publicity", 16, 16, "事发当天上门，告知须补种疫苗并戴嘴套。", "配合，次日提供就诊单。"),
        ("talk", 9, 8, "与社区民警一起谈话，确认赔付并签承诺书。", "已赔付，嘴套仍有两次没戴。"),
        ("measure", 3, None, "", ""),
    ), ""),
    (18, "石头属当地禁养犬", (
        ("publicity", 12, 11, "送达禁养犬种告知书，说明处理期限。", "饲养人要求宽限，未送走。"),
        ("talk", 2, None, "", ""),
    ), ""),
    (None, "南门流浪犬聚集", (
        ("publicity", 6, 7, "张贴不投喂流浪犬的告示，群内通知。", "投喂减少，仍有两只常来。"),
        ("talk", -6, None, "", ""),
    ), ""),
)  # fmt: skip
# name, sign, trade, place, operator, licence, environmental approval, its number.
MERCHANTS = (
    ("巷口烧烤", "巷口炭火烧烤", "catering", "东商街 1 号", "巷口餐饮店", "92330100A01", "missing", ""),
    ("老街面馆", "老街面馆", "catering", "东商街 2 号", "老街面馆", "92330100A02", "filed", "备 2024-118"),
    ("清禾早餐", "清禾早餐", "catering", "东商街 3 号", "清禾早餐店", "92330100A03", "filed", "备 2023-077"),
    ("渔家小馆", "渔家小馆", "catering", "东商街 5 号", "渔家餐饮有限公司", "91330100A05", "approved", "环批 2022-31"),
    ("蜀香火锅", "蜀香火锅", "catering", "北商街 8 号", "蜀香餐饮管理有限公司", "91330100A08", "unknown", ""),
    ("便民生鲜", "便民生鲜", "retail", "东商街 7 号", "便民生鲜店", "92330100B01", "exempt", ""),
    ("四季水果", "四季水果", "retail", "东商街 9 号", "四季水果店", "92330100B02", "exempt", ""),
    ("洁净洗衣", "洁净洗衣", "service", "北商街 2 号", "洁净洗衣店", "92330100C01", "filed", "备 2025-009"),
    ("悦动健身", "悦动健身", "leisure", "北商街 4 号", "悦动体育有限公司", "91330100D01", "exempt", ""),
    ("启明书画", "启明书画", "education", "北商街 6 号", "启明文化有限公司", "91330100E01", "exempt", ""),
    ("康宁药店", "康宁药店", "medical", "北商街 1 号", "康宁医药有限公司", "91330100F01", "exempt", ""),
    ("转角咖啡", "转角咖啡", "catering", "北商街 10 号", "转角咖啡店", "92330100A10", "filed", "备 2025-041"),
)  # fmt: skip
# merchant, equipment, cycle in days, days back of its cleanings.
CLEANINGS = (
    (0, "grease", 30, (75,)), (0, "smoke", 60, (130,)), (1, "grease", 30, (42, 11)), (1, "smoke", 60, (35,)),
    (2, "grease", 30, (20,)), (3, "grease", 30, (38, 8)), (3, "smoke", 60, (50,)), (3, "duct", 180, (90,)),
    (4, "grease", 15, (12,)), (4, "smoke", 30, (33,)), (11, "grease", 60, (30,)),
)  # fmt: skip
# merchant, days back, by whom, bad items, what was found, deadline in days after, days back of a clean check again.
CHECKS = (
    (0, 26, "us", ("grease", "smoke", "approval"), "净化器未开启，隔油池满溢，未见环评备案。", 14, None),
    (1, 40, "us", ("grease",), "隔油池浮油未清。", 7, 30), (3, 18, "bureau", (), "", 0, None),
    (4, 6, "bureau", ("smoke", "noise"), "净化器滤网堵塞，风机噪声超过限值。", 15, None), (2, 20, "us", (), "", 0, None),
)  # fmt: skip
# merchant, what, words.
NUISANCES = (
    (0, "油烟扰民", "烧烤烟从三楼窗户倒灌，晚上九点以后最重。"), (0, "噪声扰民", "凌晨一点还有人划拳喝酒。"),
    (4, "噪声扰民", "屋顶风机嗡嗡响，卧室听得见。"), (6, "占道经营", "水果箱摆到盲道上，轮椅过不去。"),
)  # fmt: skip
# title, participants, goal, merchants, target in days (None: month's end), steps as (what, who, due days, done days back or
# None, result), closing words or "".
ACTIONS = (
    ("东商街油烟联合整治", "业委会、街道综合执法队、生态环境所", "净化器全部开启并按期清洗，投诉清零", (0, 4), None, (
        ("约谈两家店负责人", "业委会", -12, 12, "两家都到场，签整改承诺"),
        ("生态环境所现场检测油烟", "生态环境所", -4, None, ""),
        ("复查净化器清洗单据", "物业服务中心", 5, None, ""),
    ), ""),
    ("占道摆摊集中清理", "街道综合执法队、社区居委会", "盲道和消防通道全部让出", (5, 6), 3, (
        ("逐店告知门前三包", "社区居委会", -9, 9, "七家店签收"),
        ("现场清理占道物品", "街道综合执法队", -3, 3, "盲道已让出，画线管理"),
    ), "占道物品清理完毕，门前画线，每日巡查。"),
)  # fmt: skip
# sort, spot, words, days back found, authority, days back reported, answer, days back answered, days back closed.
STREET = (
    ("advertisement", "东门围墙", "疏通管道小广告十余处", 24, "街道综合执法队", 23, "已派人清除并停机号码", 20, 18),
    ("stall", "北门人行道", "流动煎饼摊每天早高峰占道", 15, "街道综合执法队", 15, "每日七点到九点定点值守", 12, None),
    ("advertisement", "公交站旁灯杆", "贷款广告横幅", 6, "街道综合执法队", 5, "", None, None),
    ("stall", "西门路口", "夜间水果三轮车占用盲道", 2, "", None, "", None, None),
)  # fmt: skip
