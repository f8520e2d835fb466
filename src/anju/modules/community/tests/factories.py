"""The smallest valid objects of community life: a community with homes, and answers to a survey."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.apps import apps

from anju.modules.community.contracts import ItemDraft
from anju.modules.community.services import surveys
from anju.modules.community.services.answers import token_of

AT = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 10)
ITEMS = (
    ItemDraft(text="总体是否满意", topic="overall"),
    ItemDraft(text="保洁", topic="cleaning"),
    ItemDraft(text="停车", kind="stars", topic="parking"),
    ItemDraft(text="住多久", kind="choice", choices=("一年内", "更久")),
    ItemDraft(text="建议", kind="text", required=False),
)


def place(kind, code, parent=None):
    model = apps.get_model("estate", "Place")
    made = model.objects.create(
        kind=kind, code=code, name=code, full_name=code, path="/", label=f"{kind}-{code}", parent=parent
    )
    above = parent.path if parent else "/"
    made.path = f"{above}{made.pk}/"
    made.community_id = parent.community_id if parent else made.pk
    made.save()
    return made


def community(code="翠园", buildings=2, homes=3):
    """(community, buildings, homes)"""
    top = place("community", code)
    blocks = [place("building", f"{code}{n}", top) for n in range(1, buildings + 1)]
    return top, blocks, [place("unit", f"{one.code}-{n}", one) for one in blocks for n in range(1, homes + 1)]


def survey(
    actor,
    community_id,
    *,
    items=ITEMS,
    anonymous=True,
    audience="owners",
    opened=True,
    at=AT,
    title="满意度调查",
):
    draft = surveys.SurveyDraft(title=title, items=items, anonymous=anonymous, audience=audience)
    made = surveys.survey_create(actor=actor, community_id=community_id, draft=draft, at=at)
    if opened:
        surveys.survey_open(
            actor=actor, survey_id=made, opens_on=TODAY, closes_on=date(2026, 11, 30), tickets=True, at=at
        )
    return made


def row(survey_id):
    return apps.get_model("community", "Survey").objects.get(pk=survey_id)


def items(survey_id):
    return list(
        apps.get_model("community", "SurveyItem").objects.filter(survey_id=survey_id).order_by("position")
    )


def given(survey_id, overall="satisfied", cleaning="satisfied", parking="5", years="0", words=""):
    values = (overall, cleaning, parking, years, words)
    return {str(item.pk): value for item, value in zip(items(survey_id), values, strict=True)}


def token(survey_id):
    return token_of(row(survey_id))


def tickets(survey_id):
    return list(row(survey_id).tickets.order_by("pk"))
