"""GET /health/: for load balancers and watchdogs."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anju.foundation import status
from anju.foundation.web.access import public


@public
@transaction.non_atomic_requests
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and worker are well, else 503; the body says which is not."""
    found = status.health(timezone.now())
    return JsonResponse(found, status=200 if found["status"] == "ok" else 503)
