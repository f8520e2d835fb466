"""Reading what is lent: boards with their hooks, keys and tools, open loans with the overdue on top."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When

from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.models import Lendable, LendBoard, LendState, Loan
from anju.modules.frontdesk.permissions import LOAN_READ
from anju.modules.frontdesk.queries.registers import reached

HUNG = (LendState.RETIRED, LendState.GIVEN_BACK, LendState.LOST)


def lendables(actor: Actor, at: datetime, community_id: int | None = None) -> QuerySet[Lendable]:
    """Things in reach with `place_name`, who has them (`holder`), `due_at`, and `rank`: overdue first, then lent."""
    rows = reached(Lendable.objects.select_related("board"), actor, LOAN_READ, community_id)
    rows = estate.with_place_names(rows)
    open_loan = Loan.objects.filter(lendable_id=OuterRef("pk"), returned_at__isnull=True)
    late = Exists(open_loan.filter(due_at__lte=at))
    return rows.annotate(
        holder=Subquery(open_loan.values("name")[:1]),
        due_at=Subquery(open_loan.values("due_at")[:1]),
        rank=Case(When(late, then=Value(0)), When(Q(state=LendState.LENT), then=Value(1)), default=Value(2)),
    )


def lendable(actor: Actor, lendable_id: int, at: datetime) -> Lendable:
    """Raises NotFound."""
    found: Lendable | None = lendables(actor, at).filter(pk=lendable_id).first()
    if found is None:
        raise NotFound("frontdesk.register.missing")
    return found


def loans(lendable_id: int, limit: int = 100) -> list[Loan]:
    """Loans of a thing, newest first."""
    return list(Loan.objects.filter(lendable_id=lendable_id).order_by("-lent_at", "-pk")[:limit])


def open_loan(lendable_id: int) -> Loan | None:
    found: Loan | None = Loan.objects.filter(lendable_id=lendable_id, returned_at__isnull=True).first()
    return found


def loan(actor: Actor, loan_id: int) -> Loan:
    """Raises NotFound."""
    rows = reached(Loan.objects.select_related("lendable"), actor, LOAN_READ, None)
    found: Loan | None = rows.filter(pk=loan_id).first()
    if found is None:
        raise NotFound("frontdesk.register.missing")
    return found


def loan_history(actor: Actor, community_id: int | None = None) -> QuerySet[Loan]:
    """All loans in reach."""
    return reached(Loan.objects.select_related("lendable"), actor, LOAN_READ, community_id)


def boards(actor: Actor, at: datetime, community_id: int | None = None) -> list[LendBoard]:
    """Boards in reach, each with `on_board`: what hangs there or should, by hook."""
    own = lendables(actor, at).exclude(state__in=HUNG).order_by("hook", "pk")
    rows = reached(LendBoard.objects.all(), actor, LOAN_READ, community_id)
    rows = rows.prefetch_related(Prefetch("things", own, to_attr="on_board"))
    return list(rows.order_by("community_id", "name"))


def board(actor: Actor, board_id: int) -> LendBoard:
    """Raises NotFound."""
    found: LendBoard | None = (
        reached(LendBoard.objects.all(), actor, LOAN_READ, None).filter(pk=board_id).first()
    )
    if found is None:
        raise NotFound("frontdesk.board.missing")
    return found


def hooks(row: Any) -> list[tuple[int, Lendable | None]]:
    """Every hook of a board with what belongs there."""
    by_hook = {one.hook: one for one in row.on_board}
    return [(number, by_hook.get(number)) for number in range(1, row.hooks + 1)]
