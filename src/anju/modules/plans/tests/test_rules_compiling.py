from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.engines.schedule.contracts import DayWindow, EvidenceAsk, HolidayRule, MonthDay, Period, Recurrence
from anju.kernel.calendar import china
from anju.kernel.errors import Invalid
from anju.modules.plans.contracts import Comparator, Domain, Kind, Unit
from anju.modules.plans.contracts import Period as PromisePeriod
from anju.modules.plans.rules import fields
from anju.modules.plans.rules.compiling import (
    ENGINES,
    Adjustments,
    CompiledRound,
    PromiseFacts,
    Waiting,
    adjusted,
    choose,
    company,
    compile_promise,
    in_company,
)
from anju.modules.plans.rules.compiling.placing import COMMUNITY, rules_for

START = date(2026, 12, 1)


def facts(**given):
    base = {
        "domain": "cleaning", "activity": "清扫", "object": "楼道", "kind": "frequency", "value": Decimal(1),
        "unit": "times", "period": "day", "every": 1,
    }  # fmt: skip
    return PromiseFacts(**{**base, **given})


def compiled(**given):
    return compile_promise(facts(**given), start=START, calendar=china())


ANY_FACTS = st.builds(
    PromiseFacts,
    domain=st.sampled_from([one.value for one in Domain]),
    activity=st.sampled_from(["清扫", "巡逻", "培训", "进行", "检查", "清掏", "公示"]) | st.text(max_size=8),
    object=st.sampled_from(["楼道", "电梯", "业主同意", "道路、广场", ""]) | st.text(max_size=8),
    kind=st.sampled_from([one.value for one in Kind]),
    comparator=st.sampled_from([one.value for one in Comparator]),
    value=st.none() | st.integers(0, 20991231).map(Decimal) | st.decimals(0, 5000, places=2),
    unit=st.none() | st.sampled_from([one.value for one in Unit]),
    period=st.none() | st.sampled_from([one.value for one in PromisePeriod]),
    every=st.none() | st.integers(1, 40),
    quote=st.sampled_from(["", "夜间每小时", "每周三次", "冬季", "雨后清扫", "本月内", "8:00-18:00"])
    | st.text(max_size=20),
)


@given(ANY_FACTS)
@settings(max_examples=400, deadline=None)
def test_every_promise_becomes_a_round_or_waits_for_an_engine_of_the_house(some):
    try:
        fields.check(some)
    except Invalid as refusal:
        assert refusal.field
        return
    outcome = compile_promise(some, start=START, calendar=china())
    if isinstance(outcome, Waiting):
        assert outcome.engine in ENGINES
        assert outcome.reason
    else:
        assert some.kind in (Kind.FREQUENCY, Kind.DEADLINE)
        assert outcome.where
        assert outcome.mode in ("each", "route")
        assert Recurrence.from_json(outcome.recurrence.to_json()) == outcome.recurrence


@given(
    times=st.integers(1, 30),
    period=st.sampled_from(
        ["day", "night", "daytime", "week", "half_month", "month", "quarter", "half_year", "year"]
    ),
    every=st.integers(1, 12),
    comparator=st.sampled_from(["eq", "ge"]),
    domain=st.sampled_from([one.value for one in Domain]),
    words=st.sampled_from(
        ["", "早上和晚上", "夜间", "8:00-12:00", "冬季", "工作日", "节假日顺延", "周三", "月底", "12月"]
    ),
)
@settings(max_examples=300, deadline=None)
def test_a_frequency_runs_as_often_as_it_says_whatever_else_the_sentence_adds(
    times, period, every, comparator, domain, words
):
    outcome = compiled(
        value=Decimal(times), period=period, every=every, comparator=comparator, domain=domain, quote=words
    )
    assert isinstance(outcome, CompiledRound)
    assert outcome.recurrence.promised == times
    assert outcome.recurrence.every == every


