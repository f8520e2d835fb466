"""Lists of cases: filters, rows, board, counts, what is due soon, and finding one by what is known of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q

from anju.engines.cases.contracts import CaseFilter, CaseRow, Column
from anju.engines.cases.models import Assignment, Case, Offer
from anju.engines.cases.queries.contact import mark
from anju.engines.cases.queries.reach import visible
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid

COLUMNS = CaseRow._fields
SOON = timedelta(minutes=60)
_COUNTED = ("kind", "state", "severity", "community_id", "assignee_id", "team_id", "owner_id", "channel")


def cases(*, actor: Actor, wanted: CaseFilter | None = None) -> Any:
    """Queryset of the cases an actor may see, limited by what is wanted; in no order.

    Orders served by an index: ("-opened_at", "-id"), and ("due_at", "id") among open ones. For foundation tables,
    page_of and `rows`.
    """
    found = Case.objects.filter(visible(actor))
    return found if wanted is None else found.filter(_limit(wanted))


def rows(found: Any) -> list[CaseRow]:
    """Rows of a queryset of cases, in its order; one statement and no model objects."""
    return [CaseRow(*one) for one in found.values_list(*COLUMNS)]


def due_soon(*, actor: Actor, at: datetime, within: timedelta = SOON, community_id: int | None = None) -> Any:
    """Queryset of open cases due within a time or overdue, the first due first."""
    wanted = CaseFilter(community_id=community_id, standing="open", due_before=at + within)
    return cases(actor=actor, wanted=wanted).order_by("due_at", "id")


def mine(*, actor: Actor, staff_id: int, team_id: int | None = None) -> Any:
    """Queryset of open cases of a person: his own, those he helps with, and those offered to his team; first due first."""
    own = Q(assignee_id=staff_id) | Q(pk__in=_helped(staff_id))
    if team_id is not None:
        own |= Q(pk__in=_offered(team_id))
    return (
        cases(actor=actor, wanted=CaseFilter(standing="open"))
        .filter(own)
        .order_by(F("due_at").asc(nulls_last=True), "id")
    )


def reported(*, person_id: int | None = None, user_id: int | None = None) -> Any:
    """Queryset of what a reporter reported, latest first: for his own pages. Raises Invalid without either."""
    if person_id is None and user_id is None:
        raise Invalid("cases.reporter", "person_id", limit=0)
    own = Q(person_id=person_id) if person_id is not None else Q(reporter_user_id=user_id)
    return Case.objects.filter(own).exclude(state="void").order_by("-opened_at", "-id")


def find(*, actor: Actor, text: str, place_ids: Collection[int] = (), limit: int = 20) -> list[CaseRow]:
    """Cases by the beginning of a number, by a whole phone number, or at places; open ones first, then the latest.

    place_ids: what the search for a room gave. Each way is one range of an index.
    """
    text = text.strip()
    ways = []
    if text:
        ways.append(_numbered(text.upper()))
        if sum(one.isdigit() for one in text) >= 7:
            ways.append(Q(contact_digest=mark(text)))
    if place_ids:
        ways.append(Q(place_id__in=list(place_ids)))
    found: dict[int, CaseRow] = {}
    for way in ways:
        latest = Case.objects.filter(visible(actor), way).order_by("-opened_at", "-id")[:limit]
        found |= {one.id: one for one in rows(latest)}
    ordered = sorted(found.values(), key=lambda one: one.opened_at, reverse=True)
    return sorted(ordered, key=lambda one: one.closed_at is not None)[:limit]


def counts(
    *, actor: Actor, by: Sequence[str], wanted: CaseFilter | None = None
) -> dict[tuple[Any, ...], int]:
    """Number of cases by columns out of kind, state, severity, community_id, assignee_id, team_id, owner_id, channel.

    Raises Invalid for another column.
    """
    if not by or not set(by) <= set(_COUNTED):
        raise Invalid("cases.counts.columns", "by", value=list(by))
    found = cases(actor=actor, wanted=wanted).order_by().values(*by).annotate(n=Count("pk"))
    return {tuple(one[name] for name in by): one["n"] for one in found}


def overdue(*, actor: Actor, at: datetime, community_id: int | None = None) -> int:
    """Number of open cases past their due time."""
    wanted = CaseFilter(community_id=community_id, standing="open", due_before=at)
    return int(cases(actor=actor, wanted=wanted).count())


def board(
    *, actor: Actor, by: str = "state", wanted: CaseFilter | None = None, depth: int = 50
) -> list[Column]:
    """Open cases in columns by state or by person ("state", "assignee_id"), the first due of each on top.

    depth: rows of a column; its total counts all. Each column is one range of an index. Raises Invalid for another by.
    """
    if by not in ("state", "assignee_id"):
        raise Invalid("cases.counts.columns", "by", value=by)
    open_ones = cases(actor=actor, wanted=wanted).filter(closed_at__isnull=True)
    totals = dict(open_ones.order_by().values_list(by).annotate(n=Count("pk")).values_list(by, "n"))
    if not totals:
        return []
    keys = sorted(totals, key=lambda key: (key is not None, key))
    found: dict[Any, list[CaseRow]] = {key: [] for key in keys}
    place = COLUMNS.index(by)
    for row in _first_of_each(open_ones, by, [key for key in keys if key is not None], depth):
        found[row[place]].append(CaseRow(*row))
    if None in found:
        nobodys = open_ones.filter(**{f"{by}__isnull": True}).order_by("due_at", "id")
        found[None] = rows(nobodys[:depth])
    return [Column(key, totals[key], tuple(found[key])) for key in keys]


def _first_of_each(found: Any, by: str, keys: Sequence[Any], depth: int) -> list[Any]:
    """The first due rows of each key: one statement that reads one range of an index for each, and nothing more."""
    base, params = found.order_by().values_list(*COLUMNS).query.sql_with_params()
    sort = "text[]" if by == "state" else "bigint[]"
    sql = f"""select x.* from unnest(%s::{sort}) with ordinality p(key, n) cross join lateral
        (select * from ({base}) q where q.{by} = p.key order by q.due_at, q.id limit %s) x order by p.n, x.due_at, x.id"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(keys), *params, depth])
        return list(cursor.fetchall())


