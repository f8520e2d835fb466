"""Owners' chat groups: who is in them, what was written, what became of questions. Source: catalogue B CSR-10."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from anju.engines.cases.contracts import CaseDraft, Reporter
from anju.engines.messages import facade as messages
from anju.foundation import audit, files
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.community.models import ChatGroup, GroupMember, GroupPost, Platform, PostSort
from anju.modules.community.permissions import GROUP_READ, GROUP_WRITE
from anju.modules.community.queries import reach
from anju.modules.community.rules.groups import lines_of
from anju.modules.community.rules.words import words_of
from anju.modules.community.services import actions, places
from anju.modules.community.services.uploads import Upload, kept
from anju.modules.frontdesk import facade as frontdesk

GROUP_FILE = files.purpose("community.group", reading=GROUP_READ)
CHANNEL, SOURCE = "chat", "community.post"
LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDraft:
    name: str
    platform: str
    owner_id: int
    opened_on: date
    admin_ids: Sequence[int] = ()
    building_ids: Sequence[int] = ()
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDraft:
    """member_id: of a question, who asked. notice_id: the published notice that was passed on."""

    sort: str
    text: str
    posted_at: datetime
    by_name: str = ""
    member_id: int | None = None
    notice_id: int | None = None
    upload: Upload | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """added: new members; known: were in the group already; named: of the new ones, found in the register."""

    added: int
    known: int
    named: int


def group_save(
    *, actor: Actor, community_id: int, draft: GroupDraft, at: datetime, group_id: int | None = None
) -> int:
    """Register a group, or correct it. Raises Forbidden, NotFound, Invalid (name, platform, days), Conflict (name)."""
    reach.require_at(actor, GROUP_WRITE, community_id, GROUP_READ)
    if draft.platform not in Platform.values:
        raise Invalid("community.group.platform", "platform")
    if draft.closed_on is not None and draft.closed_on < draft.opened_on:
        raise Invalid("community.group.days", "closed_on")
    places.staff_in(community_id, [draft.owner_id], "owner")
    places.staff_in(community_id, draft.admin_ids, "admins")
    columns: dict[str, Any] = {
        "name": words_of(draft.name, "name", longest=60), "platform": draft.platform, "owner_id": draft.owner_id,
        "admin_ids": sorted(set(draft.admin_ids)), "building_ids": places.buildings_in(community_id, draft.building_ids),
        "opened_on": draft.opened_on, "closed_on": draft.closed_on,
    }  # fmt: skip
    with transaction.atomic():
        row = ChatGroup(community_id=community_id) if group_id is None else _group(actor, group_id)
        for name, value in columns.items():
            setattr(row, name, value)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise Conflict("community.group.name", "name") from error
        audit.record(
            actor, actions.GROUP_SAVED, row, after={"name": row.name, "admins": row.admin_ids}, at=at
        )
    return int(row.pk)


def members_import(*, actor: Actor, group_id: int, lines: str, on: date, at: datetime) -> Imported:
    """Take over pasted lines "room name"; one wrong line refuses them all and names each wrong one.

    Raises Forbidden, NotFound, Invalid (community.lines.none, .many, .unmatched, .nameless), Conflict (community.group.closed).
    """
    with transaction.atomic():
        row = _group(actor, group_id, opened=True)
        found = lines_of(lines)
        nameless = [str(one.number) for one in found if not one.name]
        if nameless:
            raise Invalid("community.lines.nameless", "lines", lines="、".join(nameless[:20]))
        homes = places.named_homes(row.community_id, found)
        wanted = list(dict.fromkeys((home, one.name[:60]) for home, one in zip(homes, found, strict=True)))
        there = set(row.members.filter(left_on__isnull=True).values_list("place_id", "name"))
        fresh = [one for one in wanted if one not in there]
        persons = places.persons_named(fresh, on)
        GroupMember.objects.bulk_create(
            GroupMember(
                group=row, place_id=home, name=name, person_id=persons.get((home, name)), joined_on=on
            )
            for home, name in fresh
        )
        made = Imported(len(fresh), len(wanted) - len(fresh), len(persons))
        if fresh:
            audit.record(actor, actions.MEMBERS_ADDED, row, after={"added": made.added}, at=at)
    return made


def member_left(*, actor: Actor, member_id: int, on: date, at: datetime) -> None:
    """Somebody left the group; again takes it back. Raises Forbidden, NotFound, Conflict (community.group.member_there)."""
    with transaction.atomic():
        row = reach.one(
            GroupMember, member_id, actor=actor, permission=GROUP_WRITE, reading=GROUP_READ, lock=True,
            community="group__community_id",
        )  # fmt: skip
        row.left_on = on if row.left_on is None else None
        try:
            with transaction.atomic():
                row.save(update_fields=["left_on"])
        except IntegrityError as error:
            raise Conflict("community.group.member_there") from error
        audit.record(
            actor, actions.MEMBER_LEFT, row, after={"left_on": row.left_on}, community_id=row.group.community_id, at=at
        )  # fmt: skip


def post_log(*, actor: Actor, group_id: int, draft: PostDraft, at: datetime) -> int:
    """Write down what was said in the group.

    Raises Forbidden, NotFound, Conflict (community.group.closed), Invalid (sort, text, community.group.moment, files).
    """
    if draft.sort not in PostSort.values:
        raise Invalid("community.group.sort", "sort")
    if draft.posted_at > at:
        raise Invalid("community.group.moment", "posted_at")
    with transaction.atomic():
        row = _group(actor, group_id, opened=True)
        member = None
        if draft.member_id is not None:
            member = row.members.filter(pk=draft.member_id).first()
            if member is None:
                raise NotFound("community.missing", "member")
        if draft.notice_id is not None and draft.notice_id not in _hanging(row, at):
            raise NotFound("community.missing", "notice")
        by_name = words_of(draft.by_name, "by_name", longest=60, needed=False)
        made = GroupPost.objects.create(
            group=row, at=draft.posted_at, sort=draft.sort, member=member, notice_id=draft.notice_id,
            file=kept(actor, GROUP_FILE, draft.upload),
            text=words_of(draft.text, "text", longest=2_000),
            by_name=by_name or (member.name if member else actor.name[:60]),
        )  # fmt: skip
        audit.record(
            actor, actions.POSTED, made, after={"sort": made.sort}, community_id=row.community_id, at=at
        )
    return int(made.pk)


def post_turn(*, actor: Actor, post_id: int, at: datetime) -> int:
    """Make a case of a question, of the kind its words sound like; the same again gives the same case.

    Returns the case. Raises Forbidden, NotFound, Conflict (community.group.no_question), and those of cases.case_open.
    """
    with transaction.atomic():
        row = reach.one(
            GroupPost, post_id, actor=actor, permission=GROUP_WRITE, reading=GROUP_READ, lock=True,
            community="group__community_id",
        )  # fmt: skip
        if row.case_id is not None:
            return int(row.case_id)
        if row.sort != PostSort.QUESTION:
            raise Conflict("community.group.no_question")
        guess = frontdesk.suggest_kind(row.text)
        kind = guess.kind or "enquiry"
        member = row.member
        draft = CaseDraft(
            kind=kind, community_id=row.group.community_id, title=row.text[:LONGEST_TITLE], words=row.text,
            place_id=member.place_id if member else None, severity=guess.severity, channel=CHANNEL,
            reporter=Reporter(person_id=member.person_id if member else None, name=row.by_name),
            fields=dict(guess.fields), source=SOURCE, source_id=row.pk,
        )  # fmt: skip
        opened = frontdesk.report(actor=actor, draft=draft, at=at, key=f"{SOURCE}:{row.pk}")
        row.case_id = opened.case_id
        row.save(update_fields=["case"])
        audit.record(
            actor, actions.POST_TURNED, row, after={"case": opened.number}, community_id=row.group.community_id, at=at
        )  # fmt: skip
    return opened.case_id


def _hanging(row: ChatGroup, at: datetime) -> set[int]:
    return {one.id for one in messages.board([row.community_id], at.date())}


def _group(actor: Actor, group_id: int, *, opened: bool = False) -> Any:
    row = reach.one(ChatGroup, group_id, actor=actor, permission=GROUP_WRITE, reading=GROUP_READ, lock=True)
    if opened and row.closed_on is not None:
        raise Conflict("community.group.closed")
    return row
