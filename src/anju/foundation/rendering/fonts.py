"""A typeface with Chinese characters: the system's, else one made from the npm package of Noto Sans SC."""

from __future__ import annotations

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
    """Chinese families that typst can use here, best first. Empty when there is none."""
    import typst

    known = set(typst.Fonts(font_paths=folders()).families())
    return tuple(name for name in FAMILIES if name in known)


def folders() -> list[str]:
    made = Path(settings.FONT_ROOT)
    return [str(made)] if made.exists() else []


def make_from_package(package: Path) -> int:
    """Turn the package's compressed web fonts into fonts that typst reads. Returns how many were made."""
    from fontTools.ttLib import TTFont

    target = Path(settings.FONT_ROOT)
    target.mkdir(parents=True, exist_ok=True)
    made = 0
    for weight in WEIGHTS:
        source = package / "files" / f"noto-sans-sc-chinese-simplified-{weight}-normal.woff2"
        if source.exists():
            font = TTFont(source)
            font.flavor = None
            font.save(target / f"noto-sans-sc-{weight}.ttf")
            made += 1
    available.cache_clear()
    return made
