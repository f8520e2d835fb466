"""Names: as they are written, sorted and compared."""

from __future__ import annotations

import re
import unicodedata

from pypinyin import lazy_pinyin

_GAPS = re.compile(r"\s+")
_SIGNS = re.compile(r"[\s·•.,，。()（）\-_'’]+")
_FORMS = re.compile(r"(股份)?有限(责任)?公司$")


def clean_name(text: str) -> str:
    """One space between words, none between Chinese characters, plain forms of full-width letters."""
    plain = _GAPS.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    return re.sub(r"(?<=[一-鿿]) (?=[一-鿿])", "", plain)


def sort_name(name: str) -> str:
    """Pinyin by which a list is sorted: "zhang wei"; other letters in lower case."""
    return " ".join(lazy_pinyin(name)).lower()[:120]


def bare_name(name: str) -> str:
    """What is compared: no signs, no legal form of a company, lower case."""
    return _FORMS.sub("", _SIGNS.sub("", unicodedata.normalize("NFKC", name)).lower())


def similar_names(one: str, other: str) -> bool:
    """Whether two names may be one person's: the same sound, one part of the other, or one character apart.

    One character apart counts from three characters on: 王芳 and 王强 are two people.
    """
    first, second = bare_name(one), bare_name(other)
    if not first or not second:
        return False
    if first == second or lazy_pinyin(first) == lazy_pinyin(second):
        return True
    short, long = sorted((first, second), key=len)
    if len(short) >= 2 and short in long:
        return True
    return len(short) >= 3 and _one_apart(short, long)


def _one_apart(short: str, long: str) -> bool:
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) == 1
    if len(long) - len(short) != 1:
        return False
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
