"""Orders of special services: an order is a case with a price list; the ledger is told when it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft, CaseEdit, ItemDraft, Move, PhotoDraft, Reporter
from anju.foundation import audit, locks, outbox
from anju.foundation.actors import Actor, system
from anju.foundation.permissions import Permission
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.frontdesk.contracts import ServiceOrderDone
from anju.modules.frontdesk.models import Billing, Offer, OrderLine, ServiceOrder, Vendor
from anju.modules.frontdesk.permissions import SERVICE_DECIDE, SERVICE_OPEN, SERVICE_READ, SERVICE_WORK
from anju.modules.frontdesk.queries import register_places as places
from anju.modules.frontdesk.rules import offers as rules
from anju.modules.frontdesk.services import registering as acts

KIND = "service"
SETTLED = ("done", "closed")
MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class LineDraft:
    """quantity: thousandths of the offer's unit."""

    offer_id: int
    quantity: int = rules.THOUSAND


@dataclass(frozen=True, slots=True)
class Consent:
    """Who agreed to the price, and how: phone, on_site, signature or app."""

    by_name: str
    how: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDraft:
    """community_id with place_id None: for somebody at the desk. consent: to the listed price, None to ask later."""

    community_id: int
    customer: str
    lines: Sequence[LineDraft]
    place_id: int | None = None
    person_id: int | None = None
    phone: str = ""
    words: str = ""
    wanted_at: datetime | None = None
    channel: str = "desk"
    consent: Consent | None = None
    first_asked: int | None = None


@dataclass(frozen=True, slots=True)
class OrderOpened:
    order_id: int
    case_id: int
    number: str
    repeated: bool = False


def order_open(*, actor: Actor, draft: OrderDraft, at: datetime, key: str = "") -> OrderOpened:
    """Take an order down and ask for consent to its price; residents may order for their own homes.

    Lines without a public price wait for a quote. Raises Forbidden, NotFound (offer, home), Invalid (no or too many
    lines, quantity, lines of several vendors), Conflict (frontdesk.offer.gone, frontdesk.vendor.unqualified).
    """
    acting = actor
    if acts.lives_there(actor, draft.person_id, draft.place_id, at):
        acting = acts.admitted(actor, SERVICE_OPEN, SERVICE_WORK)
    acts.must_reach(acting, SERVICE_OPEN, draft.community_id)
    places.in_community(draft.place_id, draft.community_id, "home")
    today = acts.today(actor, at)
    offers = _offered(draft, today)
    family = offers[0].family
    customer = acts.words_of(draft.customer, "customer", longest=40)
    with transaction.atomic():
        opened = cases.case_open(
            actor=acting, draft=_case(acting, draft, offers, customer, today), at=at, key=key
        )
        if opened.repeated:
            order = ServiceOrder.objects.get(case_id=opened.case_id)
            return OrderOpened(order.pk, opened.case_id, opened.number, True)
        order = ServiceOrder.objects.create(
            community_id=draft.community_id, case_id=opened.case_id, family=family, sort=rules.sort_of(family),
            place_id=draft.place_id, person_id=draft.person_id, customer=customer,
            vendor_id=offers[0].vendor_id, wanted_at=draft.wanted_at, ordered_at=at, ordered_by=actor.name[:60],
        )  # fmt: skip
        for line, offer in zip(draft.lines, offers, strict=True):
            _line_add(acting, order, offer, line, today, at)
        if _ask(acting, order, at) is not None and draft.consent is not None:
            _answer(acting, order, draft.consent, True, at)
        audit.record(actor, acts.ORDER_OPENED, order, after={"number": opened.number}, at=at)
    return OrderOpened(order.pk, opened.case_id, opened.number)


