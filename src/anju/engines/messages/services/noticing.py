"""A notice that hangs is brought to those it is for: to residents' phones, to the staff's groups (B PLT-11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.engines.messages.contracts import DEFAULT_LANGUAGE, Recipient, Template
from anju.engines.messages.models import BoardNotice, NoticeState, Told
from anju.engines.messages.queries import catalogue, people
from anju.engines.messages.rules import choice, texts
from anju.engines.messages.services import boards, notifying
from anju.foundation.accounts import home

NOTICE, IMPORTANT = "messages.notice", "messages.notice_important"
LONGEST = 200


def notices_tell(*, at: datetime) -> int:
    """Tell of every notice whose first day has come, each once. Returns how many notices."""
    today = at.astimezone(home.zone()).date()
    waiting = BoardNotice.objects.filter(
        state=NoticeState.PUBLISHED, told_at__isnull=True, publish_on__lte=today
    ).exclude(tell=[])
    with transaction.atomic():
        keys = list(waiting.order_by("publish_on", "pk").values_list("pk", flat=True))
    told = 0
    for key in keys:
        with transaction.atomic():
            row = waiting.filter(pk=key).select_for_update(skip_locked=True, of=("self",)).first()
            if row is not None:
                _tell(row, at)
                told += 1
    return told


def _reached(asked: Sequence[Recipient], community_id: int, template: Template) -> list[Recipient]:
    """Those whom it reaches at all. Who has no way reads the wall, and is no failure that somebody must follow up."""
    category = catalogue.category_of(template.category)
    return [
        one.recipient
        for one in people.reachable(asked, community_id)
        if choice.channels_for(
            template, category, one.wishes(category), one.usable(must_arrive=category.mandatory)
        )
    ]


def _tell(row: BoardNotice, at: datetime) -> None:
    english = row.title_en or row.title, row.body_en or row.body
    params = {
        "title": {DEFAULT_LANGUAGE: row.title, "en": english[0]},
        "body": {DEFAULT_LANGUAGE: texts.cut(row.body, LONGEST), "en": texts.cut(english[1], LONGEST)},
    }
    cause, community_id = boards.cause_of(row.pk), row.community_id
    today = at.astimezone(home.zone()).date()
    template = catalogue.template_of(IMPORTANT if Told.SMS in row.tell else NOTICE)
    if {Told.RESIDENTS, Told.SMS} & set(row.tell):
        notifying.notify(
            template=template.code,
            to=_reached(catalogue.audience(community_id, today), community_id, template),
            params=params,
            cause_key=cause,
            at=at,
            community_id=community_id,
            link=catalogue.notice_link(row.pk),
        )
    if Told.ROBOTS in row.tell:
        notifying.notify(
            template=NOTICE, to=Recipient.group(community_id), params=params, cause_key=cause, at=at,
            community_id=community_id, link=boards.public_path(row),
        )  # fmt: skip
    row.told_at = at
    row.save(update_fields=["told_at"])
