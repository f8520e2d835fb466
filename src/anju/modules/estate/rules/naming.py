"""Names as people say them, and keys that sort as people count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from anju.kernel import zh
from anju.modules.estate.contracts import PlaceKind as K
from anju.modules.estate.rules.hierarchy import ORDER

FULL_NAME = 200
SORT_KEY = 200
_OWN_KEY = 28
_JOINED = frozenset({K.BUILDING, K.ENTRANCE, K.FLOOR})
_USUAL = {
    K.BUILDING: "{}栋",
    K.ENTRANCE: "{}单元",
    K.FLOOR: "{}层",
    K.UNIT: "{}",
    K.SPACE: "{}",
}
_CHINESE_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百]+")
_NUMBER = re.compile(r"\d+")
# Words of counting carry no order: 3栋 stands before 3A栋.
_COUNTED = re.compile(r"号楼|单元|[栋幢座层楼室号期]")


@dataclass(frozen=True, slots=True)
class Step:
    """One place on the way from the root; `kind` decides how its name joins the others."""

    kind: str
    name: str


def usual_name(kind: str, code: str) -> str:
    """3 → "3栋"; a code that says more than a number stays as it is."""
    pattern = _USUAL.get(K(kind), "{}")
    return pattern.format(code) if re.fullmatch(r"[0-9A-Za-z\-]+", code) else code


def full_name(steps: Sequence[Step]) -> str:
    """ "翠湖花园 3栋2单元 1502": regions only name themselves, a home does not say its floor again."""
    kinds = [K(step.kind) for step in steps]
    below = steps[kinds.index(K.COMMUNITY) :] if K.COMMUNITY in kinds else steps
    return _joined(below)


def local_name(steps: Sequence[Step]) -> str:
    """The full name without regions and community: "3栋2单元 1502"."""
    inner = [step for step in steps if K(step.kind) not in (K.REGION, K.COMMUNITY)]
    return _joined(inner)


def short_code(codes: Sequence[tuple[str, str]]) -> str:
    """Codes of (kind, code) pairs below the community, as a clerk types them: "3-2-1502"."""
    wanted = (K.BUILDING, K.ENTRANCE, K.UNIT)
    return "-".join(code for kind, code in codes if K(kind) in wanted)


def _joined(steps: Sequence[Step]) -> str:
    leaf = K(steps[-1].kind) if steps else None
    groups: list[str] = []
    tight = False
    for step in steps:
        kind = K(step.kind)
        if kind is K.FLOOR and leaf is K.UNIT:
            continue
        if kind in _JOINED and tight:
            groups[-1] += step.name
        else:
            groups.append(step.name)
        tight = kind in _JOINED
    return " ".join(groups)[:FULL_NAME]


def natural(text: str) -> str:
    """A key under which 2栋 stands before 10栋 and 二期 before 十期, compared byte by byte."""
    plain = _COUNTED.sub("", re.sub(r"\s+", "", text).lower())
    plain = _CHINESE_NUMBER.sub(lambda found: str(zh.numeral(found.group())), plain)
    return _NUMBER.sub(lambda found: f"{found.group().lstrip('0') or '0':0>6}", plain)


def sort_key(parent_key: str, kind: str, name: str) -> str:
    """Key of a place from its parent's: sorting by it walks the tree from the top, children in natural order."""
    own = f"{ORDER[K(kind)]:02d}{natural(name)}"[:_OWN_KEY]
    return f"{parent_key}!{own}"[:SORT_KEY] if parent_key else own
