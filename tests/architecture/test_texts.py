"""Every text of the interface has its English, with the same places to fill in."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

from anju.site.home import CHECKOUT

PLACES = re.compile(r"%\([a-zA-Z_]+\)[sd]|\{[a-zA-Z_]*\}|%%")
CHINESE = re.compile(r"[一-鿿]")
CATALOGUE = CHECKOUT / "src/anju/site/locale/en/LC_MESSAGES/django.po"
# 安居 is the name; a few texts quote Chinese on purpose.
QUOTED = ("安居", "简体中文")


def english() -> dict[tuple[str, str], str]:
    """The English of every text, by its context ('' for none) and the Chinese."""
    with CATALOGUE.open("rb") as file:
        return {(one.context or "", one.id): one.string for one in read_po(file) if one.id and isinstance(one.id, str)}


def collected(tmp_path: Path) -> set[tuple[str, str]]:
    template = tmp_path / "all.pot"
    babel = str(Path(sys.executable).with_name("pybabel"))
    subprocess.run(
        [babel, "-q", "extract", "-F", str(CHECKOUT / "babel.cfg"), "-k", "gettext_lazy", "-k", "ngettext_lazy:1,2", "-k", "pgettext_lazy:1c,2",
         "-k", "_", "-k", "lazy", "--no-location", "-o", str(template), "src/anju"],
        cwd=CHECKOUT, check=True, capture_output=True,
    )  # fmt: skip
    with template.open("rb") as file:
        return {(one.context or "", one.id) for one in read_po(file) if one.id and isinstance(one.id, str)}


def test_every_text_is_translated(tmp_path):
    known = english()
    assert sorted(one for one in collected(tmp_path) if not known.get(one)) == []


def test_a_translation_keeps_the_places_to_fill_in():
    pairs = [(one, other) for (_, one), other in english().items()]
    wrong = [one for one, other in pairs if sorted(PLACES.findall(one)) != sorted(PLACES.findall(other))]
    assert wrong == []


def test_no_chinese_is_left_in_the_english():
    left = []
    for text in english().values():
        for quoted in QUOTED:
            text = text.replace(quoted, "")
        if CHINESE.search(text):
            left.append(text)
    assert left == []
