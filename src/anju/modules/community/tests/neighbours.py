"""The smallest dogs, merchants and pictures of the tests."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.utils import timezone

from anju.modules.community.models import Dog, Merchant
from anju.modules.community.rules.merchants import ITEMS
from anju.modules.community.services import dogs, merchants
from anju.modules.community.services.uploads import Upload
from anju.modules.frontdesk.tests import factories as desk

AT = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 10)


def paper(name="凭证.jpg"):
    return Upload(name, desk.picture())


def dog(actor, home, at=AT, **given):
    values = {"breed": "柴犬", "size": "small", "name": "豆豆", "place_id": home.homes[0], **given}
    made = dogs.dog_note(actor=actor, community_id=home.community, draft=dogs.DogDraft(**values), at=at)
    return Dog.objects.get(pk=made)


def merchant(actor, home, at=AT, **given):
    values = {"name": "老街面馆", "trade": "catering", "operator": "贺师傅", "spot": "东门北侧", **given}
    made = merchants.merchant_note(
        actor=actor, community_id=home.community, draft=merchants.MerchantDraft(**values), at=at
    )
    return Merchant.objects.get(pk=made)


def check(on=TODAY, bad=(), **given):
    items = {code: "bad" if code in bad else "ok" for code in ITEMS}
    return merchants.CheckDraft(on=on, by="us", inspector="程工", items=items, **given)


def now_day():
    return timezone.localdate()


def is_pdf(response):
    return b"".join(response.streaming_content).startswith(b"%PDF")