@pytest.mark.parametrize(
    ("kind", "unit", "comparator", "words", "engine"),
    [
        ("time_limit", "minutes", "le", "急修半小时内到达", "cases"),
        ("rate", "percent", "ge", "路灯完好率", "scores"),
        ("rate", "percent", "ge", "经三分之二以上业主同意", "ballots"),
        ("rate", "percent", "eq", "收费标准的70%补贴", "ledger"),
        ("coverage", "hours", "eq", "门岗24小时值守", "rosters"),
        ("headcount", "people", "ge", "夜间两人同巡", "rosters"),
        ("max_duration", "hours", "le", "连续上岗", "rosters"),
        ("max_duration", "years", "eq", "专项活动时间", "cases"),
        ("retention", "days", "ge", "监控记录保存", "documents"),
        ("amount", "yuan_per_m2", "eq", "物业费", "ledger"),
        ("count", "types", "eq", "三类模式", "scores"),
        ("deadline", "workdays", "ge", "公示不少于5个工作日", "publicity"),
    ],
)
def test_what_is_no_round_waits_for_the_engine_that_keeps_its_kind(kind, unit, comparator, words, engine):
    outcome = compiled(
        kind=kind, unit=unit, comparator=comparator, period=None, every=None, quote=words, object=""
    )
    assert outcome == Waiting(engine, "other_engine")


@pytest.mark.parametrize(
    ("given_facts", "expected"),
    [
        ({"value": Decimal(3), "comparator": "le"}, Waiting("scores", "upper_limit")),
        ({"value": Decimal("1.5")}, Waiting("schedule", "not_whole")),
        ({"value": None}, Waiting("schedule", "value_missing")),
        ({"value": Decimal(40), "unit": "class_hours"}, Waiting("schedule", "not_times")),
        ({"value": Decimal(2000)}, Waiting("schedule", "too_often")),
        ({"period": None, "every": None}, Waiting("schedule", "period_missing")),
    ],
)
def test_a_frequency_that_cannot_be_dated_says_why_and_is_not_dropped(given_facts, expected):
    assert compiled(**given_facts) == expected


@pytest.mark.parametrize(
    ("given_facts", "expected"),
    [
        ({"value": Decimal(2), "quote": "每天早上和晚上清扫"}, {"windows": 2, "times": 2}),
        ({"period": "week", "quote": "周三进行一次大检查"}, {"weekdays": frozenset({2})}),
        ({"period": "week", "quote": "每周一次"}, {"weekdays": frozenset()}),
        ({"period": "week", "value": Decimal(3), "quote": "每周三次"}, {"weekdays": frozenset()}),
        ({"period": "week", "quote": "每周一清扫一次"}, {"weekdays": frozenset({0})}),
        (
            {"period": "week", "value": Decimal(5), "quote": "周一至周五清扫"},
            {"weekdays": frozenset(range(5))},
        ),
        ({"period": "month", "quote": "每月15日"}, {"month_days": (15,)}),
        ({"period": "month", "quote": "每月底"}, {"month_days": (-1,)}),
        ({"period": "year", "quote": "每年年底"}, {"months": frozenset({12})}),
        ({"value": Decimal(2), "quote": "每日8:00和14:00"}, {"clock_times": (time(8), time(14))}),
        ({"quote": "每日8:00-18:00"}, {"windows": (DayWindow(time(8), time(18)),)}),
        (
            {"period": "minute", "every": 30, "quote": "夜间每半小时"},
            {"windows": (DayWindow(time(22), time(6)),)},
        ),
        ({"period": "week", "object": "冬季草坪"}, {"season": (MonthDay(12, 1), MonthDay(2, 29))}),
        ({"quote": "每个工作日"}, {"workdays_only": True}),
        ({"quote": "节假日除外"}, {"holidays": HolidayRule.SKIP}),
        ({"period": None, "every": None, "quote": "雨后清扫一次"}, {"period": Period.EVENT, "event": "rain"}),
    ],
)
def test_days_and_hours_beside_the_number_are_kept(given_facts, expected):
    recurrence = compiled(**given_facts).recurrence
    for name, value in expected.items():
        found = getattr(recurrence, name)
        assert (len(found) if name == "windows" and isinstance(value, int) else found) == value


def deadline(value, unit="date", **given):
    number = None if value is None else Decimal(value)
    given = {"period": None, "every": None, "comparator": "le", **given}
    return compiled(kind="deadline", value=number, unit=unit, **given)


