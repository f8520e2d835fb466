"""Keys, tools and cards: registered, lent, taken back, missed, and kept for owners who are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Recipient
from anju.foundation import audit, locks, registry
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.frontdesk.models import BorrowerKind, Lendable, LendBoard, LendKind, LendState, Loan
from anju.modules.frontdesk.permissions import LOAN_EDIT, LOAN_LEND
from anju.modules.frontdesk.queries import register_places as places
from anju.modules.frontdesk.queries import register_settings as settings
from anju.modules.frontdesk.rules import lending as rules
from anju.modules.frontdesk.services import registering as acts
from anju.modules.people import facade as people

BATCH = 500
OUT_OF_USE = (LendState.RETIRED, LendState.GIVEN_BACK, LendState.LOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class LendableDraft:
    """place_id: what a key opens. hook: place on the board, from 1."""

    community_id: int
    kind: str
    number: str
    name: str
    board_id: int | None = None
    hook: int | None = None
    place_id: int | None = None
    seal: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrustDraft:
    """A key that an owner leaves for his absence: with whose consent, how given, in which sealed bag, until when."""

    thing: LendableDraft
    owner: str
    consent: str
    consent_how: str
    until: date | None = None
    owner_id: int | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanDraft:
    """borrower: staff (staff_id), person (person_id, name) or contractor (name, company). due_at: aware."""

    lendable_id: int
    borrower: str
    purpose: str
    due_at: datetime
    staff_id: int | None = None
    person_id: int | None = None
    name: str = ""
    company: str = ""
    phone: str = ""
    case_number: str = ""
    seal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDraft:
    """broken: it came back damaged and is not lent on. seal: the seal it lies in now."""

    condition: str = ""
    seal: str = ""
    broken: bool = False


def board_save(
    *, actor: Actor, community_id: int, name: str, spot: str, hooks: int, at: datetime, board_id: int | None = None
) -> int:  # fmt: skip
    """Make or change a key board. Raises Forbidden, NotFound, Invalid (hooks), Conflict (name; hooks in use)."""
    acts.must_reach(actor, LOAN_EDIT, community_id)
    name = acts.words_of(name, "name", longest=40)
    if not 1 <= hooks <= 500:
        raise Invalid("frontdesk.board.hooks", "hooks")
    with transaction.atomic():
        locks.advisory("frontdesk.board", community_id)
        if LendBoard.objects.filter(community_id=community_id, name=name).exclude(pk=board_id).exists():
            raise Conflict("frontdesk.board.taken", "name", name=name)
        row = LendBoard() if board_id is None else locks.row(LendBoard, board_id, community_id=community_id)
        if board_id is not None and row.things.filter(hook__gt=hooks).exclude(state__in=OUT_OF_USE).exists():
            raise Conflict("frontdesk.board.in_use", "hooks")
        row.community_id, row.name, row.spot, row.hooks = community_id, name, spot.strip()[:80], hooks
        row.save()
        audit.record(actor, acts.BOARD_SAVED, row, after={"name": name, "hooks": hooks}, at=at)
    return int(row.pk)


def lendable_save(*, actor: Actor, draft: LendableDraft, at: datetime, lendable_id: int | None = None) -> int:
    """Register a key, tool or card, or change it. Raises Forbidden, NotFound, Invalid, Conflict (number, hook taken)."""
    acts.must_reach(actor, LOAN_EDIT, draft.community_id)
    with transaction.atomic():
        row = Lendable(state=LendState.STORED) if lendable_id is None else locks.row(Lendable, lendable_id)
        if lendable_id is not None:
            acts.must_reach(actor, LOAN_EDIT, row.community_id)
        before = {"name": row.name, "seal": row.seal, "hook": row.hook} if lendable_id else {}
        _fill(row, draft)
        row.save()
        told = {"name": row.name, "seal": row.seal, "hook": row.hook}
        audit.record(actor, acts.LENDABLE_SAVED, row, before=before, after=told, at=at)
    return int(row.pk)


def lendable_state(*, actor: Actor, lendable_id: int, state: str, reason: str, at: datetime) -> None:
    """Say that a thing is broken, out of use, or back in its place. Raises Forbidden, NotFound, Invalid, Conflict."""
    reason = acts.words_of(reason, "reason")
    if state not in (LendState.STORED, LendState.BROKEN, LendState.RETIRED):
        raise Invalid("frontdesk.loan.state", "state")
    with transaction.atomic():
        row = locks.row(Lendable, lendable_id)
        acts.must_reach(actor, LOAN_EDIT, row.community_id)
        if row.state in (LendState.LENT, LendState.GIVEN_BACK, state):
            raise Conflict("frontdesk.loan.not_here", number=row.number)
        if state == LendState.STORED:
            _check_hook(row)
        before, row.state = row.state, state
        row.save(update_fields=["state"])
        audit.record(
            actor, acts.LENDABLE_STATE, row, before={"state": before}, after={"state": state}, reason=reason, at=at
        )  # fmt: skip


def entrust(*, actor: Actor, draft: EntrustDraft, at: datetime) -> int:
    """Take an owner's key into custody, sealed and with his consent. Returns its id.

    Raises Forbidden, NotFound, Invalid (frontdesk.entrust.home, .seal, .until; words), Conflict (number taken).
    """
    thing = draft.thing
    acts.must_reach(actor, LOAN_EDIT, thing.community_id)
    if thing.place_id is None:
        raise Invalid("frontdesk.entrust.home", "home")
    if not thing.seal.strip():
        raise Invalid("frontdesk.entrust.seal", "seal")
    if draft.until is not None and draft.until <= acts.today(actor, at):
        raise Invalid("frontdesk.entrust.until", "until")
    with transaction.atomic():
        row = Lendable(state=LendState.STORED, entrusted_at=at, entrusted_until=draft.until)
        _fill(row, thing)
        row.owner_id, row.owner = draft.owner_id, acts.words_of(draft.owner, "owner", longest=40)
        row.owner_phone = acts.phone_of(draft.phone)
        row.consent = acts.words_of(draft.consent, "consent", longest=300)
        row.consent_how = acts.words_of(draft.consent_how, "consent_how", longest=20)
        row.entrusted_to = actor.name[:60]
        row.save()
        audit.record(actor, acts.ENTRUSTED, row, after={"owner": row.owner, "seal": row.seal}, at=at)
    return int(row.pk)


def give_back(*, actor: Actor, lendable_id: int, to: str, seal: str, at: datetime) -> bool:
    """Give an entrusted key back; returns whether its seal was whole.

    Raises Forbidden, NotFound, Invalid, Conflict (frontdesk.entrust.not_here).
    """
    to = acts.words_of(to, "to", longest=40)
    with transaction.atomic():
        row = locks.row(Lendable, lendable_id)
        acts.must_reach(actor, LOAN_EDIT, row.community_id)
        if row.entrusted_at is None or row.state != LendState.STORED:
            raise Conflict("frontdesk.entrust.not_here", number=row.number)
        whole = not rules.seal_broken(row.seal, seal)
        row.state, row.given_back_at, row.given_back_to = LendState.GIVEN_BACK, at, to
        row.given_back_by = actor.name[:60]
        row.save(update_fields=["state", "given_back_at", "given_back_to", "given_back_by"])
        audit.record(actor, acts.GIVEN_BACK, row, after={"to": to, "seal_whole": whole}, at=at)
    return whole


def lend(*, actor: Actor, draft: LoanDraft, at: datetime) -> int:
    """Hand a thing to somebody. Returns the loan's id.

    Raises Forbidden, NotFound (staff, person), Invalid (borrower, due, words), Conflict (not here, entrusted).
    """
    name, phone = _borrower(draft)
    with transaction.atomic():
        row = locks.row(Lendable, draft.lendable_id)
        acts.must_reach(actor, LOAN_LEND, row.community_id)
        thing = rules.Thing(row.number, row.state, row.entrusted_at is not None, bool(row.seal))
        rules.check_lend(thing, draft.borrower, draft.due_at, at)
        loan = Loan.objects.create(
            community_id=row.community_id, lendable=row, number=acts.number_for("JY", actor, at),
            borrower=draft.borrower, staff_id=draft.staff_id, person_id=draft.person_id, name=name, phone=phone,
            company=draft.company.strip()[:60], purpose=acts.words_of(draft.purpose, "purpose", longest=120),
            case_number=draft.case_number.strip()[:24], seal_given=(draft.seal.strip() or row.seal)[:30],
            lent_at=at, lent_by=actor.name[:60], due_at=draft.due_at,
        )  # fmt: skip
        row.state = LendState.LENT
        row.save(update_fields=["state"])
        audit.record(actor, acts.LENT, loan, after={"thing": row.number, "to": name}, at=at)
    return int(loan.pk)


def take_back(*, actor: Actor, loan_id: int, draft: ReturnDraft, at: datetime) -> None:
    """Take a thing back. Raises Forbidden, NotFound, Conflict (frontdesk.loan.returned; its hook is taken)."""
    with transaction.atomic():
        loan, row = _held(actor, loan_id)
        loan.returned_at, loan.returned_to = max(at, loan.lent_at), actor.name[:60]
        loan.condition, loan.seal_back = draft.condition.strip()[:200], draft.seal.strip()[:30]
        loan.save(update_fields=["returned_at", "returned_to", "condition", "seal_back"])
        row.state = LendState.BROKEN if draft.broken else LendState.STORED
        row.seal = draft.seal.strip()[:30]
        row.save(update_fields=["state", "seal"])
        messages.cancel(cause_key=f"loan:{loan.pk}:{loan.warned}", at=at)
        broken_seal = rules.seal_broken(loan.seal_given, draft.seal)
        told = {"thing": row.number, "broken": draft.broken, "seal_broken": broken_seal}
        audit.record(actor, acts.RETURNED, loan, after=told, at=at)


def loan_lost(*, actor: Actor, loan_id: int, reason: str, at: datetime) -> None:
    """Say that what was lent is lost. Raises Forbidden, NotFound, Invalid, Conflict (frontdesk.loan.returned)."""
    reason = acts.words_of(reason, "reason")
    with transaction.atomic():
        loan, row = _held(actor, loan_id)
        loan.returned_at, loan.lost, loan.condition = at, True, reason
        loan.returned_to = actor.name[:60]
        loan.save(update_fields=["returned_at", "lost", "condition", "returned_to"])
        row.state = LendState.LOST
        row.save(update_fields=["state"])
        audit.record(actor, acts.LOAN_LOST, loan, after={"thing": row.number}, reason=reason, at=at)


def loans_warn(*, at: datetime) -> int:
    """Warn of what is overdue: the borrower if he is staff, and the desk's group; once for each turn. Returns how many."""
    done = 0
    rows = Loan.objects.select_related("lendable").filter(returned_at__isnull=True, due_at__lte=at)
    for loan in rows.order_by("due_at", "pk")[:BATCH]:
        hours = registry.value(settings.LOAN_WARN_HOURS, loan.community_id)
        turn = rules.warnings_due(loan.due_at, loan.warned, at, timedelta(hours=hours))
        if not turn:
            continue
        with transaction.atomic():
            if not Loan.objects.filter(pk=loan.pk, returned_at__isnull=True).update(warned=turn):
                continue
            to = [Recipient.group(loan.community_id)]
            if loan.staff_id is not None:
                to.insert(0, Recipient.staff(loan.staff_id))
            messages.notify(
                template="frontdesk.loan_overdue", to=to, cause_key=f"loan:{loan.pk}:{turn}", at=at,
                community_id=loan.community_id, link=reverse("frontdesk:lendable", args=[loan.lendable_id]),
                params={"thing": str(loan.lendable), "who": loan.name, "number": loan.number},
            )  # fmt: skip
        done += 1
    return done