def order_quote(*, actor: Actor, line_id: int, price: int, at: datetime, vendor_price: int = 0) -> None:
    """Name the price of a line that goes by quote: 1/10,000 yuan a unit; the customer is asked again.

    Raises Forbidden, NotFound, Invalid (price), Conflict (frontdesk.order.listed: it has a public price).
    """
    with transaction.atomic():
        line = OrderLine.objects.select_related("order", "offer").filter(pk=line_id).first()
        if line is None:
            raise NotFound("frontdesk.order.missing")
        order = _held(actor, line.order_id)
        today = acts.today(actor, at)
        listed = _listed(line.offer, order.ordered_at.date())
        if listed is not None and listed.price is not None:
            raise Conflict("frontdesk.order.listed", name=line.offer.name)
        rules.check_price(price, vendor_price, today, None)
        if price <= 0:
            raise Invalid("frontdesk.price.negative", "price")
        cases.item_remove(actor=actor, item_id=line.item_id, reason=_("报价"), at=at)
        line.price, line.vendor_price = price, vendor_price
        line.item_id = _item(actor, order, line.offer, line.quantity, price, at)
        line.save(update_fields=["price", "vendor_price", "item_id"])
        _ask(actor, order, at)
        audit.record(actor, acts.ORDER_QUOTED, order, after={"line": line.offer.name, "price": price}, at=at)


def order_consent(*, actor: Actor, order_id: int, agreed: bool, consent: Consent, at: datetime) -> None:
    """Take down the answer to the price. A refusal stays in the history and ends the order (B RPR-09).

    Raises Forbidden, NotFound, Invalid (who, how), Conflict (frontdesk.order.no_offer: nothing is asked).
    """
    with transaction.atomic():
        order = locks.row(ServiceOrder, order_id)
        acting = actor
        if not acts.lives_there(actor, order.person_id, order.place_id, at):
            acts.must_reach(actor, SERVICE_WORK, order.community_id)
        else:
            acting = acts.admitted(actor, SERVICE_WORK)
        _answer(acting, order, consent, agreed, at)


