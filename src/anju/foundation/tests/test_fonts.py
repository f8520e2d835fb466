from __future__ import annotations

from pathlib import Path

import pytest
import typst

from anju.foundation.rendering import fonts


@pytest.fixture
def bare(settings, tmp_path):
    """A machine without a Chinese typeface of its own."""
    settings.SYSTEM_FONTS = False
    settings.FONT_ROOT = str(tmp_path / "fonts")
    fonts.available.cache_clear()
    yield settings
    fonts.available.cache_clear()


def test_a_machine_without_chinese_type_makes_its_own_and_sets_chinese_in_it(bare, tmp_path):
    if not Path(bare.FONT_PACKAGE).exists():
        pytest.skip("the front-end packages are not installed")
    assert fonts.available() == ("Noto Sans SC",)
    page = tmp_path / "page.typ"
    page.write_text('#set text(font: "Noto Sans SC", fallback: false)\n翠湖花园 *每日巡查* 12 次', "utf-8")
    made = typst.compile(str(page), font_paths=fonts.folders(), ignore_system_fonts=True)
    assert made.startswith(b"%PDF") and len(made) > 3000


def test_without_the_package_there_is_no_typeface_to_name(bare, tmp_path):
    bare.FONT_PACKAGE = str(tmp_path / "nothing")
    assert fonts.available() == ()
