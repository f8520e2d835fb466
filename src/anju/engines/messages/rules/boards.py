"""Notices on the board: what they may say and while which days they hang."""

from __future__ import annotations

from datetime import date

from anju.engines.messages.rules.masking import identity_numbers
from anju.kernel.errors import Invalid

LONGEST_TITLE, LONGEST_BODY = 80, 3_000
LONGEST_DAYS = 366


def check(*, title: str, body: str, title_en: str, body_en: str) -> None:
    """Raises Invalid with the field: messages.notice.empty, .too_long, .half_english, .identity."""
    texts = {"title": title, "body": body, "title_en": title_en, "body_en": body_en}
    for field in ("title", "body"):
        if not texts[field].strip():
            raise Invalid("messages.notice.empty", field=field)
    for field, text in texts.items():
        most = LONGEST_TITLE if field.startswith("title") else LONGEST_BODY
        if len(text) > most:
            raise Invalid("messages.notice.too_long", field=field, most=most)
        if identity_numbers(text):
            raise Invalid("messages.notice.identity", field=field)
    if bool(title_en.strip()) != bool(body_en.strip()):
        raise Invalid("messages.notice.half_english", field="body_en" if title_en.strip() else "title_en")


def check_days(publish_on: date, withdraw_on: date | None) -> None:
    """Raises Invalid (messages.notice.days, messages.notice.too_long_up)."""
    if withdraw_on is not None and withdraw_on <= publish_on:
        raise Invalid("messages.notice.days", field="withdraw_on")
    if withdraw_on is not None and (withdraw_on - publish_on).days > LONGEST_DAYS:
        raise Invalid("messages.notice.too_long_up", field="withdraw_on", days=LONGEST_DAYS)


def hangs(on: date, publish_on: date | None, withdraw_on: date | None) -> bool:
    """Whether a published notice is up on a day: from the first day, until before the last one."""
    return publish_on is not None and publish_on <= on and (withdraw_on is None or on < withdraw_on)