def person_follow(*, gone_id: int, kept_id: int | None) -> None:
    """Follow the register of persons: merged into `kept_id`, or forgotten."""
    loans, things = Loan.objects.filter(person_id=gone_id), Lendable.objects.filter(owner_id=gone_id)
    if kept_id is None:
        loans.update(person_id=None, name="＊", phone="")
        things.update(owner_id=None, owner="＊", owner_phone="")
    else:
        loans.update(person_id=kept_id)
        things.update(owner_id=kept_id)


def _borrower(draft: LoanDraft) -> tuple[str, str]:
    """Name and phone of who borrows. Raises NotFound, Invalid."""
    if draft.borrower == BorrowerKind.STAFF:
        staff = people.staff_by_id([draft.staff_id or 0]).get(draft.staff_id or 0)
        if staff is None:
            raise NotFound("frontdesk.register.staff", "staff")
        if staff.state != "active":
            raise Conflict("frontdesk.loan.not_at_work", "staff", name=staff.name)
        return staff.name[:40], ""
    if draft.borrower not in BorrowerKind.values:
        raise Invalid("frontdesk.loan.borrower", "borrower")
    if draft.borrower == BorrowerKind.CONTRACTOR and not draft.company.strip():
        raise Invalid("frontdesk.loan.company", "company")
    return acts.words_of(draft.name, "name", longest=40), acts.phone_of(draft.phone)


