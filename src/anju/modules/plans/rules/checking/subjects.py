"""What a promise is about, so that two that speak of the same thing find each other.

Two ways: the topics of the field (topics.toml: 雨水井检查, 急修到场), and where none fits, the same deed on the same things.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from .sizing import Size, size_of
from .terms import Statement

# What narrows a promise down: its class, its place, its hour, who does it. Two that are narrowed differently may differ.
_QUALIFIERS = (
    r"急修|紧急|特急|抢修|应急|急(?=[^\u4e00-\u9fff]|$)|重大|疑难|严重|特别|一般(?!不|应|情况|在|要)|普通|简易|简单|轻微|其他|其它|较大|复杂|小修|中修|大修|[一二三四甲乙丙ABC]类|[一二三四五]级"
    r"|重点|要害|首次|初次|新[进招入]|常住|空置|节假日|周末|工作日(?=[^\u4e00-\u9fff])"
    r"|夜[间晚里]|晚[间上]|凌晨|白天|日间|早[晨上班]|中午|午间|夏季|冬季|雨季|汛期|供暖期|旺季|淡季|高峰|[春夏秋冬]{1,4}季?|高温|高发|季节|其余|\d{1,2}月|[一二三四五六七八九十]月"
    r"|室内|室外|户外|地[上下]|地面|楼[内外]|[东南西北正主次侧后前]{1,2}(?:门|出入口|入口)|水电|门窗|五金|管道|电路|土建|墙面|屋面|家电|门锁|[东南西北]区|\d+\s?[号#]\s?(?:楼|门|岗|栋)|[一二三四五六七八九十\d]+期|商业|商铺|住宅|别墅|高层|多层|会所|办公楼|学校|幼儿园"
    r"|项目?经理|总经理|主管|主任|领班|班长|队长|部长|管家|公司|总部|业委会|街道|社区(?=[应要每须])|居委会"
)
_QUALIFIER = re.compile(_QUALIFIERS)
_ONE_NAME = {
    "紧急": "急修",
    "特急": "急修",
    "急": "急修",
    "抢修": "急修",
    "应急": "急修",
    "夜里": "夜间",
    "夜晚": "夜间",
    "晚间": "夜间",
}
# What starts the clock: 接到通知后, 中标之日起. Limits that start with different events are different limits.
_TRIGGER = re.compile(r"[^,。;:、\s]{2,14}?(?:之日起|后)")
_NOISE = re.compile(
    r"[\s的各所有全部公共用区域内部及其附属等和与、,，。；;:：'`“”\"()（）]|小区|园区|每[日天周月年次]|进行|一次|两次|应当|必须|做到"
)
_THINGS = re.compile(r"[、,，及和与/；;]|以及")
_SYNONYMS = {
    "打扫": "清扫", "保洁": "清扫", "清洁": "清扫", "抹擦": "擦拭", "擦抹": "擦拭", "擦洗": "擦拭", "巡视": "巡查", "巡逻": "巡查",
    "巡检": "巡查", "清运": "收集", "收运": "收集", "值勤": "值守", "执勤": "值守", "值班": "值守", "拖洗": "拖", "拖擦": "拖",
    "拖地": "拖", "演习": "演练", "维保": "保养", "维护保养": "保养", "养护": "保养", "回复": "答复", "到达": "到", "到场": "到",
    "到现场": "到", "到达现场": "到",
}  # fmt: skip
_GENERIC_KINDS = ("frequency", "time_limit", "rate", "coverage", "retention", "max_duration", "headcount")
_GENERAL_DEEDS = {
    "",
    "完成",
    "做到",
    "落实",
    "达到",
    "保持",
    "要求",
    "检查",
    "处理",
    "配备",
    "工作",
    "整改",
    "服务",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A thing that plans of this field promise under many names. things: kinds of object that must be shared.

    kinds, units: of the promises that may speak of it; without: words that make it something else; plain: words that
    narrow other promises down but are what this topic is about (一般维修); twice: whether the same figure said again is
    the same promise, and not another case of the kind.
    """

    code: str
    label: str
    kinds: tuple[str, ...]
    words: str
    without: str = ""
    units: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    plain: str = ""
    twice: bool = True


@dataclass(frozen=True, slots=True)
class About:
    """What a promise is about. topic: a topic's code, or the deed; things: what is shared; narrow: how it is narrowed."""

    topic: str
    label: str
    things: frozenset[str]
    narrow: frozenset[str]
    size: Size
    twice: bool = True


@cache
def topics() -> tuple[Topic, ...]:
    rows = tomllib.loads(resources.files(__package__).joinpath("topics.toml").read_text("utf-8"))["topic"]
    return tuple(_topic_of(row) for row in rows)


def _topic_of(row: Mapping[str, Any]) -> Topic:
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    return Topic(**given)


def about(one: Statement, own: str, wide: str, context: str) -> About | None:
    """None where nothing says what the figure is of.

    own: object, deed and its own part of the quote, in plain script; wide: with all of the quote, for words that must not
    be there; context: the sentence and the titles it stands under.
    """
    size = size_of(one.facts)
    if size is None:
        return None
    narrow = frozenset(_ONE_NAME.get(found, found) for found in _QUALIFIER.findall(own))
    if one.facts.period in ("daytime", "night"):
        narrow |= {one.facts.period}
    topic = _topic(one, own, wide, context)
    if topic is not None:
        narrow -= set(topic.plain.split("|"))
        things = frozenset(word for word in topic.things if re.search(word, own))
        return About(topic.code, topic.label, things, narrow, size, topic.twice)
    deed, things = _deed(one.facts.activity), _things(one.facts.object)
    if one.facts.kind not in _GENERIC_KINDS or not things or deed in _GENERAL_DEEDS:
        return None
    if one.facts.kind == "rate" and not deed.endswith(("率", "度")):
        return None
    if one.facts.kind in ("time_limit", "max_duration"):
        narrow |= frozenset(_TRIGGER.findall(own))
    label = f"{one.facts.object}{one.facts.activity}"
    return About(f"{one.facts.kind}:{deed}", label, things, narrow, size)


def same_thing(one: About, other: About) -> bool:
    """The same topic, of things that overlap; where a topic names no things, all of it."""
    if one.topic != other.topic or one.size.measure != other.size.measure:
        return False
    if ":" in one.topic:
        return bool(one.things & other.things)
    return bool(one.things & other.things) or not one.things or not other.things


def _topic(one: Statement, own: str, wide: str, context: str) -> Topic | None:
    for topic in topics():
        if one.facts.kind not in topic.kinds or (topic.units and one.facts.unit not in topic.units):
            continue
        if topic.without and re.search(topic.without, wide):
            continue
        if re.search(topic.words, own) or (topic.code in _BY_CONTEXT and re.search(topic.words, context)):
            return topic
    return None


# Limits for complaints stand as a list of classes under one title; the title says what they are of.
_BY_CONTEXT = {"complaint_answer"}


def _deed(activity: str) -> str:
    plain = _NOISE.sub("", activity)
    return _SYNONYMS.get(plain, plain)


def _things(thing: str) -> frozenset[str]:
    plain = (_NOISE.sub("", part) for part in _THINGS.split(re.sub(r"[(（].*?[)）]", "", thing)))
    return frozenset(part for part in plain if len(part) >= 2)