@pytest.mark.parametrize(
    ("value", "unit", "words", "day", "past"),
    [
        (1231, "date", "", date(2026, 12, 31), False),
        (315, "date", "", date(2026, 3, 15), True),
        (20270331, "date", "", date(2027, 3, 31), False),
        (20251231, "date", "", date(2025, 12, 31), True),
        (None, "date", "本月内完成", date(2026, 12, 31), False),
        (3, "years", "三年内", date(2029, 12, 1), False),
        (5, "workdays", "", date(2026, 12, 8), False),
        (229, "date", "", date(2026, 2, 28), True),
    ],
)
def test_a_deadline_runs_once_by_its_day_and_is_flagged_when_it_is_past(value, unit, words, day, past):
    outcome = deadline(value, unit, quote=words)
    assert outcome.recurrence.once_on == day
    assert outcome.past is past
    assert outcome.recurrence.anchor == (None if past else START)


def test_a_deadline_of_every_month_or_year_comes_back():
    monthly = deadline(
        30, "day_of_month", period="month", every=1, quote="每月30日前(遇节假日提前)"
    ).recurrence
    assert (monthly.month_days, monthly.holidays) == ((30,), HolidayRule.MOVE_BEFORE)
    yearly = deadline(531, period="year", every=1).recurrence
    assert (yearly.period, yearly.season) == (Period.YEAR, (MonthDay(5, 1), MonthDay(5, 31)))


@pytest.mark.parametrize(
    ("value", "unit"), [(1332, "date"), (None, "date"), (9999, "years"), (40, "day_of_month")]
)
def test_a_deadline_without_a_day_that_exists_waits_and_says_so(value, unit):
    period = {"period": "month", "every": 1} if unit == "day_of_month" else {}
    assert isinstance(deadline(value, unit, **period), Waiting)


@pytest.mark.parametrize(
    ("domain", "activity", "thing", "work", "mode"),
    [
        ("security", "巡视", "园区", "patrol", "route"),
        ("security", "培训", "保安员", "training", "each"),
        ("cleaning", "清扫", "道路、广场", "cleaning", "each"),
        ("cleaning", "检查", "化粪池", "inspection", "each"),
        ("engineering", "进行", "房屋避雷检测", "measure", "each"),
        ("fire", "进行", "消防演习", "drill", "each"),
        ("governance", "召开", "联席会议", "meeting", "each"),
        ("finance", "公开", "账目", "report", "each"),
        ("supervision", "检查", "小区物业服务", "inspection", "route"),
    ],
)
def test_the_kind_of_work_follows_the_activity_then_the_object_then_the_domain(
    domain, activity, thing, work, mode
):
    outcome = compiled(domain=domain, activity=activity, object=thing)
    assert (outcome.work, outcome.mode) == (work, mode)


def test_proof_follows_the_kind_of_work():
    assert compiled(domain="security", activity="巡逻", object="园区").evidence == EvidenceAsk(
        qr=True, time=True
    )
    assert compiled(domain="cleaning", activity="清扫", object="楼道").evidence.qr
    assert compiled(domain="greening", activity="修剪", object="草坪").evidence.photos == 1
    assert not compiled(domain="staff", activity="检查", object="着装").evidence.qr


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("电梯厅", [("电梯厅",)]),
        ("门厅、电梯厅、楼道", [("电梯厅",), ("门厅",), ("楼道",)]),
        ("小区道路、广场", [("广场",), ("道路",)]),
        ("小区", [("小区",)]),
        ("办公椅", []),
    ],
)
def test_a_word_counts_for_one_rule_and_general_words_only_alone(text, wanted):
    assert [rule.words for rule in rules_for(text)] == wanted


class At:
    def __init__(self, number, name):
        self.id, self.name = number, name


def test_places_are_chosen_by_tag_then_by_name_then_by_kind():
    (rule,) = rules_for("广场")
    square, lawn = At(1, "中心广场"), At(2, "草坪")
    assert choose(rule, tagged=[lawn], of_kind=[square, lawn], otherwise=[square, lawn]) == (2,)
    assert choose(rule, tagged=[], of_kind=[square, lawn], otherwise=[square, lawn]) == (1,)
    assert choose(rule, tagged=[], of_kind=[lawn], otherwise=[lawn]) == (2,)


