"""The Jinja2 environment behind every page of ours.

In settings: ``{"BACKEND": "django.template.backends.jinja2.Jinja2", "APP_DIRS": True, "OPTIONS":
{"environment": "anju.foundation.ui.environment.environment"}}``.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static as static_url
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils import timezone, translation
from django.utils.html import escape
from jinja2 import Environment, FileSystemBytecodeCache
from markupsafe import Markup

from anju.foundation.ui import assets
from anju.foundation.ui.filters import FILTERS

_JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def environment(**options: Any) -> Environment:
    """A Jinja2 environment with our globals and filters, translations of the active language, autoescape."""
    options.update(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    options["extensions"] = [*options.get("extensions", ()), "jinja2.ext.i18n"]
    if not settings.DEBUG:
        options.setdefault("bytecode_cache", FileSystemBytecodeCache())
        options.setdefault("auto_reload", False)
    env = Environment(**options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals.update(
        gettext=gettext,
        _=gettext,
        static=static,
        url=url,
        url_if=url_if,
        icon=icon,
        json_script=json_script,
        now=timezone.now,
        today=timezone.localdate,
        language=translation.get_language,
        languages=settings.LANGUAGES,
    )
    env.filters.update(FILTERS)
    # A text that waits for its language is no string, and yet no pair.
    env.tests["pair"] = lambda value: isinstance(value, (tuple, list))
    return env


def gettext(message: str, **variables: Any) -> Markup:
    """The message in the active language with its variables escaped; `%%` stands for a percent sign.

    A page says some three hundred of them, hence remembered here instead of looked up through three catalogues.
    """
    if variables:
        return Markup(translation.gettext(message)) % variables
    return _said(translation.get_language(), message)


@lru_cache(maxsize=8192)
def _said(language: str | None, message: str) -> Markup:
    return Markup(translation.gettext(message)) % {}


@lru_cache(maxsize=256)
def static(name: str) -> str:
    """The URL of a built file, by its source name: ``static("app.css")``."""
    return static_url(assets.hashed(name))


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page. Raises NoReverseMatch."""
    return _reversed(get_urlconf(), get_script_prefix(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=8192)
def _reversed(
    urlconf: str | None, prefix: str, name: str, args: tuple[Any, ...], named: tuple[tuple[str, Any], ...]
) -> str:
    return reverse(name, urlconf=urlconf, args=args or None, kwargs=dict(named) or None)


def url_if(name: str, *args: Any, **kwargs: Any) -> str:
    """The same, or '' where this installation has no such page."""
    try:
        return url(name, *args, **kwargs)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=2048)
def icon(name: str, cls: str = "", label: str = "") -> Markup:
    """One icon of the sprite. Hidden from screen readers unless it has a label.

    Raises ValueError for a name that web/src/icons.txt does not list.
    """
    if name not in assets.icon_names():
        raise ValueError(f"icon {name!r} is not in web/src/icons.txt")
    voice = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon {}" {}><use href="{}#{}"></use></svg>').format(
        cls, voice, static("icons.svg"), name
    )


def json_script(value: Any, element_id: str) -> Markup:
    """Data for a script, in the one form a strict content security policy allows."""
    text = json.dumps(value, ensure_ascii=False, default=str, separators=(",", ":")).translate(_JSON_ESCAPES)
    return Markup('<script type="application/json" id="{}">{}</script>').format(
        escape(element_id), Markup(text)
    )
