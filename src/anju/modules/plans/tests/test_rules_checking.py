"""Checks of a plan: appendices C and D of the catalogue on the real document, and sentences of our own."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.contracts import PlanDocument
from anju.modules.plans.rules.checking import Code, Demand, Severity, Subject, Supply, check
from anju.modules.plans.rules.checking.minimums import pack
from anju.modules.plans.rules.reader import read_document, read_plan

FOLDER = Path(__file__).resolve().parents[6] / "shared" / "plans"
TODAY = date(2026, 11, 21)
real = pytest.mark.skipif(not FOLDER.exists(), reason="the folder of real plans is not on this machine")


def found(text: str, today: date = TODAY) -> list:
    return check(Subject.of(read_plan(PlanDocument(text, "txt")), today=today))


def codes(text: str) -> set[str]:
    return {str(one.code) for one in found(text)} - {"word_only"}


def document(number: str) -> list:
    file = next(FOLDER.glob(f"{number}_*.txt"))
    return check(Subject.of(read_plan(read_document(file.read_bytes(), file.name)), today=TODAY))


@pytest.fixture(scope="module")
def findings():
    return document("000")


def pick(findings, code: Code, *words: str) -> list:
    """Findings of a code whose places together hold all of these words."""
    return [
        one
        for one in findings
        if one.code == code and all(any(word in place.quote for place in one.places) for word in words)
    ]


CONTRADICTIONS = [
    (1, Code.FIGURES_DIFFER, ("90%", "95%"), ("三(二)5", "三(三)16")),
    (2, Code.FIGURES_DIFFER, ("每半年检查", "每月检查"), ("三(三)8", "三(五)3")),
    (3, Code.FIGURES_DIFFER, ("每季度检查", "每两个月检查"), ("三(三)8", "三(五)3")),
    (4, Code.SAID_TWICE, ("每年检查、疏通一次", "每年疏通一次"), ("三(三)8", "三(五)3")),
    (6, Code.PARTS_DIFFER, ("每周拖洗一次", "干湿拖洗"), ("三(五)2", "3.1.2.1")),
    (6, Code.PARTS_DIFFER, ("集送两次", "每天清理垃圾桶"), ("三(五)1", "3.1.4.1")),
    (7, Code.PARTS_DIFFER, ("10分钟", "急修15分钟"), ("(二)1(2)", "第三章一2(4)")),
    (7, Code.PARTS_DIFFER, ("两个工作日", "一般维修当天"), ("三(二)5", "第三章一2(4)")),
    (8, Code.PARTS_DIFFER, ("不超过2天", "8小时内答复"), ("(二)1(1)", "第三章一2(5)")),
    (9, Code.PARTS_DIFFER, ("90%", "满意率≥95%"), ("(三)2", "第三章一2(1)")),
    (10, Code.PARTS_DIFFER, ("8:00~下午18:00", "08﹕30~20﹕30"), ("二(一)", "第三章一2(3)")),
    (12, Code.PARTS_DIFFER, ("消防演习", "演练8次"), ("四", "三2")),
    (13, Code.SUM_WRONG, ("大河沟社区20个", "三类小区4个"), ("二1",)),
    (14, Code.SHARE_WRONG, ("94560", "4700", "20%"), ("第一章一5",)),
    (15, Code.SAID_TWICE, ("24小时值勤", "24小时值守"), ("三(四)1", "三(四)2")),
    (16, Code.PERIOD_MISSING, ("满意率≥95%",), ("第三章一2(1)",)),
]  # fmt: skip


@real
@pytest.mark.parametrize(("item", "code", "words", "sections"), CONTRADICTIONS)
def test_each_contradiction_of_the_catalogue_is_found_with_both_places(findings, item, code, words, sections):
    matching = pick(findings, code, *words)
    assert matching, item
    assert set(sections) <= {place.section for place in matching[0].places}


@real
def test_two_retention_rules_of_different_records_are_no_contradiction(findings):
    assert not pick(findings, Code.FIGURES_DIFFER, "15天") and not pick(findings, Code.FIGURES_DIFFER, "一周")
    assert not pick(findings, Code.SAID_TWICE, "15天")


@real
def test_hours_worked_beyond_the_law_are_found_although_they_are_praised(findings):
    over = pick(findings, Code.BELOW_LAW, "16小时")
    assert [one.severity for one in over] == [Severity.LAW]


@real
def test_the_totals_that_do_add_up_are_not_reported(findings):
    assert [one.values["total"] for one in findings if one.code == Code.SUM_WRONG] == ["20"]


@real
def test_what_the_checks_find_in_the_real_documents_is_all_there_is_to_nod_at(findings):
    """Every serious finding of the three documents was read beside its text; a new one asks to be read too."""
    grave = [one for one in findings if one.severity in (Severity.LAW, Severity.SERIOUS)]
    assert sorted(str(one.code) for one in grave) == [
        "below_law", "below_law", "figures_differ", "figures_differ", "figures_differ", "share_wrong", "sum_wrong",
    ]  # fmt: skip
    second = [one for one in document("001") if one.severity in (Severity.LAW, Severity.SERIOUS)]
    assert [str(one.code) for one in second] == ["date_past"]
    assert {str(one.code) for one in document("003")} <= {"word_only"}


BLANKS = [
    "20xx年", "××小区", "×日", "×××××××", "XXXX", "XXXXXX业服务", "xx小区", "小区)个", "小区个", "xx令第", "xx门", "组长:",
    "副组长:", "成员:", "略", "运作流程图",
]  # fmt: skip


@real
@pytest.mark.parametrize("blank", BLANKS)
def test_each_blank_and_mask_of_the_catalogue_is_listed(findings, blank):
    quotes = [place.quote for one in findings if one.code == Code.BLANK for place in one.places]
    assert any(blank in quote.replace(" ", "") for quote in quotes)


@real
@pytest.mark.parametrize(
    "noise", ["第564号", "第112号", "705号", "15号南", "4A级", "三级标准", "飘浮物", "登记薄"]
)
def test_numbers_that_are_names_and_stray_characters_lead_to_no_finding(findings, noise):
    named = [
        place.quote
        for one in findings
        if one.code not in (Code.BLANK, Code.WORD_ONLY)
        for place in one.places
    ]
    assert not any(noise in quote for quote in named)


@real
def test_a_mixed_way_of_writing_hours_is_pointed_at(findings):
    assert [one.values["hours"] for one in findings if one.code == Code.HOURS_MALFORMED] == [
        "上午8:00~下午18:00"
    ]


@real
def test_places_are_exact_spans_of_the_document(findings):
    text = read_document(next(FOLDER.glob("000_*.txt")).read_bytes(), "plan.txt").text
    for one in findings:
        assert one.places
        for place in one.places:
            assert text[place.start : place.end] == place.quote


FOUND = [
    ("电梯门每日清洁2次。\n监控录像保存7天。", "below_law"),
    ("电梯每月维护保养1次。", "below_law"),
    ("消防设施每两年检测1次。", "below_law"),
    ("生活水箱每年清洗1次。", "below_law"),
    ("业主欠费超过三个月的，物业服务中心可停水停电。", "forbidden"),
    ("对拖欠物业费的业主采取停止供水措施。", "forbidden"),
    ("保安员负责上门催收物业费。", "forbidden"),
    ("业主进出小区一律使用人脸识别。", "forbidden"),
    ("乙方可将全部物业服务转委托给第三人。", "forbidden"),
    ("秩序维护员连续上岗12小时。", "below_law"),
    ("绿化带每周浇水2次。\n绿化带每周浇水3次。", "figures_differ"),
    ("首层大堂每日拖洗1次。\n保洁员每日拖洗大堂2次。", "figures_differ"),
    ("急修15分钟到场。\n维修人员接到急修后30分钟内到达现场。", "figures_differ"),
    ("楼道每日清扫1次。\n三、检查\n楼道每日清扫1次。", "said_twice"),
    ("共配备保安10名，其中门岗4名，巡逻3名，监控2名。", "sum_wrong"),
    ("总用地面积50000平方米。绿地面积10000平方米。绿地率35%。", "share_wrong"),
    ("合同期限三年，自2026年1月1日至2027年12月31日。", "term_differs"),
    ("服务期自2026年5月1日至2025年4月30日。", "span_reversed"),
    ("2026年6月30日前完成门禁改造。", "date_past"),
    ("6月30日前完成门禁改造。", "year_missing"),
    ("服务时间：上午8:00至下午17:30。", "hours_malformed"),
    ("联系电话：××××××××。", "blank"),
    ("每月___日前报送报表。", "blank"),
    ("业主满意率不低于85%。", "period_missing"),
]


@pytest.mark.parametrize(("text", "code"), FOUND)
def test_a_fault_in_a_sentence_is_found(text, code):
    assert code in codes(text)


CLEAN = [
    "电梯每15天维护保养1次。",
    "监控录像保存30天。监控录像下载备份保留7天。",
    "急修30分钟内到场，一般维修24小时内到场。",
    "水电急修30分钟抵达、电梯困人15分钟抵达、投诉72小时办结。",
    "主出入口24小时站岗值勤，其中早7:00至晚9:00立岗。",
    "派驻人员总数不少于58人，其中管理人员不少于5人，工程技术人员不少于10人。",
    "总建筑面积80000平方米，其中写字楼50000平方米，公寓20000平方米。",
    "投诉3个工作日内办结，疑难事项不超过15个工作日。",
    "投诉1小时内受理，3个工作日内办结。",
    "楼道每日清扫2次，夏季每日清扫3次。",
    "东门24小时值守，西门16小时值守。",
    "项目经理每周检查楼道1次，主管每日检查楼道1次。",
    "严禁以停水、停电方式催缴物业费；欠费业主不得停水。",
    "保安员不得参与催收物业费。",
    "重点查处擅自将全部业务转委托给他人的行为。",
    "共配备保安9名，其中门岗4名，巡逻3名，监控2名。",
    "总用地面积50000平方米。绿地面积17500平方米。绿地率35%。",
    "合同期限二年，自2026年1月1日至2027年12月31日。",
    "供暖期自11月15日至次年3月15日，每日巡查1次。",
    "服务时间：8:00至18:00。",
    "报修处理率100%。",
    "每月业主满意率不低于85%。",
    "化粪池每年至少清掏1次。",
    "路灯完好率不低于95%。楼道灯完好率不低于90%。",
    "2027年6月30日前完成门禁改造。",
    "季度考核得分95分以上的全额支付，85分至95分的扣减2%，85分以下的扣减10%。",
]


@pytest.mark.parametrize("text", CLEAN)
def test_a_sound_sentence_leads_to_no_finding(text):
    assert not codes(text)


def test_a_rule_of_the_law_holds_only_from_its_day():
    text = "业主进出小区一律使用人脸识别。"
    assert Code.FORBIDDEN in {one.code for one in found(text, date(2025, 6, 1))}
    assert Code.FORBIDDEN not in {one.code for one in found(text, date(2025, 5, 31))}


def test_every_rule_of_the_pack_names_its_article_and_its_words_are_patterns():
    rules = [*pack().minimums, *pack().forbidden, *pack().figures]
    assert len({one.rule for one in rules}) == len(rules)
    assert all(one.article and one.since.year > 1990 for one in rules)
    assert all(one.severity is not Severity.LAW or one.verified for one in rules)


def test_a_finding_keeps_its_key_when_text_before_it_changes():
    first = next(one for one in found("监控录像保存7天。") if one.code == Code.BELOW_LAW)
    later = next(
        one for one in found("本方案自批准之日起执行。\n监控录像保存7天。") if one.code == Code.BELOW_LAW
    )
    assert first.places[0].start != later.places[0].start
    assert first.key == later.key


def test_staff_that_cannot_keep_the_promises_are_told_apart_from_staff_that_can():
    reading = read_plan(PlanDocument("门岗24小时值守。", "txt"))
    subject = Subject.of(reading, today=TODAY)
    demand = (Demand(role="guard", hours=Fraction(168), promises=(0,)),)

    def with_people(count: int) -> list:
        supply = {"guard": Supply(role="guard", people=count, hours_each=Fraction(40))}
        full = Subject(
            text=subject.text, statements=subject.statements, clauses=subject.clauses, today=TODAY, demand=demand,
            supply=supply,
        )  # fmt: skip
        return [one for one in check(full) if one.code == Code.STAFF_SHORT]

    short = with_people(3)
    assert [one.values["short"] for one in short] == ["2"]
    assert short[0].promises == (0,)
    assert not with_people(5)


PARTS = st.sampled_from(
    ["每日清扫2次", "××小区", "20xx年", "24小时值守", "不低于95%", "其中", "共", "，", "。", "\n", "一、", "(一)", "3名", "电话：",
     "电梯", "楼道", "定期", "及时", "2026年1月1日", "至", "8:00~下午18:00", "略", "监控录像保存", "7天", "____"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=40))
def test_no_text_breaks_the_checks_and_every_place_lies_in_it(parts):
    text = "".join(parts)
    for one in found(text):
        for place in one.places:
            assert text[place.start : place.end] == place.quote


@given(st.integers(1, 400), st.integers(1, 400))
def test_recordings_are_held_against_the_law_to_the_day(days, other):
    text = f"监控录像保存{days}天。"
    assert (Code.BELOW_LAW in {one.code for one in found(text)}) is (days < 30)
    both = {one.code for one in found(f"监控录像保存{days}天。\n二、其他\n监控录像保存{other}天。")}
    assert (Code.FIGURES_DIFFER in both) is (days != other)
