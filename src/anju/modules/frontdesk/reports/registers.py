"""Papers of the registers: wall sheets, name cards, price sheets, service sheets, receipts, the sheet of things found."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import segno
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from anju.engines.cases import facade as cases
from anju.foundation import files, rendering
from anju.foundation.accounts.models import Organisation
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, NotFound
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.frontdesk.models import Concierge
from anju.modules.frontdesk.permissions import CONCIERGE_READ
from anju.modules.frontdesk.queries import concierge as concierges
from anju.modules.frontdesk.queries import lending, lost, offers
from anju.modules.frontdesk.queries.phones import masked
from anju.modules.frontdesk.queries.registers import reached

HERE = Path(__file__).parent
CARDS_A_SHEET = 10
PORTRAIT = (480, 600)


def wall_sheet(*, actor: Actor, place_id: int) -> tuple[PlaceView, bytes]:
    """The sheet for the wall of a building, A4: who serves it. Raises NotFound, Conflict (nobody), FontMissing."""
    place = estate.place(place_id)
    known = reached(Concierge.objects.select_related("photo"), actor, CONCIERGE_READ, place.community_id)
    rows = list(known.filter(active=True, buildings__place_id=place_id).order_by("name"))
    if not rows:
        raise Conflict("frontdesk.concierge.nobody", name=place.name)
    data = {
        "community": estate.place(place.community_id).name if place.community_id else "",
        "place": place.name,
        "company": _company(actor),
        "people": [_person(one) for one in rows],
        "words": _words("title", "phone", "hours", "strengths", "company"),
    }
    return place, rendering.pdf(HERE / "wall.typ", data)


def name_cards(*, actor: Actor, concierge_id: int) -> tuple[str, bytes]:
    """Ten name cards on an A4 sheet, with a code that dials. Raises NotFound, FontMissing."""
    row = concierges.concierge(actor, concierge_id)
    served = estate.places_by_id([one.place_id for one in row.buildings.all()])
    data = {
        "community": estate.place(row.community_id).name,
        "company": _company(actor),
        "person": _person(row),
        "served": "、".join(one.name for one in served.values())[:60],
        "count": CARDS_A_SHEET,
        "qr": _code(f"tel:{row.service_phone}"),
        "words": _words("phone", "served", "scan"),
    }
    return row.name, rendering.pdf(HERE / "cards.typ", data)


def price_sheet(*, actor: Actor, community_id: int, paper: str, at: datetime) -> bytes:
    """The public price sheet (明码标价): every service on offer with its price, unit and who does it."""
    today = timezone.localdate(at)
    rows = offers.offered(community_id, today)
    groups: list[dict[str, Any]] = []
    for one in rows:
        if not groups or groups[-1]["name"] != one.family_name:
            groups.append({"name": one.family_name, "sort": one.sort_name, "rows": []})
        groups[-1]["rows"].append(
            [
                one.name, one.content, _("上门后报价") if one.price is None else f"¥{Decimal(one.price) / 10_000:,.2f}",
                one.unit, f"¥{Decimal(one.deposit) / 100:,.2f}" if one.deposit else "—", one.by_vendor or _("本公司"),
            ]
        )  # fmt: skip
    data = {
        "paper": paper, "title": _("特约服务价目表"), "community": estate.place(community_id).name,
        "company": _company(actor), "on": today.isoformat(), "groups": groups,
        "heads": [_("服务项目"), _("服务内容"), _("单价"), _("单位"), _("押金"), _("由谁提供")],
        "foot": _("未经您同意价格，我们不开始有偿服务。价格有异议请拨打 12315。"),
        "sign": _("公示日期"),
    }  # fmt: skip
    return rendering.pdf(HERE / "prices.typ", data)


def order_sheet(*, actor: Actor, order_id: int, at: datetime) -> tuple[str, bytes]:
    """The paper of an order: what, for whom, at which price agreed how, and where to sign."""
    row = offers.order(actor, order_id)
    view = cases.case_view(actor=actor, case_id=row.case_id, at=at)
    agreed = next((one for one in reversed(view.prices) if one.answer), None)
    facts = [
        (_("单号"), view.row.number), (_("服务"), view.row.title), (_("客户"), row.customer),
        (_("房屋"), row.place_name or "—"), (_("下单时间"), _moment(row.ordered_at)),
        (_("希望时间"), _moment(row.wanted_at)), (_("由谁办理"), row.vendor.name if row.vendor else row.staff_name or "—"),
        (_("要求"), view.words or "—"),
    ]  # fmt: skip
    consent = _("客户尚未同意价格")
    if agreed is not None:
        told = {"name": agreed.answered_by, "at": _moment(agreed.answered_at), "amount": _fen(agreed.amount)}
        consent = _("{name} 于 {at} 同意价格 {amount}").format(**told)
    rows = [
        [one.name, f"{Decimal(one.quantity) / 1000:g}", one.unit, f"¥{Decimal(one.price) / 10_000:,.2f}", _fen(one.amount)]
        for one in view.items if one.charged
    ]  # fmt: skip
    total = sum(one.amount for one in view.items if one.charged)
    data = _slip(
        actor, row.community_id, _("特约服务单"), view.row.number, facts, notes=[consent],
        table={"heads": [_("项目"), _("数量"), _("单位"), _("单价"), _("金额")], "rows": rows, "total": _fen(total)},
        signs=[_("客户签字"), _("服务人员签字"), _("日期")],
    )  # fmt: skip
    return view.row.number, rendering.pdf(HERE / "slip.typ", data)


def found_sheet(*, actor: Actor, community_id: int, at: datetime) -> bytes:
    """The sheet for the board: what is kept here, without the marks that prove an owner."""
    rows = lost.found_things(actor, community_id).filter(state="kept").order_by("-found_at", "-pk")[:60]
    table = {
        "heads": [_("编号"), _("物品"), _("拾得时间"), _("拾得地点")],
        "rows": [
            [one.number, one.name, _moment(one.found_at), one.place_name or one.spot or "—"] for one in rows
        ],
        "total": "",
    }
    notes = [_("失主请携带有效证件到服务中心，说出物品特征后领取。"), _("无人认领的物品将依法移交有关部门。")]
    today = timezone.localdate(at).isoformat()
    data = _slip(actor, community_id, _("失物招领"), today, [], notes=notes, table=table, signs=[], big=True)
    return rendering.pdf(HERE / "slip.typ", data)


def found_slip(*, actor: Actor, found_id: int) -> tuple[str, bytes]:
    """The receipt of a thing given back or handed over. Raises NotFound, Conflict (still kept)."""
    row = lost.found_thing(actor, found_id)
    if row.state == "kept":
        raise Conflict("frontdesk.found.kept", number=row.number)
    facts = [
        (_("编号"), row.number), (_("物品"), row.name), (_("特征"), row.words or "—"),
        (_("拾得时间"), _moment(row.found_at)), (_("拾得地点"), row.place_name or row.spot or "—"), (_("拾得人"), row.finder),
        (_("处理时间"), _moment(row.ended_at)), (_("经办人"), row.ended_by),
    ]  # fmt: skip
    if row.state == "returned":
        facts += [(_("领取人"), row.claimant), (_("核验证件"), row.claimant_paper), (_("电话"), masked(row.claimant_phone) or "—"),
                  (_("核对情况"), row.proof)]  # fmt: skip
        title, signs = _("失物发还单"), [_("领取人签字"), _("经办人签字"), _("日期")]
    else:
        facts += [(_("移交单位"), row.authority), (_("移交回执"), row.receipt)]
        title, signs = _("失物移交单"), [_("接收人签字"), _("经办人签字"), _("日期")]
    picture = _picture(row.signature, (600, 240)) if row.signature else ""
    data = _slip(actor, row.community_id, title, row.number, facts, notes=[], signs=signs, picture=picture)
    return row.number, rendering.pdf(HERE / "slip.typ", data)


def lendable_slip(*, actor: Actor, lendable_id: int, at: datetime) -> tuple[str, bytes]:
    """The receipt of the loan that is open, else of an owner's key in custody. Raises NotFound (neither)."""
    row = lending.lendable(actor, lendable_id, at)
    loan = lending.open_loan(lendable_id)
    thing = [
        (_("编号"), row.number),
        (_("名称"), row.name),
        (_("哪里的"), row.place_name or "—"),
        (_("封签号"), row.seal or "—"),
    ]
    if loan is not None:
        facts = [
            *thing, (_("借用人"), " ".join(one for one in (loan.company, loan.name) if one)), (_("电话"), masked(loan.phone) or "—"),
            (_("用途"), loan.purpose), (_("借出时间"), _moment(loan.lent_at)), (_("应还时间"), _moment(loan.due_at)),
            (_("借出经办"), loan.lent_by),
        ]  # fmt: skip
        notes = [_("请按时归还，遗失或损坏请立即告知服务中心；钥匙不得复制、转借。")]
        signs = [_("借用人签字"), _("经办人签字"), _("日期")]
        data = _slip(actor, row.community_id, _("借条"), loan.number, facts, notes=notes, signs=signs)
        return loan.number, rendering.pdf(HERE / "slip.typ", data)
    if row.entrusted_at is None:
        raise NotFound("frontdesk.register.missing")
    facts = [
        *thing, (_("委托人"), row.owner), (_("电话"), masked(row.owner_phone) or "—"), (_("接收时间"), _moment(row.entrusted_at)),
        (_("接收人"), row.entrusted_to), (_("保管至"), row.entrusted_until.isoformat() if row.entrusted_until else _("业主来取")),
        (_("同意方式"), row.consent_how), (_("委托约定"), row.consent),
    ]  # fmt: skip
    notes = [_("密封袋封口完好方为有效保管；除约定情况外不得开封，开封须有两人在场并立即告知委托人。")]
    signs = [_("委托人签字"), _("接收人签字"), _("日期")]
    data = _slip(actor, row.community_id, _("钥匙委托保管单"), row.number, facts, notes=notes, signs=signs)
    return row.number, rendering.pdf(HERE / "slip.typ", data)


