"""Papers of safety: the sheet for the gate, records, the half-year report, event plans, mediation, etiquette."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.foundation import rendering
from anju.modules.community.models import Tier
from anju.modules.community.queries.etiquette import Month
from anju.modules.community.queries.teaching import HalfYear
from anju.modules.community.reports import Frame, Section, percent, tables
from anju.modules.community.rules.safety import grade

CONTACTS = Path(__file__).with_name("contacts.typ")
BLANK_LINES = 24


def warnings() -> list[dict[str, str]]:
    """Warnings that every community needs sooner or later, in our words, to be filled in and published."""
    return [
        {
            "sort": "falling", "icon": "alert-triangle", "label": _("高空抛物警示"), "title": _("请勿高空抛物，谨防坠物伤人"),
            "text": _("请不要向窗外抛掷任何物品；收好阳台、窗台和空调板上的花盆与杂物，检查外挂的晾衣架和纱窗。"
                      "楼下行走请勿在窗下停留。高空抛物造成伤害的，依法承担责任。发现后请立即联系服务中心。"),
        },
        {
            "sort": "typhoon", "icon": "wind", "label": _("台风大风警示"), "title": _("大风天气安全提示"),
            "text": _("请关好门窗，收回阳台和窗外的物品；车辆避开树木、广告牌和临时围挡停放；大风期间尽量不外出。"
                      "服务中心已安排人员值守，如有险情请立即来电。"),
        },
        {
            "sort": "fire", "icon": "flame", "label": _("消防警示"), "title": _("消除火患，保持通道畅通"),
            "text": _("楼道、安全出口和消防车通道不得堆物停车；电动自行车和电池不得进楼入户充电；"
                      "出门前关火断电。发现火情请先拨 119，再通知服务中心。"),
        },
    ]  # fmt: skip


def contacts(frame: Frame, rows: Sequence[Any]) -> bytes:
    """The list to hang at the gate and in the control room, A4. Raises FontMissing."""
    data = {
        "lang": "en" if (get_language() or "").startswith("en") else "zh", "title": _("安全联络表"),
        "organisation": frame.organisation, "community": frame.community,
        "made": _("%(at)s　%(by)s") % {"at": f"{frame.made_at:%Y-%m-%d}", "by": frame.made_by},
        "heads": [_("类别"), _("单位"), _("联系人"), _("电话"), _("值守时间")],
        "rows": [
            {
                "kind": str(one.get_kind_display()), "body": one.body, "name": f"{one.name} {one.duty}".strip(),
                "phone": str(one.phone), "second": str(one.second_phone or ""), "hours": one.hours,
            }
            for one in rows
        ],
    }  # fmt: skip
    return rendering.pdf(CONTACTS, data)


def occasion(frame: Frame, row: Any) -> bytes:
    """The record of a meeting, a patrol or a lesson. Raises FontMissing."""
    lines = [
        f"{row.get_kind_display()}：{_span(frame, row.starts_at, row.ends_at)}",
        _("召集、带队或主讲：%(host)s　地点或路线：%(place)s") % {"host": row.host, "place": row.place},
    ]
    if row.homes is not None or row.persons is not None:
        counted = {"homes": row.homes or 0, "persons": row.persons or 0}
        lines.append(_("参加 %(homes)s 户、%(persons)s 人") % counted)
    lines += [one for one in (row.minutes, row.outcome) if one]
    here, away = _("到场"), _("未到")
    guests = [(one.body, one.name, here if one.came else away) for one in row.guests.order_by("pk")]
    points = list(row.points.order_by("sort", "pk"))
    scored = [(one.item, one.score, grade(one.score), one.text) for one in points if one.score is not None]
    found = [
        (one.item, one.text, _("已转报事") if one.case_id else "—") for one in points if one.score is None
    ]
    sections = [
        Section(_("参加人"), (_("单位"), _("姓名"), _("到场")), guests),
        Section(_("治安验收"), (_("项目"), _("得分"), _("等级"), _("评语")), scored),
        Section(_("发现的问题"), (_("位置"), _("问题"), _("处理")), found),
    ]
    return tables(frame, row.title, lines, [one for one in sections if one.rows])


def sign_in(frame: Frame, row: Any) -> bytes:
    """A sheet to sign in on: those expected, and empty lines. Raises FontMissing."""
    known = [(one.body, one.name, "", "") for one in row.guests.order_by("pk")]
    blank = [("　", "", "", "")] * max(0, BLANK_LINES - len(known))
    section = Section(_("签到"), (_("单位或房号"), _("姓名"), _("电话（自愿）"), _("签名")), [*known, *blank])
    lines = [f"{_span(frame, row.starts_at, row.ends_at)}　{row.place}"]
    return tables(frame, f"{row.title}　{_('签到表')}", lines, [section])


def half_year(frame: Frame, found: HalfYear) -> bytes:
    """What joint defence came to in half a year. Raises FontMissing."""
    counted = {
        "meetings": found.meetings, "patrols": found.patrols, "hours": f"{found.hours:.1f}", "problems": found.problems,
        "reported": found.reported,
    }  # fmt: skip
    lines = [
        f"{found.first} – {found.last}",
        _("联防会议 %(meetings)s 次，联勤巡逻 %(patrols)s 次共 %(hours)s 小时；发现问题 %(problems)s 个，其中 %(reported)s 个已转报事处理。")
        % counted,
    ]  # fmt: skip
    zone = frame.made_at.tzinfo
    done = [
        (f"{one.starts_at.astimezone(zone):%m-%d}", one.get_kind_display(), one.title, one.host, one.outcome)
        for one in found.rows
    ]
    items = [(name, count, f"{mean:.1f}", mean / 100) for name, count, mean in found.items]
    sections = [
        Section(_("治安验收"), (_("项目"), _("次数"), _("平均分"), ""), items, 3),
        Section(_("各次活动"), (_("日期"), _("类别"), _("名称"), _("召集或带队"), _("成效与经验")), done),
    ]
    return tables(frame, _("半年联防报告"), lines, sections)


def event(frame: Frame, row: Any, roster: Sequence[Any]) -> bytes:
    """The security plan of a major event with its roster. Raises FontMissing."""
    lines = [
        f"{_span(frame, row.starts_at, row.ends_at)}　{row.place}",
        _("预计 %(n)s 人，风险等级：%(risk)s") % {"n": row.expected, "risk": row.get_risk_display()},
        _("主要风险：%(text)s") % {"text": row.risks},
        _("措施与任务：%(text)s") % {"text": row.measures},
        _("状态：%(state)s") % {"state": row.get_state_display()},
    ]
    if row.decided_at:
        lines.append(_("批准：%(name)s　%(words)s") % {"name": row.decided_by, "words": row.words})
    if row.reviewed_at:
        lines.append(_("总结讲评：%(text)s") % {"text": row.review})
    came = {None: "", True: _("到岗"), False: _("未到")}
    zone = frame.made_at.tzinfo
    posts = [
        (
            one.post, one.staff_name or "—", f"{one.starts_at.astimezone(zone):%m-%d %H:%M}",
            f"{one.ends_at.astimezone(zone):%m-%d %H:%M}", one.task, came[one.came],
        )
        for one in roster
    ]  # fmt: skip
    heads = (_("岗位"), _("人员"), _("上岗"), _("下岗"), _("任务"), _("签认"))
    return tables(frame, row.title, lines, [Section(_("岗位安排"), heads, posts)])


def dispute(frame: Frame, row: Any, parties: Sequence[Any]) -> bytes:
    """The record of a mediation, to be signed. Raises FontMissing."""
    tiers, zone = dict(Tier.choices), frame.made_at.tzinfo
    lines = [
        _("编号：%(number)s　登记日期：%(on)s　程度：%(level)s")
        % {"number": row.number, "on": row.opened_on, "level": row.get_level_display()},
        _("事由：%(text)s") % {"text": row.subject},
        _("调解方式：%(how)s　调解组织：%(who)s（%(tier)s）")
        % {"how": row.get_mediation_display(), "who": row.mediator, "tier": row.get_tier_display()},
        _("经过：%(text)s") % {"text": row.text},
    ]
    if row.outcome:
        lines.append(_("结果：%(state)s　%(text)s") % {"state": row.get_state_display(), "text": row.outcome})
    if row.follow_up:
        lines.append(_("回访：%(on)s　%(text)s") % {"on": row.followed_on, "text": row.follow_up})
    held = [
        (f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}", one.place, one.mediators, str(one.record))
        for one in row.sessions.order_by("at", "pk")
    ]
    told = [
        (tiers[one.tier], one.to, f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}", one.by_name)
        for one in row.reports.order_by("at", "pk")
    ]
    sides = [(str(one.name), one.place_name or "—", str(one.claim or "—"), "　　　　　　") for one in parties]
    sections = [
        Section(_("当事人"), (_("姓名或单位"), _("房屋"), _("主张"), _("签名")), sides),
        Section(_("调解经过"), (_("时间"), _("地点"), _("调解员"), _("调解记录")), held),
        Section(_("报告情况"), (_("层级"), _("接收单位或人员"), _("报告时间"), _("报告人")), told),
    ]
    return tables(frame, _("调解记录"), lines, sections)


def etiquette(frame: Frame, first: date, found: Month, rows: Sequence[Any]) -> bytes:
    """The month of etiquette checks. Raises FontMissing."""
    counted = {
        "month": f"{first:%Y-%m}", "checks": found.checks, "rate": percent(found.share), "passed": found.passed,
        "asked": found.asked, "waiting": found.waiting,
    }  # fmt: skip
    lines = [
        _("%(month)s　检查 %(checks)s 次，合格率 %(rate)s（%(passed)s / %(asked)s 项），待整改 %(waiting)s 项") % counted
    ]  # fmt: skip
    items = [
        (label, asked, passed, percent(passed / asked), passed / asked)
        for label, asked, passed in found.by_item
    ]
    done = [
        (f"{one.on:%m-%d}", one.staff_name or one.spot, one.asked, one.failed, one.waiting, one.checked_by)
        for one in rows
    ]
    sections = [
        Section(_("各项目"), (_("项目"), _("检查"), _("合格"), _("合格率"), ""), items, 4),
        Section(
            _("各次检查"), (_("日期"), _("检查对象"), _("项目"), _("不合格"), _("待整改"), _("检查人")), done
        ),
    ]
    return tables(frame, _("礼仪检查月报"), lines, sections)


def _span(frame: Frame, starts_at: datetime, ends_at: datetime) -> str:
    zone = frame.made_at.tzinfo
    begin, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    late = f"{end:%H:%M}" if begin.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{begin:%Y-%m-%d %H:%M}–{late}"
