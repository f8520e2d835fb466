"""The organisation that is worked in, as the scope says."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from anju.foundation import scope
from anju.foundation.accounts.models import Organisation


def organisation() -> Organisation:
    """Raises ScopeMissing."""
    return Organisation.objects.get(pk=scope.current().home)


def zone() -> ZoneInfo:
    """Its time zone. Raises ScopeMissing."""
    return ZoneInfo(Organisation.objects.values_list("time_zone", flat=True).get(pk=scope.current().home))
