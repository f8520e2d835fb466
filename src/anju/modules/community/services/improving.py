"""What a survey leads to: proposals judged, measures with somebody who answers for them and a day. Source: B RTV-03, RTV-09."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.community.models import Improvement, Survey, SurveyAnswer, SurveyItem
from anju.modules.community.permissions import IMPROVE, SURVEY_READ
from anju.modules.community.queries import reach
from anju.modules.community.services import actions

LONGEST = 500


def proposal_judge(
    *, actor: Actor, survey_id: int, answer_id: int, item_id: int, reasonable: bool, at: datetime
) -> int:
    """Say whether what somebody wrote is a reasonable proposal; one that is needs a measure.

    Raises Forbidden, NotFound, Conflict (community.improvement.has_measure).
    """
    with transaction.atomic():
        survey = _survey(actor, survey_id)
        answer = SurveyAnswer.objects.filter(pk=answer_id, survey=survey).first()
        item = SurveyItem.objects.filter(pk=item_id, survey=survey, kind="text").first()
        if answer is None or item is None or not answer.replies.get(str(item_id)):
            raise NotFound("community.missing")
        source = f"answer {answer_id} item {item_id}"
        row = Improvement.objects.filter(community_id=survey.community_id, source=source).first()
        if row is None:
            row = Improvement(
                community_id=survey.community_id, survey=survey, source=source, topic=item.topic,
                text=answer.replies[str(item_id)], raised_on=answer.on,
            )  # fmt: skip
        _judge(actor, row, reasonable, at)
    return int(row.pk)


def improvement_judge(*, actor: Actor, improvement_id: int, reasonable: bool, at: datetime) -> None:
    """The same for a proposal heard on a visit. Raises Forbidden, NotFound, Conflict (community.improvement.has_measure)."""
    with transaction.atomic():
        _judge(actor, held(actor, improvement_id), reasonable, at)


def factor_take(*, actor: Actor, survey_id: int, item_id: int, at: datetime) -> int:
    """Take an item of the survey as a key factor to be improved; the same again gives the same one."""
    with transaction.atomic():
        survey = _survey(actor, survey_id)
        item = SurveyItem.objects.filter(pk=item_id, survey=survey).first()
        if item is None:
            raise NotFound("community.missing")
        row, made = Improvement.objects.get_or_create(
            community_id=survey.community_id,
            source=f"item {item_id}",
            defaults={"survey": survey, "topic": item.topic, "text": item.text, "raised_on": at.date()},
        )
        if made:
            audit.record(actor, actions.IMPROVED, row, after={"text": row.text}, at=at)
    return int(row.pk)


def improvement_plan(
    *,
    actor: Actor,
    improvement_id: int,
    measure: str,
    staff_id: int | None,
    due_on: date | None,
    at: datetime,
) -> None:
    """Set the measure, who does it and until when.

    Raises Forbidden, NotFound, Conflict (community.improvement.done), Invalid (measure, staff_id, due_on).
    """
    measure = measure.strip()
    if not 0 < len(measure) <= LONGEST:
        raise Invalid("community.improvement.measure", "measure", limit=LONGEST)
    if staff_id is None:
        raise Invalid("community.improvement.staff", "staff")
    if due_on is None:
        raise Invalid("community.improvement.due", "due_on")
    with transaction.atomic():
        row = held(actor, improvement_id)
        if row.done_on:
            raise Conflict("community.improvement.done")
        names = ("measure", "staff_id", "due_on")
        before = {name: str(getattr(row, name) or "") for name in names}
        row.measure, row.staff_id, row.due_on = measure, staff_id, due_on
        row.save(update_fields=list(names))
        after = {name: str(getattr(row, name) or "") for name in names}
        audit.record(actor, actions.IMPROVED, row, before=before, after=after, at=at)


def improvement_done(*, actor: Actor, improvement_id: int, result: str, on: date, at: datetime) -> None:
    """Say how a measure was carried out. Raises Forbidden, NotFound, Conflict, Invalid (community.improvement.result)."""
    result = result.strip()
    if not 0 < len(result) <= LONGEST:
        raise Invalid("community.improvement.result", "result", limit=LONGEST)
    with transaction.atomic():
        row = held(actor, improvement_id)
        if row.done_on:
            raise Conflict("community.improvement.done")
        if not row.measure:
            raise Conflict("community.improvement.no_measure")
        row.done_on, row.result = on, result
        row.save(update_fields=["done_on", "result"])
        audit.record(actor, actions.DONE, row, after={"on": on.isoformat(), "result": result}, at=at)


def held(actor: Actor, improvement_id: int) -> Any:
    return reach.one(
        Improvement, improvement_id, actor=actor, permission=IMPROVE, reading=SURVEY_READ, lock=True
    )


def _judge(actor: Actor, row: Any, reasonable: bool, at: datetime) -> None:
    if row.measure and not reasonable:
        raise Conflict("community.improvement.has_measure")
    before, row.reasonable = row.reasonable, reasonable
    row.save()
    audit.record(
        actor, actions.JUDGED, row, before={"reasonable": before}, after={"reasonable": reasonable}, at=at
    )


def _survey(actor: Actor, survey_id: int) -> Any:
    return reach.one(Survey, survey_id, actor=actor, permission=IMPROVE, reading=SURVEY_READ)
