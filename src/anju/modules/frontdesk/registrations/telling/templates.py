"""Words of the messages about cases, in both languages. Every parameter is given with every one of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Category, Channel, Template, Text

PARAMETERS = ("number", "title", "place", "who", "words", "when", "clock", "progress", "amount")
OWN, WORK, ALARM = "frontdesk.own", "frontdesk.work", "frontdesk.alarm"

messages.category(Category(OWN, _("报事进度"), (Channel.WEB_PUSH, Channel.SMS)))
messages.category(Category(WORK, _("工作提醒"), (Channel.WEB_PUSH,)))
messages.category(Category(ALARM, _("紧急求助"), (Channel.WEB_PUSH, Channel.SMS), mandatory=True))


def _declare(
    code: str, name: Any, category: str, chinese: tuple[str, str], english: tuple[str, str], **more: Any
) -> None:  # fmt: skip
    texts = {"zh-hans": {"": Text(*chinese)}, "en": {"": Text(*english)}}
    messages.template(
        Template(
            code=f"frontdesk.{code}", name=name, category=category, texts=texts, parameters=PARAMETERS, **more
        )
    )


# fmt: off
_declare("received", _("已收到报事"), OWN,
         ("已收到：{title}", "编号 {number}，{progress}。我们会随时告诉您进展。"),
         ("We have your report: {title}", "No. {number}. {progress}. We will keep you posted."))
_declare("taken", _("已安排人员"), OWN,
         ("已安排 {who} 处理：{title}", "编号 {number}，{progress}。"),
         ("{who} will see to it: {title}", "No. {number}. {progress}."))
_declare("appointed", _("已约定上门时间"), OWN,
         ("已约定上门：{words}", "{title}，{who} 届时上门，编号 {number}。"),
         ("Visit arranged: {words}", "{title}. {who} will come. No. {number}."))
_declare("arrived", _("人员已到场"), OWN,
         ("{who} 已到场：{title}", "编号 {number}。"),
         ("{who} has arrived: {title}", "No. {number}."))
_declare("price", _("请确认价格"), OWN,
         ("请确认价格 {amount} 元：{title}", "您同意后才会开始收费的工作。编号 {number}。"),
         ("Please agree to the price of {amount} yuan: {title}", "Nothing is charged before you agree. No. {number}."))
_declare("delayed", _("暂时等待"), OWN,
         ("暂时等待：{title}", "原因：{words}。编号 {number}。"),
         ("On hold: {title}", "Reason: {words}. No. {number}."))
_declare("planned", _("已确定方案"), OWN,
         ("已确定方案：{title}", "{words}。编号 {number}。"),
         ("A plan has been made: {title}", "{words}. No. {number}."))
_declare("done", _("已完成请评价"), OWN,
         ("已完成，请评价：{title}", "处理得怎么样？请打星，或告诉我们哪里还不行。编号 {number}。"),
         ("Done, please rate: {title}", "How was it? Give us stars, or say what is still wrong. No. {number}."))
_declare("answered", _("已答复"), OWN,
         ("已答复：{title}", "{words}\n编号 {number}。不满意请告诉我们。"),
         ("Answered: {title}", "{words}\nNo. {number}. Tell us if you do not agree."))
_declare("reopened", _("重新处理"), OWN,
         ("重新处理：{title}", "{words}。编号 {number}。"),
         ("Opened again: {title}", "{words}. No. {number}."))
_declare("merged", _("合并处理"), OWN,
         ("已有人在处理同一件事：{title}", "与相同的报事合并处理，结果会告诉您。编号 {number}。"),
         ("Somebody is on it already: {title}", "It is handled with the same reports; you will hear the result. No. {number}."))
_declare("closed", _("已关闭"), OWN,
         ("已关闭：{title}", "编号 {number}。仍有问题可以重新打开。"),
         ("Closed: {title}", "No. {number}. You can have it opened again."))
_declare("cancelled", _("已取消"), OWN,
         ("已取消：{title}", "{words}。编号 {number}。"),
         ("Cancelled: {title}", "{words}. No. {number}."))

_declare("assigned", _("派给您的事项"), WORK,
         ("派给您：{title}", "{place}，{when} 前。编号 {number}。"),
         ("For you: {title}", "{place}, due {when}. No. {number}."))
_declare("offered", _("可以抢单"), WORK,
         ("可以抢单：{title}", "{place}，{when} 前。编号 {number}。"),
         ("Open to your team: {title}", "{place}, due {when}. No. {number}."), keeps=timedelta(hours=2))
_declare("refused", _("有人拒单"), WORK,
         ("被退回：{title}", "原因：{words}。编号 {number}，请重新派单。"),
         ("Sent back: {title}", "Reason: {words}. No. {number}. Please give it to somebody else."))
_declare("appointed_staff", _("预约提醒"), WORK,
         ("预约上门：{words}", "{place}，{title}。编号 {number}。"),
         ("Appointment: {words}", "{place}, {title}. No. {number}."))
_declare("reopened_staff", _("事项重新打开"), WORK,
         ("重新处理：{title}", "{place}。{words}。编号 {number}。"),
         ("Opened again: {title}", "{place}. {words}. No. {number}."))
_declare("displeased", _("评价不满意"), WORK,
         ("评价不满意：{title}", "{place}。{words}。编号 {number}，请先与报事人沟通再关闭。"),
         ("Few stars: {title}", "{place}. {words}. No. {number}. Please talk to whoever reported it before it is closed."))
_declare("reported_up", _("一线上报"), WORK,
         ("一线未能解决：{title}", "{place}。{words}。编号 {number}。"),
         ("Reported upwards: {title}", "{place}. {words}. No. {number}."))
_declare("plan_waiting", _("方案待批"), WORK,
         ("方案待批：{title}", "{place}。{words}。编号 {number}。"),
         ("A plan waits for approval: {title}", "{place}. {words}. No. {number}."))
_declare("plan_released", _("方案已批准"), WORK,
         ("方案已批准：{title}", "{place}。可以开始处理。编号 {number}。"),
         ("The plan is approved: {title}", "{place}. Work may begin. No. {number}."))
_declare("plan_returned", _("方案被退回"), WORK,
         ("方案被退回：{title}", "{words}。编号 {number}。"),
         ("The plan was sent back: {title}", "{words}. No. {number}."))
_declare("praised", _("收到表扬"), WORK,
         ("收到表扬：{title}", "编号 {number}。"),
         ("You were praised: {title}", "No. {number}."))
_declare("soon", _("即将超时"), WORK,
         ("即将超时：{title}", "{clock}时限 {when}，{words}。{place}，编号 {number}。"),
         ("Soon due: {title}", "{clock} by {when}: {words}. {place}, no. {number}."), keeps=timedelta(hours=4))
_declare("late", _("已超时"), WORK,
         ("已超时：{title}", "{clock}时限 {when} 已过，{words}。{place}，编号 {number}。"),
         ("Late: {title}", "{clock} was due {when}: {words}. {place}, no. {number}."))
_declare("late_leader", _("班组超时"), WORK,
         ("班组超时：{title}", "{who} 的{clock}时限 {when} 已过，{words}。{place}，编号 {number}。"),
         ("Your team is late: {title}", "{clock} of {who} was due {when}: {words}. {place}, no. {number}."))
_declare("late_manager", _("超时上报项目"), WORK,
         ("超时上报：{title}", "{who} 的{clock}时限 {when} 已过仍未完成，{words}。{place}，编号 {number}。"),
         ("Late, reported to you: {title}", "{clock} of {who} was due {when} and is not done: {words}. {place}, no. {number}."))
_declare("late_company", _("超时上报公司"), WORK,
         ("超时上报公司：{title}", "{clock}时限 {when} 已过仍未完成，{words}。{place}，编号 {number}。"),
         ("Late, reported to the company: {title}", "{clock} was due {when} and is not done: {words}. {place}, no. {number}."))
_declare("ageing", _("遗留问题账龄"), WORK,
         ("遗留问题未解决：{title}", "{place}，期限 {when} 已过。{words}。编号 {number}。"),
         ("Left over and unsolved: {title}", "{place}, due {when}. {words}. No. {number}."))
_declare("serious", _("重大投诉"), WORK,
         ("重大投诉：{title}", "{place}。请当日阅示。编号 {number}。"),
         ("Serious complaint: {title}", "{place}. Please read it today. No. {number}."), urgent=True)

_declare("help", _("有人求助"), ALARM,
         ("有人求助：{title}", "{place}。请立即接单到场。编号 {number}。"),
         ("Call for help: {title}", "{place}. Take it and go at once. No. {number}."), urgent=True)
_declare("ring", _("求助无人接"), ALARM,
         ("求助无人接：{title}", "{place}。请立即接单到场。编号 {number}。"),
         ("Nobody has taken the call for help: {title}", "{place}. Take it and go at once. No. {number}."),
         urgent=True, keeps=timedelta(minutes=10))
_declare("trapped", _("电梯困人"), ALARM,
         ("电梯困人：{place}", "{title}。立即安抚并通知维保单位；30 分钟内到场，满 2 小时为一般事故。编号 {number}。"),
         ("People in a lift: {place}", "{title}. Calm them and call the maintainer now; on site in 30 minutes, an accident by law at 2 hours. No. {number}."),
         urgent=True)
_declare("trapped_manager", _("电梯困人一小时"), ALARM,
         ("电梯困人已 1 小时：{place}", "{title}。距一般事故还有 1 小时。编号 {number}。"),
         ("People in a lift for an hour: {place}", "{title}. An accident by law in one hour. No. {number}."), urgent=True)
_declare("trapped_company", _("电梯困人两小时"), ALARM,
         ("电梯困人满 2 小时，须按事故报告：{place}", "{title}。依特种设备安全监察条例第六十四条。编号 {number}。"),
         ("People in a lift for two hours, report it as an accident: {place}", "{title}. Regulation on special equipment, art. 64. No. {number}."),
         urgent=True)
