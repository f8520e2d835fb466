"""Deeds of the work itself: visits, clocks, pictures, materials, price, signature, check, what the reporter says."""

from __future__ import annotations

from functools import partial

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import ItemDraft, PhotoDraft
from anju.foundation.ui.filters import local, money
from anju.kernel.errors import Conflict
from anju.modules.frontdesk.forms import case_dispatch, case_work
from anju.modules.frontdesk.services import case_batch
from anju.modules.frontdesk.views.deeds.dispatching import one_of, working_now
from anju.modules.frontdesk.views.deeds.frame import Data, Doing, Frame

FILE_LIMIT = 20 << 20


def _agree(frame: Frame, data: Data) -> str:
    case_batch.appointment_agree(
        actor=frame.actor, case_id=frame.case_id, staff_id=data["staff_id"], begins_at=data["begins_at"],
        ends_at=data["ends_at"], at=frame.at, words=data["words"],
    )  # fmt: skip
    return _("已预约 %(at)s 上门。") % {"at": local(data["begins_at"])}


def _agree_initial(frame: Frame) -> Data:
    """Whoever leads, at the next half hour; the address may say another person and hour, as the day plan does."""
    asked = frame.request.GET
    begins = parse_datetime(asked.get("begins", "")) if asked.get("begins") else None
    if begins is not None and timezone.is_naive(begins):
        begins = timezone.make_aware(begins)
    staff = int(asked["staff"]) if asked.get("staff", "").isdigit() else frame.view.row.assignee_id
    return {"staff_id": staff, "begins_at": begins or case_work.next_hour(frame.at), "minutes": 60}


def _visits(frame: Frame, state: str) -> list[tuple[int, str]]:
    found = [one for one in frame.view.visits if one.state == state]
    names = dict(frame.names([one.staff_id for one in found]))
    return [
        (one.id, f"{names.get(one.staff_id, '')} {local(one.begins_at or one.arrived_at)}".strip())
        for one in found
    ]


def _call_off(frame: Frame, data: Data) -> str:
    case_batch.visit_call_off(
        actor=frame.actor,
        visit_id=data["visit_id"],
        case_id=frame.case_id,
        reason=data["reason"],
        at=frame.at,
    )
    return _("预约已取消。")


def _arrive(frame: Frame, data: Data) -> str:
    cases.visit_start(actor=frame.actor, case_id=frame.case_id, staff_id=data["staff_id"], at=frame.at)
    return _("已记录到场。")


def _leave(frame: Frame, data: Data) -> str:
    cases.visit_end(actor=frame.actor, visit_id=data["visit_id"], at=frame.at, words=data["words"])
    return _("已记录离场。")


def _pause(frame: Frame, data: Data) -> str:
    case_batch.clocks_pause(actor=frame.actor, case_id=frame.case_id, reason=data["reason"], at=frame.at)
    return _("已暂停，原因已记录。")


def _resume(frame: Frame, _data: Data) -> str:
    case_batch.clocks_resume(actor=frame.actor, case_id=frame.case_id, at=frame.at)
    return _("已恢复计时。")


def _photo(frame: Frame, data: Data) -> str:
    for one in data["files"]:
        draft = PhotoDraft(name=one.name, data=one.read(FILE_LIMIT + 1), role=data["role"], side=data["side"])
        cases.photo_add(actor=frame.actor, case_id=frame.case_id, photo=draft, at=frame.at)
    return _("已上传 %(n)d 个文件。") % {"n": len(data["files"])}


def _photo_initial(frame: Frame) -> Data:
    taken = {one.role for one in frame.view.photos}
    working = frame.view.row.state in ("working", "waiting", "done")
    asked = frame.request.GET.get("role", "")
    return {"role": asked or ("after" if working and "before" in taken else "before"), "side": "reporter"}


def _item(frame: Frame, data: Data) -> str:
    draft = ItemDraft(
        sort=data["sort"], name=data["name"], quantity=data["quantity"], unit=data["unit"], price=data["price"],
        charged=data["charged"],
    )  # fmt: skip
    cases.item_add(actor=frame.actor, case_id=frame.case_id, item=draft, at=frame.at)
    return _("已登记。")


def _item_remove(frame: Frame, data: Data) -> str:
    cases.item_remove(actor=frame.actor, item_id=data["item_id"], reason=data["reason"], at=frame.at)
    return _("已删除，记录保留在历史中。")


def _price(frame: Frame, data: Data) -> str:
    amount = data["amount"]
    cases.price_offer(
        actor=frame.actor, case_id=frame.case_id, at=frame.at, amount=None if amount is None else amount.minor
    )
    return _("已报价，等待报事人答复。")


