"""Finding an article while somebody types: by characters, pinyin or initials; the better the more of it is there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

LONGEST_FINDER = 4000
_GAPS = re.compile(r"[\s,。、;:!?…\"'“”‘’()（）.\-—/·?!,]+")
# Words of asking that say nothing of what is asked for.
_ASKING = re.compile(
    r"请问|问一?下|咨询|想知道|怎么样|怎么|如何|什么|啥|哪里|哪儿|多少钱|多少|几点|有没有|能不能|可不可以|可以|需要|办理?|想|要|在|哪|有"
    r"|吗|呢|啊|呀|的|了|我|你们|你|是"
)


class Findable(NamedTuple):
    """finder: lines of an article's question, other ways of asking and their pinyin, each folded."""

    id: int
    finder: str
    used: int


def folded(text: str) -> str:
    return _GAPS.sub("", unicodedata.normalize("NFKC", text)).lower()


def finder(texts: Iterable[str], spoken: Callable[[str], tuple[str, str]]) -> str:
    """What an article is found by: each text folded, its pinyin and its initials. spoken(text) gives both."""
    lines = []
    for text in texts:
        plain = folded(text)
        if plain:
            lines.append(f"{plain} {' '.join(one for one in spoken(plain) if one and one != plain)}".strip())
    return "\n".join(lines)[:LONGEST_FINDER]


def score(wanted: str, one: Findable) -> float:
    """0 when nothing fits; 3 and more when it stands there as typed, else the share of its pairs of characters."""
    typed = folded(wanted)
    if not typed:
        return 0.0
    if typed in one.finder:
        return 3.0 + len(typed) / 100
    said = [part for part in _ASKING.split(typed) if part] or [typed]
    if all(part in one.finder for part in said):
        return 2.0 + sum(map(len, said)) / 100
    pairs = {part[start : start + 2] for part in said for start in range(max(len(part) - 1, 1))}
    return sum(pair in one.finder for pair in pairs) / len(pairs)


def best(wanted: str, articles: Iterable[Findable], most: int = 8, least: float = 0.34) -> list[int]:
    """Ids of the articles that fit, the best first; of equals the more used."""
    scored = [(score(wanted, one), one.used, one.id) for one in articles]
    kept = sorted((one for one in scored if one[0] >= least), key=lambda one: (-one[0], -one[1], one[2]))
    return [article_id for _score, _used, article_id in kept[:most]]


def in_force(valid_from: date, valid_until: date | None, on: date) -> bool:
    """Valid from and until are both days on which it holds."""
    return valid_from <= on and (valid_until is None or on <= valid_until)
