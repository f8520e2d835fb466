"""A form as lines of text, one field a line: `水压 | 数字 | 必填 | 0.2~0.6 MPa`. Both ways, without loss.

Parts: label | kind | 必填 or 选填 | details. Details: for a number `low~high unit` (each may be left out), for a choice
the answers with `/` between them and `!` before those that are wrong, for photos how many.
"""

from __future__ import annotations

import re
from decimal import Decimal

from anju.engines.schedule.contracts import Checklist, ChecklistItem, ItemKind
from anju.kernel.errors import Invalid

KINDS = {
    "勾选": ItemKind.OK_NOTOK, "数字": ItemKind.NUMBER, "文字": ItemKind.TEXT, "照片": ItemKind.PHOTO,
    "签名": ItemKind.SIGNATURE, "选择": ItemKind.CHOICE,
}  # fmt: skip
NAMES = {kind: name for name, kind in KINDS.items()}
REQUIRED = {"必填": True, "选填": False}
MOST_LINES = 60
_LIMITS = re.compile(
    r"^(?:(?P<low>-?\d+(?:\.\d+)?)?\s*~\s*(?P<high>-?\d+(?:\.\d+)?)?)?\s*(?P<unit>[^\d~|][^~|]*)?$"
)


def read(text: str) -> tuple[ChecklistItem, ...]:
    """Blank lines are left out. Raises Invalid (plans.form.*) at the field `lines`, naming the line."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise Invalid("plans.form.too_long", "lines", limit=MOST_LINES)
    items = tuple(_item(line, number, place) for place, (number, line) in enumerate(lines, 1))
    labels = [one.label for one in items]
    for (number, _line), label in zip(lines, labels, strict=True):
        if labels.count(label) > 1:
            raise Invalid("plans.form.label_twice", "lines", line=number, label=label)
    return Checklist(items).items


def write(items: tuple[ChecklistItem, ...]) -> str:
    return "\n".join(_line(one) for one in items)


def _item(line: str, number: int, place: int) -> ChecklistItem:
    parts = [part.strip() for part in line.replace("｜", "|").split("|")]
    if len(parts) > 4 or not parts[0] or len(parts[0]) > 80:
        raise Invalid("plans.form.line", "lines", line=number)
    label, kind, need, details = (*parts, *[""] * (4 - len(parts)))
    if (kind or "勾选") not in KINDS:
        raise Invalid("plans.form.kind", "lines", line=number, value=kind)
    if (need or "必填") not in REQUIRED:
        raise Invalid("plans.form.need", "lines", line=number, value=need)
    base = {
        "key": f"f{place}",
        "label": label,
        "kind": KINDS[kind or "勾选"],
        "required": REQUIRED[need or "必填"],
    }
    try:
        return ChecklistItem(**base, **_details(base["kind"], details, number))  # type: ignore[arg-type]
    except Invalid as error:
        if error.code.startswith("plans."):
            raise
        raise Invalid("plans.form.details", "lines", line=number, value=details) from error


def _details(kind: object, text: str, number: int) -> dict[str, object]:
    wrong = Invalid("plans.form.details", "lines", line=number, value=text)
    if kind is ItemKind.NUMBER:
        found = _LIMITS.match(text)
        if found is None:
            raise wrong
        low, high, unit = found.group("low", "high", "unit")
        return {
            "low": Decimal(low) if low else None,
            "high": Decimal(high) if high else None,
            "unit": (unit or "").strip(),
        }
    if kind is ItemKind.CHOICE:
        answers = [one.strip() for one in text.split("/")]
        plain = tuple(one.removeprefix("!").removeprefix("！").strip() for one in answers)
        if not all(plain):
            raise wrong
        return {
            "choices": plain,
            "failing": tuple(b for a, b in zip(answers, plain, strict=True) if a[0] in "!！"),
        }
    if kind is ItemKind.PHOTO and text:
        if not text.removesuffix("张").strip().isdigit():
            raise wrong
        return {"photos": int(text.removesuffix("张"))}
    if text:
        raise wrong
    return {}


def _line(item: ChecklistItem) -> str:
    need = "必填" if item.required else "选填"
    details = ""
    if item.kind is ItemKind.NUMBER and (item.low is not None or item.high is not None):
        details = f"{'' if item.low is None else f'{item.low:f}'}~{'' if item.high is None else f'{item.high:f}'} {item.unit}".strip()
    elif item.kind is ItemKind.NUMBER:
        details = item.unit
    elif item.kind is ItemKind.CHOICE:
        details = "/".join(f"!{one}" if one in item.failing else one for one in item.choices)
    elif item.kind is ItemKind.PHOTO and item.photos != 1:
        details = f"{item.photos}张"
    return " | ".join([item.label, NAMES[item.kind], need, *([details] if details else [])])