def _price_answer(frame: Frame, data: Data) -> str:
    waiting = next((one for one in frame.view.prices if one.answer is None), None)
    if waiting is None:
        raise Conflict("cases.price.answered")
    cases.price_answer(
        actor=frame.actor, price_id=waiting.id, agreed=data["agreed"], by_name=data["by_name"], how=data["how"],
        at=frame.at, words=data["words"],
    )  # fmt: skip
    return _("已登记：同意报价。") if data["agreed"] else _("已登记：不同意报价。")


def _sign(frame: Frame, data: Data) -> str:
    draft = PhotoDraft(name=_("签字") + ".png", data=data["picture"], role="signature")
    cases.photo_add(actor=frame.actor, case_id=frame.case_id, photo=draft, at=frame.at)
    return _("已保存签字。")


def _note(frame: Frame, data: Data) -> str:
    cases.words_add(
        actor=frame.actor, case_id=frame.case_id, words=data["words"], side=data["side"], at=frame.at
    )
    return _("已记录。")


def _check(frame: Frame, data: Data) -> str:
    me = frame.myself()
    cases.case_check(
        actor=frame.actor, case_id=frame.case_id, passed=data["passed"], at=frame.at, words=data["words"],
        staff_id=me.id if me is not None else None,
    )  # fmt: skip
    return _("检验合格。") if data["passed"] else _("检验不合格，原因已记录。")


def _rate(frame: Frame, data: Data) -> str:
    cases.case_rate(
        actor=frame.actor, case_id=frame.case_id, stars=data["stars"], words=data["words"], at=frame.at,
        person_id=frame.view.person_id,
    )  # fmt: skip
    return _("评价已登记。")


def _return(frame: Frame, data: Data) -> str:
    """Takes down the visit that waits; a case that was not drawn is put on the list first."""
    waiting = cases.returns_open(actor=frame.actor).filter(case_id=frame.case_id).first()
    if waiting is None:
        number = cases.return_add(actor=frame.actor, case_id=frame.case_id, at=frame.at)
    else:
        number = waiting.pk
    me = frame.myself()
    cases.return_record(
        actor=frame.actor, return_id=number, outcome=data["outcome"], at=frame.at, words=data["words"],
        staff_id=me.id if me is not None else None,
    )  # fmt: skip
    return _("回访已登记。")


def _items(frame: Frame) -> list[tuple[int, str]]:
    return [(one.id, f"{one.name} {money(one.amount)}") for one in frame.view.items]


def _arriving(frame: Frame) -> list[tuple[int, str]]:
    """Who is on it; with nobody, everybody: whoever comes unasked leads it."""
    there = {one.staff_id for one in frame.view.visits if one.state == "under_way"}
    on_it = frame.names([one for one in working_now(frame) if one not in there])
    return on_it or [one for one in frame.staff() if one[0] not in there]


DOINGS = {
    "agree": Doing(
        lambda frame: partial(case_work.AppointmentForm, staff=frame.staff(), label=_("谁上门")), _agree,
        initial=_agree_initial,
    ),
    "call_off": Doing(lambda frame: partial(case_work.VisitReasonForm, visits=_visits(frame, "agreed")), _call_off),
    "arrive": Doing(
        lambda frame: partial(case_dispatch.StaffForm, staff=_arriving(frame), label=_("谁到场")), _arrive,
        initial=lambda frame: one_of([number for number, _name in _arriving(frame)], frame),
    ),
    "leave": Doing(lambda frame: partial(case_work.VisitWordsForm, visits=_visits(frame, "under_way")), _leave),
    "pause": Doing(lambda frame: case_work.PauseForm, _pause),
    "resume": Doing(lambda frame: case_dispatch.SureForm, _resume),
    "photo": Doing(lambda frame: case_work.PhotoForm, _photo, initial=_photo_initial),
    "item": Doing(lambda frame: case_work.ItemForm, _item),
    "item_remove": Doing(lambda frame: partial(case_work.RemoveItemForm, items=_items(frame)), _item_remove),
    "price": Doing(lambda frame: case_work.PriceForm, _price),
    "price_answer": Doing(lambda frame: case_work.PriceAnswerForm, _price_answer),
    "sign": Doing(lambda frame: case_work.SignatureForm, _sign, template="frontdesk/cases/deeds/sign.html"),
    "note": Doing(lambda frame: case_work.NoteForm, _note),
    "check": Doing(lambda frame: case_work.CheckForm, _check),
    "rate": Doing(lambda frame: case_work.RateForm, _rate),
    "return": Doing(lambda frame: case_work.ReturnForm, _return),
}  # fmt: skip
