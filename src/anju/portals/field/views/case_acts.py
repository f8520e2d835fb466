"""Deeds on a case as they arrive: from the phone's queue as JSON, or from a plain form. Contract: docs/modules/field-sync.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseView, ItemDraft, Move, PhotoDraft, Side
from anju.foundation import idempotency
from anju.foundation.actors import Actor
from anju.kernel.errors import AnjuError, Invalid
from anju.modules.people.contracts import StaffView

ROLES = ("before", "during", "after", "signature")
# Farther from now a phone's clock is not believed.
BELIEVED = timedelta(hours=24)
# Sooner than this nobody needs to be told that it came late.
AT_ONCE = timedelta(minutes=2)
MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One deed. photos: key → role. items: materials and hours. amount: fen of a price that is offered."""

    key: str
    case_id: int
    deed: str
    done_at: datetime
    reason: str = ""
    words: str = ""
    photos: Mapping[str, str] = field(default_factory=dict)
    items: tuple[ItemDraft, ...] = ()
    amount: int | None = None


def read_case_act(document: Mapping[str, Any]) -> CaseAct:
    """An act of the phone's queue. Raises Invalid("schedule.submission.unreadable") naming the field."""
    try:
        done_at = datetime.fromisoformat(str(document["done_at"]))
        key, case_id = str(UUID(str(document["key"]))), int(document["case"])
        photos = {str(UUID(one["key"])): str(one["role"]) for one in document.get("photos") or []}
        items = tuple(_item(one) for one in document.get("items") or [])
        amount = fen(document.get("amount"))
    except (KeyError, TypeError, ValueError, InvalidOperation, AttributeError) as error:
        raise Invalid("schedule.submission.unreadable", "acts") from error
    deed = str(document.get("deed", ""))
    known = deed in DEEDS and set(photos.values()) <= set(ROLES) and len(items) <= MOST_LINES
    if not known or done_at.tzinfo is None:
        raise Invalid("schedule.submission.unreadable", "acts")
    return CaseAct(
        key, case_id, deed, done_at, str(document.get("reason") or ""), str(document.get("words") or ""),
        photos, items, amount,
    )  # fmt: skip


def perform(
    *,
    actor: Actor,
    staff: StaffView,
    act: CaseAct,
    files: Mapping[str, tuple[str, bytes]],
    at: datetime,
) -> str:
    """Do a deed once for its key; "created" or "duplicate". files: by photo key, name and content.

    What was done without a network counts from when it was done, though never before what is known of the case since.
    Raises AnjuError as the engine does; then nothing is left behind.
    """

    def do() -> str:
        view = cases.case_view(actor=actor, case_id=act.case_id, at=at)
        done_at = _moment(actor, act, at)
        deed = _Deed(actor, staff, act, view, files, done_at)
        DEEDS[act.deed](deed)
        if at - done_at > AT_ONCE:
            late = _("手机离线时记录，%(at)s 上传。") % {
                "at": f"{at.astimezone(ZoneInfo(actor.time_zone)):%m-%d %H:%M}"
            }
            cases.words_add(actor=actor, case_id=act.case_id, words=late, at=at)
        return act.deed

    body = {"case": act.case_id, "deed": act.deed}
    _answer, repeated = idempotency.once(purpose="field.case", key=act.key, body=body, act=do)
    return "duplicate" if repeated else "created"


@dataclass(frozen=True, slots=True)
class _Deed:
    actor: Actor
    staff: StaffView
    act: CaseAct
    view: CaseView
    files: Mapping[str, tuple[str, bytes]]
    at: datetime

    @property
    def whose(self) -> dict[str, Any]:
        return {"actor": self.actor, "case_id": self.act.case_id, "staff_id": self.staff.id, "at": self.at}

    @property
    def what(self) -> dict[str, Any]:
        return {"actor": self.actor, "case_id": self.act.case_id, "at": self.at}

    @property
    def under_way(self) -> int | None:
        mine = (one for one in self.view.visits if one.staff_id == self.staff.id)
        return next((one.id for one in mine if one.state == "under_way"), None)


