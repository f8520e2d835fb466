from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from anju.foundation.rendering import fonts
from anju.kernel.errors import DomainError


class FontMissing(DomainError):
    """No typeface with Chinese characters is installed; the document would show empty boxes."""

    def __init__(self) -> None:
        super().__init__("font_missing")


def pdf(template: Path, data: dict[str, Any]) -> bytes:
    """Set `template` (a .typ file) with `data`, which it reads by `json(bytes(sys.inputs.data))`. Raises FontMissing."""
    (made,) = _compile(template, data, "pdf")
    return made


def pictures(template: Path, data: dict[str, Any], *, ppi: float = 200.0) -> list[bytes]:
    """Each page of the template as PNG. Raises FontMissing."""
    return _compile(template, data, "png", ppi)


def _compile(template: Path, data: dict[str, Any], form: str, ppi: float | None = None) -> list[bytes]:
    import typst

    families = fonts.available()
    if not families:
        raise FontMissing
    inputs = {"data": json.dumps({**data, "fonts": list(families)}, ensure_ascii=False, default=str)}
    made = typst.compile(
        str(template),
        root=str(template.parent),
        format=form,
        ppi=ppi,
        sys_inputs=inputs,
        font_paths=fonts.folders(),
    )
    return list(made) if isinstance(made, list) else [made]
