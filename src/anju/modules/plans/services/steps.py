"""Every act of the review notes what it changes, and can be undone while nothing was done to the same rows since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, NotFound
from anju.modules.plans.models import PlanVersion, Promise, ReviewAct, ReviewStep, UnreadPassage
from anju.modules.plans.permissions import PROMISE_REVIEW
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import steps as step_queries
from anju.modules.plans.services import actions
from anju.modules.plans.services.drafts import draft_locked

JUDGED = ("review", "review_note", "reviewed_by", "reviewed_at", "step")
PROMISE_COLUMNS = (
    "section", "quote", "start", "end", "domain", "activity", "object", "kind", "comparator", "value", "unit",
    "period", "every", "as_read", "split_from_id", "merged_into_id", *JUDGED,
)  # fmt: skip
PASSAGE_COLUMNS = ("decision", "note", "promise_id", "decided_by", "decided_at", "step")
_MODELS: Mapping[str, type[Promise] | type[UnreadPassage]] = {"promise": Promise, "passage": UnreadPassage}


@dataclass(frozen=True, slots=True)
class Undone:
    """what: the act for people. promises: ids of those that stand again as before, or went away."""

    version_id: int
    act: str
    what: str
    count: int
    promises: tuple[int, ...]


class Trace:
    """Notes, for one act, how rows were before it. `keep` before a change, `made` after one was created, then `close`.

    `id` is the step's id; `keep` also puts it on the row, which the caller saves.
    """

    def __init__(
        self, actor: Actor, version: PlanVersion, act: ReviewAct, at: datetime, note: str = ""
    ) -> None:
        self.actor, self.version, self.at = actor, version, at
        self._row: ReviewStep = ReviewStep.objects.create(
            version=version,
            act=act,
            by=actor.user_id,
            by_name=actor.name[:60],
            at=at,
            note=note.strip()[:300],
        )
        self.id = int(self._row.pk)
        self._groups: dict[tuple[str, str], list[int]] = {}

    def keep(self, row: Promise | UnreadPassage, columns: Iterable[str] | None = None) -> None:
        of = "promise" if isinstance(row, Promise) else "passage"
        names = columns or (PROMISE_COLUMNS if of == "promise" else PASSAGE_COLUMNS)
        values = json.dumps({name: getattr(row, name) for name in names}, cls=DjangoJSONEncoder)
        self._groups.setdefault((of, values), []).append(row.pk)
        row.step = self.id

    def made(self, row: Promise) -> None:
        self._row.made.append(row.pk)

    def gone(self, row: Promise) -> None:
        """Call before it is deleted."""
        self._row.gone.append(
            {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        )

    def close(self) -> int:
        row = self._row
        row.before = [
            {"of": of, "ids": ids, "values": json.loads(values)} for (of, values), ids in self._groups.items()
        ]
        touched = [one for group in row.before if group["of"] == "promise" for one in group["ids"]]
        row.promises = [*touched, *row.made, *(one["id"] for one in row.gone)]
        row.count = sum(len(group["ids"]) for group in row.before) or len(row.made)
        row.save(update_fields=["before", "made", "gone", "promises", "count"])
        return self.id


def step_undo(*, actor: Actor, step_id: int, at: datetime) -> Undone:
    """Put everything back that this step changed.

    Raises Forbidden, NotFound, Conflict (not a draft, undone already, plans.step.overtaken: something was done to the
    same promises or passages since).
    """
    actor.require(PROMISE_REVIEW)
    with transaction.atomic():
        seen = step_queries.step(actor, step_id, PROMISE_REVIEW)
        version = draft_locked(actor, seen.version_id)
        row = locks.row(ReviewStep, step_id)
        if row.undone_at is not None:
            raise Conflict("plans.step.undone")
        _check_last(row)
        _restore(row)
        row.undone_at, row.undone_by = at, actor.user_id
        row.save(update_fields=["undone_at", "undone_by"])
        audit.record(
            actor, actions.REVIEW_UNDONE, version, after={"act": row.act, "promises": row.promises, "count": row.count},
            community_id=version.plan.community_id, at=at,
        )  # fmt: skip
    return Undone(row.version_id, row.act, str(row.get_act_display()), row.count, tuple(row.promises))


def last_undo(*, actor: Actor, version_id: int, at: datetime) -> Undone:
    """Undo the actor's own last step on a version. Raises as step_undo; NotFound when there is none left."""
    plan_queries.version(actor, version_id, PROMISE_REVIEW)
    step = step_queries.last_own(version_id, actor.user_id)
    if step is None:
        raise NotFound("plans.step.none")
    return step_undo(actor=actor, step_id=step.pk, at=at)


def _check_last(row: ReviewStep) -> None:
    for of, model in _MODELS.items():
        ids = [one for group in row.before if group["of"] == of for one in group["ids"]]
        ids += row.made if of == "promise" else []
        if ids and model.objects.filter(pk__in=ids, step=row.pk).count() != len(ids):
            raise Conflict("plans.step.overtaken")
    taken = {one["number"] for one in row.gone}
    if taken and Promise.objects.filter(version_id=row.version_id, number__in=taken).exists():
        raise Conflict("plans.step.overtaken")


def _restore(row: ReviewStep) -> None:
    Promise.objects.bulk_create(Promise(**_values(Promise, one)) for one in row.gone)
    for group in row.before:
        model = _MODELS[group["of"]]
        model.objects.filter(pk__in=group["ids"]).update(**_values(model, group["values"]))
    Promise.objects.filter(pk__in=row.made).delete()


def _values(model: type[Promise] | type[UnreadPassage], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Values as they were stored in JSON, as the columns want them."""
    columns = {field.attname: field for field in model._meta.concrete_fields}
    return {name: columns[name].to_python(value) for name, value in stored.items()}
