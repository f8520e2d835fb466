"""Reference laws and standards, and the titles that plans name but nobody has entered."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.modules.plans.forms.library import LawForm, law_of
from anju.modules.plans.permissions import LAW_WRITE, PLAN_READ
from anju.modules.plans.queries import laws as reads
from anju.modules.plans.services import laws as services
from anju.modules.plans.tables.library import LAWS
from anju.modules.plans.views.library import tabs

FIELDS = ("kind", "title", "number", "issuer", "in_force_from", "repealed_on", "link", "note")


@page(PLAN_READ)
def law_list(request: Any) -> HttpResponseBase:
    context = {
        "tabs": tabs(request, "laws"),
        "unlisted": reads.unlisted(request.actor, request.community_id),
        "may_write": request.actor.can(LAW_WRITE),
    }
    return LAWS.respond(request, reads.laws(), template="plans/library/laws.html", context=context)


@page(LAW_WRITE)
def add(request: Any) -> HttpResponse:
    initial = {"title": request.GET.get("title", "")[:120], "plans": request.GET.getlist("plan")}
    return _form(request, None, _("新增条目"), initial)


@page(LAW_WRITE)
def edit(request: Any, law_id: int) -> HttpResponse:
    row = reads.law(law_id)
    seen = {number for number, _title in reads.plans_of(request.actor)}
    plans = [one.plan_id for one in row.plans_shown if one.plan_id in seen]  # type: ignore[attr-defined]
    return _form(
        request, law_id, row.title, {**{name: getattr(row, name) for name in FIELDS}, "plans": plans}
    )


@require_POST
@page(LAW_WRITE)
def load(request: Any) -> HttpResponse:
    count = services.laws_load(actor=request.actor, at=timezone.now())
    done = ngettext("载入了 %(count)s 条。", "载入了 %(count)s 条。", count) % {"count": count}
    messages.success(request, done if count else _("常用法规都已在目录中。"))
    return HttpResponseRedirect(reverse("plans:laws"))


@require_POST
@page(LAW_WRITE)
def delete(request: Any, law_id: int) -> HttpResponse:
    services.law_delete(actor=request.actor, law_id=law_id, at=timezone.now())
    messages.success(request, _("已删除。"))
    return HttpResponseRedirect(reverse("plans:laws"))


def _form(request: Any, law_id: int | None, title: str, initial: dict[str, Any]) -> HttpResponse:
    def keep(data: dict[str, Any]) -> str:
        services.law_save(actor=request.actor, draft=law_of(data), law_id=law_id, at=timezone.now())
        messages.success(request, _("已保存。"))
        return reverse("plans:laws")

    back = reverse("plans:laws")
    crumb = [(_("制度文件"), reverse("plans:library")), (_("法规与标准"), back), title]
    context = {"title": title, "crumb": crumb, "back": back, "sub": "", "law_id": law_id}
    form = partial(LawForm, plans=reads.plans_of(request.actor))
    return form_page(request, form, "plans/library/law.html", keep, initial=initial, context=context)
