"""Personal data at rest: encrypted with the newest key, found again by a keyed digest, shown masked.

Source: PIPL art. 51 (encryption, de-identification); domain-rules PIPL-04, PIPL-10.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key.encode()) for key in keys])


def seal(text: str) -> str:
    """Encrypt with the first of FIELD_KEYS; every key of the list still opens."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    return _box(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()


def digest(text: str) -> str:
    """Hex HMAC-SHA256 of the value: equal values give equal digests, and nothing can be read from one."""
    return hmac.new(settings.FIELD_DIGEST_KEY.encode(), text.strip().encode(), hashlib.sha256).hexdigest()


class SealedText(models.TextField):
    """Text that PostgreSQL and its backups only ever see encrypted. Cannot be filtered on: keep a digest beside it."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return unseal(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return seal(text) if text else text
