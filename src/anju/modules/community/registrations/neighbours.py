"""Dogs and merchants: menu, error texts, messages, the home's panel, and persons who are merged or forgotten."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.engines.cases.contracts import CaseRow
from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Category, Channel, Template, Text
from anju.foundation import outbox
from anju.foundation.actors import Actor
from anju.foundation.ui.messages import register_error_texts
from anju.foundation.ui.navigation import MenuEntry, register_menu
from anju.modules.community.permissions import DOG_READ, DOG_WRITE, MERCHANT_READ
from anju.modules.community.queries import dogs as dog_reads
from anju.modules.community.queries import merchants as merchant_reads
from anju.modules.community.queries.neighbours import about_case
from anju.modules.community.services import dogs
from anju.modules.estate import facade as estate
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.people import facade as people
from anju.modules.people.contracts import CopyPart, Kept, PersonsMerged

PARAMETERS = ("dog", "number", "until", "community")
messages.category(Category("community.dogs", _("养犬提醒"), (Channel.WEB_PUSH, Channel.SMS)))


def _declare(code: str, name: Any, chinese: tuple[str, str], english: tuple[str, str]) -> None:
    texts = {"zh-hans": {"": Text(*chinese)}, "en": {"": Text(*english)}}
    messages.template(
        Template(
            code=f"community.dog_{code}",
            name=name,
            category="community.dogs",
            texts=texts,
            parameters=PARAMETERS,
        )
    )


# fmt: off
_declare("licence", _("犬证即将到期"),
         ("犬证 {until} 到期：{dog}", "请到养犬登记机关续期，并把新的有效期告诉{community}物业服务中心。登记编号 {number}。"),
         ("Dog licence ends on {until}: {dog}", "Please renew it and tell the service centre of {community}. No. {number}."))
_declare("vaccine", _("狂犬疫苗即将到期"),
         ("狂犬疫苗 {until} 到期：{dog}", "请按时接种，并把接种日期告诉{community}物业服务中心。登记编号 {number}。"),
         ("Rabies vaccination due by {until}: {dog}", "Please have it done and tell the service centre of {community}. No. {number}."))
# fmt: on

register_menu(
    MenuEntry("dogs", _("犬只登记"), "tag", "community:dogs", DOG_READ.code, "service", order=50),
    MenuEntry(
        "merchants", _("商户管理"), "building-store", "community:merchants", MERCHANT_READ.code, "service", order=52
    ),
)  # fmt: skip
register_error_texts(
    {
        "community.words": _("请填写，最多 {longest} 个字。"),
        "community.future": _("日期不能晚于今天。"),
        "community.closed": _("已经结束，需要时先重新打开。"),
        "community.open": _("还没有结束。"),
        "community.case.unknown": _("没有这个编号的事项，或它不在这个小区。"),
        "community.dog.state": _("请选择状态。"),
        "community.dog.home": _("没有房号的犬不能登记为在养，请先修改登记填写房号。"),
        "community.dog.size": _("请选择体型和性别。"),
        "community.dog.where": _("请填写房号，或填写出没地点。"),
        "community.dog.future": _("日期不能晚于今天。"),
        "community.dog.vaccine": _("下次接种日期要在接种日期之后，并同时填写接种日期。"),
        "community.dog.step": _("请选择步骤。"),
        "community.dog.step_before": _("上一步还没有记录，请先完成上一步，或写明提前的理由。"),
        "community.dog.step_done": _("这一步已经记录。"),
        "community.dog.no_record": _("还没有记录任何一步，不能结束。"),
        "community.dog.result": _("请选择检查结果。"),
        "community.dog.pending": _("名单上还有 {count} 处没有检查。"),
        "community.merchant.state": _("请选择状态。"),
        "community.merchant.trade": _("请选择业态和环评手续。"),
        "community.merchant.where": _("请选择所在位置，或填写位置说明。"),
        "community.merchant.equipment": _("请选择设备，周期至少 1 天。"),
        "community.check.items": _("每一项都要填写检查结果。"),
        "community.check.by": _("请选择检查方。"),
        "community.check.deadline": _("有问题的要填写检查日期之后的整改期限。"),
        "community.check.clean": _("这次检查没有问题，不需要复查。"),
        "community.check.closed": _("已经复查销项。"),
        "community.check.again": _("复查要在上次检查之后的另一天进行。"),
        "community.action.target": _("目标日期不能早于今天。"),
        "community.action.no_steps": _("还没有安排任何事项，不能结案。"),
        "community.action.open_steps": _("还有 {count} 个事项没有完成，不能结案。"),
        "community.street.sort": _("请选择类别。"),
        "community.street.order": _("日期不能早于发现或报告的日期。"),
        "community.street.unreported": _("还没有报告主管部门。"),
    }
)


def _home(request: Any, place_id: int) -> people.Panel | None:
    if not request.actor.can(DOG_READ):
        return None
    rows = dog_reads.of_home(request.actor, place_id, timezone.localdate())
    may = request.actor.can(DOG_WRITE)
    if not rows and not may:
        return None
    context = {
        "rows": rows,
        "place_id": place_id,
        "community": estate.place(place_id).community_id,
        "may": may,
    }
    body = render_to_string("community/_dogs_of_home.html", context, request)
    return people.Panel(_("犬只"), Markup(body), "tag", 60)


def _merged(payload: dict[str, Any]) -> None:
    dogs.person_follow(gone_id=payload["gone_id"], kept_id=payload["kept_id"])


def _copy(person_id: int) -> tuple[CopyPart, ...]:
    kept = tuple(
        {
            "number": one.number, "dog": str(one), "breed": one.breed, "licence": one.licence,
            "vaccine_until": str(one.vaccine_until or ""), "state": one.get_state_display(),
        }
        for one in dog_reads.of_person(person_id)
    )  # fmt: skip
    run = tuple(
        {"number": one.number, "name": one.name, "licence": one.licence, "state": one.get_state_display()}
        for one in merchant_reads.of_person(person_id)
    )
    dog_heads = {
        "number": gettext("编号"), "dog": gettext("犬只"), "breed": gettext("品种"), "licence": gettext("犬证号"),
        "vaccine_until": gettext("下次接种日期"), "state": gettext("状态"),
    }  # fmt: skip
    shop_heads = {
        "number": gettext("编号"), "name": gettext("店名"), "licence": gettext("营业执照号"), "state": gettext("状态"),
    }  # fmt: skip
    parts = (
        CopyPart("dogs", gettext("犬只登记"), kept, dog_heads),
        CopyPart("merchants", gettext("商户登记"), run, shop_heads),
    )
    return tuple(one for one in parts if one.rows)


def _keeps(person_id: int, on: date) -> tuple[Kept, ...]:
    if not dog_reads.with_open_steps(person_id).exists():
        return ()
    return (Kept(gettext("正在处置的犬只的饲养人"), gettext("处置结束前需要知道由谁负责")),)


def _forget(actor: Actor, person_id: int, at: datetime) -> int:
    return dogs.person_forget(person_id=person_id)


def _about(request: Any, row: CaseRow) -> frontdesk.CasePart | None:
    if row.kind not in ("violation", "complaint"):
        return None
    rows = about_case(request.actor, row.id)
    if not rows:
        return None
    body = render_to_string("community/_about_case.html", {"rows": rows}, request)
    return frontdesk.CasePart(_("涉及的犬只或商户"), Markup(body), "tag", 30)


people.register_home_panel(_home)
frontdesk.register_case_part(_about)
people.register_personal_data(
    people.PersonalData("community.neighbours", _("犬只与商户"), _copy, _keeps, _forget)
)
outbox.on(PersonsMerged.code, "community.neighbours.merged", _merged)
