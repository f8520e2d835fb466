"""A finding of a round becomes a case with its photos and place, and ends with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft, Opened, PhotoDraft, Severity, Side
from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import FindingView
from anju.foundation import files, registry
from anju.foundation.actors import Actor
from anju.foundation.files.models import StoredFile
from anju.foundation.permissions import get
from anju.kernel.errors import Conflict, NotFound
from anju.modules.frontdesk.permissions import FINDING_TURN
from anju.modules.frontdesk.queries import settings
from anju.modules.frontdesk.services.following import house_actor
from anju.modules.frontdesk.services.reporting import report

SOURCE = "schedule.finding"
LONGEST_TITLE = 60
# A phone that comes back after days still reports; what is older was written down for the record.
LATEST = timedelta(days=3)
_REPAIRED = frozenset({"engineering", "repair", "heating"})
_HAZARDS: Mapping[str, str] = {"fire": "fire", "security": "security", "parking": "road"}
_SEVERITIES = {1: Severity.NORMAL, 2: Severity.SERIOUS, 3: Severity.CRITICAL}


def finding_raised(*, finding_id: int, at: datetime) -> Opened | None:
    """Open the case of a finding that the setting turns into one; None for the others."""
    found = _finding(finding_id)
    if found is None or found.state != "open" or at - found.found_at > LATEST:
        return None
    wanted = registry.value(settings.FINDINGS, found.community_id)
    if wanted == "never" or (wanted == "serious" and found.severity < 2):
        return None
    actor = house_actor("cases.case:open", "cases.case:work", "cases.case:read", FINDING_TURN)
    return finding_turn(actor=actor, finding_id=finding_id, at=at)


def finding_turn(*, actor: Actor, finding_id: int, at: datetime, kind: str = "") -> Opened:
    """Turn a finding into a case; the same finding again answers with its case. kind "": by the field of its round.

    Raises Forbidden, NotFound, Conflict (frontdesk.finding.closed).
    """
    actor.require(FINDING_TURN)
    found = _finding(finding_id)
    if found is None or not actor.reach(FINDING_TURN).covers_community(found.community_id):
        raise NotFound("not_found", noun=SOURCE)
    if found.state != "open":
        raise Conflict("frontdesk.finding.closed")
    with transaction.atomic():
        opened = report(actor=actor, draft=_draft(found, kind), at=at, key=f"finding:{finding_id}")
        if not opened.repeated:
            _copy_photos(actor, found, opened.case_id, at)
    return opened


def case_closed(*, case_id: int, state: str, at: datetime) -> bool:
    """Close the finding that a case came from; of one that was dropped the finding stays open."""
    reader = house_actor("cases.case:read")
    view = cases.case_view(actor=reader, case_id=case_id, at=at)
    if view.source != SOURCE or view.source_id is None or state != "closed":
        return False
    note = f"{view.row.number}：{view.fields.get('measure') or view.row.title}"[:300]
    try:
        schedule.finding_close(
            actor=house_actor("schedule.finding:close"), finding_id=view.source_id, note=note, at=at
        )
    except (Conflict, NotFound):
        return False
    return True


def _finding(finding_id: int) -> FindingView | None:
    found = schedule.finding_views(schedule.findings().filter(pk=finding_id))
    return found[0] if found else None


def _draft(found: FindingView, kind: str) -> CaseDraft:
    kind = kind or ("repair" if found.domain in _REPAIRED else "hazard")
    fields = {"area": "public"} if kind == "repair" else {}
    if kind == "hazard":
        fields = {"hazard": _HAZARDS.get(found.domain, "other")}
    return CaseDraft(
        kind=kind,
        community_id=found.community_id,
        title=found.text.strip().splitlines()[0][:LONGEST_TITLE],
        words=f"{found.title}：{found.text}",
        place_id=found.place_id,
        severity=_SEVERITIES.get(found.severity, Severity.NORMAL),
        channel="round",
        fields=fields,
        first_asked=found.found_by,
        source=SOURCE,
        source_id=found.id,
    )


def _copy_photos(actor: Actor, found: FindingView, case_id: int, at: datetime) -> None:
    keeper = house_actor(get("cases.case:work"))
    for file in StoredFile.objects.filter(token__in=found.photos):
        with files.open_file(file) as handle:
            photo = PhotoDraft(name=file.name, data=handle.read(), role="before", side=Side.INTERNAL)
        cases.photo_add(actor=keeper, case_id=case_id, photo=photo, at=at)
