"""Codes that no limit counts any more are forgotten."""

from __future__ import annotations

from django.utils import timezone

from anju.foundation.accounts import entry
from anju.foundation.jobs import sweep


@sweep("resident.forget_codes", cron="40 3 * * *")
def forget_codes() -> None:
    entry.codes_forget(at=timezone.now())
