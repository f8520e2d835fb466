"""The reader's own account: who he is here, where he works now, his keys to the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.accounts import factors, queries, tokens
from anju.foundation.ui.forms import form_page
from anju.foundation.web.access import COMMUNITY_IN_SESSION, ORG_IN_SESSION, page
from anju.kernel.errors import NotFound
from anju.portals.console.views import places
from anju.portals.context import communities_of


@page(None)
@require_safe
def profile(request: Any) -> HttpResponse:
    mine = queries.assignments(request.actor.user_id)
    context = {
        "organisations": queries.organisations_of(request.user),
        "assignments": [(one, places.name_of(one.path)) for one in mine],
        "second_factor": factors.has_one(request.user),
    }
    return render(request, "console/account/profile.html", context)


@page(None)
@require_POST
def switch_organisation(request: Any) -> HttpResponse:
    """Work in another of the reader's organisations from now on. Raises NotFound for one he is no member of."""
    wanted = request.POST.get("organisation", "")
    known = {str(one.pk): one.pk for one in queries.organisations_of(request.user)}
    if wanted not in known:
        raise NotFound("no_organisation")
    request.session[ORG_IN_SESSION] = known[wanted]
    request.session.pop(COMMUNITY_IN_SESSION, None)
    return redirect("/")


@page(None)
def switch_community(request: Any) -> HttpResponse:
    """Look at one community, or at all (an empty `community`). The menu links here, so a GET will do: nothing but
    the reader's own view changes. Raises NotFound for one out of his reach.
    """
    given = request.POST if request.method == "POST" else request.GET
    wanted = given.get("community", "")
    known = {str(one.id): one.id for one in communities_of(request)}
    if wanted and wanted not in known:
        raise NotFound("not_found", noun="community")
    if wanted:
        request.session[COMMUNITY_IN_SESSION] = known[wanted]
    else:
        request.session.pop(COMMUNITY_IN_SESSION, None)
    following = given.get("next", "")
    safe = url_has_allowed_host_and_scheme(following, {request.get_host()}, request.is_secure())
    return redirect(following if safe else "/")


class TokenForm(forms.Form):
    name = forms.CharField(label=_("用途"), max_length=60, help_text=_("例如：门禁系统同步"))
    days = forms.TypedChoiceField(
        label=_("有效期"),
        choices=[(30, _("30 天")), (90, _("90 天")), (365, _("一年"))],
        coerce=int,
        initial=90,
    )


@page(None)
def token_list(request: Any) -> HttpResponse:
    """The tokens of the reader, and a form for one more; its text is shown in the answer and never again."""
    now = timezone.now()

    def make(data: dict[str, Any]) -> HttpResponse:
        _token, text = tokens.token_make(
            actor=request.actor, name=data["name"], expires_at=now + timedelta(days=data["days"]), at=now
        )
        return render(request, "console/account/token_made.html", {"text": text, "name": data["name"]})

    context = {"tokens": tokens.tokens_of(request.actor, now)}
    return form_page(request, TokenForm, "console/account/tokens.html", make, context=context)


@page(None)
@require_POST
def token_revoke(request: Any, token_id: int) -> HttpResponse:
    tokens.token_revoke(actor=request.actor, token_id=token_id, at=timezone.now())
    return redirect(reverse("console:tokens"))
