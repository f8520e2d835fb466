"""A hundred and twenty sentences of contracts, bids and plans, labelled before the grammar first saw them.

What they gave at first sight stands in docs/modules/plans-reader.md; here they hold what was mended since.
"""

from __future__ import annotations

from .test_reader_labels import commitments, labels


def times(value, period, every=1, comparator="eq"):
    return ("frequency", comparator, value, "times", period, every)


def limit(value, unit, comparator="le"):
    return ("time_limit", comparator, value, unit, None, None)


def rate(value, comparator="ge", unit="percent", period=None):
    return ("rate", comparator, value, unit, period, 1 if period else None)


def cover(value, unit, period, comparator="eq"):
    return ("coverage", comparator, value, unit, period, 1 if period else None)


def people(value, comparator="eq"):
    return ("headcount", comparator, value, "people", None, None)


def amount(value, unit="yuan", period=None, comparator="eq"):
    return ("amount", comparator, value, unit, period, 1 if period else None)


def deadline(value, comparator="le", unit="date", period=None):
    return ("deadline", comparator, value, unit, period, 1 if period else None)


def count(value, unit, comparator="eq", period=None):
    return ("count", comparator, value, unit, period, 1 if period else None)


def lasting(value, unit, comparator="eq"):
    return ("max_duration", comparator, value, unit, None, None)


def kept(value, unit):
    return ("retention", "ge", value, unit, None, None)