def order_arrange(
    *,
    actor: Actor,
    order_id: int,
    at: datetime,
    staff_id: int | None = None,
    vendor_id: int | None = None,
    begins_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> None:
    """Say who does it and when: a member of staff, with an appointment if one is agreed, or a vendor.

    Raises Forbidden, NotFound, Invalid (frontdesk.order.by_whom), Conflict (vendor, and those of the engine).
    """
    if (staff_id is None) == (vendor_id is None):
        raise Invalid("frontdesk.order.by_whom", "staff")
    with transaction.atomic():
        order = _held(actor, order_id, SERVICE_DECIDE)
        view = cases.case_view(actor=actor, case_id=order.case_id, at=at)
        if vendor_id is not None:
            order.vendor = _vendor(vendor_id, acts.today(actor, at))
            order.save(update_fields=["vendor"])
            audit.record(actor, acts.ORDER_VENDOR, order, after={"vendor": vendor_id}, at=at)
            if "arrange" in view.ways:
                _move(actor, order, "arrange", at)
            return
        assert staff_id is not None
        if view.row.assignee_id != staff_id:
            cases.case_assign(actor=actor, case_id=order.case_id, staff_id=staff_id, at=at)
        if begins_at is not None and ends_at is not None:
            cases.appointment_agree(
                actor=actor, case_id=order.case_id, staff_id=staff_id, begins_at=begins_at, ends_at=ends_at, at=at
            )  # fmt: skip


def order_settled(*, case_id: int, at: datetime) -> bool:
    """Fix what an order came to when its case is done, once, and tell the ledger. Called for every change of a case.

    Returns whether it was fixed now. Idempotent; needs no right, since it only repeats what the case says.
    """
    with transaction.atomic():
        row = ServiceOrder.objects.select_for_update(of=("self",)).filter(case_id=case_id).first()
        if row is None or row.done_at is not None:
            return False
        reader = system("特约服务", row.org_id, SERVICE_READ)
        view = cases.case_view(actor=reader, case_id=case_id, at=at)
        if view.row.state not in SETTLED:
            return False
        items = [(one.id, one.amount) for one in view.items if one.charged]
        lines = {one.item_id: one for one in row.lines.all()}
        row.amount = sum(amount for _item, amount in items)
        row.vendor_amount = 0 if row.vendor_id is None else rules.vendor_due(
            rules.SettledLine(amount, lines[item].quantity, lines[item].vendor_price)
            for item, amount in items if item in lines
        )  # fmt: skip
        row.billing = Billing.LATER if row.amount else Billing.FREE
        row.done_at, row.done_on = at, acts.today(reader, at)
        row.save(update_fields=["amount", "vendor_amount", "billing", "done_at", "done_on"])
        outbox.publish(
            ServiceOrderDone(
                order_id=row.pk, case_id=case_id, community_id=row.community_id, place_id=row.place_id,
                person_id=row.person_id, family=row.family, amount=row.amount, vendor_id=row.vendor_id,
                vendor_amount=row.vendor_amount, done_on=row.done_on.isoformat(),
            )
        )  # fmt: skip
    return True


def person_follow(*, gone_id: int, kept_id: int | None) -> None:
    """Follow the register of persons: merged into `kept_id`, or forgotten."""
    rows = ServiceOrder.objects.filter(person_id=gone_id)
    if kept_id is None:
        rows.update(person_id=None, customer="＊")
    else:
        rows.update(person_id=kept_id)


def order_move(
    *, actor: Actor, order_id: int, transition: str, at: datetime, reason: str = "", expected: str = ""
) -> str:
    """Make a transition of an order's case; returns the state. Done, it is fixed what it came to.

    Raises Forbidden, NotFound, and Invalid and Conflict as cases.case_move.
    """
    with transaction.atomic():
        order = locks.row(ServiceOrder, order_id)
        return _move(actor, order, transition, at, reason, expected)


def order_photo(*, actor: Actor, order_id: int, photo: PhotoDraft, at: datetime) -> str:
    """Add a picture or a signature to an order. Returns the file's token. Raises as cases.photo_add."""
    order = locks.row(ServiceOrder, order_id)
    return cases.photo_add(actor=actor, case_id=order.case_id, photo=photo, at=at)


def order_rate(*, actor: Actor, order_id: int, stars: int, at: datetime, words: str = "") -> None:
    """Take down what the customer thinks of it. Raises as cases.case_rate."""
    order = locks.row(ServiceOrder, order_id)
    acting = actor
    if acts.lives_there(actor, order.person_id, order.place_id, at):
        acting = acts.admitted(actor, SERVICE_WORK, SERVICE_DECIDE)
    cases.case_rate(
        actor=acting, case_id=order.case_id, stars=stars, at=at, words=words, person_id=order.person_id
    )


def _move(
    actor: Actor, order: ServiceOrder, transition: str, at: datetime, reason: str = "", expected: str = ""
) -> str:
    move = Move(transition=transition, reason=reason, expected=expected)
    state = cases.case_move(actor=actor, case_id=order.case_id, move=move, at=at)
    order_settled(case_id=order.case_id, at=at)
    return state


def _case(actor: Actor, draft: OrderDraft, offers: Sequence[Offer], customer: str, today: date) -> CaseDraft:
    own = actor.user_id if draft.channel == "app" else None
    listed = [_listed(one, today) for one in offers]
    priced = all(one is not None and one.price is not None for one in listed)
    return CaseDraft(
        kind=KIND,
        community_id=draft.community_id,
        place_id=draft.place_id,
        title="、".join(dict.fromkeys(one.name for one in offers))[:120],
        words=draft.words,
        channel=draft.channel,
        reporter=Reporter(
            person_id=draft.person_id, user_id=own, name=customer, phone=acts.phone_of(draft.phone)
        ),
        fields={"family": offers[0].family, "priced": True} if priced else {"family": offers[0].family},
        team_id=offers[0].team_id,
        first_asked=draft.first_asked,
    )


def _offered(draft: OrderDraft, today: date) -> list[Offer]:
    if not draft.lines or len(draft.lines) > MOST_LINES:
        raise Invalid("frontdesk.order.lines", "lines", most=MOST_LINES)
    if any(one.quantity < 1 for one in draft.lines):
        raise Invalid("frontdesk.order.quantity", "quantity")
    known = {one.pk: one for one in Offer.objects.filter(pk__in=[one.offer_id for one in draft.lines])}
    found = [known.get(one.offer_id) for one in draft.lines]
    offers = [one for one in found if one is not None and one.community_id in (None, draft.community_id)]
    if len(offers) < len(found):
        raise NotFound("frontdesk.offer.missing", "lines")
    if len({one.vendor_id for one in offers}) > 1:
        raise Invalid("frontdesk.order.vendors", "lines")
    gone = next((one for one in offers if not one.active), None)
    if gone is not None:
        raise Conflict("frontdesk.offer.gone", "lines", name=gone.name)
    if offers[0].vendor_id is not None:
        _vendor(offers[0].vendor_id, today)
    return offers


def _vendor(vendor_id: int, today: date) -> Vendor:
    found: Vendor | None = Vendor.objects.filter(pk=vendor_id).first()
    if found is None:
        raise NotFound("frontdesk.vendor.missing", "vendor")
    if not found.active or (found.qualified_until is not None and found.qualified_until < today):
        raise Conflict("frontdesk.vendor.unqualified", "vendor", name=found.name)
    return found


def _listed(offer: Offer, on: date) -> rules.PriceSpan | None:
    rows = offer.prices.values_list("valid_from", "valid_until", "price", "vendor_price")
    return rules.price_on((rules.PriceSpan(*one) for one in rows), on)


def _line_add(
    actor: Actor, order: ServiceOrder, offer: Offer, line: LineDraft, today: date, at: datetime
) -> None:
    listed = _listed(offer, today)
    price = None if listed is None else listed.price
    OrderLine.objects.create(
        order=order, offer=offer, quantity=line.quantity, price=price,
        vendor_price=0 if listed is None else listed.vendor_price,
        item_id=_item(actor, order, offer, line.quantity, price or 0, at),
    )  # fmt: skip


def _item(actor: Actor, order: ServiceOrder, offer: Offer, quantity: int, price: int, at: datetime) -> int:
    item = ItemDraft(
        sort="labour", name=offer.name, quantity=quantity, unit=offer.unit, price=price, charged=True
    )
    return cases.item_add(actor=actor, case_id=order.case_id, item=item, at=at)


def _ask(actor: Actor, order: ServiceOrder, at: datetime) -> int | None:
    """Offer the price once every line has one; None while a quote is lacking, or when there is nothing to pay."""
    if order.lines.filter(price__isnull=True).exists():
        return None
    view = cases.case_view(actor=actor, case_id=order.case_id, at=at)
    if not view.fields.get("priced"):
        edit = CaseEdit(fields={"priced": True})
        cases.case_edit(actor=actor, case_id=order.case_id, edit=edit, reason=_("报价"), at=at)
    if not any(one.amount for one in view.items if one.charged):
        return None
    return cases.price_offer(actor=actor, case_id=order.case_id, at=at)


def _answer(actor: Actor, order: ServiceOrder, consent: Consent, agreed: bool, at: datetime) -> None:
    view = cases.case_view(actor=actor, case_id=order.case_id, at=at)
    waiting = next((one for one in view.prices if one.answer is None), None)
    if waiting is None:
        raise Conflict("frontdesk.order.no_offer")
    cases.price_answer(
        actor=actor, price_id=waiting.id, agreed=agreed, by_name=consent.by_name, how=consent.how, at=at,
        words=consent.words,
    )  # fmt: skip


def _held(actor: Actor, order_id: int, permission: Permission = SERVICE_WORK) -> ServiceOrder:
    order = locks.row(ServiceOrder, order_id)
    acts.must_reach(actor, permission, order.community_id)
    return order
