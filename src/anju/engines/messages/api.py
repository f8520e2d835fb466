"""JSON API of one's own inbox, choices and browsers. Mounted at /api/v1/messages/."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Literal

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from anju.engines.messages.contracts import RecipientKind
from anju.engines.messages.queries import catalogue, inbox, people
from anju.engines.messages.services import inbox as services
from anju.engines.messages.services import preferences, pushing
from anju.foundation.api import Page, PageQuery, endpoint, page_of

router = Router(tags=["messages"])


class MessageOut(Schema):
    """link: path of this site that shows more, "" for none."""

    id: int
    category: str
    title: str
    body: str
    link: str
    urgent: bool
    at: datetime
    read_at: datetime | None


class InboxQuery(PageQuery):
    unread: bool = False
    category: str = ""


class Unread(Schema):
    """unread: counted up to 100."""

    unread: int


class ReadIn(Schema):
    """ids: messages to mark, or null for all that arrived until `until`."""

    ids: list[int] | None = Field(None, max_length=500)
    until: datetime | None = None


class Changed(Schema):
    changed: int


class CategoryOut(Schema):
    """channels: what is chosen now. mandatory: cannot be turned off. marketing: only with consent."""

    code: str
    name: str
    mandatory: bool
    marketing: bool
    channels: list[str]


class PreferenceOut(Schema):
    """quiet: the person's own hours, null for the organisation's."""

    quiet_from: time | None
    quiet_until: time | None
    digest: Literal["", "hourly", "daily"]
    digest_hour: int
    language: str
    consents: list[str]
    categories: list[CategoryOut]


class PreferenceIn(Schema):
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest: Literal["", "hourly", "daily"] = ""
    digest_hour: int = Field(8, ge=0, le=23)
    language: Literal["", "zh-hans", "en"] = ""
    consents: list[str] = []
    channels: dict[str, list[Literal["email", "sms", "web_push"]]] = {}


class PushKey(Schema):
    """key: what PushManager.subscribe takes as applicationServerKey."""

    key: str


class PushKeys(Schema):
    p256dh: str = Field(max_length=200)
    auth: str = Field(max_length=100)


class PushIn(Schema):
    """As PushSubscription.toJSON() gives it. device: a name for the list of browsers."""

    endpoint: str = Field(max_length=2000)
    keys: PushKeys
    device: str = Field("", max_length=120)


class PushOut(Schema):
    id: int


class PushGone(Schema):
    endpoint: str = Field(max_length=2000)


@router.get("/inbox", response=Page[MessageOut])
@endpoint(None)
def inbox_page(request: Any, query: Query[InboxQuery]) -> Any:
    """One's own messages, newest first."""
    rows = inbox.inbox(request.actor.user_id, unread=query.unread, category=query.category)
    return page_of(rows, query, order=("-at", "-id"), shape=inbox.view)


@router.get("/inbox/unread", response=Unread)
@endpoint(None)
def unread(request: Any) -> Any:
    return {"unread": inbox.unread_count(request.actor.user_id)}


@router.post("/inbox/read", response=Changed)
@endpoint(None)
def mark_read(request: Any, body: ReadIn) -> Any:
    """Mark some as read, or all."""
    me, now = request.actor.user_id, timezone.now()
    if body.ids is None:
        until = (
            body.until
            if body.until is None or timezone.is_aware(body.until)
            else timezone.make_aware(body.until)
        )
        return {"changed": services.mark_all_read(user_id=me, at=now, until=until)}
    return {"changed": services.mark_read(user_id=me, message_ids=body.ids, at=now)}


@router.get("/preferences", response=PreferenceOut)
@endpoint(None)
def preference(request: Any) -> Any:
    return _preference(request)


def _preference(request: Any) -> dict[str, Any]:
    view = people.preference(RecipientKind.USER, request.actor.user_id)
    start, end = view.quiet or (None, None)
    return {
        "quiet_from": start,
        "quiet_until": end,
        "digest": view.digest,
        "digest_hour": view.digest_hour,
        "language": view.language,
        "consents": sorted(view.consents),
        "categories": [
            {
                "code": one.code,
                "name": str(one.name),
                "mandatory": one.mandatory,
                "marketing": one.marketing,
                "channels": list(view.channels.get(one.code, [way.value for way in one.channels])),
            }
            for one in catalogue.categories()
        ],
    }


@router.put("/preferences", response=PreferenceOut)
@endpoint(None)
def preference_save(request: Any, body: PreferenceIn) -> Any:
    """Replace one's choices; a category that is left out has its default."""
    hours = body.quiet_from is not None and body.quiet_until is not None
    draft = preferences.PreferenceDraft(
        quiet=(body.quiet_from, body.quiet_until) if hours else None,  # type: ignore[arg-type]
        digest=body.digest,
        digest_hour=body.digest_hour,
        language=body.language,
        channels=dict(body.channels),
        consents=body.consents,
    )
    preferences.preference_save(
        kind=RecipientKind.USER, number=request.actor.user_id, draft=draft, at=timezone.now()
    )
    return _preference(request)


@router.get("/push/key", response=PushKey)
@endpoint(None)
def push_key(request: Any) -> Any:
    return {"key": pushing.push_key()}


@router.post("/push", response=PushOut)
@endpoint(None)
def push_subscribe(request: Any, body: PushIn) -> Any:
    """Let a browser take pushes. The same endpoint again changes nothing but its keys."""
    made = pushing.push_subscribe(
        user_id=request.actor.user_id,
        endpoint=body.endpoint,
        p256dh=body.keys.p256dh,
        auth=body.keys.auth,
        device=body.device,
        at=timezone.now(),
    )
    return {"id": made}


@router.post("/push/remove", response=Changed)
@endpoint(None)
def push_unsubscribe(request: Any, body: PushGone) -> Any:
    pushing.push_unsubscribe(user_id=request.actor.user_id, endpoint=body.endpoint)
    return {"changed": 1}