def _slip(
    actor: Actor,
    community_id: int,
    title: str,
    number: str,
    facts: Sequence[tuple[str, Any]],
    *,
    notes: Sequence[str],
    signs: Sequence[str],
    table: dict[str, Any] | None = None,
    picture: str = "",
    big: bool = False,
) -> dict[str, Any]:
    return {
        "title": title, "number": number, "community": estate.place(community_id).name, "company": _company(actor),
        "facts": [[str(term), str(value)] for term, value in facts], "notes": list(notes), "signs": list(signs),
        "table": table or {"heads": [], "rows": [], "total": ""}, "picture": picture, "big": big,
        "total_word": _("合计"),
    }  # fmt: skip


def _person(row: Any) -> dict[str, Any]:
    return {
        "name": row.name, "title": row.title, "strengths": row.strengths, "languages": row.languages,
        "motto": row.motto, "phone": row.service_phone, "hours": concierges.hours_words(row.weekdays, row.starts, row.ends),
        "photo": _picture(row.photo, PORTRAIT) if row.photo else "", "initial": row.name[:1],
    }  # fmt: skip


def _words(*codes: str) -> dict[str, str]:
    known = {
        "title": _("您的礼宾助理"), "phone": _("服务电话"), "hours": _("在岗时间"), "strengths": _("可以帮您"),
        "company": _("物业服务企业"), "served": _("服务楼栋"), "scan": _("扫码拨打"),
    }  # fmt: skip
    return {code: known[code] for code in codes}


def _company(actor: Actor) -> str:
    return str(Organisation.objects.filter(pk=actor.org_id).values_list("name", flat=True).first() or "")


def _moment(at: datetime | None) -> str:
    return "—" if at is None else f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _fen(fen: int) -> str:
    return f"¥{Decimal(fen) / 100:,.2f}"


def _code(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=4, border=1, xmldecl=False)
    return out.getvalue().decode()


def _picture(file: Any, size: tuple[int, int]) -> str:
    """A stored picture, cut to a size, inside an SVG: the typesetter takes its pictures as text."""
    with files.open_file(file) as handle, Image.open(handle) as opened:
        fitted = ImageOps.fit(opened.convert("RGB"), size)
        out = io.BytesIO()
        fitted.save(out, "JPEG", quality=85)
    data = base64.b64encode(out.getvalue()).decode()
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{data}"/></svg>'
    )
