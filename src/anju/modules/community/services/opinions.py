"""Opinion boxes: opened before two pairs of eyes, every letter a case. Source: catalogue B CSR-13."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft, PhotoDraft, Reporter, Side
from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid
from anju.modules.community.contracts import Who
from anju.modules.community.models import BoxLetter, BoxOpening, OpinionBox
from anju.modules.community.permissions import OPINION_OPEN, OPINION_READ, OPINION_WRITE
from anju.modules.community.queries import opinions as queries
from anju.modules.community.queries import reach
from anju.modules.community.rules.words import words_of
from anju.modules.community.services import actions, places
from anju.modules.community.services import neighbour_acts as acts
from anju.modules.community.services.uploads import Upload
from anju.modules.estate import facade as estate
from anju.modules.frontdesk import facade as frontdesk

KIND_NAMES = (
    ("suggestion", _("建议")),
    ("complaint", _("投诉")),
    ("praise", _("表扬")),
    ("enquiry", _("咨询")),
)
KINDS = tuple(code for code, _name in KIND_NAMES)
CHANNEL, SOURCE = "box", "community.letter"
LONGEST_TITLE = 40
MOST_LETTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxDraft:
    """place_id: of the tree, for the label with its code. every_days: None leaves it to the setting."""

    name: str
    spot: str
    keeper_id: int
    hung_on: date
    place_id: int | None = None
    every_days: int | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningDraft:
    """witness_id: a second member of staff; without one, witness is somebody's name."""

    opened_at: datetime
    staff_id: int
    letters: int
    witness_id: int | None = None
    witness: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """home, name, phone: all empty for an anonymous letter. chosen: whom the form settled on."""

    kind: str
    words: str
    home: str = ""
    name: str = ""
    phone: str = ""
    chosen: Who | None = None
    photo: Upload | None = None


def box_save(
    *, actor: Actor, community_id: int, draft: BoxDraft, at: datetime, box_id: int | None = None
) -> int:
    """Hang up a box, or correct it. Raises Forbidden, NotFound, Invalid, Conflict (community.box.name)."""
    reach.require_at(actor, OPINION_WRITE, community_id, OPINION_READ)
    if draft.every_days is not None and not 1 <= draft.every_days <= 365:
        raise Invalid("community.setting.days", "every_days")
    if draft.ended_on is not None and draft.ended_on < draft.hung_on:
        raise Invalid("community.box.days", "ended_on")
    places.staff_in(community_id, [draft.keeper_id], "keeper")
    if draft.place_id is not None and estate.place(draft.place_id).community_id != community_id:
        raise Invalid("community.box.place", "place")
    columns: dict[str, Any] = {
        "name": words_of(draft.name, "name", longest=40), "spot": words_of(draft.spot, "spot", longest=80),
        "keeper_id": draft.keeper_id, "place_id": draft.place_id, "every_days": draft.every_days,
        "hung_on": draft.hung_on, "ended_on": draft.ended_on,
    }  # fmt: skip
    with transaction.atomic():
        row = OpinionBox(community_id=community_id)
        if box_id is not None:
            row = reach.one(
                OpinionBox, box_id, actor=actor, permission=OPINION_WRITE, reading=OPINION_READ, lock=True
            )
        for name, value in columns.items():
            setattr(row, name, value)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise Conflict("community.box.name", "name") from error
        audit.record(actor, actions.BOX_SAVED, row, after={"name": row.name, "spot": row.spot}, at=at)
    return int(row.pk)


def box_open(*, actor: Actor, box_id: int, draft: OpeningDraft, at: datetime) -> int:
    """Record an opening; an empty box is one too.

    Raises Forbidden, NotFound, Conflict (community.box.ended), Invalid (community.box.moment, .letters, .witness).
    """
    if draft.opened_at > at:
        raise Invalid("community.box.moment", "opened_at")
    if not 0 <= draft.letters <= MOST_LETTERS:
        raise Invalid("community.box.letters", "letters", most=MOST_LETTERS)
    with transaction.atomic():
        row = reach.one(
            OpinionBox, box_id, actor=actor, permission=OPINION_OPEN, reading=OPINION_READ, lock=True
        )
        if row.ended_on is not None:
            raise Conflict("community.box.ended")
        last = row.openings.order_by("-opened_at").values_list("opened_at", flat=True).first()
        if last is not None and draft.opened_at <= last:
            raise Invalid("community.box.before", "opened_at")
        names = places.staff_in(row.community_id, [draft.staff_id, draft.witness_id], "staff")
        witness = words_of(draft.witness, "witness", longest=60, needed=False)
        if draft.witness_id is not None:
            witness = names[draft.witness_id]
        if not witness or draft.witness_id == draft.staff_id or witness == names[draft.staff_id]:
            raise Invalid("community.box.witness", "witness")
        made = BoxOpening.objects.create(
            box=row, opened_at=draft.opened_at, due_on=queries.due_on(row, last, ZoneInfo(actor.time_zone)),
            staff_id=draft.staff_id, witness_id=draft.witness_id, witness=witness, letters=draft.letters,
            note=words_of(draft.note, "note", longest=200, needed=False),
        )  # fmt: skip
        after = {"letters": made.letters, "witness": witness}
        audit.record(actor, actions.BOX_OPENED, made, after=after, community_id=row.community_id, at=at)
    return int(made.pk)


def letter_take(*, actor: Actor, opening_id: int, draft: LetterDraft, at: datetime) -> int:
    """Make a case of the next letter of an opening. Returns the case.

    Raises Forbidden, NotFound, Conflict (community.box.all_taken), Invalid (kind, words, frontdesk.home.*, photo), and
    those of cases.case_open.
    """
    if draft.kind not in KINDS:
        raise Invalid("community.box.kind", "kind")
    words = words_of(draft.words, "words", longest=2_000)
    with transaction.atomic():
        row = reach.one(
            BoxOpening, opening_id, actor=actor, permission=OPINION_OPEN, reading=OPINION_READ, lock=True,
            community="box__community_id",
        )  # fmt: skip
        number = row.taken.count() + 1
        if number > row.letters:
            raise Conflict("community.box.all_taken")
        settled = acts.person_chosen(actor, draft.chosen)
        name = words_of(settled[1] if settled else draft.name, "name", longest=60, needed=False)
        person_id = settled[0] if settled else None
        nameless = not (name or draft.phone.strip())
        community_id = row.box.community_id
        opened = frontdesk.report(
            actor=actor,
            draft=CaseDraft(
                kind=draft.kind, community_id=community_id, title=words.splitlines()[0][:LONGEST_TITLE], words=words,
                place_id=frontdesk.home_of(community_id, draft.home), channel=CHANNEL,
                reporter=Reporter(person_id=person_id, name=name, phone=draft.phone.strip()),
                fields={"anonymous": True} if nameless and draft.kind == "complaint" else {},
                source=SOURCE, source_id=row.pk,
            ),
            at=at, key=f"{SOURCE}:{row.pk}:{number}",
        )  # fmt: skip
        if draft.photo is not None:
            photo = PhotoDraft(name=draft.photo.name, data=draft.photo.data, side=Side.INTERNAL)
            cases.photo_add(actor=actor, case_id=opened.case_id, photo=photo, at=at)
        BoxLetter.objects.create(opening=row, number=number, case_id=opened.case_id)
        audit.record(
            actor, actions.LETTER_TAKEN, row, after={"letter": number, "case": opened.number}, community_id=community_id, at=at
        )  # fmt: skip
    return opened.case_id