def _keep(deed: _Deed) -> None:
    """Pictures, lines and words of a form: kept whatever comes next."""
    for key, role in deed.act.photos.items():
        if key not in deed.files:
            raise Invalid("schedule.submission.unreadable", "photos")
        name, data = deed.files[key]
        photo = PhotoDraft(name=name, data=data, role=role, side=Side.REPORTER, visit_id=deed.under_way)
        cases.photo_add(**deed.what, photo=photo)
    for item in deed.act.items:
        cases.item_add(**deed.what, item=item)


def _take(deed: _Deed) -> None:
    cases.offer_take(**deed.whose)


def _accept(deed: _Deed) -> None:
    cases.case_accept(**deed.whose)


def _refuse(deed: _Deed) -> None:
    cases.case_refuse(**deed.whose, reason=deed.act.reason)


def _arrive(deed: _Deed) -> None:
    _keep(deed)
    cases.visit_start(**deed.whose)


def _pause(deed: _Deed) -> None:
    _keep(deed)
    _leave_place(deed)
    cases.case_move(**deed.what, move=Move(transition="wait", reason=deed.act.reason))


def _resume(deed: _Deed) -> None:
    cases.case_move(**deed.what, move=Move(transition="resume"))


def _note(deed: _Deed) -> None:
    _keep(deed)
    if deed.act.words.strip():
        cases.words_add(**deed.what, words=deed.act.words, side=Side.INTERNAL)


def _price(deed: _Deed) -> None:
    _keep(deed)
    cases.price_offer(**deed.what, amount=deed.act.amount)


def _finish(deed: _Deed) -> None:
    _keep(deed)
    _leave_place(deed)
    cases.case_move(**deed.what, move=Move(transition=finishing(deed.view) or "finish"))


def _leave_place(deed: _Deed) -> None:
    if deed.under_way is not None:
        cases.visit_end(actor=deed.actor, visit_id=deed.under_way, at=deed.at, words=deed.act.words)
    elif deed.act.words.strip():
        cases.words_add(**deed.what, words=deed.act.words, side=Side.REPORTER)


DEEDS: dict[str, Callable[[_Deed], None]] = {
    "take": _take,
    "accept": _accept,
    "refuse": _refuse,
    "arrive": _arrive,
    "pause": _pause,
    "resume": _resume,
    "note": _note,
    "price": _price,
    "finish": _finish,
}


def finishing(view: CaseView) -> str:
    """The way by which this case is settled from where it stands, "" when there is none for this person."""
    ways = cases.kind_of(view.row.kind).transitions
    return next((one.code for one in ways if one.code in view.ways and one.to == "done"), "")


def fen(amount: Any) -> int | None:
    """Yuan as typed to fen; None for nothing. Raises InvalidOperation, ValueError."""
    if amount in (None, ""):
        return None
    found = Decimal(str(amount).strip())
    if not 0 < found < 10_000_000 or found != round(found, 2):
        raise ValueError("no price")
    return int(found * 100)


def lines(names: Iterable[str], quantities: Iterable[str], prices: Iterable[str]) -> tuple[ItemDraft, ...]:
    """Lines of a plain form; rows without a name are left out. Raises Invalid naming the field."""
    rows = zip(names, quantities, prices, strict=False)
    given = ({"name": name, "quantity": n, "price": price} for name, n, price in rows if name.strip())
    try:
        return tuple(_item(one) for one in given)
    except (ValueError, InvalidOperation) as error:
        raise Invalid("field.case.line", "items") from error


def _item(document: Mapping[str, Any]) -> ItemDraft:
    """{name, quantity, unit, price (yuan a unit; "" is free), sort}"""
    quantity = Decimal(str(document.get("quantity") or "1").strip())
    price = Decimal(str(document.get("price") or "0").strip())
    if not 0 < quantity < 100_000 or not 0 <= price < 1_000_000:
        raise ValueError("no line")
    return ItemDraft(
        sort="labour" if document.get("sort") == "labour" else "material",
        name=str(document["name"])[:120],
        quantity=int(quantity * 1000),
        unit=str(document.get("unit") or "")[:12],
        price=int(price * 10_000),
        charged=price > 0,
    )


def _moment(actor: Actor, act: CaseAct, at: datetime) -> datetime:
    """When it was done: as the phone says, unless that cannot be."""
    if not at - BELIEVED <= act.done_at <= at:
        return at
    try:
        events = cases.history(actor=actor, case_id=act.case_id)
    except AnjuError:
        return at
    return max([act.done_at, *(one.at for one in events[-1:])])
