"""The steps of a version, and what would run when it comes into force."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from anju.foundation.permissions import Permission
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.kernel.errors import Invalid, NotFound
from anju.modules.estate import facade as estate
from anju.modules.plans.forms.plans import ApproveForm, EnforceForm, ReasonForm
from anju.modules.plans.forms.setups import ASSIGNEES, SetupForm
from anju.modules.plans.permissions import PLAN_APPROVE, PLAN_ENFORCE, PLAN_READ, PROMISE_SETUP
from anju.modules.plans.queries import checks as check_queries
from anju.modules.plans.queries import compiling, phrasing, wording
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.rules.compiling import Adjustments
from anju.modules.plans.services import setups, versions

Step = Callable[[dict[str, Any]], None]


@page(PLAN_APPROVE)
def approve(request: Any, version_id: int) -> HttpResponse:
    def do(data: dict[str, Any]) -> None:
        versions.version_approve(
            actor=request.actor, version_id=version_id, note=data["note"], at=timezone.now()
        )

    return _step(
        request, version_id, PLAN_APPROVE, ApproveForm, do, _("批准方案"), _("已批准，可以设定生效日期。")
    )


@page(PLAN_APPROVE)
def reopen(request: Any, version_id: int) -> HttpResponse:
    def do(data: dict[str, Any]) -> None:
        versions.version_reopen(
            actor=request.actor, version_id=version_id, reason=data["reason"], at=timezone.now()
        )

    return _step(request, version_id, PLAN_APPROVE, ReasonForm, do, _("退回草稿"), _("已退回草稿。"))


@page(PLAN_ENFORCE)
def enforce(request: Any, version_id: int) -> HttpResponse:
    def do(data: dict[str, Any]) -> None:
        versions.version_enforce(actor=request.actor, version_id=version_id, on=data["on"], at=timezone.now())

    return _step(request, version_id, PLAN_ENFORCE, EnforceForm, do, _("设定生效日期"), _("已设定。"))


@page(PLAN_ENFORCE)
def withdraw(request: Any, version_id: int) -> HttpResponse:
    def do(data: dict[str, Any]) -> None:
        versions.version_withdraw(
            actor=request.actor, version_id=version_id, reason=data["reason"], at=timezone.now()
        )

    return _step(request, version_id, PLAN_ENFORCE, ReasonForm, do, _("撤回方案"), _("已撤回。"))


@page(PLAN_READ)
def preview(request: Any, version_id: int) -> HttpResponse:
    """For every promise: what will run, where, when, who, with what proof; and what waits, and for which engine."""
    version = plan_queries.version(request.actor, version_id)
    start = version.in_force_from or plan_queries.local_day(timezone.now())
    planned = compiling.planned(version, start)
    running = [one for one in planned if one.draft is not None]
    waiting = sorted(
        (one for one in planned if one.waiting), key=lambda one: one.waiting.engine if one.waiting else ""
    )
    places = {number for one in running if one.draft for number in one.draft.place_ids}
    setup = request.actor.reach(PROMISE_SETUP).covers_community(version.plan.community_id)
    who = compiling.assignees(version.plan.community_id)
    context = {
        "version": version,
        "plan": version.plan,
        "start": start,
        "groups": _by_domain(running),
        "waiting": [
            (engine, list(rows))
            for engine, rows in groupby(waiting, key=lambda one: one.waiting and one.waiting.engine)
        ],
        "running": len(running),
        "unassigned": sum(one.no_assignee for one in running),
        "places": estate.places_by_id(places),
        "people": {(field, number): name for _kind, field, rows in who for number, name in rows},
        "assignees": _choices(who),
        "may_set_up": setup and version.state in ("draft", "approved"),
        "may_enforce": request.actor.reach(PLAN_ENFORCE).covers_community(version.plan.community_id)
        and version.state == "approved",
        "says": wording.says,
        "name": wording.name,
        "words": wording,
        "rhythm": phrasing.sentence,
    }
    return render(request, "plans/preview.html", context)


@page(PROMISE_SETUP)
def set_up(request: Any, promise_id: int) -> HttpResponse:
    row = promise_queries.promise(request.actor, promise_id, PROMISE_SETUP)
    version = row.version
    start = version.in_force_from or plan_queries.local_day(timezone.now())
    proposed, chosen = compiling.proposed(version, row, start)
    if proposed is None:
        raise NotFound("plans.promise.missing")
    community_id = version.plan.community_id
    form = partial(
        SetupForm,
        places=[(one.id, one.full_name or one.name) for one in compiling.places(community_id)],
        assignees=_choices(compiling.assignees(community_id)),
        proposed=proposed,
        chosen=chosen,
    )
    made: list[SetupForm] = []

    def keep(*args: Any, **options: Any) -> SetupForm:
        made.append(form(*args, **options))
        return made[-1]

    def do(_data: dict[str, Any]) -> str:
        setups.promise_set_up(
            actor=request.actor, promise_id=promise_id, chosen=made[-1].adjustments(), at=timezone.now()
        )
        messages.success(request, _("已保存。"))
        return f"{reverse('plans:preview', args=[version.pk])}#p{promise_id}"

    context = {
        "row": row,
        "version": version,
        "plan": version.plan,
        "says": wording.says,
        "rhythm": phrasing.sentence(proposed.recurrence),
        "chosen": chosen.to_json(),
    }
    return form_page(request, keep, "plans/setup.html", do, context=context)


@require_POST
@page(PROMISE_SETUP)
def set_up_reset(request: Any, promise_id: int) -> HttpResponse:
    """Back to what compiling proposes."""
    row = promise_queries.promise(request.actor, promise_id, PROMISE_SETUP)
    setups.promise_set_up(actor=request.actor, promise_id=promise_id, chosen=Adjustments(), at=timezone.now())
    return HttpResponseRedirect(reverse("plans:preview", args=[row.version_id]))


@require_POST
@page(PROMISE_SETUP)
def assign(request: Any, version_id: int) -> HttpResponse:
    """Give everything without somebody to do it to one team, post or person."""
    plan_queries.version(request.actor, version_id, PROMISE_SETUP)
    kind, _colon, number = request.POST.get("assignee", "").partition(":")
    if kind not in ASSIGNEES or not number.isdigit():
        raise Invalid("plans.setup.assignee_missing", "assignee")
    to = Adjustments(**{ASSIGNEES[kind]: int(number)})
    count = setups.promises_assign(actor=request.actor, version_id=version_id, to=to, at=timezone.now())
    done = ngettext("已为 %(count)s 条承诺指定执行人。", "已为 %(count)s 条承诺指定执行人。", count) % {
        "count": count
    }
    messages.success(request, done)
    return HttpResponseRedirect(reverse("plans:preview", args=[version_id]))


def _step(
    request: Any, version_id: int, permission: Permission, form: type[Any], act: Step, title: str, done: str
) -> HttpResponse:
    version = plan_queries.version(request.actor, version_id, permission)

    def do(data: dict[str, Any]) -> str:
        act(data)
        messages.success(request, done)
        return reverse("plans:plan", args=[version.plan_id])

    context = {
        "title": title,
        "version": version,
        "plan": version.plan,
        "progress": plan_queries.progress([version.pk])[version.pk],
        "checks": check_queries.open_findings(version.pk) if version.state == "draft" else None,
    }
    initial = {"on": plan_queries.local_day(timezone.now())}
    return form_page(request, form, "plans/step.html", do, context=context, initial=initial)


def _by_domain(running: list[compiling.Planned]) -> list[tuple[str, list[compiling.Planned]]]:
    ordered = sorted(running, key=lambda one: list(wording.DOMAINS).index(one.facts.domain))
    return [(domain, list(rows)) for domain, rows in groupby(ordered, key=lambda one: one.facts.domain)]


def _choices(who: list[tuple[str, str, list[tuple[int, str]]]]) -> list[tuple[str, Any]]:
    names = {"team": _("班组"), "position": _("岗位"), "staff": _("个人")}
    groups = [
        (names[kind], [(f"{kind}:{number}", name) for number, name in rows]) for kind, _field, rows in who
    ]
    return [("", _("按领域自动安排")), *[(label, rows) for label, rows in groups if rows]]
