"""What the registers declare: the kind of case behind an order, error texts, messages, menu, events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import (
    Ask,
    Budget,
    BudgetOffer,
    BudgetQuestion,
    CaseChanged,
    CaseClosed,
    CaseKind,
    Clock,
    Field,
    Rights,
    Side,
    Transition,
    Unit,
)
from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Category, Channel, Template, Text
from anju.foundation import outbox, registry
from anju.foundation.permissions import Permission
from anju.foundation.ui.messages import register_error_texts
from anju.foundation.ui.navigation import MenuEntry, register_menu
from anju.modules.frontdesk.permissions import (
    SERVICE_DECIDE,
    SERVICE_OPEN,
    SERVICE_READ,
    SERVICE_WORK,
    VISITOR_READ,
)
from anju.modules.frontdesk.queries.register_settings import SERVICE_ANSWER_MINUTES
from anju.modules.frontdesk.registrations.kinds import parts
from anju.modules.frontdesk.registrations.register_texts import TEXTS
from anju.modules.frontdesk.rules.offers import FAMILIES
from anju.modules.frontdesk.services import followers
from anju.modules.frontdesk.services.orders import KIND
from anju.modules.people.contracts import PersonForgotten, PersonsMerged

BEFORE = ("new", "assigned", "waiting")


def _answer(question: BudgetQuestion) -> Sequence[BudgetOffer]:
    minutes = registry.value(SERVICE_ANSWER_MINUTES, question.community_id)
    quote = gettext("下单后{minutes}分钟内安排").format(minutes=minutes)
    return [BudgetOffer(Budget(minutes, Unit.MINUTES), None, quote, "house")]


def _way(
    code: str, name: Any, sources: Sequence[str], to: str, permission: Permission = SERVICE_WORK, **more: Any
) -> Transition:
    return Transition(code=code, name=name, sources=tuple(sources), to=to, permission=permission, **more)


SERVICE = cases.kind(
    CaseKind(
        code=KIND,
        name=_("特约服务"),
        prefix="F",
        states=(
            *parts.states(_("待安排"), _("已完成待确认")),
            parts.State("declined", _("报价未接受"), closed=True, dropped=True),
        ),
        transitions=(
            _way("arrange", _("安排"), BEFORE, "assigned", SERVICE_DECIDE, stops=("answer",),
                 follows=("assigned", "taken"), side=Side.REPORTER),
            _way("start", _("开始服务"), BEFORE, "working", asks=(Ask.PRICE_CONSENT,), fields=("priced",), stops=("answer",),
                 resumes=("finish",), follows=("arrived",), side=Side.REPORTER),
            _way("wait", _("暂停等待"), ("assigned", "working"), "waiting", asks=(Ask.REASON,), pauses=("finish",),
                 side=Side.REPORTER),
            _way("finish", _("完成"), ("working",), "done",
                 asks=(Ask.PHOTO_AFTER, Ask.SIGNATURE, Ask.PRICE_CONSENT), stops=("finish",), side=Side.REPORTER),
            _way("redo", _("返工"), ("done",), "working", SERVICE_DECIDE, asks=(Ask.REASON,), starts=("finish",),
                 follows=("dissatisfied",), side=Side.REPORTER),
            _way("close", _("确认完成"), ("done",), "closed", SERVICE_DECIDE, follows=("satisfied", "fair", "unreached"),
                 side=Side.REPORTER),
            _way("decline", _("客户不接受报价"), BEFORE, "declined", follows=("price_refused",), asks=(Ask.REASON,),
                 side=Side.REPORTER),
            _way("cancel", _("取消"), (*BEFORE, "working"), "cancelled", SERVICE_DECIDE, asks=(Ask.REASON,),
                 side=Side.REPORTER),
            _way("reopen", _("重新打开"), ("closed",), "working", SERVICE_DECIDE, asks=(Ask.REASON,),
                 starts=("finish",), reopens=True, side=Side.REPORTER),
        ),
        clocks=(Clock("answer", _("安排"), _answer, opens=True), Clock("finish", _("完成"), opens=True)),
        ladder=parts.ladder("answer"),
        fields=(Field("family", _("服务类别"), "choice", required=True, choices=tuple(FAMILIES)), Field("priced", _("价格已定"), "flag")),
        rights=Rights(
            open=SERVICE_OPEN, read=SERVICE_READ, work=SERVICE_WORK, assign=SERVICE_DECIDE, decide=SERVICE_DECIDE,
            check=SERVICE_DECIDE, survey=SERVICE_DECIDE,
        ),
    )
)  # fmt: skip

messages.category(Category("registers", _("钥匙与工具")))
messages.template(
    Template(
        code="frontdesk.loan_overdue",
        name=_("借出物品逾期未还"),
        category="registers",
        parameters=("thing", "who", "number"),
        texts={
            "zh-hans": {"": Text("{thing} 逾期未还", "{who}借用的 {thing} 已过应还时间，请尽快归还（借条 {number}）。")},
            "en": {"": Text("{thing} is overdue", "{thing}, lent to {who}, should have come back ({number}).")},
        },
    )
)  # fmt: skip

messages.category(Category("lost", _("失物招领"), (Channel.WEB_PUSH, Channel.SMS)))
messages.template(
    Template(
        code="frontdesk.claim_ended",
        name=_("认领结束"),
        category="lost",
        parameters=("thing", "number", "why"),
        texts={
            "zh-hans": {"": Text("您认领的{thing}已有结果", "{number}：{why}。有疑问请联系服务中心。")},
            "en": {"": Text("Your claim of {thing} has ended", "{number}: {why}. Ask the service centre if this is wrong.")},
        },
    )
)  # fmt: skip


def _changed(payload: dict[str, Any]) -> None:
    if payload["kind"] == KIND:
        followers.case_changed(case_id=payload["case_id"], at=timezone.now())


def _merged(payload: dict[str, Any]) -> None:
    followers.person_gone(gone_id=payload["gone_id"], kept_id=payload["kept_id"])


def _forgotten(payload: dict[str, Any]) -> None:
    followers.person_gone(gone_id=payload["person_id"], kept_id=None)


outbox.on(CaseChanged.code, "frontdesk.orders.changed", _changed)
outbox.on(CaseClosed.code, "frontdesk.orders.closed", _changed)
outbox.on(PersonsMerged.code, "frontdesk.registers.merged", _merged)
outbox.on(PersonForgotten.code, "frontdesk.registers.forgotten", _forgotten)

register_error_texts(TEXTS)
register_menu(
    MenuEntry(
        "frontdesk.registers", _("前台登记"), "book-2", "frontdesk:registers", VISITOR_READ.code, "service", order=40
    )
)  # fmt: skip