def test_what_people_choose_comes_before_what_is_proposed_and_survives_storage():
    night = Recurrence(period=Period.DAY, windows=(DayWindow(time(20), time(23)),))
    chosen = Adjustments(
        recurrence=night, place_ids=(4, 5), minutes=25, team_id=9, evidence=EvidenceAsk(photos=2)
    )
    assert Adjustments.from_json(chosen.to_json()) == chosen
    outcome = adjusted(compiled(), chosen)
    assert (outcome.recurrence, outcome.minutes, outcome.evidence.photos) == (night, 25, 2)
    assert adjusted(compiled(), Adjustments()) == compiled()


def test_a_day_set_by_hand_makes_a_past_deadline_run():
    late = deadline(315)
    later = Adjustments(recurrence=Recurrence(period=Period.ONCE, once_on=date(2027, 1, 15)))
    assert late.past
    assert not adjusted(late, later).past


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"mode": "walk"}, "mode"),
        ({"minutes": 0}, "minutes"),
        ({"place_ids": []}, "place_ids"),
        ({"place_ids": [3, 3]}, "place_ids"),
        ({"team_id": 1, "staff_id": 2}, "assignee"),
        ({"colour": "red"}, "colour"),
        ({"held": "x" * 3000}, "held"),
    ],
)
def test_a_choice_that_makes_no_sense_names_its_field(document, field):
    with pytest.raises(Invalid) as refusal:
        Adjustments.from_json(document)
    assert refusal.value.field == field


def test_a_deadline_that_names_no_place_concerns_the_community_not_each_of_its_places():
    assert deadline(1231, activity="整改", object="").where == (COMMUNITY,)
    assert compiled(activity="清扫", object="").where != (COMMUNITY,)


@pytest.mark.parametrize(
    ("given_facts", "field"),
    [
        ({"domain": "weather"}, "domain"),
        ({"kind": "wish"}, "kind"),
        ({"comparator": "lt"}, "comparator"),
        ({"unit": "parsec"}, "unit"),
        ({"period": "aeon"}, "period"),
        ({"activity": " ", "object": ""}, "activity"),
        ({"object": "长" * 201}, "object"),
        ({"value": None}, "value"),
        ({"value": Decimal("-1")}, "value"),
        ({"value": Decimal("1.00001")}, "value"),
        ({"value": Decimal("NaN")}, "value"),
        ({"unit": None}, "unit"),
        ({"every": None}, "every"),
        ({"every": 0}, "every"),
    ],
)
def test_a_promise_that_says_nothing_that_could_be_kept_is_refused_at_its_field(given_facts, field):
    with pytest.raises(Invalid) as refusal:
        fields.check(facts(**given_facts))
    assert refusal.value.field == field


def night_watch(**given):
    base = {
        "domain": "security",
        "activity": "巡逻",
        "object": "小区",
        "value": Decimal(4),
        "period": "night",
    }
    return facts(**{**base, **given})


def pair(**given):
    base = {
        "kind": "headcount",
        "unit": "people",
        "value": Decimal(2),
        "every": None,
        "quote": "夜间两人同行巡逻",
    }
    return night_watch(**{**base, **given})


@pytest.mark.parametrize(
    ("round_of", "beside", "people"),
    [
        (night_watch(), pair(), 2),
        (night_watch(), pair(period=None, value=Decimal(3)), 3),
        (night_watch(period="daytime"), pair(), 1),
        (night_watch(), pair(quote="夜间安排2人"), 1),
        (night_watch(), pair(comparator="le"), 1),
        (night_watch(), pair(domain="cleaning"), 1),
        (night_watch(), pair(value=Decimal(200)), 1),
        (night_watch(activity="清扫", domain="cleaning"), pair(domain="cleaning"), 1),
    ],
)
def test_patrols_go_together_where_the_plan_says_so(round_of, beside, people):
    assert company(round_of, [round_of, beside]) == people


def test_a_round_in_company_asks_for_its_people_and_for_all_it_asked_before():
    alone = compile_promise(night_watch(), start=START, calendar=china())
    together = in_company(alone, 2)
    assert (together.evidence.people, together.evidence.qr) == (2, alone.evidence.qr)
    assert in_company(together, 1) == together
