"""A typeface with Chinese characters: the system's, else one made from the npm package of Noto Sans SC."""

from __future__ import annotations

import uuid
from functools import lru_cache
from pathlib import Path

from django.conf import settings

FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans SC",
    "WenQuanYi Zen Hei",
)
WEIGHTS = ("400", "700")


@lru_cache(maxsize=1)
def available() -> tuple[str, ...]:
    """Chinese families that typst can use here, best first. Empty when there is none.

    A machine without a single one gets its own from the front-end packages, once.
    """
    if not (found := _known()) and _make(Path(settings.FONT_PACKAGE)):
        found = _known()
    return found


def _known() -> tuple[str, ...]:
    import typst

    known = set(typst.Fonts(font_paths=folders(), include_system_fonts=settings.SYSTEM_FONTS).families())
    return tuple(name for name in FAMILIES if name in known)


def folders() -> list[str]:
    made = Path(settings.FONT_ROOT)
    return [str(made)] if made.exists() else []


def _make(package: Path) -> int:
    """Turn the package's compressed web fonts into fonts that typst reads. Returns how many were made."""
    from fontTools.ttLib import TTFont

    target = Path(settings.FONT_ROOT)
    target.mkdir(parents=True, exist_ok=True)
    made = 0
    for weight in WEIGHTS:
        source = package / "files" / f"noto-sans-sc-chinese-simplified-{weight}-normal.woff2"
        if source.exists():
            draft = target / f"{weight}.{uuid.uuid4().hex}.part"
            font = TTFont(source)
            font.flavor = None
            font.save(draft)
            draft.replace(target / f"noto-sans-sc-{weight}.ttf")
            made += 1
    return made
