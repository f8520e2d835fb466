"""How long: limits, lasting states, retention, notices."""

from __future__ import annotations

import pytest

from .test_reader_labels import labels


def limit(value: float, unit: str, comparator: str = "le") -> tuple[object, ...]:
    return ("time_limit", comparator, value, unit, None, None)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("漏水报修二十分钟内到场。", [limit(20, "minutes")]),
        ("急修半小时内赶到。", [limit(30, "minutes")]),
        ("抢修一个半小时内完成。", [limit(90, "minutes")]),
        ("门锁更换不超过半天。", [limit(0.5, "days")]),
        ("合同签订后十个工作日内进场。", [limit(10, "workdays")]),
        ("收到整改单后三(3)日内回复。", [limit(3, "days")]),
        ("求助电话5分钟到达现场。", [limit(5, "minutes")]),
        ("厨余垃圾日产日清。", [limit(1, "days")]),
        ("小修当天完成。", [limit(1, "days")]),
        ("一年内完成外墙修缮。", [limit(1, "years")]),
        ("打造十分钟生活圈。", [limit(10, "minutes")]),
        ("用两年时间更新电梯。", [limit(2, "years")]),
        ("停水应提前24小时通知住户。", [limit(24, "hours", "ge")]),
        ("合同期满前60日书面通知对方。", [limit(60, "days", "ge")]),
        ("普通投诉2至3个工作日内办结。", [limit(2, "workdays", "ge"), limit(3, "workdays")]),
    ],
)  # fmt: skip
def test_time_limits(sentence, expected):
    assert labels(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("监控室人员连续值班不超过六小时。", ("max_duration", "le", 6, "hours", None, None)),
        ("保安每班工作时间不得超过8小时。", ("max_duration", "le", 8, "hours", None, None)),
        ("合同期限:三年。", ("max_duration", "eq", 3, "years", None, None)),
        ("专项行动时间为半年。", ("max_duration", "eq", 6, "months", None, None)),
        ("新岗试用期一个月。", ("max_duration", "eq", 1, "months", None, None)),
        ("录像保存不少于30天。", ("retention", "ge", 30, "days", None, None)),
        ("交接班记录存档两年。", ("retention", "ge", 2, "years", None, None)),
        ("收支明细公示不少于7日。", ("deadline", "ge", 7, "days", None, None)),
        ("客服每天工作8小时。", ("coverage", "eq", 8, "hours", "day", 1)),
        ("项目经理每月在岗不少于22天。", ("coverage", "ge", 22, "days", "month", 1)),
    ],
)
def test_lasting_states_retention_and_notices(sentence, expected):
    assert labels(sentence) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "小区已交房六年。",
        "设备使用已超过20年。",
        "从事物业工作15年。",
        "逾期超过30日的,甲方有权解除合同。",
        "近三年内无不良记录。",
    ],
)
def test_a_length_that_only_describes_is_no_limit(sentence):
    assert labels(sentence) == []
