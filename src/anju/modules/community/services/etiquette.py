"""Check how people serve and what a reception shows, and check again what failed. Source: catalogue B CSR-07."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from anju.foundation import audit, registry
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.community.models import EtiquetteAbout, EtiquetteCheck, EtiquetteResult
from anju.modules.community.permissions import ETIQUETTE_READ, ETIQUETTE_WRITE
from anju.modules.community.queries import etiquette as reads
from anju.modules.community.queries import reach
from anju.modules.community.queries.safety_settings import FIX_DAYS
from anju.modules.community.rules import safety as rules
from anju.modules.community.services import actions, keeping
from anju.modules.community.services.uploads import Upload, kept
from anju.modules.people import facade as people


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDraft:
    """about: person (staff_id) or reception (spot). answers: "ok" or "not_ok" by key of the checklist; words and photos
    by the same keys, words needed where something failed."""

    about: str
    on: date
    answers: Mapping[str, str]
    staff_id: int | None = None
    spot: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    photos: Mapping[str, Upload] = field(default_factory=dict)


def check_record(*, actor: Actor, community_id: int, draft: CheckDraft, today: date, at: datetime) -> int:
    """Take a check down; every item of the checklist is answered.

    Raises Forbidden, NotFound (staff), Invalid (about, spot, on, community.etiquette.missing, .why, schedule.answer.*).
    """
    reach.require_at(actor, ETIQUETTE_WRITE, community_id, ETIQUETTE_READ)
    if draft.about not in EtiquetteAbout.values:
        raise Invalid("community.safety.choice", "about")
    if draft.on > today:
        raise Invalid("community.safety.future", "on")
    spot = rules.words(draft.spot, "spot", longest=60, needed=draft.about == EtiquetteAbout.RECEPTION)
    if draft.about == EtiquetteAbout.PERSON:
        _must_work_there(draft.staff_id, community_id)
    items = reads.items(draft.about, community_id)
    reading = items.read(draft.answers)
    if not reading.complete:
        raise Invalid("community.etiquette.missing", reading.missing[0])
    with transaction.atomic():
        days = int(registry.value(FIX_DAYS, community_id))
        sheet = EtiquetteCheck.objects.create(
            community_id=community_id, about=draft.about, spot=spot, on=draft.on, checked_by=actor.name[:60],
            staff_id=draft.staff_id if draft.about == EtiquetteAbout.PERSON else None,
            due_on=draft.on + timedelta(days=days) if reading.failed else None,
        )  # fmt: skip
        for position, item in enumerate(items.items, 1):
            passed = item.key not in reading.failed
            words = rules.words(draft.words.get(item.key, ""), f"words_{item.key}", longest=200, needed=False)
            if not passed and not words:
                raise Invalid("community.etiquette.why", f"words_{item.key}", label=item.label)
            EtiquetteResult.objects.create(
                sheet=sheet, position=position, label=item.label, passed=passed, words=words,
                photo=kept(actor, keeping.ETIQUETTE_PHOTO, draft.photos.get(item.key)),
            )  # fmt: skip
        told = {"about": draft.about, "failed": len(reading.failed)}
        audit.record(actor, actions.ETIQUETTE_CHECKED, sheet, after=told, at=at)
    return int(sheet.pk)


def check_again(
    *, actor: Actor, check_id: int, passed: Mapping[int, bool], words: str, on: date, at: datetime
) -> int:
    """Look again at what failed. passed: by id of the result. Returns how many still fail.

    Raises Forbidden, NotFound, Invalid (words), Conflict (community.etiquette.fixed: nothing is open).
    """
    words = rules.words(words, "words", longest=200)
    with transaction.atomic():
        sheet = reach.one(
            EtiquetteCheck,
            check_id,
            actor=actor,
            permission=ETIQUETTE_WRITE,
            reading=ETIQUETTE_READ,
            lock=True,
        )
        waiting = list(sheet.results.filter(passed=False, fixed_on__isnull=True))
        if not waiting:
            raise Conflict("community.etiquette.fixed")
        if set(passed) - {one.pk for one in waiting}:
            raise NotFound("community.missing")
        for one in waiting:
            one.tries += 1
            one.fixed_words, one.fixed_by = words, actor.name[:60]
            one.fixed_on = on if passed.get(one.pk) else None
            one.save()
        left = sum(one.fixed_on is None for one in waiting)
        audit.record(actor, actions.ETIQUETTE_AGAIN, sheet, after={"left": left}, reason=words, at=at)
    return left


def _must_work_there(staff_id: int | None, community_id: int) -> None:
    found = people.staff_by_id([staff_id]).get(staff_id) if staff_id else None
    if found is None or found.community_id not in (None, community_id):
        raise NotFound("community.event.staff", "staff")