def _fill(row: Lendable, draft: LendableDraft) -> None:
    if draft.kind not in LendKind.values:
        raise Invalid("frontdesk.loan.kind", "kind")
    places.in_community(draft.place_id, draft.community_id, "place")
    number = acts.words_of(draft.number, "number", longest=30)
    locks.advisory("frontdesk.lendable", draft.community_id)
    if Lendable.objects.filter(kind=draft.kind, number=number).exclude(pk=row.pk).exists():
        raise Conflict("frontdesk.loan.number", "number", number=number)
    row.community_id, row.kind, row.number = draft.community_id, draft.kind, number
    row.name = acts.words_of(draft.name, "name", longest=60)
    row.board = _board(draft.board_id, draft.community_id)
    row.hook, row.place_id = draft.hook, draft.place_id
    row.seal, row.note = draft.seal.strip()[:30], draft.note.strip()[:200]
    _check_hook(row)


def _board(board_id: int | None, community_id: int) -> LendBoard | None:
    if board_id is None:
        return None
    found: LendBoard | None = LendBoard.objects.filter(pk=board_id, community_id=community_id).first()
    if found is None:
        raise NotFound("frontdesk.board.missing", "board")
    return found


def _check_hook(row: Lendable) -> None:
    board = row.board
    if board is None:
        if row.hook is not None:
            raise Invalid("frontdesk.board.none", "hook")
        return
    if row.hook is None or not 1 <= row.hook <= board.hooks:
        raise Invalid("frontdesk.board.hook", "hook", most=board.hooks)
    others = Lendable.objects.filter(board=board, hook=row.hook).exclude(pk=row.pk)
    if others.exclude(state__in=OUT_OF_USE).exists():
        raise Conflict("frontdesk.board.hook_taken", "hook", hook=row.hook)


def _held(actor: Actor, loan_id: int) -> tuple[Loan, Lendable]:
    loan = locks.row(Loan, loan_id)
    acts.must_reach(actor, LOAN_LEND, loan.community_id)
    if loan.returned_at is not None:
        raise Conflict("frontdesk.loan.returned", number=loan.number)
    return loan, locks.row(Lendable, loan.lendable_id)
