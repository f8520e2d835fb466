"""The overview of safety, the list of contacts, local information, shared equipment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.web import form_methods, page
from anju.foundation.web.downloads import attachment
from anju.kernel.errors import NotFound
from anju.modules.community.forms import safety as forms
from anju.modules.community.permissions import SAFETY_READ, SAFETY_WRITE
from anju.modules.community.queries import contacts as contact_reads
from anju.modules.community.queries import defence as reads
from anju.modules.community.queries import events, teaching
from anju.modules.community.reports import safety as papers
from anju.modules.community.services import contacts, defence
from anju.modules.community.tables.safety import BRIEFS, CONTACTS, FACILITIES
from anju.modules.community.views import chosen_community, community_of, frame, local_today, upload
from anju.modules.community.views.writing import tabs, written
from anju.modules.estate import facade as estate

LIST = "community/safety/list.html"


@page(SAFETY_READ)
@require_safe
def overview(request: Any) -> HttpResponse:
    """What is owed today, and a way to everything in one click."""
    community_id, today, now = chosen_community(request, SAFETY_READ), local_today(request), timezone.now()
    if community_id is None:
        raise NotFound("estate.place.missing", noun="community")
    due, held = teaching.fulfilment(request.actor, community_id, today.year, today)
    coming = teaching.occasions(request.actor, community_id).filter(state="planned", ends_at__gte=now)
    context = {
        "tabs": tabs("safety"),
        "community": estate.place(community_id),
        "stale": contact_reads.stale(community_id, today),
        "contacts": contact_reads.in_use(community_id, today),
        "briefs": list(reads.current(community_id, today)[:5]),
        "meeting": teaching.meeting_standing(community_id, today, now, ZoneInfo(request.actor.time_zone)),
        "plan": (due, held),
        "late_reviews": events.reviews_late(community_id, now),
        "coming": list(coming.order_by("starts_at")[:5]),
        "may_write": request.actor.can(SAFETY_WRITE),
        "warnings": papers.warnings(),
        "half": today.strftime("%Y-%m"),
    }
    return render(request, "community/safety/overview.html", context)


@page(SAFETY_READ)
@require_safe
def contact_list(request: Any) -> HttpResponseBase:
    today, community_id = local_today(request), chosen_community(request, SAFETY_READ)
    stale = contact_reads.stale(community_id, today) if community_id else 0
    actions = [(_("打印张贴表"), reverse("community:contacts_sheet"), "printer", "")]
    if request.actor.can(SAFETY_WRITE):
        actions.append((_("登记联络人"), reverse("community:contact_new"), "plus", "primary"))
    context = {
        "title": _("安全联络表"), "sub": _("张贴在门岗和监控室，前台和保安手机上点击即拨"), "tabs": tabs("contacts"),
        "actions": actions, "warning": _("有 %(n)s 个联络人该核对了。") % {"n": stale} if stale else "",
    }  # fmt: skip
    rows = contact_reads.contacts(request.actor, request.community_id, today)
    return CONTACTS.respond(request, rows, template=LIST, context=context)


@page(SAFETY_READ)
@require_safe
def contacts_sheet(request: Any) -> HttpResponseBase:
    community_id = community_of(request, SAFETY_READ)
    if not request.actor.reach(SAFETY_READ).covers_community(community_id):
        raise NotFound("community.missing")
    rows = contact_reads.in_use(community_id, local_today(request))
    return attachment(papers.contacts(frame(request, community_id), rows), _("安全联络表"), "pdf")


@page(SAFETY_WRITE)
@form_methods
def contact_new(request: Any) -> HttpResponse:
    community_id, today = community_of(request, SAFETY_WRITE), local_today(request)

    def save(data: dict[str, Any]) -> str:
        contacts.contact_save(
            actor=request.actor, community_id=community_id, draft=contacts.ContactDraft(**data), on=today, at=timezone.now()
        )  # fmt: skip
        messages.success(request, _("联络人已登记"))
        return reverse("community:contacts")

    crumb = (_("安全联络表"), reverse("community:contacts"))
    return written(
        request, forms.ContactForm, save, title=_("登记联络人"), crumb=crumb, community_id=community_id,
        permission=SAFETY_WRITE, initial={"checked_on": today},
    )  # fmt: skip


@page(SAFETY_READ)
@require_safe
def contact(request: Any, contact_id: int) -> HttpResponse:
    row = contact_reads.contact(request.actor, contact_id)
    today = local_today(request)
    context = {
        "row": row, "may_write": request.actor.can(SAFETY_WRITE),
        "stale": row.checked_on < contact_reads.stale_before(row.community_id, today),
        "ended": row.valid_until is not None and row.valid_until <= today,
    }  # fmt: skip
    return render(request, "community/safety/contact.html", context)


@page(SAFETY_WRITE)
@form_methods
def contact_edit(request: Any, contact_id: int) -> HttpResponse:
    row = contact_reads.contact(request.actor, contact_id)
    back = reverse("community:contact", args=[contact_id])

    def save(data: dict[str, Any]) -> str:
        contacts.contact_save(
            actor=request.actor, community_id=row.community_id, draft=contacts.ContactDraft(**data),
            on=local_today(request), at=timezone.now(), contact_id=contact_id,
        )  # fmt: skip
        return back

    initial = {name: getattr(row, name) for name in forms.ContactForm.base_fields}
    return written(
        request,
        forms.ContactForm,
        save,
        title=_("修改联络人"),
        crumb=(str(row), back),
        initial=initial,
        guarded=contact_id is not None,
    )


@page(SAFETY_WRITE)
@require_POST
def contact_check(request: Any, contact_id: int) -> HttpResponse:
    contacts.contact_check(
        actor=request.actor, contact_id=contact_id, on=local_today(request), at=timezone.now()
    )
    messages.success(request, _("已核对"))
    return redirect("community:contact", contact_id)


@page(SAFETY_WRITE)
@form_methods
def contact_end(request: Any, contact_id: int) -> HttpResponse:
    row = contact_reads.contact(request.actor, contact_id)
    if request.method == "POST":
        contacts.contact_end(
            actor=request.actor, contact_id=contact_id, on=local_today(request), at=timezone.now()
        )
        messages.success(request, _("已停用，需要时可改回停用日期"))
        return redirect("community:contacts")
    return render(request, "community/safety/contact_end.html", {"row": row})


@page(SAFETY_READ)
@require_safe
def brief_list(request: Any) -> HttpResponseBase:
    actions = []
    if request.actor.can(SAFETY_WRITE):
        new = reverse("community:brief_new")
        actions = [
            (one["label"], f"{new}?warning={one['sort']}", one["icon"], "") for one in papers.warnings()
        ]
        actions.append((_("登记信息"), new, "plus", "primary"))
    context = {
        "title": _("治安信息"), "sub": _("收到的治安情况传达给保安，关系到住户的发布安全警示"), "tabs": tabs("briefs"), "actions": actions,
    }  # fmt: skip
    rows = reads.briefs(request.actor, request.community_id)
    return BRIEFS.respond(request, rows, template=LIST, context=context)


@page(SAFETY_WRITE)
@form_methods
def brief_new(request: Any) -> HttpResponse:
    """?warning=typhoon fills in our words of such a warning; ?occasion=17 the minutes of a meeting as a bulletin."""
    community_id, today = community_of(request, SAFETY_WRITE), local_today(request)

    def save(data: dict[str, Any]) -> str:
        draft = defence.BriefDraft(**{**data, "photo": upload(data["photo"])})
        made = defence.brief_save(
            actor=request.actor, community_id=community_id, draft=draft, at=timezone.now()
        )
        return reverse("community:brief", args=[made])

    initial: dict[str, Any] = {"received_at": timezone.now(), "valid_until": today + timedelta(days=30)}
    warning = next((one for one in papers.warnings() if one["sort"] == request.GET.get("warning")), None)
    if warning:
        initial |= {
            "sort": warning["sort"],
            "title": warning["title"],
            "text": warning["text"],
            "source": _("本项目"),
        }
    elif request.GET.get("occasion", "").isdigit():
        row = teaching.occasion(request.actor, int(request.GET["occasion"]))
        initial |= {"sort": "bulletin", "title": row.title, "text": row.minutes[:1000], "source": row.host}
    crumb = (_("治安信息"), reverse("community:briefs"))
    return written(
        request, forms.BriefForm, save, title=_("登记治安信息"), crumb=crumb, community_id=community_id,
        permission=SAFETY_WRITE, initial=initial,
    )  # fmt: skip


@page(SAFETY_READ)
@require_safe
def brief(request: Any, brief_id: int) -> HttpResponse:
    row = reads.brief(request.actor, brief_id)
    readers = reads.readers(row) if row.shared_at else []
    context = {
        "row": row, "readers": readers, "read": sum(at is not None for _name, at in readers),
        "may_write": request.actor.can(SAFETY_WRITE), "may_notice": request.actor.can("messages.notice:write"),
    }  # fmt: skip
    return render(request, "community/safety/brief.html", context)


@page(SAFETY_WRITE)
@form_methods
def brief_edit(request: Any, brief_id: int) -> HttpResponse:
    row = reads.brief(request.actor, brief_id)
    back = reverse("community:brief", args=[brief_id])

    def save(data: dict[str, Any]) -> str:
        draft = defence.BriefDraft(**{**data, "photo": upload(data["photo"])})
        defence.brief_save(
            actor=request.actor, community_id=row.community_id, draft=draft, at=timezone.now(), brief_id=brief_id
        )  # fmt: skip
        return back

    initial = {name: getattr(row, name) for name in forms.BriefForm.base_fields if name != "photo"}
    return written(
        request,
        forms.BriefForm,
        save,
        title=_("修改治安信息"),
        crumb=(row.title, back),
        initial=initial,
        guarded=brief_id is not None,
    )


@page(SAFETY_WRITE)
@require_POST
def brief_share(request: Any, brief_id: int) -> HttpResponse:
    told = defence.brief_share(actor=request.actor, brief_id=brief_id, at=timezone.now())
    messages.success(request, _("已传达给 %(n)s 名保安") % {"n": told})
    return redirect("community:brief", brief_id)


@page(SAFETY_WRITE)
@require_POST
def brief_publish(request: Any, brief_id: int) -> HttpResponse:
    made = defence.brief_publish(
        actor=request.actor, brief_id=brief_id, on=local_today(request), at=timezone.now()
    )
    messages.success(request, _("已生成业主公告"))
    return redirect("messages:notice", made)


@page(SAFETY_READ)
@require_safe
def facility_list(request: Any) -> HttpResponseBase:
    actions = []
    if request.actor.can(SAFETY_WRITE):
        actions = [(_("登记共享设施"), reverse("community:facility_new"), "plus", "primary")]
    context = {
        "title": _("共享设施"), "sub": _("与周边单位共用的安防设施：约定、联系人、每次使用"), "tabs": tabs("facilities"), "actions": actions,
    }  # fmt: skip
    rows = reads.facilities(request.actor, request.community_id)
    return FACILITIES.respond(request, rows, template=LIST, context=context)


@page(SAFETY_WRITE)
@form_methods
def facility_edit(request: Any, facility_id: int | None = None) -> HttpResponse:
    row = reads.facility(request.actor, facility_id) if facility_id else None
    community_id = row.community_id if row else community_of(request, SAFETY_WRITE)

    def save(data: dict[str, Any]) -> str:
        made = defence.facility_save(
            actor=request.actor, community_id=community_id, draft=defence.FacilityDraft(**data), at=timezone.now(),
            facility_id=facility_id,
        )  # fmt: skip
        return reverse("community:facility", args=[made])

    initial = {name: getattr(row, name) for name in forms.FacilityForm.base_fields} if row else {}
    return written(
        request, forms.FacilityForm, save, title=_("修改共享设施") if row else _("登记共享设施"),
        crumb=(_("共享设施"), reverse("community:facilities")), community_id=community_id, initial=initial,
        permission=None if row else SAFETY_WRITE,
        guarded=facility_id is not None,
    )  # fmt: skip


@page(SAFETY_READ)
@require_safe
def facility(request: Any, facility_id: int) -> HttpResponse:
    row = reads.facility(request.actor, facility_id)
    uses = list(row.uses.order_by("-at", "-pk")[:100])
    context = {"row": row, "uses": uses, "may_write": request.actor.can(SAFETY_WRITE)}
    return render(request, "community/safety/facility.html", context)


@page(SAFETY_WRITE)
@form_methods
def facility_use(request: Any, facility_id: int) -> HttpResponse:
    row = reads.facility(request.actor, facility_id)
    back = reverse("community:facility", args=[facility_id])

    def save(data: dict[str, Any]) -> str:
        defence.facility_use(actor=request.actor, facility_id=facility_id, at=timezone.now(), **data)
        return back

    now = timezone.localtime(timezone.now(), ZoneInfo(request.actor.time_zone))
    return written(
        request, forms.UseForm, save, title=_("登记使用"), crumb=(row.thing, back), initial={"used_at": now}
    )
