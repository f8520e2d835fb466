"""Sentences for error codes. Rules raise a code with values; here the code meets the reader's language."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.foundation.ui.tables.cells import plain

Text = str | Promise

_texts: dict[str, Text] = {}


def register_error_texts(texts: Mapping[str, Text]) -> None:
    """Give codes their sentences, lazily translated, with {placeholders} for the error's params.

    Raises ValueError when a code already has another sentence.
    """
    for code, text in texts.items():
        known = _texts.get(code)
        if known is not None and str(known) != str(text):
            raise ValueError(f"error code {code!r} already has a text")
        _texts[code] = text


def error_text(code: str, params: Mapping[str, object] | None = None) -> str:
    """The sentence of a code. A code nobody gave a text is named, so that it can be reported."""
    text = _texts.get(code)
    if text is None:
        return _("操作未能完成（代码：%(code)s）") % {"code": code}
    return _Lenient().vformat(str(text), (), dict(params or {}))


def known_codes() -> frozenset[str]:
    return frozenset(_texts)


class _Lenient(string.Formatter):
    """Fills placeholders with values as people read them; a missing value leaves its name, never an exception."""

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        return plain(kwargs[key]) if key in kwargs else f"{{{key}}}"

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        return self.get_value(field_name, args, kwargs), field_name


register_error_texts(
    {
        "permission_missing": gettext_lazy("您没有进行此操作的权限。"),
        "page_not_found": gettext_lazy("没有找到这个页面，或您无权查看。"),
        "bad_request": gettext_lazy("请求有误，请返回上一页重试。"),
        "server_error": gettext_lazy("系统出错，我们已记录。请稍后再试。"),
    }
)