def _limit(wanted: CaseFilter) -> Q:
    given = {
        "community_id": wanted.community_id, "assignee_id": wanted.assignee_id, "team_id": wanted.team_id,
        "owner_id": wanted.owner_id, "person_id": wanted.person_id, "opened_at__gte": wanted.opened_from,
        "opened_at__lt": wanted.opened_before, "due_at__lt": wanted.due_before,
    }  # fmt: skip
    found = Q(**{name: value for name, value in given.items() if value is not None})
    for name, values in (("kind", wanted.kinds), ("state", wanted.states), ("severity", wanted.severities)):
        if values:
            found &= Q(**{f"{name}__in": list(values)})
    if wanted.place_ids is not None:
        found &= Q(place_id__in=list(wanted.place_ids))
    if wanted.standing:
        found &= Q(closed_at__isnull=wanted.standing == "open")
    if wanted.unassigned:
        found &= Q(assignee_id__isnull=True)
    if wanted.phone:
        found &= Q(contact_digest=mark(wanted.phone))
    return found & _numbered(wanted.text.upper()) if wanted.text else found


def _numbered(beginning: str) -> Q:
    """Numbers that begin so, as a range: LIKE loses its index under row-level security."""
    return Q(number__gte=beginning, number__lt=beginning + "\U0010ffff")


def _helped(staff_id: int) -> Any:
    return Assignment.objects.filter(staff_id=staff_id, ended_at__isnull=True).values("case_id")


def _offered(team_id: int) -> Any:
    return Offer.objects.filter(team_id=team_id, state="open").values("case_id")