SENTENCES = [
    ("楼宇外立面玻璃幕墙由专业公司每年清洗不少于2次,雨棚每季度冲洗1次。",[times(2,'year',1,'ge'),times(1,'quarter')]),
    ("管家应在业主报事后10分钟内响应,一小时内给出处理方案,原则上两日内办结。",[limit(10,'minutes'),limit(1,'hours'),limit(2,'days')]),
    ("报修完成后的48小时内须进行电话回访,回访覆盖率100%。",[limit(48,'hours'),cover(100,'percent',None,'ge')]),
    ("项目部设经理一名,保安主管两名,巡逻岗每班三人。",[people(1),people(2),people(3)]),
    ("甲方按月支付服务费,每月10日前付清上月费用,逾期按日加收万分之三滞纳金。",[deadline(10,'le','day_of_month','month'),rate(0.03,'eq','percent','day')]),
    ("本合同有效期自2026年5月1日至2029年4月30日,共三年。",[deadline(20290430),lasting(3,'years')]),
    ("装修保证金每户2000元,装修完毕经查验合格满三个月后退还。",[amount(2000,'yuan_per_household')]),
    ("高空作业前一天应在楼栋大堂张贴告示。",[]),
    ("秩序员夜间着反光背心巡逻,频次为每两小时一轮,共六个巡更点。",[times(1,'hour',2)]),
    ("门禁卡首张免费,补办每张收取工本费20元。",[amount(20)]),
    ("电梯机房温度应控制在5℃~40℃之间。",[rate(5,'ge','celsius'),rate(40,'le','celsius')]),
    ("所有消防器材每月点检,点检表保存不少于一年。",[times(1,'month'),kept(1,'years')]),
    ("雨季(6月-9月)每周疏通屋面排水口一次,其他季节每月一次。",[times(1,'week'),times(1,'month')]),
    ("员工服装统一率、工牌佩戴率均达到100%。",[rate(100)]),
    ("客诉升级件由项目经理24小时之内当面回复。",[limit(24,'hours')]),
    ("物业服务中心每日受理时间为早八点至晚八点。",[cover(12,'hours','day')]),
    ("绿化养护:乔木每年修剪一至两次,灌木每月一次,草坪生长季每半月一次。",[times(1,'year',1,'ge'),times(2,'year',1,'le'),times(1,'month'),times(1,'half_month')]),
    ("租户入住率低于70%时,双方另行协商服务费。",[]),
    ("应急物资每半年盘点更新一次,应急演练全年不少于四次。",[times(1,'half_year'),times(4,'year',1,'ge')]),
    ("乙方收到罚单后5日内未提出异议的,视为认可。",[limit(5,'days')]),
    ("公租房租金每平方米每月12元,租期最长不超过5年。",[amount(12,'yuan_per_m2','month'),lasting(5,'years','le')]),
    ("承租人连续6个月未缴纳租金的,出租人可收回房屋。",[]),
    ("空置房钥匙专柜管理,每周五核对一次。",[times(1,'week')]),
    ("大件垃圾随叫随清,最迟不超过次日中午。",[]),
    ("物业用房配置不少于120平方米。",[amount(120,'m2',None,'ge')]),
    ("共用卫生间异味投诉每季不多于2起。",[times(2,'quarter',1,'le')]),
    ("三季度末前完成全部老旧管网更换。",[deadline(930)]),
    ("拟于2026年10月中旬召开首次业主大会。",[deadline(20261020)]),
    ("车位租赁费月付,每月280元;访客车辆30分钟内免费,之后每小时4元。",[amount(280,'yuan','month'),amount(4,'yuan','hour')]),
    ("垃圾分类督导员每天早7:00—9:00、晚18:00—20:00在岗。",[cover(2,'hours','day'),cover(2,'hours','day')]),
    ("会议纪要于会后三日内发出。",[limit(3,'days')]),
    ("电梯维保单位接到困人电话后须在三十分钟之内赶赴现场。",[limit(30,'minutes')]),
    ("考核采用百分制,90分及以上为优秀,75分(含)至90分为合格。",[rate(90,'ge','points'),rate(75,'ge','points')]),
    ("每名客服管家服务不超过300户。",[count(300,'households','le')]),
    ("新聘人员须参加为期一周的岗前培训,合格率须达到95%。",[lasting(1,'weeks'),rate(95)]),
    ("消防控制室实行每日24小时专人值班制度,每班不应少于2人。",[cover(24,'hours','day'),people(2,'ge')]),
    ("楼层消防箱每两周擦拭一遍,电梯厅烟灰盅随脏随清。",[times(1,'week',2)]),
    ("业主委员会任期五年,委员由五至十一人单数组成。",[lasting(5,'years')]),
    ("水泵房每日巡检两遍,遇暴雨预警每小时巡检一遍。",[times(2,'day'),times(1,'hour')]),
    ("项目移交应于合同终止之日起十五日内完成。",[limit(15,'days')]),
    ("服务费每年上调幅度不超过3%。",[rate(3,'le','percent','year')]),
    ("供暖期为每年11月15日至次年3月15日。",[]),
    ("建立二十四小时报修热线,座机铃响三声内接听。",[cover(24,'hours','day')]),
    ("住户满意度调查样本量不低于总户数的30%。",[rate(30)]),
    ("本项目共配备秩序维护员36人、保洁员22人、工程人员8人。",[people(36),people(22),people(8)]),
    ("化粪池半年一清,隔油池一月一清。",[times(1,'half_year'),times(1,'month')]),
    ("发现一次脱岗罚款100元,当月累计三次予以辞退。",[amount(100)]),
    ("外包单位每周提交周报,每月提交月度总结。",[times(1,'week'),times(1,'month')]),
    ("乙方须投保公众责任险,保额不低于500万元。",[amount(5000000,'yuan',None,'ge')]),
    ("每栋楼设楼长1人,网格员由社区指派。",[people(1)]),
    ("第八条 乙方应按下列标准提供服务:公共楼道每日清扫并拖洗一次,楼梯扶手隔日擦抹。",[times(1,'day'),times(1,'day',2)]),
    ("第九条 甲方应在每季度结束后20日内完成考核并向乙方书面反馈考核结果。",[limit(20,'days')]),
    ("第十条 合同总价为人民币贰佰肆拾万元整,分四期支付,每期支付25%。",[amount(2400000),rate(25,'eq')]),
    ("第十一条 乙方未按约定时间到达的,每迟到10分钟扣50元,单次最高扣500元。",[amount(50),amount(500,'yuan',None,'le')]),
    ("第十二条 乙方派驻的项目经理应具有大专以上学历,三年以上同类项目管理经验,年龄45周岁以下。",[rate(45,'le','years_old')]),
    ("第十三条 除不可抗力外,任一方解除合同须提前九十日书面通知。",[limit(90,'days','ge')]),
    ("第十四条 监控录像资料应至少保存九十日,消防系统运行日志留存不少于两年。",[kept(90,'days'),kept(2,'years')]),
    ("第十五条 对业主或租户的书面投诉,乙方应于三个工作日内书面答复,答复率不得低于98%。",[limit(3,'workdays'),rate(98)]),
    ("第十六条 垃圾清运每日不少于一次,夏季(6至9月)不少于两次,垃圾中转站日产日清。",[times(1,'day',1,'ge'),times(2,'day',1,'ge'),limit(1,'days')]),
    ("第十七条 工程维修人员实行轮班制,夜间值班不少于2人。",[people(2,'ge')]),
    ("第十八条 乙方保证本项目员工月流失率不高于5%,关键岗位(项目经理、工程主管)一年内不得更换。",[rate(5,'le',period='month'),limit(1,'years')]),
    ("第十九条 因乙方原因造成停水、停电超过4小时的,每次支付违约金3000元。",[amount(3000)]),
    ("第二十条 甲方无正当理由逾期付款超过60日,乙方可书面通知解除本合同。",[]),
    ("保洁经理每日对责任区抽检不低于三处,月度抽检合格率需达到92%以上。",[count(3,'items','ge','day'),rate(92,period='month')]),
    ("对独居老人实行每周两次电话问候、每月一次上门探访。",[times(2,'week'),times(1,'month')]),
    ("配租大厅工作日九点到十七点对外办公,午间不休。",[cover(8,'hours','day')]),
    ("租户申请换房的,自受理之日起20个工作日内予以答复。",[limit(20,'workdays')]),
    ("家具家电报修,市内48小时、郊区72小时内上门。",[limit(48,'hours'),limit(72,'hours')]),
    ("每套房屋退租查验后三天内完成保洁和消杀,一周内恢复可租状态。",[limit(3,'days'),limit(1,'weeks')]),
    ("租金收缴率不低于96%,其中当月收缴率不低于90%。",[rate(96),rate(90)]),
    ("公共区域照明天黑前半小时开启,损坏灯具当日更换。",[limit(1,'days')]),
    ("监控室双人值守,严禁单人在岗,每四小时换岗一次。",[people(2),times(1,'hour',4)]),
    ("绿化带内积存垃圾不超过30分钟清除。",[limit(30,'minutes')]),
    ("病虫害防治:春秋两季每半月一次,发生虫害后3天内处置。",[times(1,'half_month'),limit(3,'days')]),
    ("我司将投入电动清洗车2台、高压水枪4把、洗地机3台。",[count(2,'items'),count(4,'items'),count(3,'items')]),
    ("项目部每周例会、每月总结会均形成书面纪要,并在会后两个工作日内上报公司。",[times(1,'week'),times(1,'month'),limit(2,'workdays')]),
    ("社区文化活动每季度不少于一场,参与户数不低于总户数的15%。",[times(1,'quarter',1,'ge'),rate(15)]),
    ("消防通道堵塞情况,发现后15分钟内疏导完毕。",[limit(15,'minutes')]),
    ("外墙清洗周期为两年一次。",[times(1,'year',2)]),
    ("2026年6月30日前完成智能充电桩安装40个。",[deadline(20260630),count(40,'items')]),
    ("装修巡查每天不少于一次,发现违章在2小时内下达整改通知书,24小时内复查。",[times(1,'day',1,'ge'),limit(2,'hours'),limit(24,'hours')]),
    ("暴雨红色预警期间,地库值守人员增至6人,抽水泵每30分钟巡检一次。",[people(6),times(1,'minute',30)]),
    ("物业服务费收费标准:多层1.20元/㎡/月,小高层1.65元/㎡/月。",[amount(1.2,'yuan_per_m2','month'),amount(1.65,'yuan_per_m2','month')]),
    ("共用设施设备完好率97%以上,特种设备定检率100%。",[rate(97),rate(100)]),
    ("投标人近三年内承接过5个以上类似项目。",[]),
    ("本小区于2018年9月交付,共18栋1632户。",[]),
    ("员工宿舍每间住宿不超过4人。",[]),
    ("全年组织业主满意度测评两次,测评结果在公告栏公示七日。",[times(2,'year'),deadline(7,'ge','days')]),
    ("新装门禁1小时内响应故障,4小时内排除。",[limit(1,'hours'),limit(4,'hours')]),
    ("年度预算于上一年度12月20日前报业主委员会审核。",[deadline(1220)]),
    ("4.2.1 门卫室实行二十四小时值班,交接班须提前十五分钟到岗。",[cover(24,'hours','day'),limit(15,'minutes','ge')]),
    ("4.2.2 夜间二十二时后,巡逻人员每小时打点一次,打点漏签率不超过2%。",[times(1,'hour'),rate(2,'le')]),
    ("4.2.3 保安人员应持保安员证上岗,持证率100%,每年复训不少于24学时。",[rate(100),count(24,'class_hours','ge','year')]),
    ("4.2.4 车辆剐蹭纠纷,值班队长五分钟内到场协调。",[limit(5,'minutes')]),
    ("环境部负责楼内外清洁,各楼层垃圾每日收集2次,7:00前和19:00前完成。",[times(2,'day')]),
    ("玻璃门、指示牌每日擦拭,做到无手印、无污渍。",[times(1,'day')]),
    ("石材地面每年打蜡一次、每月抛光两次。",[times(1,'year'),times(2,'month')]),
    ("化粪池每年清掏两次,每次清掏须提前三日张贴通知。",[times(2,'year'),limit(3,'days','ge')]),
    ("对重大活动实行一案一策,活动结束后24小时内恢复现场。",[limit(24,'hours')]),
    ("租户退房申请应提前30天提出,中心在7个工作日内完成验房结算。",[limit(30,'days','ge'),limit(7,'workdays')]),
    ("合同履行期内,甲方每半年组织一次第三方满意度测评,低于80分的约谈乙方负责人。",[times(1,'half_year')]),
    ("服务费按季度支付,乙方于每季度末月25日前开具发票,甲方收到发票后10日内付款。",[deadline(25,'le','day_of_month','quarter'),limit(10,'days')]),
    ("本合同自签字盖章之日起生效,有效期两年,期满前两个月协商续签。",[lasting(2,'years'),limit(2,'months','ge')]),
    ("擅自转包的,乙方应支付合同总额20%的违约金。",[rate(20,'eq')]),
    ("保洁人员不少于15名,其中高层楼栋每栋1名。",[people(15,'ge'),people(1)]),
    ("电梯轿厢照明、风扇完好率达99%,电梯年平均故障次数不超过3次。",[rate(99),count(3,'times','le','year')]),
    ("高层二次供水每季度送检一次,检测报告于收到后3日内公示。",[times(1,'quarter'),limit(3,'days')]),
    ("除四害工作每月一次,夏秋季每半月一次。",[times(1,'month'),times(1,'half_month')]),
    ("消防主机每天巡检,喷淋末端每季试水,消防联动每年测试不少于一次。",[times(1,'day'),times(1,'quarter'),times(1,'year',1,'ge')]),
    ("冬季供暖期间室温低于18℃的,24小时内查明原因。",[limit(24,'hours')]),
    ("社区图书角每周二至周日开放,开放时间9:00-20:30。",[cover(6,'days','week'),cover(11.5,'hours','day')]),
    ("设立意见箱,每周五开箱收集,三日内回应。",[times(1,'week'),limit(3,'days')]),
    ("项目经理月度在岗率不低于90%,离岗一天以上须书面报备。",[rate(90,period='month')]),
    ("2027年一季度内完成监控系统扩容,新增摄像头24路。",[deadline(20270331),count(24,'channels')]),
    ("全面落实三级巡查制度,班组日查、部门周查、公司月查。",[count(3,'levels'),times(1,'day'),times(1,'week'),times(1,'month')]),
    ("入户走访率每季度不低于25%,年度实现全覆盖。",[rate(25,'ge','percent','quarter'),cover(100,'percent',None)]),
    ("排水管网年度清淤一次,汛期每周检查两次。",[times(1,'year'),times(2,'week')]),
    ("根据《住宅专项维修资金管理办法》第二十二条,须经双三分之二业主表决。",[rate(66.67)]),
    ("公司现管理项目46个,总面积超过800万平方米。",[]),
    ("招标文件第七章第3条要求投标有效期为90天。",[lasting(90,'days')]),
]  # fmt: skip


def test_sentences_of_contracts_and_bids_are_read():
    right = said = expected = 0
    for sentence, wanted in SENTENCES:
        remaining = list(wanted)
        found = labels(sentence)
        said += len(found)
        expected += len(wanted)
        for label in found:
            if label in remaining:
                remaining.remove(label)
                right += 1
    assert 2 * right / (said + expected) >= 0.97


def test_what_is_said_with_confidence_about_them_is_right():
    sure = right = 0
    for sentence, wanted in SENTENCES:
        remaining = list(wanted)
        for label, one in zip(labels(sentence), commitments(sentence), strict=True):
            hit = label in remaining
            if hit:
                remaining.remove(label)
            if one.confidence >= 0.9:
                sure += 1
                right += hit
    assert sure >= 70
    assert right >= 0.97 * sure
