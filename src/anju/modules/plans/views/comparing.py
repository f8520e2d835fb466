"""Two versions of a plan side by side, and what the change does to the running work."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.foundation.ui import export
from anju.foundation.web import page
from anju.foundation.web.downloads import attachment
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.plans.permissions import PLAN_READ
from anju.modules.plans.queries import comparing as reads
from anju.modules.plans.queries import cost_wording, phrasing, wording
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.reports import comparing as reports
from anju.modules.plans.views.frames import frame

COMING = (plan_queries.VersionState.DRAFT, plan_queries.VersionState.APPROVED)
FORMS = ("xlsx", "pdf")


@page(PLAN_READ)
def diff(request: Any, version_id: int) -> HttpResponseBase:
    """A version beside another of its plan: the one asked for, else the one before. ?export=xlsx or pdf."""
    new = plan_queries.version(request.actor, version_id)
    others = [one for one in plan_queries.latest_versions([new.plan_id])[new.plan_id] if one.pk != new.pk]
    old = _other(request, new, others)
    old.plan = new.plan
    groups = reads.by_change(old, new)
    day = local_day(timezone.now())
    # The work changes only where something comes into force that is not so yet.
    effect = reads.effect(new, day, ZoneInfo(request.actor.time_zone)) if new.state in COMING else None
    form = request.GET.get("export", "")
    if form in FORMS:
        return _file(request, form, old, new, groups, effect)
    context = {
        "plan": new.plan,
        "old": old,
        "new": new,
        "others": others,
        "groups": groups,
        "effect": effect,
        "moved": [pair for pairs in groups.values() for pair in pairs if pair.moved],
        "changes": wording.CHANGES,
        "says": wording.says,
        "rhythm": phrasing.sentence,
        "words": cost_wording,
        "name": wording.name,
    }
    return render(request, "plans/diff.html", context)


def _other(request: Any, new: Any, others: list[Any]) -> Any:
    """Raises NotFound for a plan of one version."""
    wanted = request.GET.get("with", "")
    earlier = [one for one in others if one.number < new.number] or others
    found = next((one for one in others if str(one.pk) == wanted), earlier[0] if earlier else None)
    if found is None:
        raise NotFound("plans.version.missing")
    return found


def _file(
    request: Any, form: str, old: Any, new: Any, groups: reports.Groups, effect: Any
) -> HttpResponseBase:
    title = _("方案版本对比")
    if form == "xlsx":
        file, _count = export.spool(reports.columns(), reports.rows_of(groups), title)
        return export.download(file, title)
    community = estate.place(new.plan.community_id).name
    return attachment(reports.as_pdf(frame(request, community), old, new, groups, effect), title, "pdf")
