"""What belongs to a case: words, pictures, materials and hours, the price and the consent to it, the quality check."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.engines.cases.contracts import ItemDraft, PhotoDraft, Side
from anju.engines.cases.models import Case, CasePhoto, Item, PriceConsent, QualityCheck
from anju.engines.cases.services import history, holding, moving
from anju.engines.cases.services.actions import CASE_FILE, CASE_PHOTO
from anju.foundation import files
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound

ROLES = ("before", "during", "after", "signature", "attachment")
SORTS = ("material", "labour")
LONGEST_NOTE = 2_000
MOST_PHOTOS = 60


def words_add(*, actor: Actor, case_id: int, words: str, at: datetime, side: str = Side.INTERNAL) -> None:
    """Add words to the history; a reporter's own are always seen by both sides.

    Raises Forbidden, NotFound, Invalid (cases.words).
    """
    words = words.strip()
    if not words or len(words) > LONGEST_NOTE:
        raise Invalid("cases.words", "words", limit=LONGEST_NOTE)
    with transaction.atomic():
        case, _kind = holding.hold(actor, case_id, "work", reporter=True)
        history.note(actor, case, "words", at, words=words, side=_side(actor, case, side))


def photo_add(*, actor: Actor, case_id: int, photo: PhotoDraft, at: datetime) -> str:
    """Add a picture, a signature or an attachment; returns the file's token.

    Raises Forbidden, NotFound, Invalid (cases.photo.role, cases.photo.too_many, and those of files.keep), Conflict
    (cases.case.closed).
    """
    if photo.role not in ROLES:
        raise Invalid("cases.photo.role", "role", value=photo.role)
    with transaction.atomic():
        case, _kind = holding.hold_open(actor, case_id, "work", reporter=True)
        if case.photos.count() >= MOST_PHOTOS:
            raise Invalid("cases.photo.too_many", "photo", limit=MOST_PHOTOS)
        _own_visit(case, photo.visit_id)
        what = CASE_FILE if photo.role == "attachment" else CASE_PHOTO
        kept = files.keep(actor=actor, what=what, name=photo.name, data=photo.data)
        side = _side(actor, case, photo.side)
        CasePhoto.objects.create(
            case=case,
            file=kept,
            role=photo.role,
            side=side,
            visit_id=photo.visit_id,
            at=at,
            by_name=actor.name,
        )
        history.note(actor, case, "photo", at, after={"role": photo.role, "file": str(kept.token)}, side=side)
    return str(kept.token)


def item_add(*, actor: Actor, case_id: int, item: ItemDraft, at: datetime) -> int:
    """Add material or hours; what is charged is covered by no consent given before. Returns its id.

    Raises Forbidden, NotFound, Invalid (cases.item), Conflict (cases.case.closed).
    """
    if item.sort not in SORTS or not item.name.strip() or item.quantity < 1 or item.price < 0:
        raise Invalid("cases.item", "item")
    with transaction.atomic():
        case, _kind = holding.hold_open(actor, case_id, "work")
        _own_visit(case, item.visit_id)
        made = Item.objects.create(
            case=case, visit_id=item.visit_id, sort=item.sort, name=item.name.strip()[:120], quantity=item.quantity,
            unit=item.unit[:12], price=item.price, amount=amount_of(item.quantity, item.price), charged=item.charged,
            at=at, by_name=actor.name,
        )  # fmt: skip
        told = {"name": made.name, "quantity": made.quantity, "amount": made.amount, "charged": made.charged}
        history.note(
            actor, case, "item_added", at, after=told, side=Side.REPORTER if item.charged else Side.INTERNAL
        )
    return int(made.pk)


def item_remove(*, actor: Actor, item_id: int, reason: str, at: datetime) -> None:
    """Take a line off; it stays in the history. Raises Forbidden, NotFound, Invalid (no reason), Conflict (closed)."""
    with transaction.atomic():
        found = Item.objects.filter(pk=item_id, removed_at__isnull=True).first()
        if found is None:
            raise NotFound("not_found", noun="cases.item")
        case, _kind = holding.hold_open(actor, found.case_id, "work")
        reason = holding.reason_of(reason)
        if not Item.objects.filter(pk=item_id, removed_at__isnull=True).update(removed_at=at):
            raise NotFound("not_found", noun="cases.item")
        before = {"name": found.name, "amount": found.amount, "charged": found.charged}
        history.note(actor, case, "item_removed", at, words=reason, before=before)


def price_offer(*, actor: Actor, case_id: int, at: datetime, amount: int | None = None) -> int:
    """Tell the reporter a price: of the lines that are charged, or an estimate in fen before there are any.

    Returns its id; a price that was not answered yet is replaced. Raises Forbidden, NotFound, Invalid
    (cases.price.nothing), Conflict (cases.case.closed).
    """
    with transaction.atomic():
        case, kind = holding.hold_open(actor, case_id, "work")
        rows = case.items.filter(charged=True, removed_at__isnull=True).order_by("pk")
        lines = list(rows.values("name", "quantity", "unit", "price", "amount"))
        total = sum(one["amount"] for one in lines) if amount is None else amount
        if total <= 0:
            raise Invalid("cases.price.nothing", "amount")
        case.prices.filter(answer__isnull=True).delete()
        made = PriceConsent.objects.create(
            case=case, amount=total, lines=lines, offered_at=at, offered_by=actor.name
        )
        history.note(actor, case, "price_offered", at, after={"amount": total}, side=Side.REPORTER)
        moving.follow(actor, case, kind, "price_offered", at)
    return int(made.pk)


def price_answer(
    *, actor: Actor, price_id: int, agreed: bool, by_name: str, how: str, at: datetime, words: str = ""
) -> None:
    """Take down the answer to a price: whose it was, and how it was given (app, phone, signature).

    Raises Forbidden, NotFound, Invalid (cases.price.who), Conflict (cases.price.answered, cases.case.closed).
    """
    if not by_name.strip() or not how.strip():
        raise Invalid("cases.price.who", "by_name")
    with transaction.atomic():
        found = PriceConsent.objects.filter(pk=price_id).first()
        if found is None:
            raise NotFound("not_found", noun="cases.price")
        case, kind = holding.hold_open(actor, found.case_id, "work", reporter=True)
        found = PriceConsent.objects.select_for_update().filter(pk=price_id).first()
        if found is None or found.answer is not None:
            raise Conflict("cases.price.answered")
        found.answer, found.answered_at, found.answered_by = agreed, at, by_name.strip()[:60]
        found.how, found.words = how.strip()[:12], words.strip()[:300]
        found.save(update_fields=["answer", "answered_at", "answered_by", "how", "words"])
        deed = "price_agreed" if agreed else "price_refused"
        told = {"amount": found.amount, "by": found.answered_by, "how": found.how}
        history.note(actor, case, deed, at, words=found.words, after=told, side=Side.REPORTER)
        moving.follow(actor, case, kind, deed, at, found.words)


def case_check(
    *, actor: Actor, case_id: int, passed: bool, at: datetime, staff_id: int | None = None, words: str = ""
) -> None:
    """Check the quality of the work. Who it was is kept, so that nobody passes his own.

    Raises Forbidden, NotFound, Invalid (cases.reason: a check that failed says why), Conflict (cases.case.closed).
    """
    with transaction.atomic():
        case, kind = holding.hold_open(actor, case_id, "check")
        words = words.strip()[:300] if passed else holding.reason_of(words, "words")
        QualityCheck.objects.create(
            case=case, at=at, staff_id=staff_id, user_id=actor.user_id, passed=passed, words=words
        )
        deed = "passed" if passed else "failed"
        history.note(actor, case, deed, at, words=words, after={"staff": staff_id})
        moving.follow(actor, case, kind, deed, at, words)


def amount_of(quantity: int, price: int) -> int:
    """Fen of a line: thousandths of a unit at 1/10,000 yuan, rounded half up once."""
    return (quantity * price + 50_000) // 100_000


def _side(actor: Actor, case: Case, side: str) -> str:
    own = actor.user_id is not None and actor.user_id == case.reporter_user_id
    return Side.REPORTER if own else Side(side)


def _own_visit(case: Case, visit_id: int | None) -> None:
    if visit_id is not None and not case.visits.filter(pk=visit_id).exists():
        raise NotFound("not_found", "visit_id", noun="cases.visit")
