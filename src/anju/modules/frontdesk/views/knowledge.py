"""The knowledge the desk answers from."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods, page
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.forms.desk import ArticleForm, ReasonForm, ReviewForm
from anju.modules.frontdesk.permissions import KNOWLEDGE_READ, KNOWLEDGE_WRITE
from anju.modules.frontdesk.queries import desk_lists
from anju.modules.frontdesk.services import knowledge as services
from anju.modules.frontdesk.tables.desk import ARTICLES


@page(KNOWLEDGE_READ)
@require_safe
def article_list(request: Any) -> HttpResponseBase:
    rows = desk_lists.articles(request.actor, request.community_id)
    context = {
        "can_write": request.actor.can(KNOWLEDGE_WRITE),
        "review_due": desk_lists.review_due(request.actor, request.community_id, timezone.localdate()),
    }
    return ARTICLES.respond(request, rows, template="frontdesk/desk/articles.html", context=context)


@page(KNOWLEDGE_READ)
@form_methods
def article(request: Any, article_id: int) -> HttpResponse:
    """An article with its versions and where it was asked; below, the review."""
    found = desk_lists.article(request.actor, article_id)
    asked = desk_lists.asked_where(article_id)
    places = estate.places_by_id([one for one, _n, _last in asked if one] + [found.community_id or 0])

    def review(data: dict[str, Any]) -> str:
        services.article_review(
            actor=request.actor, article_id=article_id, next_on=data["next_on"], at=timezone.now()
        )
        messages.success(request, _("已复核"))
        return reverse("frontdesk:article", args=[article_id])

    context = {
        "article": found,
        "asked": [(places.get(one), n, last) for one, n, last in asked],
        "community": places.get(found.community_id),
        "versions": list(found.versions.order_by("-version")),
        "can_write": request.actor.can(KNOWLEDGE_WRITE),
        "today": timezone.localdate(),
    }
    return form_page(request, ReviewForm, "frontdesk/desk/article.html", review, context=context)


@page(KNOWLEDGE_WRITE)
@form_methods
def article_review(request: Any, article_id: int) -> HttpResponseBase:
    return article(request, article_id)


@page(KNOWLEDGE_WRITE)
@form_methods
def article_new(request: Any) -> HttpResponse:
    def save(data: dict[str, Any]) -> str:
        made = services.article_save(
            actor=request.actor, draft=services.ArticleDraft(**data), at=timezone.now()
        )
        messages.success(request, _("已新建"))
        return reverse("frontdesk:article", args=[made])

    initial = {
        "valid_from": timezone.localdate(),
        "public": True,
        "community_id": request.community_id,
        "question": request.GET.get("question", "")[:120],
    }
    form = partial(ArticleForm, communities=_communities(request), new=True)
    context = _frame(_("新建知识"), reverse("frontdesk:knowledge"))
    return form_page(request, form, "frontdesk/desk/form.html", save, context=context, initial=initial)


@page(KNOWLEDGE_WRITE)
@form_methods
def article_edit(request: Any, article_id: int) -> HttpResponse:
    found = desk_lists.article(request.actor, article_id)
    back = reverse("frontdesk:article", args=[article_id])

    def save(data: dict[str, Any]) -> str:
        reason = data.pop("reason")
        services.article_save(
            actor=request.actor,
            draft=services.ArticleDraft(**data),
            at=timezone.now(),
            article_id=article_id,
            reason=reason,
        )
        messages.success(request, _("已保存"))
        return back

    form = partial(ArticleForm, communities=_communities(request), new=False)
    context = _frame(_("修改知识"), back)
    return form_page(
        request, form, "frontdesk/desk/form.html", save, context=context, initial=_values(found), guarded=True
    )


@page(KNOWLEDGE_WRITE)
@form_methods
def article_retire(request: Any, article_id: int) -> HttpResponse:
    found = desk_lists.article(request.actor, article_id)
    back = reverse("frontdesk:article", args=[article_id])

    def retire(data: dict[str, Any]) -> str:
        services.article_retire(
            actor=request.actor, article_id=article_id, reason=data["reason"], at=timezone.now()
        )
        messages.success(request, _("已停用"))
        return back

    context = _frame(_("停用知识"), back) | {"text": found.question}
    return form_page(request, ReasonForm, "frontdesk/desk/form.html", retire, context=context)


@page(KNOWLEDGE_WRITE)
@require_POST
def article_restore(request: Any, article_id: int) -> HttpResponse:
    services.article_restore(actor=request.actor, article_id=article_id, at=timezone.now())
    messages.success(request, _("已恢复使用"))
    return redirect("frontdesk:article", article_id)


def _communities(request: Any) -> list[tuple[Any, Any]]:
    reach = request.actor.reach(KNOWLEDGE_WRITE)
    own = [(one.id, one.name) for one in estate.communities(reach)]
    return [("", _("全部小区")), *own] if reach.unlimited else own


def _values(found: Any) -> dict[str, Any]:
    return {name: getattr(found, name) for name in services.ArticleDraft.__slots__}


def _frame(title: str, back: str) -> dict[str, Any]:
    return {"title": title, "crumb": [(_("知识库"), reverse("frontdesk:knowledge"))], "back": back}
